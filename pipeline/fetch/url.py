"""A URL of a thread → its page; a URL of a board or category → the first page of each of its threads."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.errors import InputError
from pipeline.fetch.follow import Listed, follow, same_host
from pipeline.fetch.reader import Reader, failure, guarded
from pipeline.records import Failure, Page, Thread


def pages(location: str, reader: Reader) -> Iterator[Page | Failure]:
    """The page at a URL; where the reader can tell that it is a listing, the threads it lists.

    The further pages of a listing are followed up to the bound of pages.
    """
    page = guarded(location, lambda: reader.page(location))
    listing = _listing(page, reader)
    if listing is None:
        yield page
        return
    failures: list[Failure] = []
    yield from follow(location, _threads(location, listing, reader, failures), reader)
    yield from failures


def _listing(page: Page | Failure, reader: Reader) -> Thread | None:
    """What the page lists; None if it is no listing, or nobody can tell."""
    if isinstance(page, Failure) or reader.read is None:
        return None
    try:
        found = reader.read(page)
    except InputError:  # whoever reads the page next says so
        return None
    return found if found.kind == "listing" else None


def _threads(
    location: str, listing: Thread | None, reader: Reader, failures: list[Failure]
) -> Iterator[Listed]:
    """Thread URLs of a listing and of the pages after it; what goes wrong is added to ``failures``."""
    seen = {location}
    while listing is not None:
        yield from map(Listed, listing.threads)
        following = listing.next_page
        if following is None or following in seen or not same_host(following, location):
            return
        if len(seen) == reader.limits.pages:
            failures.append(failure(location, f"stopped after {len(seen)} pages of the listing"))
            return
        seen.add(following)
        page = guarded(following, lambda url=following: reader.page(url))  # type: ignore[misc]
        listing = _listing(page, reader)
        if isinstance(page, Failure):
            failures.append(page)
