"""A URL of a thread → that thread; a URL of a board or category → the threads of its listing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pipeline.errors import InputError
from pipeline.fetch import discourse
from pipeline.fetch.listed import Listed, Rest, same_host, until_known
from pipeline.fetch.reader import Reader, failure, guarded
from pipeline.fetch.visit import Visit
from pipeline.fetch.visit import visit as visit_pages
from pipeline.records import Cursor, Failure, Page, Row, Thread


def entries(location: str, reader: Reader) -> Iterator[Page | Failure | Listed | Rest]:
    """The thread at a URL; where its page is a listing, the threads that it and its further pages list."""
    cursor = reader.progress.cursor(location)
    if reader.read is None or (cursor and cursor.thread_id):
        yield Listed(location)
        return
    page = guarded(location, lambda: reader.page(location))
    listing = _listing(page, reader)
    if listing is None:
        yield page
        return
    by_api = discourse.entries(location, reader) if listing.engine == "discourse" else iter(())
    head = next(by_api, None)
    if isinstance(head, Listed):
        yield from chain((head,), by_api)
    else:
        yield from until_known(_listings(location, listing, reader), reader.progress)


def visit(url: str, reader: Reader, cursor: Cursor | None = None, first: Page | None = None) -> Visit:
    """Read the thread at a URL, by the site's API where the URL is of one."""
    if discourse.is_topic(url):
        return discourse.visit(url, reader, cursor, first)
    return visit_pages(url, reader, cursor, first)


def _listing(page: Page | Failure, reader: Reader) -> Thread | None:
    """What the page lists; None if it is no listing, or nobody can tell."""
    if isinstance(page, Failure) or reader.read is None:
        return None
    try:
        found = reader.read(page)
    except InputError:  # whoever reads the page next says so
        return None
    return found if found.kind == "listing" and found.threads else None


def _listings(location: str, listing: Thread | None, reader: Reader) -> Iterator[list[Listed] | Failure]:
    """The threads of a listing and of the pages after it."""
    seen = {location}
    while listing is not None:
        rows = {row.url: row for row in listing.rows}
        shown = [rows.get(url, Row(url=url)) for url in dict.fromkeys(listing.threads)]
        yield [Listed(row.url, row.mark, None, row.active) for row in shown]
        following = listing.next_page
        if following is None or following in seen or not same_host(following, location):
            return
        seen.add(following)
        page = guarded(following, lambda url=following: reader.page(url))  # type: ignore[misc]
        listing = _listing(page, reader)
        if isinstance(page, Failure):
            yield page
        elif listing is None:
            yield failure(
                following, "this page of the listing lists no threads; the rest is left", "NoListing"
            )
