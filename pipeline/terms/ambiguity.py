"""Whether an ambiguous name means its concept where it stands: by its case and by the words around it."""

from __future__ import annotations

from collections import Counter
from functools import cache, cached_property
from typing import NamedTuple

from pipeline.terms import overlay
from pipeline.terms.matcher import WORD
from pipeline.terms.names import fold

NEAR = 60
"""How far "near" reaches, in characters to each side."""


class CueSet(NamedTuple):
    """Words one of which must be there, and words that must not stand right before or after."""

    scope: str
    words: frozenset[str]
    not_before: frozenset[str]
    not_after: frozenset[str]


@cache
def cue_sets() -> dict[str, CueSet]:
    """The cue sets of the overlay, by name."""
    columns = ("words", "not_before", "not_after")
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
            needs: name of the cue set that the sense needs; empty for none.
            exact: the spelling that it needs; empty for any.
            start: of the name, in the text.
            end: of the name, in the text.
        """
        if exact and self.text[start:end] not in (exact, f"{exact}s"):
            return "case"
        if needs and not self.holds(cue_sets()[needs], start, end):
            return f"context: {needs}"
        return None

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
        own = self.folded[start:end].split()
        there = sum(self.words[word] > own.count(word) for word in cues.words & self.words.keys())
        return there >= (2 if cues.scope == "twice" else 1)
