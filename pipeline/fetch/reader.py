"""What every kind of source reads with: one polite request → one Page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pipeline.errors import FetchError, InputError
from pipeline.fetch.cache import Cache, Kept, conditions
from pipeline.fetch.content import check_text
from pipeline.fetch.listed import NoProgress, Progress
from pipeline.records import Failure, Page, Thread
from pipeline.settings import Settings
from pipeline.web import Response, Web
from pipeline.web_unpack import unpack
from pipeline.web_url import public_url

_REFUSALS: Mapping[int, str] = {
    401: "the site wants a login; give a page that anybody can read, or credentials",
    403: "the site refuses it to programs or to strangers; ask the site's owner",
    451: "the site may not show it for legal reasons",
}


class Gone(FetchError):
    """The page is no longer there, or never was."""


class Refused(FetchError):
    """The site does not show the page to us: it wants a login, or refuses."""


class Spent(FetchError):
    """As many requests as the source may have in one run were made."""


@dataclass(frozen=True)
class Limits:
    """How much of a source is read, and how fast.

    ``pages`` bounds the requests to one source in one run; ``interval`` is the least number of seconds
    between two requests to a host (robots.txt may ask for more), and ``concurrency`` how many threads of
    the source are read side by side under this pace. A thread that a list calls unchanged is not asked
    for, until ``recheck_days`` have passed: lists do not tell of every edit.
    """

    pages: int = 1000
    interval: float = 1.0
    recheck_days: float = 7.0
    concurrency: int = 2


class Budget:
    """The requests that a source may have in one run.

    Example:
        >>> budget = Budget(1)
        >>> budget.spend()
        >>> budget.spend()
        Traceback (most recent call last):
        ...
        pipeline.fetch.reader.Spent: stopped after 1 requests; the next run reads on, or raise pages in limits
    """

    def __init__(self, requests: int) -> None:
        self._requests = requests
        self._left = requests
        self._lock = threading.Lock()

    def spend(self) -> None:
        """Take one request out of the budget.

        Raises:
            Spent: none is left.
        """
        with self._lock:
            if not self._left:
                said = f"stopped after {self._requests} requests"
                raise Spent(f"{said}; the next run reads on, or raise pages in limits")
            self._left -= 1


@dataclass(frozen=True)
class Reader:
    """The means of a source: settings, network, limits, kept pages, and somebody who can read a page.

    ``read`` turns a page into a thread or listing; a board cannot be followed without. ``from_kept``
    takes whatever is kept without asking whether it has changed.
    """

    settings: Settings
    web: Web
    limits: Limits = field(default_factory=Limits)
    cache: Cache | None = None
    read: Callable[[Page], Thread] | None = None
    progress: Progress = field(default_factory=NoProgress)
    from_kept: bool = False
    budget: Budget = field(default_factory=lambda: Budget(Limits().pages))

    def page(self, url: str) -> Page:
        """The page at a URL; the kept one if we are offline or the site says that it is unchanged.

        Raises:
            Gone: the site has no such page.
            Refused: the site has it, but not for us.
            Spent: the source has had all its requests of this run.
            FetchError: it could not be had; the message says why.
        """
        kept = self.kept(url)
        if kept is not None and (self.settings.offline or self.from_kept):
            return kept.page
        if not self.settings.offline:
            self.budget.spend()
        answer = self.web.get(url, headers=conditions(kept), crawl=self.limits.interval)
        if answer.status == 304 and kept is not None:
            self._keep(replace(kept, checked_at=now()))
            return kept.page
        return self._read(public_url(url), answer)

    def thread(self, page: Page) -> Thread | Failure:
        """The thread on a page, or why there is none.

        Raises:
            ValueError: this reader cannot read pages.
        """
        if self.read is None:
            raise ValueError("to read pages, a Reader needs read")
        try:
            found = self.read(page)
        except InputError as error:
            return Failure(source=page.path, stage="parse", error=type(error).__name__, reason=str(error))
        except Exception as error:  # a page that breaks its reader stops no other
            reason = f"{error} (the page is left out; please report it)"
            return Failure(source=page.path, stage="parse", error=type(error).__name__, reason=reason)
        if found.kind == "thread":
            return found
        return Failure(source=page.path, stage="parse", error=found.kind, reason=found.reason or "no posts")

    def kept(self, url: str) -> Kept | None:
        """What an earlier run kept of a URL."""
        return self.cache.get(public_url(url)) if self.cache is not None else None

    def _read(self, path: str, answer: Response) -> Page:
        try:
            check_status(answer.status)
        except Gone:
            if self.cache is not None:
                self.cache.pop(path, None)
            raise
        content = _unzipped(answer.content, self.settings.max_page_bytes)
        check_text(content)
        page = Page(
            path=path,
            url=answer.url,
            content=content,
            media_type=answer.media_type,
            charset=answer.charset,
            fetched_at=now(),
        )
        headers = answer.headers
        self._keep(Kept(page, headers.get("etag"), headers.get("last-modified"), now()))
        return page

    def _keep(self, kept: Kept) -> None:
        if self.cache is not None:
            self.cache[kept.page.path] = kept


def now() -> str:
    """The time in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def check_status(status: int) -> None:
    """Refuse an answer that is not the page.

    Raises:
        Gone: 404 or 410.
        Refused: 401, 403 or 451.
        FetchError: any other error status.

    Example:
        >>> check_status(410)
        Traceback (most recent call last):
        ...
        pipeline.fetch.reader.Gone: status 410: the page is gone, or its address is misspelt
    """
    if status in (404, 410):
        raise Gone(f"status {status}: the page is gone, or its address is misspelt")
    if status in _REFUSALS:
        raise Refused(f"status {status}: {_REFUSALS[status]}")
    if status == 429:
        raise FetchError("status 429: the site asks for fewer requests; run again later")
    if status >= 500:
        raise FetchError(f"status {status}: the site has an error; run again later")
    if status >= 300:
        raise FetchError(f"status {status}: the site did not give the page")


def _unzipped(content: bytes, limit: int) -> bytes:
    """Sitemaps are often files in gzip, which is not the same as an answer sent in gzip."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    unzipped = bytearray()
    for piece in unpack(iter((content,)), "gzip", limit):
        unzipped += piece
        if len(unzipped) > limit:
            raise FetchError(f"more than {limit:,} bytes when unpacked; raise max_page_bytes if you need it")
    return bytes(unzipped)


def guarded(source: str, read: Callable[[], Page]) -> Page | Failure:
    """The page that ``read`` gives, or the Failure that says why it gave none."""
    try:
        return read()
    except FetchError as error:
        return failure(public_url(source) if "://" in source else source, str(error), type(error).__name__)


def failure(source: str, reason: str, error: str = "FetchError") -> Failure:
    """A Failure of this stage."""
    return Failure(source=source, stage="fetch", error=error, reason=reason)
