"""The pace of requests to a host: one for all threads and all runs of this user on this machine.

The next turn of a host stands in a file of its own, and whoever waits for a turn holds a lock on that file
(flock(2)); the system lets go of it when a run is killed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import FetchError

MAX_WAIT = 120.0
"""Seconds; a site that asks for more patience is left alone for this run."""
LONGEST = 86_400.0
"""Seconds; a turn that is further off is of a clock that was wrong."""


class Pace:
    """Lets requests to one host pass only at intervals; all who share the folder queue up.

    Args:
        folder: made when it is needed, for this user alone.
        clock: seconds since the epoch.
        sleep: waits for seconds.

    Example:
        >>> import tempfile
        >>> waits = []
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     pace = Pace(Path(folder), clock=lambda: 100.0, sleep=waits.append)
        ...     for _ in range(3):
        ...         pace.wait("example.org", 2.0)
        >>> waits
        [2.0, 2.0]
    """

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._sleep = sleep

    def wait(self, host: str, interval: float) -> None:
        """Return when ``interval`` seconds have passed since the last turn of this host.

        Raises:
            FetchError: the host has asked to be left alone for longer than `MAX_WAIT`.
        """
        with self._last(host) as file:
            now = self._clock()
            wait = _read(file) + interval - now
            if max(MAX_WAIT, interval) < wait < LONGEST:
                raise FetchError(f"{host} asks to be left alone for {wait:.0f} s; run again later")
            if 0 < wait < LONGEST:
                self._sleep(wait)
            _write(file, max(now, self._clock()))

    def rest(self, host: str, seconds: float) -> None:
        """Give nobody a turn for some seconds: the host has asked for it."""
        with self._last(host) as file:
            _write(file, max(_read(file), self._clock() + min(seconds, LONGEST)))

    @contextmanager
    def _last(self, host: str) -> Iterator[int]:
        """The file with the last turn of a host, held by nobody else."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = hashlib.sha256(host.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        file = os.open(self._folder / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)


def _read(file: int) -> float:
    try:
        return float(os.pread(file, 32, 0))
    except ValueError:  # a new file
        return 0.0


def _write(file: int, moment: float) -> None:
    os.pwrite(file, f"{moment:<31.6f}\n".encode(), 0)
