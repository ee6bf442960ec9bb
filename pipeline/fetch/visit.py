"""A visit to a thread: its pages, from the first one or from where an earlier visit ended.

A thread grows at its end. If its last page still begins with the post that it began with, nothing before it
was deleted or moved, and the pages before need no look; otherwise all are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.errors import FetchError
from pipeline.fetch.listed import same_host
from pipeline.fetch.reader import Reader, failure, guarded
from pipeline.records import Cursor, Failure, Page, Thread

IN_A_ROW = 5
"""So many visits to a site that fail one after the other end its crawl."""


@dataclass(frozen=True)
class Visit:
    """What was read of a thread, page by page, and why it ends early if it does.

    ``whole``: from the first post to the last; or else ``since`` is the post with which the reading began,
    or None if the posts that are read are no stretch of the thread. ``ids`` are the numbers of all posts
    that are held now, where the site gives such a list. ``at`` is when it began (ISO 8601, UTC).
    """

    url: str
    threads: tuple[Thread, ...] = ()
    failure: Failure | None = None
    whole: bool = True
    since: str | None = None
    ids: tuple[int, ...] = ()
    at: str = ""

    @property
    def error(self) -> str | None:
        """The kind of what went wrong."""
        return self.failure.error if self.failure else None


def visit(url: str, reader: Reader, cursor: Cursor | None = None, first: Page | None = None) -> Visit:
    """Read the thread at a URL.

    Args:
        url: of its first page.
        reader: means.
        cursor: how far it was read before, to go on from there; None to read all of it.
        first: its first page, if it was asked for already.
    """
    if cursor and cursor.last_page and cursor.last_page != url:
        tail = _follow(url, cursor.last_page, None, reader)
        if tail.error in ("FetchError", "Spent") and not tail.threads:
            return tail
        if _goes_on(tail, cursor):
            return replace(tail, whole=False, since=None if tail.failure else cursor.last_page_post)
    return _follow(url, url, first, reader)


def _goes_on(tail: Visit, cursor: Cursor) -> bool:
    """Whether a last page begins as it did."""
    first = tail.threads[0] if tail.threads else None
    if first is None or first.id != cursor.thread_id or not first.posts:
        return False
    return first.posts[0].id == cursor.last_page_post


def _follow(url: str, start: str, first: Page | None, reader: Reader) -> Visit:
    """The pages of a thread from one of them on."""
    threads: list[Thread] = []
    reason = None
    for found in _pages(start, first, reader):
        if isinstance(found, Failure):
            reason = found
        elif threads and found.id != threads[0].id:  # the pager leads into another thread
            break
        else:
            threads.append(found)
    return Visit(url, tuple(threads), reason, whole=reason is None)


def _pages(start: str, first: Page | None, reader: Reader) -> Iterator[Thread | Failure]:
    seen = {start}
    page = first or guarded(start, lambda: reader.page(start))
    while True:
        found = page if isinstance(page, Failure) else reader.thread(page)
        yield found
        if isinstance(found, Failure) or not is_live(page) or not found.next_page:
            return
        following = found.next_page
        if following in seen or not same_host(following, start):
            return
        if len(seen) == reader.settings.max_pages:
            yield failure(
                start, f"stopped after {len(seen)} pages of the thread; the next run reads on", "Spent"
            )
            return
        seen.add(following)
        page = guarded(following, lambda url=following: reader.page(url))  # type: ignore[misc]


def is_live(page: Page | Failure) -> bool:
    """Whether a page came from a site, and not from a file or an archive."""
    return isinstance(page, Page) and page.path.startswith(("http://", "https://"))


def until_broken(source: str, found: Iterable[Visit]) -> Iterator[Visit]:
    """Visits, up to where the site fails again and again or has had its requests: then it is left alone.

    Pages that are gone or refused are no sign of a broken site.
    """
    row = 0
    for one in found:
        yield one
        row = row + 1 if one.error == FetchError.__name__ else 0
        if one.error == "Spent" and not one.threads:
            return
        if row == IN_A_ROW:
            said = f"{row} pages in a row failed; the rest is left for the next run"
            yield Visit(source, failure=failure(source, said), whole=False)
            return
