"""The reader of unknown engines: structured data where it is sound, otherwise repeated structure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.parse.columns import Fields, calendar_of, fields
from pipeline.parse.model import Draft, Engine, Layout, Reading
from pipeline.parse.repeated import Record, records
from pipeline.parse.structured import linked, microdata
from pipeline.parse.survey import Map, Spot
from pipeline.parse.title import thread_title

if TYPE_CHECKING:
    from pipeline.parse.document import Document

HEAD = 600
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
    return tuple(_draft(page, one, post) for one, post in zip(said, found, strict=True))


def _draft(page: Map, said: Fields, post: Record) -> Draft:
    key = re.search(r"(\d+)\D*$", post.spot.node.attributes.get("id") or "")
    return Draft(
        body=_without_cells(page, said),
        key=key[1] if key else None,
        number=said.number,
        author=said.author,
        date=said.date,
        guessed=True,
    )


def _without_cells(page: Map, said: Fields) -> str:
    """The markup of a body, without the elements at its head that say author, date and number."""
    spots = [spot for spot in said.body if not _is_head(page, spot, said.cells)] or said.body
    markup = (
        (spots[0].node.inner_html or "")
        if len(spots) == 1
        else "".join(f"<div>{spot.node.html or ''}</div>" for spot in spots)
    )
    for cell in said.cells:
        frame = _frame(page, cell, spots)
        head = frame.node.html or "" if frame else ""
        if head and len(head) < HEAD and head in markup:
            markup = markup.replace(head, "", 1)
    return markup


def _is_head(page: Map, spot: Spot, cells: Sequence[Spot]) -> bool:
    """Whether an element says hardly more than the author and the date in it."""
    inside = [cell for cell in cells if spot.at <= cell.at < spot.end]
    return bool(inside) and page.size(spot) <= sum(map(page.size, inside)) + SPARE


def _frame(page: Map, cell: Spot, body: Sequence[Spot]) -> Spot | None:
    """The largest element in a body around a cell that says hardly more than it; None outside a body."""
    if not any(spot.at < cell.at < spot.end for spot in body):
        return None
    while True:
        around = page.spots[cell.parent]
        if any(spot.at == around.at for spot in body) or page.size(around) > page.size(cell) + SPARE:
            return cell
        cell = around


ENGINE = Engine(name="generic", clues={}, read=read, layout=LAYOUT)
