"""A paper as it is read for links: its text, its sentences, and the concepts that these name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pipeline.link.concepts import lacks, name
from pipeline.link.stance import SENTENCE
from pipeline.records import Claim, Findings, Paper

AIMS = re.compile(
    r"(?i)\?$|\bwhether\b|\b(?:aims?|objectives?|purpose|hypothesi[sz]ed?)\b"
    r"|\bto (?:assess|evaluate|investigate|determine|examine|study|explore|compare|clarify)\b"
)
"""A sentence that says what was asked, and not what was found."""
FOUND = re.compile(r"(?i)\b(?:found|show(?:s|ed|n)?|demonstrat\w+|reveal\w+|conclud\w+|confirm\w+)\b")
"""Unless it says that, too."""
NULL = re.compile(
    r"(?i)\bno(?:t|n-?)? ?(?:statistically |clinically )?(?:significant(?:ly)?|associated|related|linked)\b"
    r"|\bno (?:statistically |clinically )?(?:significant )?"
    r"(?:difference|increase|decrease|change|association|relationship|evidence|effect|link|correlation)\b"
    r"|\b(?:did|do|does)(?: not|n't)\b"
    r"|\b(?:was|were) not (?:observed|seen|found|reported|different|more|less)\b"
    r"|\bno (?:better|worse|different|higher|lower|greater|more \w+) (?:than|from)\b|\bunchanged\b"
    r"|\bsimilar (?:with|to|in|between|for|among)\b|\bcomparable (?:with|to|in|between)\b"
    r"|\bno(?:t)? (?:more|less) (?:often|frequent|common|\w+ symptoms)"
)
TURNS = re.compile(r"(?i)\b(?:but|whereas|although|though|however|while|except|despite|other than)\b")
"""Words after which a sentence says something else: its null result may be of that."""
INDUCED = "induced."
"""How the rules begin by which a model, and no verb, joins two names."""
OWN = "TG:"
"""How the identifiers of our own concepts begin: functions such as libido stand there, no ills of MeSH."""
JOINS = ("event.", INDUCED)
"""How rules begin that need no verb."""


def paper_text(paper: Paper) -> str:
    """The text of a paper that is read and that rationales point into: title, line break, abstract.

    Example:
        >>> paper_text(Paper(id="pmid:1", title="A title.", abstract="It is so.", source="x")).splitlines()
        ['A title.', 'It is so.']
    """
    return "\n".join(part for part in (paper.title, paper.abstract) if part)


class Passage(NamedTuple):
    """A sentence, and the concepts that it names."""

    start: int
    end: int
    text: str
    names: frozenset[str]


@dataclass(frozen=True)
class Reading:
    """A paper and what the extractor found in its `paper_text`."""

    paper: Paper
    findings: Findings

    @cached_property
    def text(self) -> str:
        """What was read."""
        return paper_text(self.paper)

    @cached_property
    def names(self) -> frozenset[str]:
        """The concepts that the paper names."""
        return frozenset(name(self.findings, index) for index in range(len(self.findings.mentions)))

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Its claims that say what was found; those of a null result are negated.

        A title that only joins names, as in "Depression in patients on isotretinoin", finds nothing.
        """
        title = len(self.paper.title or "")
        told = (c for c in self.findings.claims if c.start >= title or not c.rule.startswith(JOINS))
        told = (c for c in told if not AIMS.search(c.text) or FOUND.search(c.text))
        told = (c for c in told if not c.rule.startswith(INDUCED) or is_ill(name(self.findings, c.object)))
        return tuple(c.model_copy(update={"negated": True}) if is_null(c) else c for c in told)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The sentences that say what was found, and name two concepts or more.

        A sentence that names no drug speaks of those of the title.
        """
        title, *others = passages(self.text, self.findings)
        drugs = {name(self.findings, i) for i, m in enumerate(self.findings.mentions) if m.type == "drug"}
        found = [title]
        for one in others:
            topic = frozenset() if drugs & one.names else drugs & title.names
            found.append(one._replace(names=one.names | topic))
        return tuple(one for one in found if len(one.names) > 1 and not AIMS.search(one.text))


def is_ill(curie: str) -> bool:
    """Whether a concept is an ill that a drug can bring about; libido is none, and less of it is."""
    return not curie.startswith(OWN) or lacks(curie)


def is_null(claim: Claim) -> bool:
    """Whether the sentence of a claim ends in a null result that the claim's own negation does not hold."""
    plain = not claim.negated and claim.direction != "none"
    return plain and NULL.search(claim.text) is not None and not TURNS.search(claim.text)


def passages(text: str, findings: Findings) -> Iterator[Passage]:
    """The sentences of a text."""
    edges = [0, *(match.end() for match in SENTENCE.finditer(text)), len(text)]
    for start, end in pairwise(edges):
        inside = [i for i, one in enumerate(findings.mentions) if start <= one.start and one.end <= end]
        words = text[start:end].rstrip()
        yield Passage(start, start + len(words), words, frozenset(name(findings, i) for i in inside))
