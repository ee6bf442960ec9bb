"""Threads that a list names: which of them have to be asked for, and where the list may end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import NamedTuple, Protocol
from urllib.parse import urljoin, urlsplit

from pipeline.records import Cursor, Failure

PINNED = 0.5
"""At most this part of the rows of a page may stand above the others because they are pinned."""


class Listed(NamedTuple):
    """A thread that a list names.

    ``mark`` changes when the thread does, where the list says so much; ``changed_at`` is when it did last
    (ISO 8601, UTC). A list whose ``active`` never rises is sorted by last activity.
    """

    url: str
    mark: str | None = None
    changed_at: str | None = None
    active: str | None = None


class Rest(NamedTuple):
    """In place of the rest of a list: all that is there is known to be as it was."""


class Progress(Protocol):
    """How far a source was read by earlier runs."""

    may_stop: bool
    """Whether the last walk through the list came to its end, so that what is unchanged needs no look."""

    def cursor(self, url: str, /) -> Cursor | None:
        """How far a thread is read, if anything of it can be gone on from."""
        ...

    def is_known(self, listed: Listed, /) -> bool:
        """Whether a thread is held just as the list says it is."""
        ...


class NoProgress:
    """Of a source that is read for the first time."""

    may_stop = False

    def cursor(self, url: str, /) -> Cursor | None:
        """Nothing is read."""
        return None

    def is_known(self, listed: Listed, /) -> bool:
        """Nothing is known."""
        return False


def until_known(
    pages: Iterable[list[Listed] | Failure], progress: Progress
) -> Iterator[Listed | Failure | Rest]:
    """The threads of a list, up to a page that is wholly unchanged if the list is sorted by last activity."""
    for page in pages:
        if isinstance(page, Failure):
            yield page
            continue
        yield from page
        if progress.may_stop and is_sorted(page) and all(map(progress.is_known, page)):
            yield Rest()
            return


def is_sorted(page: list[Listed]) -> bool:
    """Whether a page of a list is sorted by last activity; pinned threads may stand above the others.

    Example:
        >>> is_sorted([Listed("pinned", active="2"), Listed("a", active="9"), Listed("b", active="8")])
        True
        >>> is_sorted([Listed("a", active="7"), Listed("b", active="8")])
        False
    """
    known = [listed.active for listed in page]
    if (
        not known
        or None in known
        or len({str(active).split(" ")[0] for active in known if " " in str(active)}) > 1
    ):
        return False
    rises = [place for place, (a, b) in enumerate(pairwise(map(str, known)), start=1) if a < b]
    start = rises[-1] if rises else 0
    return start <= PINNED * len(known) and len(known) - start > 1


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


def elsewhere(listed: Listed, location: str) -> Failure | None:
    """Why a thread is not visited that is on another host than the list."""
    if same_host(listed.url, location):
        return None
    said = f"it is on another host than {location}; make it a source of its own"
    return Failure(source=listed.url, stage="fetch", error="OtherHost", reason=said)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # an unfinished IPv6 address
        return ""
