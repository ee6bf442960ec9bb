"""How far a source is read: the cursors in the store, and what may be concluded from them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

from pipeline.fetch import Limits, Listed, Visit
from pipeline.records import Cursor
from pipeline.store import Store
from pipeline.store_threads import now
from pipeline.web_url import public_url

WALK = ""
"""The address under which it stands whether the last walk through a list came to its end."""
EVER = "9999"
SOONEST = 0.5
"""A thread is read again after this part of ``recheck_days`` at the soonest, each at its own time."""


@cache
def reader_mark(key: bytes) -> str:
    """Changes whenever the same pages could give other threads: with the code that reads them, or the key."""
    digest = hashlib.sha256(key)
    here = Path(__file__).parent
    for file in sorted([*(here / "parse").rglob("*.py"), *(here / "records").glob("*.py")]):
        digest.update(file.read_bytes())
    digest.update((here / "pseudonyms.py").read_bytes())
    return digest.hexdigest()[:16]


class Ledger:
    """The `pipeline.fetch.Progress` of a source.

    Args:
        source: whose cursors.
        store: where they stand.
        limits: how soon an unchanged thread is read again.
        mark: of whoever reads, see `reader_mark`.

    ``is_whole`` is for the walk to say: whether it saw the list to its end.
    """

    def __init__(self, source: str, store: Store, limits: Limits, mark: str) -> None:
        self.source, self.store, self.limits, self.mark = source, store, limits, mark
        self.started = now()
        self.is_whole = True
        self.known = lru_cache(maxsize=1000)(self._known)
        walk = self.known(WALK)
        self.last_walk = walk
        self.may_stop = bool(walk and walk.mark and walk.reader == mark and not self.is_due(walk))

    def _known(self, url: str) -> Cursor | None:
        return self.store.cursor(self.source, url)

    def cursor(self, url: str) -> Cursor | None:
        """The cursor of a thread that may be gone on from: read by the same reader, and not long ago."""
        known = self.known(url)
        return known if known and known.reader == self.mark and not self.is_due(known) else None

    def is_known(self, listed: Listed) -> bool:
        """Whether a thread is held just as its list says it is."""
        known = self.cursor(listed.url)
        return _says_the_same(known, listed)

    def is_said_again(self, url: str, listed: Listed) -> bool:
        """Whether only the reader has changed: then the kept pages of a thread are good enough."""
        known = self.known(url)
        stale = known is not None and known.reader != self.mark and not self.is_due(known)
        return stale and _says_the_same(known, listed)

    def is_due(self, cursor: Cursor) -> bool:
        """Whether a thread was last read whole so long ago that it is to be read again."""
        if not cursor.read_at:  # what was read the last time was not believed
            return True
        days = self.limits.recheck_days * (SOONEST + (1 - SOONEST) * _share(cursor.url))
        return datetime.fromisoformat(cursor.read_at) + timedelta(days=days) <= datetime.now(UTC)

    def due(self, seen: Collection[str]) -> Iterator[Cursor]:
        """Threads that are to be read again, though no list has sent us to them."""
        soonest = datetime.now(UTC) - timedelta(days=self.limits.recheck_days * SOONEST)
        for cursor in self.store.cursors_before(self.source, soonest.isoformat(timespec="seconds")):
            if cursor.url != WALK and cursor.url not in seen and self.is_due(cursor):
                yield cursor

    def unlisted(self, seen: Collection[str]) -> Iterator[Cursor]:
        """Threads that are held and that the list does not show."""
        for cursor in self.store.cursors_before(self.source, EVER):
            if cursor.thread_id and cursor.url not in seen:
                yield cursor

    def open_walk(self) -> None:
        """Take note that a walk has begun: if it comes to no end, the next one may not stop early."""
        read_at = self.last_walk.read_at if self.last_walk else self.started
        self.store.move(self.source, Cursor(url=WALK, read_at=read_at, reader=self.mark))

    def close_walk(self, *, whole: bool) -> None:
        """Take note that a walk has come to its end."""
        read_at = self.started if whole or not self.last_walk else self.last_walk.read_at
        self.store.move(self.source, Cursor(url=WALK, mark="complete", read_at=read_at, reader=self.mark))

    def after(self, visit: Visit, old: Cursor | None, mark: str | None, settled: bool) -> Cursor:
        """The cursor of an address after a visit to it.

        Args:
            visit: what was found.
            old: the cursor before.
            mark: what the list says of the thread.
            settled: whether the visit has had its answer, so that the next one may wait for a new mark.
        """
        last = visit.threads[-1] if visit.threads else None
        is_first = old is None or visit.whole or not visit.threads
        return Cursor(
            url=visit.url,
            thread_id=last.id if last else old.thread_id if old else None,
            mark=mark if settled else None,
            reader=self.mark,
            read_at=visit.at if is_first or old is None else old.read_at,
            seen_at=visit.at,
            last_page=last.path if last and _may_be_kept(last.path) else None,
            last_page_post=last.posts[0].id if last and last.posts else None,
            ids=visit.ids,
            failure=visit.failure if settled else None,
        )


def _says_the_same(cursor: Cursor | None, listed: Listed) -> bool:
    if cursor is None or listed.mark is None or cursor.mark != listed.mark:
        return False
    return listed.changed_at is None or listed.changed_at < cursor.seen_at


def _may_be_kept(url: str) -> bool:
    """Whether a URL holds no secret."""
    return "***" not in url and public_url(url) == url


def _share(url: str) -> float:
    """A number from 0 to 1 that is always the same for a URL."""
    return int.from_bytes(hashlib.sha256(url.encode("utf-8", "surrogatepass")).digest()[:4]) / 2**32
