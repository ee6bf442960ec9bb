"""Filters over the tables of a published graph."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

OPPOSITES = {
    "ameliorates_condition ": "exacerbates_condition ",
    "exacerbates_condition ": "ameliorates_condition ",
    "affects increase": "affects decrease",
    "affects decrease": "affects increase",
}
"""What cannot both be so of one subject and one object: predicate, space, direction."""


def filtered(
    table: pa.Table,
    equal: Mapping[str, Any],
    among: Mapping[str, Collection[str] | None] | None = None,
    least: Mapping[str, float] | None = None,
    dates: tuple[str, str | None, str | None] = ("date", None, None),
) -> pa.Table:
    """Rows that pass all filters; a filter that is None lets everything pass, an unknown value nothing.

    Args:
        table: rows.
        equal: value of each column.
        among: values of each column.
        least: least number in each column; 0 lets everything pass.
        dates: column of ISO dates, first date, last date.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    masks = [pc.equal(table[name], value) for name, value in equal.items() if value is not None]
    for name, values in (among or {}).items():
        if values is not None:
            masks.append(pc.is_in(table[name], value_set=pa.array(sorted(values), pa.string())))
    masks += [pc.greater_equal(table[name], number) for name, number in (least or {}).items() if number]
    column, since, until = dates
    if since:
        masks.append(pc.greater_equal(table[column], since))
    if until:
        masks.append(pc.less_equal(pc.utf8_slice_codeunits(table[column], 0, len(until)), until))
    for mask in masks[1:]:
        masks[0] = pc.and_(masks[0], mask)
    return table.filter(masks[0]) if masks else table


def filtered_relations(
    relations: pa.Table,
    *,
    predicate: str | None = None,
    direction: str | None = None,
    phase: str | None = None,
    status: str | None = None,
    since: str | None = None,
    min_authors: int = 0,
    min_anecdotal: float = 0.0,
    min_literature: float = 0.0,
) -> pa.Table:
    """Relations that pass all filters.

    Args:
        relations: rows.
        predicate: Biolink slot.
        direction: increase, decrease, none or biphasic.
        phase: before, on_drug, after_stopping or persisting.
        status: anecdotal_only, literature_only, both_agree or conflicting.
        since: ISO date; those last seen before it are left out.
        min_authors: least number of independent authors who say so.
        min_anecdotal: least anecdotal belief.
        min_literature: least literature belief.
    """
    equal = {"predicate": predicate, "direction": direction, "phase": phase, "status": status}
    least = {
        "authors_for": min_authors,
        "anecdotal_belief": min_anecdotal,
        "literature_belief": min_literature,
    }
    return filtered(relations, equal, {}, least, ("last_seen", since, None))


def about(claims: pa.Table, relations: pa.Table) -> pa.Table:
    """The claims that add up to some of the relations."""
    import pyarrow as pa

    names = ("predicate", "direction", "phase")
    wanted = {tuple(row.values()) for row in relations.select(["source", "target", *names]).to_pylist()}
    rows = claims.select(["subject", "object", *names]).to_pylist()
    return claims.filter(pa.array([tuple(row.values()) in wanted for row in rows], pa.bool_()))


def contested(relations: pa.Table) -> pa.Table:
    """Relations on which authors or papers stand on both sides, or whose opposite is said too."""
    import pyarrow.compute as pc

    both = pc.and_(pc.greater(relations["authors_for"], 0), pc.greater(relations["authors_against"], 0))
    conflicting = pc.equal(relations["status"], "conflicting")
    return relations.filter(pc.or_(pc.or_(both, conflicting), opposed(relations)))


def opposed(relations: pa.Table) -> pa.ChunkedArray:
    """Which relations have their opposite, in the same phase, among the others that authors speak for."""
    import pyarrow as pa
    import pyarrow.compute as pc

    direction = pc.coalesce(relations["direction"], "")
    what = pc.binary_join_element_wise(relations["predicate"].cast(pa.string()), direction, " ")
    place = pc.binary_join_element_wise(
        relations["source"], relations["target"], pc.coalesce(relations["phase"], ""), "\0"
    )
    number = pc.index_in(what, value_set=pa.array(OPPOSITES))
    opposite = pc.take(pa.array(OPPOSITES.values()), number)
    spoken = pc.and_(pc.greater(relations["authors_for"], 0), pc.is_valid(number))
    said = pc.binary_join_element_wise(place, what, "\0").filter(spoken)
    other = pc.binary_join_element_wise(place, opposite, "\0")
    return pc.and_(spoken, pc.is_in(other, value_set=said.combine_chunks()))
