"""URLs found on a page → their pages: each once, on the same host, up to the bound of the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from pipeline.fetch.reader import Reader, failure, guarded
from pipeline.records import Failure, Page

IN_A_ROW = 5
"""So many pages of a site that fail one after the other end its crawl."""


class Listed(NamedTuple):
    """A URL of a list, and since when its page is unchanged (ISO 8601, UTC) if the list says so."""

    url: str
    unchanged_since: str | None = None


def changed_at(text: str) -> str | None:
    """The moment, ISO 8601 in UTC, up to which a page may have changed that was changed at ``text``.

    Args:
        text: a date of a sitemap, RSS or Atom; a day without a time counts to its end.

    Example:
        >>> changed_at("2024-05-01"), changed_at("Wed, 01 May 2024 10:00:00 +0200"), changed_at("lately")
        ('2024-05-02T00:00:00+00:00', '2024-05-01T08:00:00+00:00', None)
    """
    try:
        return _moment(text.strip()).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = parsedate_to_datetime(text)
    if len(text) <= len("2024-05-01"):
        moment += timedelta(days=1)
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def joined(base: str, link: str) -> str:
    """A link of a page as a URL; one that is no URL stays as it is, for the request to fail and say so.

    Example:
        >>> joined("https://example.org/a/", "../b"), joined("https://example.org/", "http://[oops")
        ('https://example.org/b', 'http://[oops')
    """
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def same_host(url: str, other: str) -> bool:
    """Whether two URLs are of one host, ``www.`` aside.

    Example:
        >>> same_host("https://www.example.org/a", "http://example.org/b")
        True
    """
    return _host(url) == _host(other)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # an unfinished IPv6 address
        return ""


def until_broken(source: str, pages: Iterable[Page | Failure]) -> Iterator[Page | Failure]:
    """The pages of a crawl, up to where the site fails page after page: then it is left alone.

    Pages that are gone or forbidden are no sign of a broken site.
    """
    row = 0
    for page in pages:
        yield page
        row = row + 1 if isinstance(page, Failure) and page.error == "FetchError" else 0
        if row == IN_A_ROW:
            yield failure(source, f"{row} pages in a row failed; the rest is left for the next run")
            return


def follow(source: str, listed: Iterable[Listed], reader: Reader) -> Iterator[Page | Failure]:
    """The pages of a list.

    A URL on another host than ``source``, and what lies beyond the bound, is a Failure: nothing is left
    out in silence.

    Args:
        source: the URL of the board, feed or sitemap; its host is the one that is read.
        listed: what it lists, lazily: it is asked for no more than the bound.
        reader: bounds, pace and network.
    """
    return until_broken(source, _follow(source, listed, reader))


def _follow(source: str, listed: Iterable[Listed], reader: Reader) -> Iterator[Page | Failure]:
    seen: set[str] = set()
    for item in listed:
        url = item.url.partition("#")[0]
        if url in seen:
            continue
        if len(seen) == reader.limits.pages:
            yield failure(source, f"stopped after {len(seen)} pages; raise the bound of pages to read on")
            return
        seen.add(url)
        yield _page(source, url, item.unchanged_since, reader)


def _page(source: str, url: str, unchanged_since: str | None, reader: Reader) -> Page | Failure:
    if not same_host(url, source):
        return failure(url, f"it is on another host than {source}; make it a source of its own", "OtherHost")
    return guarded(url, lambda: reader.page(url, unchanged_since=unchanged_since))
