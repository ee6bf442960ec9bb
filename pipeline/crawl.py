"""A source into the store: what is known is left, what is new or changed is read, what is gone is told.

::

    list of threads ── known and unchanged? ── no ── visits, side by side, under one pace ── store
          │                                                                                   │
          └── sorted by activity, a page unchanged: the rest is not looked at    posts with their cursor

Each thread is committed with its cursor in one transaction, so a run that is killed anywhere is gone on from.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache, partial

from pipeline.fetch import (
    KINDS,
    Budget,
    Kind,
    Limits,
    Listed,
    Reader,
    Rest,
    Visit,
    elsewhere,
    kind_of,
    until_broken,
)
from pipeline.ledger import Ledger, reader_mark
from pipeline.parse import parse
from pipeline.pseudonyms import Veil, author_names, load_key, pseudonym, pseudonymise
from pipeline.reading import careful_pages, kept_pages
from pipeline.records import Cursor, Failure, Page, Thread
from pipeline.settings import Settings, SourceLimits
from pipeline.store import Store
from pipeline.store_threads import now
from pipeline.web import Web

Task = Callable[[], Visit]
GONE_PAGES = ("error page: the thread does not exist",)
REFUSED_PAGES = ("login wall", "error page: the thread may not be read")
PASSING = ("FetchError", "Spent", "NoListing")
"""Errors that another day may mend; what else is given in place of a thread is taken for an answer."""


def read_source(source: str, settings: Settings, web: Web, store: Store) -> tuple[int, list[Failure]]:
    """Bring a source up to date in the store.

    Args:
        source: a path or URL, or ``kind:`` and one of these.
        settings: bounds, key, and whether the network may be asked.
        web: the network client.
        store: where threads and cursors are.

    Returns:
        How many threads were read, and what could not be read.
    """
    kind, location = kind_of(source)
    crawl = Crawl(source, location, KINDS[kind], settings, web, store)
    return crawl.read_local() if KINDS[kind].is_local else crawl.walk()


class Crawl:
    """One run through a source."""

    def __init__(
        self, source: str, location: str, kind: Kind, settings: Settings, web: Web, store: Store
    ) -> None:
        self.source, self.location, self.kind, self.store = source, location, kind, store
        self.offline = settings.offline
        self.key = load_key(settings)
        self.limits = Limits(**settings.limits.get(source, SourceLimits()).model_dump())
        self.ledger = Ledger(source, store, self.limits, reader_mark(self.key))
        read = lru_cache(maxsize=64)(parse)
        cache = careful_pages(kept_pages(settings), store.forgotten(), self.key, read)
        self.reader = Reader(
            settings, web, self.limits, cache, read, self.ledger, budget=Budget(self.limits.pages)
        )
        self.marks: dict[str, str | None] = {}
        self.held: set[str] = set()
        self.left: set[str] = set()
        self.failures: list[Failure] = []
        self.count = 0
        self.is_cut = False

    def read_local(self) -> tuple[int, list[Failure]]:
        """Read files: all of them, and then say what is there no more."""
        found: dict[str, list[str]] = {}
        for entry in self.kind.entries(self.location, self.reader):
            thread = self.reader.thread(entry) if isinstance(entry, Page) else entry
            if isinstance(thread, Thread):
                self.store.save_thread(
                    self.source, self.hidden(thread), whole=False, head=thread.id not in found
                )
                found.setdefault(thread.id, []).extend(post.id for post in thread.posts)
            elif isinstance(thread, Failure):
                self.failures.append(thread)
        if not self.failures:
            self.store.sweep(self.source, found)
        return len(found), self.failures

    def walk(self) -> tuple[int, list[Failure]]:
        """Walk through a list of threads, then see to those that it does not show."""
        if not self.offline:
            self.ledger.open_walk()
        self.save_all(self.tasks(self.kind.entries(self.location, self.reader)))
        if self.offline:
            return self.count, self.failures
        whole = self.ledger.is_whole and not self.has_passing_failures()
        if whole and self.kind.is_list:
            missing = list(self.ledger.unlisted(self.marks))
            self.held |= {cursor.thread_id for cursor in missing if cursor.failure and cursor.thread_id}
            unlisted = [cursor for cursor in missing if not cursor.failure]
            self.left |= {cursor.url for cursor in unlisted}
            self.save_all(self.revisit(unlisted))
        if not self.is_cut:
            self.save_all(self.revisit(self.ledger.due(self.marks)))
        if not self.has_passing_failures():
            if whole and self.kind.is_list:
                self.store.keep_threads(self.source, self.held)
            self.ledger.close_walk(whole=whole)
        return self.count, self.failures

    def has_passing_failures(self) -> bool:
        """Whether something could not be read that may be readable another day."""
        return any(is_passing(failure) for failure in self.failures)

    def tasks(self, entries: Iterable[Page | Failure | Listed | Rest]) -> Iterator[Task]:
        """Visits that are needed; threads that are known, and lists that end early, are taken note of."""
        for entry in entries:
            if isinstance(entry, Listed):
                yield from self.task(entry)
            elif isinstance(entry, Page):
                self.marks[entry.path] = None
                yield partial(self.visit, entry.path, self.ledger.cursor(entry.path), entry)
            elif isinstance(entry, Failure):
                yield partial(Visit, entry.source, failure=entry, whole=False)
                if entry.error == "Spent":
                    return
            else:
                self.ledger.is_whole = False

    def task(self, listed: Listed) -> Iterator[Task]:
        """The visit to a listed thread, if it needs one."""
        url = listed.url.partition("#")[0]
        if url in self.marks:
            return
        self.marks[url] = listed.mark
        wrong = elsewhere(listed, self.location)
        if wrong is not None:
            yield partial(Visit, url, failure=wrong, whole=False)
        elif not self.ledger.is_known(listed._replace(url=url)):
            yield partial(
                self.visit, url, self.ledger.cursor(url), None, self.ledger.is_said_again(url, listed)
            )
        else:
            self.note(self.ledger.known(url))

    def note(self, cursor: Cursor | None) -> None:
        """Take note of a thread that is known, or of why there is none."""
        if cursor and cursor.thread_id:
            self.held.add(cursor.thread_id)
        if cursor and cursor.failure:
            self.failures.append(cursor.failure)

    def revisit(self, cursors: Iterable[Cursor]) -> Iterator[Task]:
        """Visits to threads that no list has sent us to."""
        for cursor in cursors:
            self.marks[cursor.url] = cursor.mark
            yield partial(self.visit, cursor.url, self.ledger.cursor(cursor.url))

    def visit(
        self, url: str, cursor: Cursor | None, first: Page | None = None, from_kept: bool = False
    ) -> Visit:
        """Visit a thread; many of these go on side by side."""
        at = now()
        reader = replace(self.reader, from_kept=from_kept)
        return replace(self.kind.visit(url, reader, cursor, first), at=at)

    def save_all(self, tasks: Iterator[Task]) -> None:
        """Make visits and save what they found, in order, until the site is to be left alone."""
        visits = side_by_side(tasks, self.limits.concurrency)
        for visit in visits if self.offline else until_broken(self.source, visits):
            self.is_cut = not visit.threads and (visit.error == "Spent" or visit.url == self.source)
            self.save(visit)

    def save(self, visit: Visit) -> None:
        """Save what a visit found, with the cursor of the address."""
        old = self.store.cursor(self.source, visit.url)
        cursor = self.ledger.after(visit, old, self.marks.get(visit.url), settled(visit))
        if visit.failure:
            self.failures.append(visit.failure)
        if visit.threads:
            self.save_thread(visit, old, cursor)
        elif old and old.thread_id:
            self.held.add(old.thread_id)
            self.close(visit, old.thread_id, cursor)
        elif settled(visit):
            self.store.move(self.source, cursor)

    def save_thread(self, visit: Visit, old: Cursor | None, cursor: Cursor) -> None:
        """Save a thread that was read."""
        read = merged(visit.threads)
        thread = pseudonymise(read, self.key) if visit.whole else self.hidden(read)
        if old and old.thread_id and old.thread_id != thread.id:
            self.store.close_thread(self.source, old.thread_id, "moved", moved_to=thread.id)
            if visit.url in self.left or thread.id in self.store.thread_ids([self.source]):
                return  # it is held, or was never of this source, under its own address
        self.count += 1
        if visit.url not in self.left:
            self.held.add(thread.id)
        self.store.save_thread(
            self.source,
            thread,
            cursor,
            whole=visit.whole,
            since=visit.since,
            head=visit.threads[0].path == visit.url,
            careful=True,
        )

    def hidden(self, part: Thread) -> Thread:
        """A part of a thread without its names and those of other parts, which are freed of its own."""
        known = self.store.authors(part.id)
        new = {name for name in author_names(part) if pseudonym(name, self.key) not in known}
        if known and new:
            self.store.rewrite(part.id, Veil(new, self.key).post)
        return pseudonymise(part, self.key, known)

    def close(self, visit: Visit, thread_id: str, cursor: Cursor) -> None:
        """Say what became of a thread that its address does not show any more."""
        reason = visit.failure.reason if visit.failure else ""
        if visit.error == "Gone":
            self.store.close_thread(self.source, thread_id, "gone", cursor)
        elif reason.startswith(GONE_PAGES):  # said by a page that may be wrong: believed the second time
            self.store.close_thread(self.source, thread_id, "gone", cursor, few=1)
        elif visit.error in ("Refused", "Forbidden") or reason.startswith(REFUSED_PAGES):
            self.store.close_thread(self.source, thread_id, "forbidden", cursor)


def is_passing(failure: Failure) -> bool:
    """Whether a failure may be mended by another day."""
    return failure.error in PASSING or failure.reason.startswith("challenge")


def settled(visit: Visit) -> bool:
    """Whether a visit has had its answer."""
    return visit.failure is None or (not visit.threads and not is_passing(visit.failure))


def merged(pages: tuple[Thread, ...]) -> Thread:
    """The pages of a thread as one; a post that stands on each of them, such as the opener, stands once."""
    posts = {post.id: post for page in reversed(pages) for post in reversed(page.posts)}
    ordered = dict.fromkeys(post.id for page in pages for post in page.posts)
    found = tuple(posts[id] for id in ordered)
    return pages[0].model_copy(update={"posts": found, "next_page": pages[-1].next_page})


def side_by_side(tasks: Iterator[Task], width: int) -> Iterator[Visit]:
    """Results of tasks in their order, so many of them under way at once."""
    waiting: deque[Future[Visit]] = deque()
    with ThreadPoolExecutor(width) as pool:
        try:
            for task in tasks:
                waiting.append(pool.submit(task))
                if len(waiting) > width:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
