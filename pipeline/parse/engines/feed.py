"""RSS and Atom feeds: the posts of one thread, or a listing of what they announce."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

from pipeline.parse.model import Draft, Engine, Reading
from pipeline.parse.text import line

if TYPE_CHECKING:
    from pipeline.parse.document import Document

ABOUT = re.compile(r"^(?:comments (?:on|for):?|kommentare zu:?|commentaires sur:?|comentarios en:?)\s*", re.I)
POST = re.compile(r"(?:[?&](?:p|pid|post|comment)=\d+|/(?:comment|post|posts)[/-]\d+/?|/\d+/?)$")
WORDS = ("encoded", "content", "description", "summary")


def read(doc: Document) -> Reading | None:
    """The posts, if all entries are of one thread; else the addresses that the feed announces."""
    if doc.form != "feed":
        return None
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(doc.text, "xml")
    entries = soup.find_all(["item", "entry"])
    urls = tuple(dict.fromkeys(url for url in map(_link, entries) if url))
    title = ABOUT.sub("", _said(soup.find("channel") or soup.find("feed") or soup, ("title",)) or "")
    if len(entries) > 1 and _is_thread(entries):
        return Reading(
            tuple(map(_draft, entries)), title=line(title), url=urldefrag(urls[0])[0] if urls else None
        )
    return Reading(threads=urls, title=line(title), reason=f"listing: a feed of {len(urls)} entries")


def _is_thread(entries: list[Any]) -> bool:
    """Whether entries have authors and words, and all lead to one page or answer one subject."""
    signed = all(_author(entry) and _said(entry, WORDS) for entry in entries)
    pages = {POST.sub("", urldefrag(_link(entry))[0]) for entry in entries}
    return signed and len(pages) == 1


def _link(entry: Any) -> str:
    link = entry.find("link")
    return str(link.get("href") or link.get_text()).strip() if link is not None else ""


def _said(entry: Any, names: tuple[str, ...]) -> str | None:
    found = (entry.find(name, recursive=False) for name in names)
    return next((one.get_text().strip() for one in found if one is not None and one.get_text().strip()), None)


def _author(entry: Any) -> str | None:
    author = entry.find("author", recursive=False)
    named = author.find("name") if author is not None else None
    return line(named.get_text() if named is not None else _said(entry, ("creator", "author")))


def _draft(entry: Any) -> Draft:
    key = re.search(r"(\d+)\D*$", _said(entry, ("guid", "id")) or _link(entry))
    return Draft(
        body=_said(entry, WORDS) or "",
        key=key[1] if key else None,
        author=_author(entry),
        date=_said(entry, ("pubDate", "published", "date", "updated")),
    )


ENGINE = Engine(name="feed", clues={}, read=read)
