"""Which papers to hold beside a claim that cites none: candidate evidence, and no proof.

A question is what many claims share: subject, predicate and object. It is asked with all names of its two
concepts, then with those of their children, then with those of their parents and of the other members of
their class, until there are enough papers; the best few are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline import terms
from pipeline.link.concepts import CLASS, parents
from pipeline.link.study import TYPES
from pipeline.records import Claim, Concept, Findings, Paper

Search = Callable[[Sequence[Sequence[str]], int], Iterable[Paper]]
"""Finds papers that name something of each of some groups of names, best first, at most so many."""

VERSION = 1
"""Changes when the same index is asked in another way."""
NO_QUESTION = frozenset({"question", "advice"})
"""Kinds of claims that are no evidence, and need none."""
POOL = 4
"""So many times the papers that are kept are ranked."""
NAMES = 32
"""Names of a concept that are searched for, with those of its relatives."""
RELATIVES = 40
SHORTEST = 3

PREDICATE_WORDS: Mapping[str, re.Pattern[str]] = {
    "has_adverse_event": re.compile(r"(?i)adverse|side effect|induced|associated|risk|safety|tolera"),
    "ameliorates_condition": re.compile(r"(?i)treat|therap|efficacy|improv|relie"),
    "applied_to_treat": re.compile(r"(?i)treat|therap|efficacy|improv|relie"),
    "affects": re.compile(r"(?i)increas|decreas|reduc|level|concentration|effect"),
}
OTHER_WORDS = re.compile(r"(?i)associat|effect|relat")
STRONG = ("meta_analysis", "systematic_review", "randomized_trial", "clinical_trial", "observational_study")
"""Designs that go before the others, where all else is equal."""


class Question(NamedTuple):
    """What is searched for: CURIEs of two concepts, and how the claims join them."""

    subject: str
    predicate: str
    object: str

    @property
    def key(self) -> str:
        """Under what its answer is kept."""
        return " ".join(self)


def question_of(claim: Claim, findings: Findings) -> Question | None:
    """The question of a claim; None if it is no statement, or a concept of it is not known."""
    ends = findings.mentions[claim.subject].concept_id, findings.mentions[claim.object].concept_id
    if claim.kind in NO_QUESTION or not (ends[0] and ends[1]):
        return None
    return Question(ends[0], claim.predicate, ends[1])


def questions(findings: Findings) -> dict[str, Question]:
    """The questions of a post's claims, by key."""
    asked = (question_of(claim, findings) for claim in findings.claims)
    return {one.key: one for one in asked if one}


def retrieve(question: Question, search: Search, limit: int) -> list[Paper]:
    """The papers that best fit a question.

    Args:
        question: what is asked.
        search: where papers are from.
        limit: how many papers are kept.
    """
    found: dict[str, tuple[tuple[int, ...], Paper]] = {}
    for tier, groups in enumerate(wordings(question)):
        for place, paper in enumerate(search(groups, limit * POOL)):
            found.setdefault(paper.id, ((tier, *fit(question, paper, groups), place), paper))
        if len(found) >= limit:
            break
    return [paper for _, paper in sorted(found.values(), key=lambda pair: pair[0])[:limit]]


def fit(question: Question, paper: Paper, groups: Sequence[Sequence[str]]) -> tuple[int, int, int]:
    """How well a paper fits, less is better: names in its title, words of the predicate, design."""
    title = (paper.title or "").lower()
    named = sum(any(name.lower() in title for name in names) for names in groups)
    words = PREDICATE_WORDS.get(question.predicate, OTHER_WORDS)
    told = len(set(words.findall(f"{paper.title}\n{paper.abstract}")))
    designs = [TYPES[one.lower()] for one in paper.publication_types if one.lower() in TYPES]
    strength = min((STRONG.index(one) for one in designs if one in STRONG), default=len(STRONG))
    return -named, -min(told, 2), strength


def wordings(question: Question) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Names to search for, from the concepts themselves to their relatives."""
    for near in (0, 1, 2):
        yield names_near(question.subject, near), names_near(question.object, near)


@lru_cache(maxsize=50_000)
def names_near(curie: str, near: int) -> tuple[str, ...]:
    """Names of a concept (0), with its children (1), with its parents and its siblings (2).

    Example:
        >>> "PROPECIA" in names_near("CHEBI:5062", 0), "dutasteride" in names_near("CHEBI:5062", 2)
        (True, True)
    """
    known = terms.load()
    concept = known.concept(curie)
    if concept is None:
        return ()
    found = [*names_of(concept)]
    if near >= 1:
        found += [one.name for one in known.children(curie)[:RELATIVES]]
    for parent in parents(concept.id) if near == 2 else ():
        members = known.children(parent)
        if len(members) <= CLASS:
            found += [known.concept(parent).name, *(one.name for one in members[:RELATIVES])]  # type: ignore[union-attr]
    return tuple(dict.fromkeys(name for name in found if len(name) >= SHORTEST))[: NAMES * (near + 1)]


def names_of(concept: Concept) -> tuple[str, ...]:
    """The names of a concept that papers use: short forms and plain names, none turned round by a comma."""
    return (concept.name, *sorted((n for n in concept.synonyms if "," not in n), key=len)[: NAMES - 1])
