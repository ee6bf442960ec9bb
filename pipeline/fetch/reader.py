"""What every kind of source reads with: one polite request → one Page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from pipeline.errors import FetchError
from pipeline.fetch.cache import Cache, Kept, conditions
from pipeline.fetch.content import check_text
from pipeline.records import Failure, Page, Thread
from pipeline.settings import Settings
from pipeline.web import Response, Web, public_url
from pipeline.web_unpack import unpack

_REFUSALS: Mapping[int, str] = {
    401: "the site wants a login; give a page that anybody can read",
    403: "the site refuses it to programs or to strangers; ask the site's owner",
    429: "the site asks for fewer requests; run again later",
    451: "the site may not show it for legal reasons",
}


class Gone(FetchError):
    """The page is no longer there, or never was."""


@dataclass(frozen=True)
class Limits:
    """How much of a source is read, and how fast.

    ``pages`` bounds the requests to one source; ``interval`` is the least number of seconds between two
    requests to a host (robots.txt may ask for more). A page that a list of topics, feed or sitemap calls
    unchanged is not asked for, until ``recheck_days`` have passed: lists do not tell of every edit.
    """

    pages: int = 1000
    interval: float = 1.0
    recheck_days: float = 7.0


@dataclass(frozen=True)
class Reader:
    """The means of a source: settings, network, limits, kept pages, and somebody who can read a listing.

    ``read`` turns a page into a thread or listing; only boards need it.
    """

    settings: Settings
    web: Web
    limits: Limits = field(default_factory=Limits)
    cache: Cache | None = None
    read: Callable[[Page], Thread] | None = None

    def page(self, url: str, *, unchanged_since: str | None = None) -> Page:
        """The page at a URL; the kept one if we are offline or the site says that it is unchanged.

        Args:
            url: http or https.
            unchanged_since: the site has said elsewhere that the page has not changed after this time
                (ISO 8601); a page checked since then is taken from the kept ones without asking.

        Raises:
            Gone: the site has no such page.
            FetchError: it could not be had; the message says why.
        """
        kept = self.kept(url)
        if kept is not None and (self.settings.offline or self._is_fresh(kept, unchanged_since)):
            return kept.page
        answer = self.web.get(url, headers=conditions(kept), crawl=self.limits.interval)
        if answer.status == 304 and kept is not None:
            self._keep(replace(kept, checked_at=now()))
            return kept.page
        return self._read(public_url(url), answer)

    def kept(self, url: str) -> Kept | None:
        """What an earlier run kept of a URL."""
        return self.cache.get(public_url(url)) if self.cache is not None else None

    def _is_fresh(self, kept: Kept, unchanged_since: str | None) -> bool:
        if unchanged_since is None or kept.checked_at is None:
            return False
        checked = datetime.fromisoformat(kept.checked_at)
        oldest = datetime.now(UTC) - timedelta(days=self.limits.recheck_days)
        return checked > max(oldest, datetime.fromisoformat(unchanged_since))

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
        FetchError: any other error status.

    Example:
        >>> check_status(410)
        Traceback (most recent call last):
        ...
        pipeline.fetch.reader.Gone: status 410: the page is gone, or its address is misspelt
    """
    if status in (404, 410):
        raise Gone(f"status {status}: the page is gone, or its address is misspelt")
    if status >= 500:
        raise FetchError(f"status {status}: the site has an error; run again later")
    if status >= 300:
        raise FetchError(f"status {status}: {_REFUSALS.get(status, 'the site did not give the page')}")


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
