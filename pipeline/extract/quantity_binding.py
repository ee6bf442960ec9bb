"""Which mention a quantity is about: a table of the types it may be about, and the nearest of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from pipeline.records import EntityType, Mention, Quantity, QuantityKind

ABOUT: Mapping[QuantityKind, tuple[tuple[EntityType, ...], ...]] = {
    "dose": (("drug",), ("hormone",)),
    "frequency": (("drug",), ("hormone",)),
    "route": (("drug",), ("hormone",)),
    "concentration": (("drug", "hormone"), ("gene",)),
    "lab_value": (("hormone",), ("gene",), ("drug",)),
    "onset": (("symptom", "condition"), ("hormone",), ("drug",)),
    "duration": (("drug", "symptom", "condition"), ("hormone",)),
    "percent": (("hormone", "gene"), ("symptom", "condition"), ("drug",)),
}
"""Types that a kind of quantity may be about, the preferred group first."""

BESIDE = re.compile(r"[\s,(:=-]*(?:of|dose of|dosage of|at|@|is|was|level|levels|by)?[\s(-]*")
"""What may stand between a quantity and the mention right beside it."""

AT_MOST = 16
"""Characters between a quantity and the mention beside it."""

CARRIED: frozenset[QuantityKind] = frozenset({"dose", "frequency", "route"})
"""Kinds whose mention may stand in the sentence before."""

BACKWARD = 0.6
"""A mention before the quantity counts as nearer by this factor than one after it."""


def bind(
    folded: str,
    sentences: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
) -> tuple[Quantity, ...]:
    """Give each quantity the index of the mention it is about, where there is one.

    Args:
        folded: the text in lower case.
        sentences: spans of its sentences, in order.
        mentions: what the quantities may be about.
        quantities: in order of place.
    """
    starts = [start for start, _ in sentences]
    members: dict[int, list[int]] = {}
    for index, mention in enumerate(mentions):
        members.setdefault(bisect_right(starts, mention.start), []).append(index)
    bound: list[Quantity] = []
    for quantity in quantities:
        if bound and _ranges_over(bound[-1], quantity):
            bound.append(quantity.model_copy(update={"mention": bound[-1].mention}))
            continue
        here = bisect_right(starts, quantity.start)
        about = _about(folded, quantity, members.get(here, ()), mentions)
        if about is None and quantity.kind in CARRIED:
            about = _last_drug(members.get(here - 1, ()), mentions)
        bound.append(quantity.model_copy(update={"mention": about}))
    return tuple(bound)


def _last_drug(members: Sequence[int], mentions: Sequence[Mention]) -> int | None:
    drugs = [i for i in members if mentions[i].type == "drug"]
    return max(drugs, key=lambda i: mentions[i].start) if drugs else None


def _ranges_over(value: Quantity, quantity: Quantity) -> bool:
    """Whether ``quantity`` is the reference range in brackets behind a lab value."""
    return quantity.text[0] in "([" and value.kind == quantity.kind and quantity.start - value.end < 2


def _about(
    folded: str, quantity: Quantity, members: Sequence[int], mentions: Sequence[Mention]
) -> int | None:
    groups = ABOUT[quantity.kind]
    for index in members:
        if any(mentions[index].type in group for group in groups) and _beside(
            folded, quantity, mentions[index]
        ):
            return index
    for group in groups:
        if of_group := [i for i in members if mentions[i].type in group]:
            return min(of_group, key=lambda i: _distance(quantity, mentions[i]))
    return None


def _beside(folded: str, quantity: Quantity, mention: Mention) -> bool:
    low, high = sorted(((quantity.start, quantity.end), (mention.start, mention.end)))
    return low[1] <= high[0] <= low[1] + AT_MOST and bool(BESIDE.fullmatch(folded, low[1], high[0]))


def _distance(quantity: Quantity, mention: Mention) -> float:
    if mention.end <= quantity.start:
        return (quantity.start - mention.end) * BACKWARD
    return max(0, mention.start - quantity.end)
