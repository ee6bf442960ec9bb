"""Sentences as claims are read from them: their mentions, all cues in them, and their clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.extract.claim_tables import cues, kind_cues
from pipeline.extract.context import SCOPES, Found, find_scopes
from pipeline.extract.context_cues import Hit
from pipeline.records import Mention

GROUP = re.compile(
    r"(?:\W|and\b|or\b|post\b)*+(?:patients?|users?|victims?|sufferers?|people|guys|members?|communit(?:y|ies)|"
    r"forums?|groups?|cases|world|population)\b"
)
"""After a condition that names a group of people and not what a drug did to them."""


@dataclass(frozen=True)
class Sentence:
    """A sentence with its mentions (indices, in order of place) and all cues in it.

    ``stops`` are the words that part its clauses, ``groups`` the mentions that name a group of people.
    """

    start: int
    end: int
    masked: str
    members: tuple[int, ...] = ()
    groups: frozenset[int] = frozenset()
    hits: tuple[Hit, ...] = ()
    found: tuple[Found, ...] = ()
    stops: tuple[tuple[int, int], ...] = ()

    @cached_property
    def kinds(self) -> tuple[Hit, ...]:
        """The kind cues, looked for only where there is a claim."""
        return tuple(kind_cues()[1].find(self.masked, self.start, self.end))

    def clause(self, start: int, end: int | None = None) -> tuple[int, int]:
        """Begin and end of the clause around a stretch."""
        last = start if end is None else end
        return (
            max((after for _, after in self.stops if after <= start), default=self.start),
            min((before for before, _ in self.stops if before >= last), default=self.end),
        )


def read_sentence(
    masked: str, span: tuple[int, int], members: Sequence[int], mentions: Sequence[Mention]
) -> Sentence:
    """Find the cues of one sentence; one without mentions needs none."""
    if not members:
        return Sentence(*span, masked)
    scopes = find_scopes(masked, *span)
    clause = SCOPES.index("clause")
    return Sentence(
        *span,
        masked,
        members=tuple(members),
        groups=frozenset(
            i
            for i in members
            if mentions[i].type == "condition" and _is_group(masked, mentions[i].end, span[1])
        ),
        hits=tuple(cues()[1].find(masked, *span)),
        found=scopes.found,
        stops=tuple((low, high) for scope, low, high in scopes.stops if scope >= clause),
    )


def _is_group(masked: str, place: int, end: int) -> bool:
    return bool(GROUP.match(masked, place, min(end, place + 60)))
