"""Bad weather, on purpose: nothing is lost, nothing doubled, and the last snapshot stays readable.

``python -m benchmarks.drills [SEED]`` runs them over a small made board. The extractor is loaded once and
each run is a fork, so that a kill falls into the work and not into the loading.
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from benchmarks import board
from pipeline import store_threads
from pipeline.gate import Held
from pipeline.run import load_extractor, run
from pipeline.settings import Settings
from pipeline.snapshot import TABLES, verify
from pipeline.store import Store
from pipeline.store_tables import FINDINGS, POSTS, SOURCES

POSTS_OF_BOARD = 120
KILLS = 30


class Weather:
    """A board, and a store and graphs of its own for each drill."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random = folder, random.Random(seed)
        board.write(folder / "board", POSTS_OF_BOARD, seed)
        started = time.perf_counter()
        run(self.settings("calm"))
        self.seconds = time.perf_counter() - started
        self.calm = self.picture("calm")

    def settings(self, name: str, **changes: object) -> Settings:
        """Settings of a drill."""
        home = self.folder / name
        home.mkdir(exist_ok=True)
        given = {"sources": (str(self.folder / "board"),), "name": "g", "offline": True, "key": "k" * 32}
        return Settings(**{**given, "out": home, "store": f"sqlite:///{home}/store.db", **changes})

    def picture(self, name: str) -> str:
        """Hash of what a drill left: rows of the store and tables of the snapshot, without times."""
        settings, digest = self.settings(name), hashlib.sha256()
        verify(settings.out / "g")
        shown = (POSTS.c.id, POSTS.c.record, POSTS.c.gone_at.is_(None))
        with Store(settings.store) as store, store.engine.connect() as connection:
            for wanted in (sa.select(*shown), sa.select(FINDINGS), sa.select(SOURCES)):
                digest.update(repr(sorted(map(tuple, connection.execute(wanted)))).encode())
        for table in TABLES:
            digest.update((settings.out / "g" / f"{table}.jsonl").read_bytes())
        return digest.hexdigest()

    def is_mended(self, name: str) -> bool:
        """Whether the next run leaves what a calm one leaves."""
        run(self.settings(name))
        return self.picture(name) == self.calm


def fork(work: Callable[[], object]) -> int:
    """Do work in a process of its own; return its id."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def killed(weather: Weather) -> str:
    """Runs that are killed at random moments."""
    ended = 0
    for number in range(KILLS):
        name = f"killed{number % 3}"  # three stores, each killed ten times in a row
        child = fork(lambda name=name: run(weather.settings(name)))  # type: ignore[misc]
        time.sleep(weather.random.uniform(0.0, weather.seconds))
        os.kill(child, signal.SIGKILL)
        ended += os.WIFEXITED(os.waitpid(child, 0)[1])
    mended = sum(weather.is_mended(f"killed{number}") for number in range(3))
    return f"{KILLS} kills ({ended} came too late), {mended} of 3 stores equal the calm one"


def two_at_once(weather: Weather) -> str:
    """Two schedulers that start the same run at the same moment."""
    children = [fork(lambda: run(weather.settings("two"))) for _ in range(2)]
    well = sum(os.WEXITSTATUS(os.waitpid(child, 0)[1]) == 0 for child in children)
    return f"{well} of 2 ended well, equal: {weather.picture('two') == weather.calm}"


def full_disk(weather: Weather) -> str:
    """A disk that takes no file larger than a few kilobytes more, while a graph is there."""
    run(weather.settings("full"))
    board.change(weather.folder / "board", 0.05)

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
        run(weather.settings("full"))

    failed = os.WEXITSTATUS(os.waitpid(fork(work), 0)[1])
    verify(weather.settings("full").out / "g")
    run(weather.settings("calm"))
    weather.calm = weather.picture("calm")
    return f"failed: {bool(failed)}, snapshot readable: True, mended: {weather.is_mended('full')}"


def clock(weather: Weather) -> str:
    """A clock that stands in 1999 for one run."""

    def work() -> None:
        store_threads.now = lambda: "1999-12-31T23:59:59+00:00"
        run(weather.settings("clock"))

    os.waitpid(fork(work), 0)
    return f"mended: {weather.is_mended('clock')}"


def garbage(weather: Weather) -> str:
    """A source whose pages hold nothing for a day."""
    run(weather.settings("garbage"))
    pages = {page: page.read_bytes() for page in (weather.folder / "board").iterdir()}
    for page in pages:
        page.write_bytes(b"<html><body><p>Error establishing a database connection</p></body></html>")
    try:
        run(weather.settings("garbage"))
        held = False
    except Held:
        held = True
    for page, content in pages.items():
        page.write_bytes(content)
    return f"held: {held}, mended: {weather.is_mended('garbage')}"


def readers(weather: Weather) -> str:
    """Readers that look while snapshots are published, one after the other."""
    run(weather.settings("read"))
    child = fork(lambda: [run(weather.settings("read", quotes=number % 2 == 0)) for number in range(1, 5)])
    looks = 0
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        verify((weather.settings("read").out / "g").resolve())
        looks += 1
    return f"{looks} looks at whole snapshots, none at a half one"


DRILLS = (killed, two_at_once, full_disk, clock, garbage, readers)


def main(seed: int = 0) -> None:
    """Run all drills, each with its figure."""
    settings = Settings()
    load_extractor(settings.model, settings.profile)
    load_extractor(settings.model, "paper")
    with tempfile.TemporaryDirectory() as folder:
        weather = Weather(Path(folder), seed)
        for drill in DRILLS:
            started = time.perf_counter()
            print(f"{drill.__name__:12} {drill(weather)} ({time.perf_counter() - started:.0f} s)", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
