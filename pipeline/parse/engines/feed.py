"""RSS and Atom feeds that are no single thread: listings of what they announce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.parse.model import Engine, Reading
from pipeline.parse.text import line

if TYPE_CHECKING:
    from pipeline.parse.document import Document


def read(doc: Document) -> Reading | None:
    """The addresses a feed announces."""
    if doc.form != "feed":
        return None
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(doc.text, "xml")
    links = [entry.find("link") for entry in soup.find_all(["item", "entry"])]
    told = [str(link.get("href") or link.get_text()).strip() for link in links if link is not None]
    urls = tuple(dict.fromkeys(url for url in told if url))
    title = soup.find("title")
    return Reading(
        threads=urls,
        title=line(title.get_text()) if title else None,
        reason=f"listing: a feed of {len(urls)} entries",
    )


ENGINE = Engine(name="feed", clues={}, read=read)
