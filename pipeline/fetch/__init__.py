"""The first stage: a source → pages, or the threads that it lists and visits to them.

A source is a path or a URL, or ``kind:`` and one of these, to say what it is to be read as:

    >>> sorted(KINDS)
    ['discourse', 'feed', 'file', 'folder', 'sitemap', 'url', 'warc']

A new kind is a file with a function ``entries(location, reader)`` and a line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from pipeline.fetch import discourse, feed, file, folder, sitemap, url, warc
from pipeline.fetch.cache import Cache, Kept
from pipeline.fetch.kept import KeptPages
from pipeline.fetch.listed import Listed, NoProgress, Progress, Rest, elsewhere
from pipeline.fetch.reader import Budget, Gone, Limits, Reader, Refused, Spent, guarded
from pipeline.fetch.visit import Visit, is_live, until_broken
from pipeline.records import Cursor, Failure, Page, Thread
from pipeline.settings import Settings
from pipeline.web import Web

__all__ = [
    "KINDS",
    "Budget",
    "Cache",
    "Gone",
    "Kept",
    "KeptPages",
    "Kind",
    "Limits",
    "Listed",
    "NoProgress",
    "Progress",
    "Reader",
    "Refused",
    "Rest",
    "Spent",
    "Visit",
    "elsewhere",
    "fetch",
    "is_live",
    "kind_of",
    "until_broken",
]

Entries = Callable[[str, Reader], Iterator[Page | Failure | Listed | Rest]]
Visitor = Callable[[str, Reader, Cursor | None, Page | None], Visit]


class Kind(NamedTuple):
    """How sources of a kind are read: what they hold, and how a thread is visited that they list.

    ``is_list``: a thread that is listed no more has left the source; a feed lists the newest alone.
    ``is_local``: it is read from this machine, whole each time.
    """

    entries: Entries
    visit: Visitor = url.visit
    is_list: bool = True
    is_local: bool = False


KINDS: Mapping[str, Kind] = {
    "discourse": Kind(discourse.entries, discourse.visit),
    "feed": Kind(feed.entries, is_list=False),
    "file": Kind(file.entries, is_local=True),
    "folder": Kind(folder.entries, is_local=True),
    "sitemap": Kind(sitemap.entries),
    "url": Kind(url.entries),
    "warc": Kind(warc.entries, is_local=True),
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
        limits = limits or Limits()
        reader = Reader(settings, client, limits, cache, read, budget=Budget(limits.pages))
        yield from _pages(kind, location, reader)


def _pages(kind: str, location: str, reader: Reader) -> Iterator[Page | Failure]:
    """Pages, thread after thread, up to where the budget is spent."""
    seen: set[str] = set()
    for entry in KINDS[kind].entries(location, reader):
        if isinstance(entry, Rest):
            continue
        found: Iterable[Page | Failure] = ()
        if isinstance(entry, Page | Failure):
            found = (entry,)
        elif (address := entry.url.partition("#")[0]) not in seen:
            seen.add(address)
            found = _pages_of(address, location, reader)
        for page in found:
            yield page
            if isinstance(page, Failure) and page.error == Spent.__name__:
                return


def _pages_of(address: str, location: str, reader: Reader) -> Iterator[Page | Failure]:
    """The first page of a thread, or all pages of a Discourse topic."""
    if wrong := elsewhere(Listed(address), location):
        yield wrong
    elif discourse.is_topic(address):
        yield from discourse.pages(address, reader)
    else:
        yield guarded(address, lambda: reader.page(address))
