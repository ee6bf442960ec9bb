"""Forms of one citation, joined: a post that writes a paper several times cites one paper."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.records import Citation, Span

RANK = ("reference", "identifier", "url", "author_year", "vague")
"""Kinds, the fullest first: a citation in several forms has the kind of its fullest one."""

FIELDS = ("title", "container", "year", "volume", "issue", "pages", "doi", "pmid", "pmcid", "arxiv", "url")
IDS = ("doi", "pmid", "pmcid", "arxiv", "url")
OWN = ("quoted", "participants", "findings")


def merge(forms: Iterable[Citation]) -> tuple[Citation, ...]:
    """Join the forms that are of one paper.

    Args:
        forms: one citation for each place of the text.

    Returns:
        One citation for each paper, in the order of their first places; its ``start, end`` is its
        fullest form, which is also the first of its ``spans``.

    Example:
        >>> twice = [Citation(start=i, end=i + 1, text="x", kind="url", doi="10.1/x") for i in (0, 5)]
        >>> [len(c.spans) for c in merge(twice)]
        [2]
    """
    groups: list[list[Citation]] = []
    index: defaultdict[tuple[str, object], list[list[Citation]]] = defaultdict(list)
    for form in sorted(forms, key=lambda c: RANK.index(c.kind)):
        near = (group for clue in _clues(form) for group in index[clue])
        home = next((g for g in near if any(same_paper(form, member) for member in g)), None)
        if home is None:
            groups.append(home := [])
        home.append(form)
        for clue in _clues(form):
            index[clue].append(home)
    return tuple(sorted(map(_joined, groups), key=lambda c: min(s.start for s in c.spans)))


def _clues(form: Citation) -> list[tuple[str, object]]:
    """What two forms of one paper can have in common."""
    if form.kind == "vague":
        return []
    clues: list[tuple[str, object]] = [(f, v) for f in IDS if (v := getattr(form, f))]
    title = [("title", _key(form.title))] if form.title else []
    author = [("author", (_key(form.authors[0].family), form.year))] if form.authors else []
    return [*clues, *title, *author]


def same_paper(one: Citation, other: Citation) -> bool:
    """Whether two forms are of one paper: an equal identifier, an equal title, or author and year."""
    if "vague" in (one.kind, other.kind):
        return False
    ids = [(getattr(one, f), getattr(other, f)) for f in IDS]
    if any(a and a == b for a, b in ids):
        return True
    if any(a and b and a != b for a, b in ids[:3]):
        return False
    if one.title and other.title:
        return _key(one.title) == _key(other.title) and len(_key(one.title)) > 20
    return "author_year" in (one.kind, other.kind) and _same_names(one, other)


def _same_names(one: Citation, other: Citation) -> bool:
    """Whether first authors and years agree, and the second authors where both name two."""
    first, second = ([_key(n.family) for n in c.authors] for c in (one, other))
    if not first or not second or first[0] != second[0] or one.year != other.year:
        return False
    if one.kind == other.kind and _letter(one) != _letter(other):
        return False
    return all(a == b for a, b in zip(first[:2], second[:2], strict=False))


def _letter(citation: Citation) -> str:
    """The letter of "2019a"."""
    found = re.search(r"\d{4}([a-h])\b", citation.text)
    return found[1] if found else ""


def _key(words: str) -> str:
    return "".join(re.findall(r"\w", words.lower()))


def _joined(group: Sequence[Citation]) -> Citation:
    """The fullest form with all places, and with the fields that only the others have."""
    best = group[0]
    places = {(c.start, c.end): Span(start=c.start, end=c.end, text=c.text) for c in group}
    extra = {(s.start, s.end): s for c in group for s in c.spans}
    first = places[best.start, best.end]
    rest = sorted((s for s in (extra | places).values() if s != first), key=lambda s: s.start)
    update: dict[str, Any] = {"spans": (first, *rest)}
    for field in (*FIELDS, *OWN):
        update[field] = next((v for c in group if (v := getattr(c, field)) is not None), None)
    update["authors"] = next((c.authors for c in group if c.authors), ())
    return best.model_copy(update=update)
