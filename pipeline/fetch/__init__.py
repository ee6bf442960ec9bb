"""The first stage: a source → pages.

A source is a path or a URL, or ``kind:`` and one of these, to say what it is to be read as:

    >>> sorted(KINDS)
    ['discourse', 'feed', 'file', 'folder', 'sitemap', 'url', 'warc']

A new kind is a file with a function ``pages(location, reader)`` and a line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from pipeline.fetch import discourse, feed, file, folder, sitemap, url, warc
from pipeline.fetch.cache import Cache, Kept
from pipeline.fetch.kept import KeptPages
from pipeline.fetch.reader import Gone, Limits, Reader
from pipeline.records import Failure, Page, Thread
from pipeline.settings import Settings
from pipeline.web import Web

__all__ = ["KINDS", "Cache", "Gone", "Kept", "KeptPages", "Limits", "fetch", "kind_of"]

Kind = Callable[[str, Reader], Iterator[Page | Failure]]

KINDS: Mapping[str, Kind] = {
    "discourse": discourse.pages,
    "feed": feed.pages,
    "file": file.pages,
    "folder": folder.pages,
    "sitemap": sitemap.pages,
    "url": url.pages,
    "warc": warc.pages,
}


def kind_of(source: str) -> tuple[str, str]:
    """The kind of a source, and where it is.

    Example:
        >>> kind_of("https://example.org/t/1"), kind_of("file:thread.html")
        (('url', 'https://example.org/t/1'), ('file', 'thread.html'))
    """
    kind, colon, location = source.partition(":")
    if colon and kind.lower() in KINDS:
        return kind.lower(), location
    if "://" in source:
        return "url", source
    if Path(source).is_dir():
        return "folder", source
    return ("warc" if warc.is_archive(source) else "file"), source


def fetch(
    source: str,
    settings: Settings,
    web: Web | None = None,
    *,
    limits: Limits | None = None,
    cache: Cache | None = None,
    read: Callable[[Page], Thread] | None = None,
) -> Iterator[Page | Failure]:
    """The pages of a source; what cannot be read is a Failure, and the rest goes on.

    Args:
        source: a path or URL, or ``kind:`` and one of these (see `KINDS`).
        settings: bounds, contact, and whether the network may be asked.
        web: the network client; one is opened and closed here if none is given. Sources that share one
            share its pace and its reading of robots.txt.
        limits: how much of the source is read, and how fast.
        cache: pages kept of earlier runs, for conditional requests and for reading offline.
        read: what turns a page into a thread or listing; needed to follow a board.

    Yields:
        Pages in the order of the source, files of a folder sorted.

    Example:
        >>> next(fetch("no/such/file.html", Settings())).reason
        "no such file 'no/such/file.html'; check the path"
    """
    kind, location = kind_of(source)
    with ExitStack() as stack:
        client = web or stack.enter_context(Web(settings))
        reader = Reader(settings, client, limits or Limits(), cache, read)
        yield from KINDS[kind](location, reader)
