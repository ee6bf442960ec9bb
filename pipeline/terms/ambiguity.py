"""Whether an ambiguous name means its concept where it stands: by its case and by the words around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from functools import cache, cached_property
from typing import NamedTuple

from pipeline.terms import overlay
from pipeline.terms.matcher import WORD
from pipeline.terms.names import fold

DOSE = re.compile(r"\d+(?:mg|mcg|ug|iu|ml)?")
INITIAL = re.compile(r"\.\s?(?:[A-Z]\.\s?)*[A-Z][a-z]+")
NAME_BEFORE = re.compile(r"(?:^|[,;\n]|\band|&)\s*$")
NEAR = 60
"""How far "near" reaches, in characters to each side."""


EITHER, BOTH = "/", "+"
"""Between the cue sets of a name that needs one of them, and of one that needs all."""

SIZES = (40, 150, 400)
"""In a text of fewer words than the first a single sign of health is enough; each size asks for one more."""


class CueSet(NamedTuple):
    """Words one of which must be there, and words that must not stand right before or after.

    ``scope`` says where: in the "text", "near" the name, or "beside" it (``words`` before it, ``after``
    behind it, at most a word between); of "signs" a text needs one to four, other names of its own included.
    """

    scope: str
    words: frozenset[str]
    not_before: frozenset[str]
    not_after: frozenset[str]
    after: frozenset[str]


@cache
def cue_sets() -> dict[str, CueSet]:
    """The cue sets of the overlay, by name."""
    columns = ("words", "not_before", "not_after", "after")
    return {
        row["cue"]: CueSet(row["scope"], *(frozenset(row[column].split()) for column in columns))
        for row in overlay.rows("cues.tsv")
    }


class Reading:
    """A text as the place where names are read.

    Args:
        text: the whole post.

    Example:
        >>> text = "Finasteride lowered my T. A T cell is no hormone."
        >>> reading = Reading(text)
        >>> reading.forbids("testosterone", "T", 23, 24) is None
        True
        >>> reading.forbids("testosterone", "T", 28, 29)
        'context: testosterone'
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: Set[str] = frozenset()

    @cached_property
    def folded(self) -> str:
        """The folded text, of the same length."""
        return fold(self.text)

    @cached_property
    def words(self) -> Counter[str]:
        """All words of the text."""
        return Counter(self.folded.split())

    def forbids(self, needs: str, exact: str, start: int, end: int) -> str | None:
        """The rule that forbids a sense at a place, or None.

        Args:
            needs: the cue set that the sense needs, or several joined by "/" or "+"; empty for none.
            exact: the spelling that it needs; empty for any.
            start: of the name, in the text.
            end: of the name, in the text.
        """
        if exact and self.text[start:end] not in (exact, f"{exact}s"):
            return "case"
        if len(exact) == 1 and self.is_initial(start, end):
            return "initial of a name"
        if needs and not any(self.all_hold(cues, start, end) for cues in needs.split(EITHER)):
            return f"context: {needs}"
        return None

    def is_initial(self, start: int, end: int) -> bool:
        """Whether a letter abbreviates a first name in a list of authors."""
        before = self.text[max(0, start - NEAR) : start]
        return bool(INITIAL.match(self.text, end) and NAME_BEFORE.search(before))

    def all_hold(self, needs: str, start: int, end: int) -> bool:
        """Whether each of the cue sets holds."""
        return all(self.holds(cue_sets()[name], start, end) for name in needs.split(BOTH))

    def count(self, cue: str) -> int:
        """How many different words of a cue set are in the text."""
        return len(cue_sets()[cue].words & self.words.keys())

    def holds(self, cues: CueSet, start: int, end: int) -> bool:
        """Whether the words of a cue set are there, and none of those that speak against it."""
        before = WORD.findall(self.folded[max(0, start - NEAR) : start])
        after = WORD.findall(self.folded[end : end + NEAR])
        if cues.not_before.intersection(before[-1:]) or cues.not_after.intersection(after[:1]):
            return False
        if cues.scope == "near":
            return not cues.words.isdisjoint({*before, *after})
        if cues.scope == "beside":
            dosed = bool(after) and DOSE.fullmatch(after[0]) is not None
            return dosed or bool(cues.words & {*before[-2:]} or cues.after & {*after[:2]})
        own = self.folded[start:end].split()
        there = sum(self.words[word] > own.count(word) for word in cues.words & self.words.keys())
        if cues.scope == "signs":
            there += len(self.names - {" ".join(own)} - cues.words)
            return there > sum(self.words.total() >= size for size in SIZES)
        return there >= 1
