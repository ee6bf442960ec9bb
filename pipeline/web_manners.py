"""How a crawler behaves: it says who it is, does what robots.txt asks, and comes back when it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import FetchError

if TYPE_CHECKING:
    from protego import Protego

AGENT = "threadgraph"
MAX_DELAY = 60.0  # seconds; a site that wants longer pauses is not read at all


class Forbidden(FetchError):
    """The site does not want programs to read this page."""


def user_agent(contact: str | None) -> str:
    """What we call ourselves to sites, with the operator's contact.

    Example:
        >>> user_agent("ops@example.org").endswith(" (contact: ops@example.org)")
        True
    """
    try:
        release = version("threadgraph")
    except PackageNotFoundError:  # run from a source tree
        release = "0"
    known = " ".join((contact or "none given").encode("ascii", "ignore").decode().split())
    return f"threadgraph/{release} (contact: {known})"


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds that a Retry-After header asks to wait; None if there is none that can be read.

    Args:
        value: the header, seconds or an HTTP date.
        now: seconds since the epoch.

    Source:
        RFC 9110, section 10.2.3.

    Example:
        >>> retry_after("7", 0.0), retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 15.0)
        (7.0, 45.0)
    """
    text = (value or "").strip()
    if text.isascii() and text.replace(".", "", 1).isdigit():  # some servers send fractions
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


class Robots:
    """What the robots.txt of each site allows us; each is asked for once.

    Args:
        read: the status and text of a robots.txt, by URL and least interval; raises FetchError.
    """

    def __init__(self, read: Callable[[str, float], tuple[int, str]]) -> None:
        self._read = read
        self._rules: dict[str, Protego | str] = {}
        self._lock = threading.Lock()

    def delay(self, url: str, least: float = 0.0) -> float:
        """Seconds that are to lie between two requests: what the site wants, and at least ``least``.

        Raises:
            Forbidden: the site forbids this page, or wants longer pauses than `MAX_DELAY`.
            FetchError: the site cannot be reached.
        """
        rules = self._of(url, least)
        if isinstance(rules, str):
            raise FetchError(rules)
        if not rules.can_fetch(url, AGENT):
            raise Forbidden("robots.txt of the site forbids it; ask the site's owner")
        delay = max(least, rules.crawl_delay(AGENT) or 0.0)
        rate = rules.request_rate(AGENT)
        if rate is not None and rate.requests:
            delay = max(delay, rate.seconds / rate.requests)
        if delay > max(MAX_DELAY, least):
            raise Forbidden(f"robots.txt asks for {delay:g} s between requests; ask the site's owner")
        return delay

    def _of(self, url: str, least: float) -> Protego | str:
        """The rules of a site, or why they are not known."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        with self._lock:
            if origin not in self._rules:
                self._rules[origin] = self._load(f"{origin}/robots.txt", least)
            return self._rules[origin]

    def _load(self, url: str, least: float) -> Protego | str:
        """RFC 9309, section 2.3.1: no robots.txt allows all; one that cannot be had forbids all."""
        from protego import Protego

        try:
            status, text = self._read(url, least)
        except FetchError as error:
            return str(error)
        if status >= 500 or status == 429:
            return f"robots.txt of the site cannot be had (status {status}); run again later"
        return Protego.parse(text if status == 200 else "")
