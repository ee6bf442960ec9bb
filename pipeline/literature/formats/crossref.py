"""Crossref works, as the REST API and its dumps give them.

Source:
    Crossref, REST API format (https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.literature.items import (
    Item,
    Notice,
    Said,
    iso_parts,
    make_name,
    make_paper,
    notice_status,
    standing,
)
from pipeline.records import Name, Paper

NAME = "crossref"
_TAG = re.compile(r"<[^<>]{0,200}>")
_DATES = ("published-print", "published-online", "published", "issued", "created")


def recognises(record: Mapping[str, Any]) -> bool:
    """Whether a JSON record is a Crossref work."""
    return "DOI" in record and isinstance(record.get("title", []), list) and "type" in record


def items(record: Mapping[str, Any]) -> Iterator[Item]:
    """The paper of a work and, if it is a notice, what it says of other papers."""
    yield paper(record)
    for update in record.get("update-to") or ():
        status, date = _update(update)
        if status:
            yield Notice(f"doi:{str(update.get('DOI', '')).casefold()}", status, date)


def paper(record: Mapping[str, Any]) -> Paper:
    """The paper of a work."""
    titles, subtitles = record.get("title") or [], record.get("subtitle") or []
    title = bare(titles[0]) if titles else ""
    if subtitles and subtitles[0] and bare(subtitles[0]) not in title:
        title = f"{title}: {bare(subtitles[0])}"
    return make_paper(
        NAME,
        title=title,
        authors=tuple(name for author in record.get("author") or () if (name := _author(author))),
        container=html.unescape(next(iter(record.get("container-title") or ()), "")),
        year=_year(record),
        volume=record.get("volume"),
        issue=record.get("issue"),
        pages=record.get("page") or record.get("article-number"),
        doi=record.get("DOI"),
        url=record.get("URL"),
        abstract=bare(record.get("abstract") or ""),
        publication_types=tuple(kind for kind in (record.get("type"), record.get("subtype")) if kind),
        **standing(map(_update, record.get("updated-by") or ())),
    )


def bare(text: str) -> str:
    """Text without JATS or HTML tags and entities.

    Example:
        >>> bare("<jats:p>Effect of <i>Foo</i> &amp; bar</jats:p>")
        'Effect of Foo & bar'
    """
    return html.unescape(_TAG.sub("", text)).strip()


def _update(update: Mapping[str, Any]) -> Said:
    """What an entry of ``update-to`` or ``updated-by`` makes of the paper, and since when."""
    dates = (update.get("updated") or {}).get("date-parts") or [[]]
    return notice_status(str(update.get("type", ""))), iso_parts(dates[0])


def _author(author: Mapping[str, Any]) -> Name | None:
    return make_name(author.get("family") or author.get("name"), author.get("given"))


def _year(record: Mapping[str, Any]) -> int | None:
    for date in _DATES:
        parts = (record.get(date) or {}).get("date-parts") or [[None]]
        if parts[0] and isinstance(parts[0][0], int):
            return int(parts[0][0])
    return None
