"""The filters of a query: their names and their valid values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypedDict, get_args

from pipeline.errors import UnknownName, UsageError
from pipeline.export.options import DATE
from pipeline.graph_schema import RELATIONS
from pipeline.records import Certainty, ClaimKind, Direction, Experiencer, Phase, Stance, Verdict

VALUES: dict[str, Collection[str]] = {
    "predicate": RELATIONS,
    "status": ("anecdotal_only", "literature_only", "both_agree", "conflicting"),
    "kind": get_args(ClaimKind),
    "phase": get_args(Phase),
    "certainty": get_args(Certainty),
    "experiencer": get_args(Experiencer),
    "direction": get_args(Direction),
    "stance": get_args(Stance),
    "verdict": get_args(Verdict),
    "publication_status": ("published", "corrected", "concern", "retracted"),
}
"""Valid values of the filters that have such."""


class RelationFilters(TypedDict, total=False):
    """Filters of relations; one that is None lets everything pass.

    Attributes:
        predicate: Biolink slot.
        direction: increase, decrease, none or biphasic.
        phase: before, on_drug, after_stopping or persisting.
        status: anecdotal_only, literature_only, both_agree or conflicting.
        since: ISO date; those last seen before it are left out.
        until: ISO date; those first seen after it are left out.
        min_authors: least number of independent authors who say so.
        min_anecdotal: least anecdotal belief.
        min_literature: least literature belief.
    """

    predicate: str | None
    direction: str | None
    phase: str | None
    status: str | None
    since: str | None
    until: str | None
    min_authors: int
    min_anecdotal: float
    min_literature: float


class ClaimFilters(TypedDict, total=False):
    """Filters of claims; one that is None lets everything pass.

    Attributes:
        predicate: Biolink slot.
        direction: increase, decrease, none or biphasic.
        kind: experience, assertion, hypothesis, literature_report, advice or question.
        phase: before, on_drug, after_stopping or persisting.
        certainty: affirmed, hedged, hypothetical or asked.
        experiencer: author, other, animal, cells or none.
        negated: whether they say that it is not so.
        counted: whether they count as evidence.
        stance: what some linked paper says to them.
        verdict: verdict of some citation of theirs.
        status: status of their relation.
        min_anecdotal: least anecdotal belief in their relation.
        min_literature: least literature belief in their relation.
        since: first ISO date.
        until: last ISO date.
        source: part of the title or address of their thread.
        min_score: least score of the reading.
    """

    predicate: str | None
    direction: str | None
    kind: str | None
    phase: str | None
    certainty: str | None
    experiencer: str | None
    negated: bool | None
    counted: bool | None
    stance: str | None
    verdict: str | None
    status: str | None
    min_anecdotal: float
    min_literature: float
    since: str | None
    until: str | None
    source: str | None
    min_score: float


def checked(filters: Mapping[str, Any], valid: Collection[str]) -> dict[str, Any]:
    """Filters whose names and values are known; a Biolink prefix is taken off.

    Args:
        filters: value by name; None lets everything pass.
        valid: names of the filters that there are.

    Raises:
        UnknownName: there is no such filter, or no such value of it; the error lists near ones.
        UsageError: a date is none.

    Example:
        >>> checked({"predicate": "biolink:affects", "phase": None}, ["predicate", "phase"])
        {'predicate': 'affects'}
    """
    known = {name: value for name, value in filters.items() if value is not None}
    for name, value in known.items():
        if name not in valid:
            raise UnknownName("filter", name, valid)
        if name == "predicate":
            known[name] = value = value.removeprefix("biolink:")
        if name in VALUES and value not in VALUES[name]:
            raise UnknownName(name, value, VALUES[name])
        if name in ("since", "until") and not DATE.fullmatch(value):
            raise UsageError(f"{name} must be an ISO date such as 2026-05-31, not {value!r}")
    return known
