"""Bodies that are text already: quoted lines and markdown tables in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.quotes import name_in
from pipeline.parse.render import Body, Row
from pipeline.parse.text import clean

if TYPE_CHECKING:
    from pipeline.records import Hyperlink, Quote

RULED = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
ROW = re.compile(r"\s*\|.*\|\s*$")
URL = re.compile(r"https?://[^\s<>\"'\]]{3,2000}")
CLOSING = ".,;:!?)"


def plain(text: str) -> Body:
    r"""Set quoted lines apart, write table rows evenly, find addresses.

    Example:
        >>> body = plain("Ann wrote:\n> yes\nno\n|a|b|\n|---|---|\n|1|2|")
        >>> body.text, body.quotes[0].author, body.tables
        ('no\n| a | b |\n| 1 | 2 |', 'Ann', ((('a', 'b'), ('1', '2')),))
    """
    own, quotes = _apart(clean(text))
    lines, tables = _tables(own.strip().split("\n"))
    words = "\n".join(lines).strip()
    return Body(words, tuple(quotes), tuple(_links(words)), tuple(tables))


def _apart(text: str) -> tuple[str, list[Quote]]:
    from pipeline.records import Quote

    quotes: list[Quote] = []
    own: list[str] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if not lines[at].startswith(">"):
            own.append(lines[at])
            at += 1
            continue
        start = at
        while at < len(lines) and lines[at].startswith(">"):
            at += 1
        author = name_in(own[-1]) if own else None
        if author:
            own.pop()
        quotes.append(
            Quote(author=author, text="\n".join(row.lstrip("> ") for row in lines[start:at]).strip())
        )
    return "\n".join(own), quotes


def _tables(lines: list[str]) -> tuple[list[str], list[tuple[Row, ...]]]:
    """Lines with table rows written evenly, and the tables."""
    out: list[str] = []
    tables: list[list[Row]] = []
    inside = False
    for text in lines:
        if not ROW.match(text) or text.count("|") < 3:
            inside = False
            out.append(text)
        elif not RULED.match(text):
            cells = tuple(cell.strip() for cell in text.strip()[1:-1].split("|"))
            out.append("| " + " | ".join(cells) + " |")
            tables = tables if inside else [*tables, []]
            tables[-1].append(cells)
            inside = True
    return out, [tuple(table) for table in tables]


def _links(text: str) -> list[Hyperlink]:
    from pipeline.records import Hyperlink

    found = ((hit.start(), hit[0].rstrip(CLOSING)) for hit in URL.finditer(text))
    return [Hyperlink(url=url, start=start, end=start + len(url)) for start, url in found]
