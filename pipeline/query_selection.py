"""Which rows of the tables of a graph answer a question."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.query_filters import ClaimFilters, RelationFilters, checked

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.query_tables import Tables

ENDS = ("subject", "object")
MISCITED = ("mismatch", "retracted", "not_found")
"""Verdicts of a citation that does not hold."""


def filtered(
    table: pa.Table,
    equal: Mapping[str, Any],
    among: Mapping[str, Collection[str] | None] | None = None,
    least: Mapping[str, float] | None = None,
    since: tuple[str, str | None] = ("date", None),
    until: tuple[str, str | None] = ("date", None),
) -> pa.Table:
    """Rows that pass all filters; a filter that is None lets everything pass.

    Args:
        table: rows.
        equal: value of each column.
        among: values of each column.
        least: least number in each column; 0 lets everything pass.
        since: column of ISO dates, first date.
        until: column of ISO dates, last date; a year or month holds all its days.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    masks = [pc.equal(table[name], value) for name, value in equal.items() if value is not None]
    for name, values in (among or {}).items():
        if values is not None:
            masks.append(pc.is_in(table[name], value_set=pa.array(sorted(values), pa.string())))
    masks += [pc.greater_equal(table[name], number) for name, number in (least or {}).items() if number]
    if first := since[1]:
        masks.append(pc.greater_equal(table[since[0]], first))
    if last := until[1]:
        masks.append(pc.less_equal(pc.utf8_slice_codeunits(table[until[0]], 0, len(last)), last))
    for mask in masks[1:]:
        masks[0] = pc.and_(masks[0], mask)
    return table.filter(masks[0]) if masks else table


def filtered_relations(relations: pa.Table, filters: Mapping[str, Any]) -> pa.Table:
    """Relations that pass all `RelationFilters`."""
    known = checked(filters, ("subject", "object", *RelationFilters.__annotations__))
    names = {
        "min_authors": "authors_for",
        "min_anecdotal": "anecdotal_belief",
        "min_literature": "literature_belief",
    }
    least = {column: known.pop(name, 0) for name, column in names.items()}
    since, until = ("last_seen", known.pop("since", None)), ("first_seen", known.pop("until", None))
    return filtered(relations, known, {}, least, since, until)


def about(claims: pa.Table, relations: pa.Table) -> pa.Table:
    """The claims that add up to some of the relations."""
    import pyarrow as pa

    names = ("predicate", "direction", "phase")
    wanted = {tuple(row.values()) for row in relations.select(["source", "target", *names]).to_pylist()}
    rows = claims.select(["subject", "object", *names]).to_pylist()
    return claims.filter(pa.array([tuple(row.values()) in wanted for row in rows], pa.bool_()))


def filtered_claims(
    tables: Tables,
    subject: Collection[str] | None,
    object: Collection[str] | None,
    filters: Mapping[str, Any],
) -> pa.Table:
    """Claims between some concepts that pass all `ClaimFilters`."""
    known = checked(filters, (*ENDS, *ClaimFilters.__annotations__))
    links = {name: known.pop(name, None) for name in ("stance", "verdict")}
    relation: dict[str, Any] = {
        n: known.pop(n) for n in ("status", "min_anecdotal", "min_literature") if n in known
    }
    among = {
        "subject": subject,
        "object": object,
        "thread_id": tables.threads_like(known.pop("source")) if "source" in known else None,
        "id": tables.claims_with(**links) if any(links.values()) else None,
    }
    least = {"score": known.pop("min_score", 0.0)}
    since, until = (("date", known.pop(name, None)) for name in ("since", "until"))
    found = filtered(tables.claims, known, among, least, since, until)
    return about(found, filtered_relations(tables.relations, relation)) if relation else found


def filtered_papers(tables: Tables, claims: Collection[str] | None, filters: Mapping[str, Any]) -> pa.Table:
    """Papers linked to some claims that pass the filters verdict, stance and publication_status."""
    known = checked(filters, filters)
    stance = known.pop("stance", None)
    linked = tables.papers_with(claims, stance) if claims is not None or stance else None
    return filtered(tables.papers, known, {"id": linked})


def uncited(relations: pa.Table) -> pa.Table:
    """Relations that papers support or contradict, none of which any claim cites or quotes."""
    import pyarrow.compute as pc

    found = filtered(relations, {"papers_cited": 0})
    return found.filter(pc.greater(pc.add(found["papers_for"], found["papers_against"]), 0))


def miscited(tables: Tables) -> pa.Table:
    """Citations that do not hold, with ``paper`` and ``paper_label``.

    A verdict stands on the citation of the post; that a paper says something else, on that of the claim.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    cites = tables.edges_of("cites")
    of_post = pc.equal(cites["source"], cites["post_id"])
    wrong = pc.is_in(cites["verdict"], value_set=pa.array(MISCITED))
    found = cites.filter(pc.or_(pc.and_(of_post, wrong), pc.is_valid(cites["miscited_because"])))
    labels = dict(zip(*(tables.papers[name].to_pylist() for name in ("id", "label")), strict=True))
    named = [[labels[paper] for paper in found["target"].to_pylist()]]
    return found.append_column("paper", found["target"]).append_column(
        "paper_label", pa.chunked_array(named, pa.string())
    )
