"""The reader of unknown engines: structured data where it is sound, otherwise repeated structure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.document import pick
from pipeline.parse.model import Draft, Engine, Layout, Reading
from pipeline.parse.repeated import Record, records
from pipeline.parse.structured import linked, microdata
from pipeline.parse.survey import DATED, Map, Spot, survey
from pipeline.parse.text import line

if TYPE_CHECKING:
    from pipeline.parse.document import Document

MAIN_SHARE = 0.7
HEAD = 600
INLINE = frozenset(["p", "span", "b", "i", "em", "a", "strong", "font", "u", "small"])
LAYOUT = Layout(post="body", title=("h1", "title"))


def read(doc: Document) -> Reading | None:
    """Microdata that marks every post, else what repeats, else JSON-LD."""
    if doc.form != "html" or doc.tree.body is None:
        return None
    told = microdata(doc)
    page = survey(doc.tree.body)
    found = records(page)
    drafts = told if len(told) >= len(found) else tuple(_draft(page, record) for record in found)
    drafts = drafts or linked(doc)
    return Reading(drafts, title=_title(doc)) if drafts else None


def _title(doc: Document) -> str | None:
    """The first heading that the page's own title repeats, else the page's title."""
    title = doc.title or ""
    heads = [line(node.text(separator=" ")) or "" for node in doc.tree.css("h1, h2")[:10]]
    return next((head for head in heads if len(head) > 3 and head[:40] in title), None) or title or None


def _draft(page: Map, record: Record) -> Draft:
    body = _body(page, record)
    key = re.search(r"(\d+)\D*$", record.spot.node.attributes.get("id") or "")
    return Draft(
        body=_without_head(page, record, body),
        key=key[1] if key else None,
        author=_author(page, record, body),
        date=_date(page, record),
    )


def _body(page: Map, record: Record) -> list[Spot]:
    """Go down to the element that still holds most of the post's own words; without one, all of the post."""
    whole = page.length(record.own)
    level = [
        page.spots[at]
        for start, end in record.own
        for at in range(start, end)
        if page.spots[at].parent < start
    ]
    while True:
        best = max(level, key=lambda spot: _inside(page, record, spot), default=None)
        if best is None or best.node.tag in INLINE or _inside(page, record, best) < MAIN_SHARE * whole:
            return level
        below = [spot for spot in page.spots[best.at + 1 : best.end] if spot.parent == best.at]
        deeper = max(
            (_inside(page, record, spot) for spot in below if spot.node.tag not in INLINE), default=0
        )
        if deeper < MAIN_SHARE * whole:
            return [best]
        level = below


def _without_head(page: Map, record: Record, body: list[Spot]) -> str:
    """The markup of a body, without the author and the date where they stand at its head."""
    markup = (
        (body[0].node.inner_html or "") if len(body) == 1 else "".join(spot.node.html or "" for spot in body)
    )
    for marks in (page.people, page.dates):
        first = next((at for at in marks if any(spot.at < at < spot.end for spot in body)), None)
        head = page.spots[first].node.html or "" if first is not None else ""
        if head and len(head) < HEAD and 0 <= markup.find(head) < HEAD:
            markup = markup.replace(head, "", 1)
    return markup


def _inside(page: Map, record: Record, spot: Spot) -> int:
    parts = [
        (max(start, spot.at), min(end, spot.end))
        for start, end in record.own
        if start < spot.end and end > spot.at
    ]
    return page.length(parts)


def _author(page: Map, record: Record, body: list[Spot]) -> str | None:
    """The first person named in the post outside its body, else in it; else a short bold text outside."""
    people = [at for at in page.people if _in(record, at)]
    outside = [at for at in people if not any(spot.at < at < spot.end for spot in body)]
    for at in outside or people or [at for at in page.names if _in(record, at)]:
        name = pick(page.spots[at].node, ("[itemprop=name]", "")) or ""
        if name and not DATED.search(name) and not name.isdigit():
            return name
    return None


def _date(page: Map, record: Record) -> str | None:
    for at in page.dates:
        if _in(record, at):
            node = page.spots[at].node
            told = (
                node.attributes.get("datetime"),
                node.attributes.get("title"),
                node.text(deep=False),
                node.text(separator=" "),
            )
            return next((line(one) for one in told if one and (DATED.search(one) or one[:4].isdigit())), None)
    return None


def _in(record: Record, at: int) -> bool:
    return any(start <= at < end for start, end in record.own)


ENGINE = Engine(name="generic", clues={}, read=read, layout=LAYOUT)
