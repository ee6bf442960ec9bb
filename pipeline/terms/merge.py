"""Merging the sources: two entries are one concept only where a cross-reference says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.terms.entry import Entry
from pipeline.terms.names import key

TRUST = ("HP", "MESH", "CHEBI", "UMLS", "INN")
"""Namespaces of the identities, the most reliable first; INN is an official drug name."""

LOOSE = (TRUST.index("HP"), TRUST.index("UMLS"))
"""Cross-references of these also join what is only near; the entries must share a name besides."""

PREFERRED = ("MONDO", "CHEBI", "HP", "HGNC", "DRUGBANK", "MESH", "UNII", "FPLX", "TG")
"""The namespace whose identifier a merged concept takes, the first that it has."""


def merge(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Groups of entries that are one concept; no group holds two entries of one source.

    Args:
        entries: of all sources.

    Returns:
        The groups, each with its preferred entry first, sorted by that entry's id.
    """
    by_id = {entry.id: entry for entry in entries}
    groups = {id: [entry] for id, entry in by_id.items()}
    for claim in sorted(claims(by_id), key=lambda ids: (trust(ids[0]), ids)):
        for one, other in unique(claim[1:], by_id, claim[0]):
            if trust(claim[0]) not in LOOSE or share_name(by_id[one], by_id[other]):
                join(groups, one, other)
    distinct = {id_of(group): sorted(group, key=rank) for group in groups.values()}
    return [distinct[id] for id in sorted(distinct)]


def claims(by_id: dict[str, Entry]) -> Iterator[tuple[str, ...]]:
    """Each identity with the entries that are, or say they are, it."""
    found: dict[str, list[str]] = {}
    for entry in by_id.values():
        for same in entry.same:
            found.setdefault(same, []).append(entry.id)
    for same, ids in found.items():
        everyone = sorted({*ids, same} & by_id.keys())
        if len(everyone) > 1:
            yield (same, *everyone)


def unique(ids: tuple[str, ...], by_id: dict[str, Entry], same: str) -> Iterator[tuple[str, str]]:
    """Pairs to join: of each source the one entry that claims the identity, or the one named like it."""
    wanted = key(by_id[same].name) if same in by_id else same.partition(":")[2]
    chosen: list[str] = []
    for source in sorted({by_id[id].source for id in ids}):
        mine = [id for id in ids if by_id[id].source == source]
        if len(mine) > 1:
            mine = [id for id in mine if id == same or key(by_id[id].name) == wanted]
        if len(mine) == 1:
            chosen += mine
    yield from ((chosen[0], other) for other in chosen[1:])


def share_name(one: Entry, other: Entry) -> bool:
    """Whether two entries have a name in common."""
    return not {key(name.text) for name in one.names}.isdisjoint(key(name.text) for name in other.names)


def join(groups: dict[str, list[Entry]], one: str, other: str) -> None:
    """Put two groups together, unless they would hold two entries of one source."""
    left, right = groups[one], groups[other]
    if left is right or {e.source for e in left} & {e.source for e in right}:
        return
    left += right
    for entry in right:
        groups[entry.id] = left


def trust(identity: str) -> int:
    """Position of an identity's namespace in `TRUST`."""
    return TRUST.index(identity.partition(":")[0])


def rank(entry: Entry) -> tuple[int, str]:
    """Order of the entries of one group."""
    return PREFERRED.index(entry.id.partition(":")[0]), entry.id


def id_of(group: list[Entry]) -> str:
    """The identifier of a merged concept."""
    return min(group, key=rank).id
