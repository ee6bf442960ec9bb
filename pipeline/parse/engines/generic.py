"""The reader of unknown engines: structured data where it is sound, otherwise repeated structure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.parse.columns import Fields, calendar_of, date_of, fields
from pipeline.parse.model import Draft, Engine, Layout, Reading
from pipeline.parse.nesting import answered
from pipeline.parse.repeated import Record, records
from pipeline.parse.structured import linked, microdata
from pipeline.parse.survey import Map, Spot
from pipeline.parse.title import thread_title
from pipeline.parse.trim import says_only

if TYPE_CHECKING:
    from pipeline.parse.document import Document

HEAD = 600
MOST_INSIDE = 200
SPARE = 30
LAYOUT = Layout(post="body", title=("h1", "title"))


def read(doc: Document) -> Reading | None:
    """Microdata that marks every post, else what repeats, else JSON-LD."""
    if doc.form != "html" or doc.map is None:
        return None
    told = microdata(doc)
    found = records(doc.map)
    drafts = told if told and len(told) >= len(found) else _drafts(doc, doc.map, found)
    drafts = drafts or linked(doc)
    return Reading(drafts, title=thread_title(doc)) if drafts else None


def _drafts(doc: Document, page: Map, found: Sequence[Record]) -> tuple[Draft, ...]:
    said = fields(page, found, doc.title or "", calendar_of(page, doc.language, doc.page.fetched_at))
    drafts = [_draft(page, one, post, found) for one, post in zip(said, found, strict=True)]
    if drafts and not drafts[0].date:
        drafts[0] = replace(drafts[0], date=_above(page, found[0]))
    return tuple(answered([post.spot.node for post in found], drafts))


def _draft(page: Map, said: Fields, post: Record, posts: Sequence[Record]) -> Draft:
    key = re.search(r"(\d+)\D*$", post.spot.node.attributes.get("id") or "")
    return Draft(
        body=_without_posts(_without_cells(page, said), said, post, posts),
        key=key[1] if key else None,
        number=said.number,
        author=said.author,
        date=said.date,
        guessed=True,
    )


def _above(page: Map, opener: Record) -> str | None:
    """A date between the page's heading and the opener."""
    heads = [spot.at for spot in page.spots[: opener.spot.at] if spot.node.tag in ("h1", "h2")]
    dates = [at for at in page.dates if heads and heads[-1] <= at < opener.spot.at]
    return date_of(page, page.spots[dates[0]]) if dates else None


def _without_posts(markup: str, said: Fields, post: Record, posts: Sequence[Record]) -> str:
    """The markup of a body without other posts in it."""
    for body in said.body:
        first = bisect_right(posts, body.at, key=lambda other: other.spot.at)
        for other in posts[first : first + MOST_INSIDE]:
            if other is not post and other.spot.at < body.end:
                markup = markup.replace(other.spot.node.html or "\0", "", 1)
    return markup


def _without_cells(page: Map, said: Fields) -> str:
    """The markup of a body, without the elements at its head that say author, date and number."""
    spots = [spot for spot in said.body if not _is_head(page, spot, said.cells)] or said.body
    markup = (
        (spots[0].node.inner_html or "")
        if len(spots) == 1
        else "".join(f"<div>{spot.node.html or ''}</div>" for spot in spots)
    )
    for cell in said.cells:
        frame = _frame(page, cell, said, spots)
        head = frame.node.html or "" if frame else ""
        if head and len(head) < HEAD and head in markup:
            markup = markup.replace(head, "", 1)
    return markup


def _is_head(page: Map, spot: Spot, cells: Sequence[Spot]) -> bool:
    """Whether an element says hardly more than the author and the date in it."""
    inside = [cell for cell in cells if spot.at <= cell.at < spot.end]
    return bool(inside) and page.size(spot) <= sum(map(page.size, inside)) + SPARE


def _frame(page: Map, cell: Spot, said: Fields, body: Sequence[Spot]) -> Spot | None:
    """The largest element in a body around a cell that says no more than the cells; None outside a body."""
    if not any(spot.at < cell.at < spot.end for spot in body):
        return None
    known = [page.shown(one) for one in said.cells]
    while True:
        around = page.spots[cell.parent]
        if any(spot.at == around.at for spot in body) or not says_only(page.shown(around), known):
            return cell
        cell = around


ENGINE = Engine(name="generic", clues={}, read=read, layout=LAYOUT)
