"""A paper as it is read for links: its text, its sentences, and the concepts that these name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pipeline.link.concepts import name
from pipeline.link.stance import SENTENCE
from pipeline.records import Findings, Paper

AIMS = re.compile(
    r"(?i)\?$|\bwhether\b|\b(?:aims?|objectives?|purpose|hypothesi[sz]ed?)\b"
    r"|\bto (?:assess|evaluate|investigate|determine|examine|study|explore|compare|clarify)\b"
)
"""A sentence that says what was asked, and not what was found."""


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
    def names(self) -> frozenset[str]:
        """The concepts that the paper names."""
        return frozenset(name(self.findings, index) for index in range(len(self.findings.mentions)))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The sentences that say what was found, and name two concepts or more."""
        found = passages(paper_text(self.paper), self.findings)
        return tuple(one for one in found if len(one.names) > 1 and not AIMS.search(one.text))


def passages(text: str, findings: Findings) -> Iterator[Passage]:
    """The sentences of a text."""
    edges = [0, *(match.end() for match in SENTENCE.finditer(text)), len(text)]
    for start, end in pairwise(edges):
        inside = [i for i, one in enumerate(findings.mentions) if start <= one.start and one.end <= end]
        words = text[start:end].rstrip()
        yield Passage(start, start + len(words), words, frozenset(name(findings, i) for i in inside))
