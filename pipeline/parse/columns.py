"""What the posts of a page have in common: where each says its author, its date, its number, and its words.

Posts made by one template say the same things in the same places (wrapper induction; Kushmerick, Weld,
Doorenbos 1997).
Elements alike by tag and class are a column over the posts; the column that reads like authors (short texts
that differ, near a person's mark), like dates (in the order of the page) or like numbers (one more each)
is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.parse.bodies import bodies_of, columns_of, is_quoted, spots_of
from pipeline.parse.dates import TIME, Calendar, calendar, to_iso
from pipeline.parse.names import NUMBER, Column, authors_of
from pipeline.parse.survey import DATED, JOINED, NAME, SHORT, Map, Spot, told_date
from pipeline.parse.text import line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from pipeline.parse.document import Document
    from pipeline.parse.repeated import Record

HEAD = 160


@dataclass(frozen=True, slots=True)
class Fields:
    """What a post says of itself; ``cells`` are the elements that say so, ``body`` those of its words."""

    body: list[Spot]
    cells: list[Spot]
    author: str | None = None
    date: str | None = None
    number: str | None = None


def fields(
    page: Map,
    posts: Sequence[Record],
    title: str,
    how: Calendar,
) -> list[Fields]:
    """Find what each post says of itself, by what all of them have in common.

    Args:
        page: the page laid out.
        posts: its posts.
        title: the page's title, which posts may repeat as their subject.
        how: how the page writes dates.
    """
    bodies = bodies_of(page, posts)
    cells = [
        [
            spot
            for spot in spots_of(page, post)
            if page.size(spot) <= SHORT and not is_quoted(page, spot, body)
        ]
        for post, body in zip(posts, bodies, strict=True)
    ]
    authors = authors_of(page, cells, bodies, title)
    dates = _dates(page, cells, how)
    numbers = _numbers(page, cells)
    out = []
    for at, body in enumerate(bodies):
        found = [column.get(at) for column in (authors, dates, numbers)]
        values = [hit[1] if hit else None for hit in found]
        values[1] = values[1] or _date_at_head(page, body)
        out.append(Fields(body, [hit[0] for hit in found if hit], *values))
    return out


def _dates(page: Map, cells: Sequence[Sequence[Spot]], how: Calendar) -> Column:
    """The column of dates that most posts have and that are in the order of the page."""
    marked = set(page.dates)
    dated = [[spot for spot in spots if spot.at in marked] for spots in cells]
    best: tuple[float, Column] = (0.0, {})
    for found in columns_of(page, dated).values():
        values = {at: (spot, said) for at, spot in found.items() if (said := date_of(page, spot))}
        moments = [moment for _, said in values.values() if (moment := to_iso(said, how))]
        ordered = [one[:10] <= other[:10] for one, other in pairwise(moments)]
        order = max(ordered.count(True), ordered.count(False)) / len(ordered) if ordered else 1.0
        joined = sum(1 for spot in found.values() if _is_joined(page, spot)) / len(found)
        timed = sum("T" in moment for moment in moments) / max(1, len(moments))
        score = len(values) / len(cells) * (0.4 + 0.6 * order) * (1 - 0.9 * joined) * (1 + 0.1 * timed)
        best = max(best, (score, values), key=lambda pair: pair[0])
    out = dict(best[1])
    for at, spots in enumerate(dated):
        first = next((spot for spot in spots if not _is_joined(page, spot)), None)
        said = date_of(page, first) if first and at not in out else None
        if first and said:
            out[at] = (first, said)
    return out


def _is_joined(page: Map, spot: Spot) -> bool:
    """Whether a date is that of joining or of an edit, as the words beside it say."""
    parent = page.spots[spot.parent] if spot.parent >= 0 else spot
    before = page.spots[spot.at - 1].own if spot.at else ""
    around = page.shown(parent) if page.size(parent) <= SHORT else ""
    return bool(JOINED.search(f"{before} {page.shown(spot)}") or JOINED.search(around))


def date_of(page: Map, spot: Spot) -> str | None:
    """A date that an element shows or tells in an attribute."""
    told = spot.node.attributes
    whole = page.shown(spot) if page.size(spot) <= 60 else ""
    parent = page.spots[spot.parent] if spot.parent >= 0 else spot
    if not TIME.search(whole) and page.size(parent) <= NAME and TIME.search(page.shown(parent)):
        whole = page.shown(parent)
    said = (told.get("datetime"), told.get("title"), told_date(told), whole, spot.own, page.shown(spot))
    return next((line(one) for one in said if one and (DATED.search(one) or one[:4].isdigit())), None)


def _numbers(page: Map, cells: Sequence[Sequence[Spot]]) -> Column:
    """The column of numbers that go up, or down, by one from post to post."""
    shown = [
        [spot for spot in spots if 0 < page.size(spot) <= 12 and NUMBER.match(page.shown(spot))]
        for spots in cells
    ]
    for found in columns_of(page, shown).values():
        values = {at: (spot, NUMBER.match(page.shown(spot))) for at, spot in found.items()}
        column = {at: (spot, said[1]) for at, (spot, said) in values.items() if said}
        steps = Counter(
            int(other[1]) - int(one[1]) for (_, one), (_, other) in pairwise(sorted(column.items()))
        )
        if len(column) >= 0.7 * len(cells) > 1 and max(steps[1], steps[-1]) >= 0.6 * (len(column) - 1) > 0:
            return column
    return {}


def _date_at_head(page: Map, body: Sequence[Spot]) -> str | None:
    """A date in the first words of a body that has no element for it."""
    head = " ".join(spot.own for one in body for spot in page.spots[one.at : min(one.end, one.at + 8)])[:HEAD]
    found = DATED.search(head)
    return head[found.start() : found.end() + 20] if found else None


def calendar_of(page: Map, language: str | None, fetched_at: str | None) -> Calendar:
    """How a page writes dates, as its dates show."""
    said = " ; ".join(page.spots[at].own for at in page.dates)
    return calendar(said, language, fetched_at)


def fields_of(doc: Document, page: Map, nodes: Sequence[LexborNode]) -> list[Fields]:
    """What posts say of themselves whose elements are known; nothing for an element that is not laid out."""
    from pipeline.parse.repeated import nested

    at = {spot.node.mem_id: spot for spot in page.spots}
    posts = nested([at[node.mem_id] for node in nodes if node.mem_id in at])
    how = calendar_of(page, doc.language, doc.page.fetched_at)
    said = dict(
        zip((post.spot.node.mem_id for post in posts), fields(page, posts, doc.title or "", how), strict=True)
    )
    return [said.get(node.mem_id) or Fields([], []) for node in nodes]
