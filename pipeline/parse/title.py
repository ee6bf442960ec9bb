"""The title of a thread, out of a page's title with the site's name and the page's number around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.parse.text import line

if TYPE_CHECKING:
    from pipeline.parse.document import Document

BETWEEN = re.compile(r"\s+(?:[|•·»«›>/—–-]|::?|&raquo;)\s+|\s*\|\s*|(?<=\w): ")
PRINTED = re.compile(
    r"(?:print(?:able|er)?[ -]?(?:friendly )?(?:page|version|view)?|druck\w*|(?:version )?(?:imprimable"
    r"|imprimer)|view (?:topic|thread)"
    r"|(?:versi[oó]n )?(?:para )?imprimi\w*|archive[ds]?|(?:page|seite|página|pagina|strona|страница|sida) "
    r"\d+(?: \w+ \d+)?)",
    re.I,
)
ARCHIVED = re.compile(
    r"\s*\[(?:archive[ds]?|archiv|solved|gelöst)\]\s*$|^(?:print page|druckversion|thread|topic|thema"
    r"|sujet)\s*[-:]\s+",
    re.I,
)
HOME = re.compile(
    r"(?:https?://[^/?#]+)?/?(?:\./)?(?:(?:forum|forums|board|community)/?)?(?:index\.\w+)?", re.I
)
HEADS = "h1, h2, h3"


def thread_title(doc: Document) -> str | None:
    """What the page calls the thread: the part of its title that posts answer, that a heading says, or the
    longest.

    Example:
        >>> from pipeline.parse.document import prepare
        >>> from pipeline.records import Page
        >>> page = b"<title>The Board :: Dry eyes</title><h3>Re: Dry eyes</h3>"
        >>> thread_title(prepare(Page(path="x.html", content=page)))
        'Dry eyes'
    """
    whole = doc.title or ""
    heads = [line(node.text(separator=" ")) or "" for node in doc.tree.css(HEADS)[:30]]
    parts = _parts(whole)
    answered = [part for part in parts if f"Re: {part}" in doc.text or f"RE: {part}" in doc.text]
    said = [
        head for head in heads[:10] if len(head) > 3 and head[:60] in whole and not PRINTED.fullmatch(head)
    ]
    said += [part for part in parts if doc.text.count(part) > 1]
    site = _site(doc)
    for found in (answered, [one for one in said if one not in site], said, parts):
        if found:
            return ARCHIVED.sub("", max(found, key=len))
    return whole or next((head for head in heads if head), None)


def _site(doc: Document) -> set[str]:
    """What links to the site's first page are called."""
    links = (
        node for node in doc.tree.css("a[href]")[:60] if HOME.fullmatch(node.attributes.get("href") or "")
    )
    return {line(node.text()) or "" for node in links} | {
        doc.pick(("meta[property='og:site_name']@content",)) or ""
    }


def _parts(whole: str) -> list[str]:
    """The parts of a title, also the longest run without those that only say which view it is."""
    parts = [part.strip() for part in BETWEEN.split(whole)]
    kept = [part for part in parts if len(part) > 3 and not PRINTED.fullmatch(part)]
    return list(_bare(kept)) or kept


def _bare(parts: Iterable[str]) -> Iterable[str]:
    return (bare for bare in (ARCHIVED.sub("", part) for part in parts) if bare)
