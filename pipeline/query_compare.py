"""What became of the relations between two snapshots of a graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.query_records import Change

if TYPE_CHECKING:
    import pyarrow as pa

KEY = ("source", "key", "target")
STRENGTHS = ("anecdotal_belief", "literature_belief", "authors_for", "papers_for")
COMPARED = (*STRENGTHS, "authors_against", "papers_against", "papers_retracted", "status")
Row = Mapping[str, Any]


def changes(old: pa.Table, new: pa.Table) -> tuple[Change, ...]:
    """Relations that are new, withdrawn, stronger, weaker or otherwise changed, in this order.

    A relation is stronger if one of its beliefs or counts in favour grew and none fell; weaker if one fell
    and none grew; "changed" if both happened, or if only what speaks against it changed.

    Args:
        old: relations of the earlier snapshot.
        new: relations of the later one.
    """
    before, after = _by_key(old), _by_key(new)
    found = list(_changes(before, after))
    order = ("new", "withdrawn", "stronger", "weaker", "changed")
    return tuple(sorted(found, key=lambda c: (order.index(c.change), c.subject, c.predicate, c.object)))


def _by_key(relations: pa.Table) -> dict[tuple[str, ...], Row]:
    return {tuple(row[name] for name in KEY): row for row in relations.to_pylist()}


def _changes(before: Mapping[tuple[str, ...], Row], after: Mapping[tuple[str, ...], Row]) -> Iterator[Change]:
    for key in after.keys() - before.keys():
        yield _change("new", after[key], None, in_words(after[key]))
    for key in before.keys() - after.keys():
        yield _change("withdrawn", before[key], in_words(before[key]), None)
    for key in before.keys() & after.keys():
        old, new = before[key], after[key]
        if any(old[name] != new[name] for name in COMPARED):
            yield _change(kind_of(old, new), new, in_words(old), in_words(new))


def kind_of(old: Row, new: Row) -> str:
    """Which kind of change two rows of one relation show.

    Example:
        >>> old = {"anecdotal_belief": 0.2, "literature_belief": 0.0, "authors_for": 1, "papers_for": 0}
        >>> kind_of(old, {**old, "authors_for": 2, "anecdotal_belief": 0.3})
        'stronger'
    """
    grew = any(new[name] > old[name] for name in STRENGTHS)
    fell = any(new[name] < old[name] for name in STRENGTHS)
    return {(True, False): "stronger", (False, True): "weaker"}.get((grew, fell), "changed")


def in_words(row: Row) -> str:
    """Status, counts and beliefs of a relation, for a person to compare."""
    return (
        f"{row['status'].replace('_', ' ')}; "
        f"authors {row['authors_for']} for, {row['authors_against']} against; "
        f"papers {row['papers_for']} for, {row['papers_against']} against; "
        f"belief {row['anecdotal_belief']:.2f} anecdotal, {row['literature_belief']:.2f} literature"
    )


def _change(kind: str, row: Row, before: str | None, after: str | None) -> Change:
    said = " → ".join(text for text in (before, after) if text)
    description = f"{row['subject_name']} {row['label']} {row['object_name']}: {said}"
    return Change(kind, row["source"], row["predicate"], row["target"], before, after, description)
