"""How a crawler behaves: robots.txt, and a pace for each host.

The state hangs on one `pipeline.web.Web`: whatever shares the client shares the pace.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import FetchError

if TYPE_CHECKING:
    from protego import Protego

AGENT = "threadgraph"
MAX_DELAY = 60.0  # seconds; a site that wants longer pauses is not read at all


class Forbidden(FetchError):
    """The site does not want programs to read this page."""


class Pace:
    """Lets requests to one host pass only at intervals; threads that share it queue up.

    Args:
        clock: seconds, monotonic.
        sleep: waits for seconds.

    Example:
        >>> waits = []
        >>> pace = Pace(clock=lambda: 100.0, sleep=waits.append)
        >>> for _ in range(3):
        ...     pace.wait("example.org", 2.0)
        >>> waits
        [2.0, 4.0]
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._last: dict[str, float] = {}

    def wait(self, host: str, interval: float) -> None:
        """Return when ``interval`` seconds have passed since the last turn of this host."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._last.get(host, now - interval) + interval)
            self._last[host] = turn
        if turn > now:
            self._sleep(turn - now)


class Robots:
    """What the robots.txt of each site allows us; each is asked for once.

    Args:
        read: the status and text of a robots.txt, by URL; raises FetchError.
    """

    def __init__(self, read: Callable[[str], tuple[int, str]]) -> None:
        self._read = read
        self._rules: dict[str, Protego | str] = {}
        self._lock = threading.Lock()

    def delay(self, url: str) -> float:
        """Seconds that the site wants between two requests.

        Raises:
            Forbidden: the site forbids this page, or wants longer pauses than `MAX_DELAY`.
            FetchError: the site cannot be reached.
        """
        rules = self._of(url)
        if isinstance(rules, str):
            raise FetchError(rules)
        if not rules.can_fetch(url, AGENT):
            raise Forbidden("robots.txt of the site forbids it; ask the site's owner")
        delay = rules.crawl_delay(AGENT) or 0.0
        rate = rules.request_rate(AGENT)
        if rate is not None and rate.requests:
            delay = max(delay, rate.seconds / rate.requests)
        if delay > MAX_DELAY:
            raise Forbidden(f"robots.txt asks for {delay:g} s between requests; ask the site's owner")
        return delay

    def _of(self, url: str) -> Protego | str:
        """The rules of a site, or why they are not known."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        with self._lock:
            if origin not in self._rules:
                self._rules[origin] = self._load(f"{origin}/robots.txt")
            return self._rules[origin]

    def _load(self, url: str) -> Protego | str:
        """RFC 9309, section 2.3.1: no robots.txt allows all; one that cannot be had forbids all."""
        from protego import Protego

        try:
            status, text = self._read(url)
        except FetchError as error:
            return str(error)
        if status >= 500 or status == 429:
            return f"robots.txt of the site cannot be had (status {status}); run again later"
        return Protego.parse(text if status == 200 else "")
