"""A board followed over days, killed and doubled: what a crawl costs, and whether anything is lost.

The sites are the test sites on loopback (``tests/site``), as Discourse and as phpBB show them: 500 topics,
20,000 posts. Runs are processes of their own, so that they can be killed. The peer is a bare httpx client
that asks for the very same URLs and keeps nothing.

``python -m benchmarks.crawl [TOPICS POSTS]``
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from tests.site.board import Board
from tests.site.follower import ENGINES, Follower, numbered, shown
from tests.site.server import Site

TOPICS, POSTS = 500, 20_000
DAY = {"edited": 0.02, "deleted": 0.005, "new": 0.01}
KILLS = 20
PER_SECOND = 20
"""Requests that two runs at once may make together in any second."""


@dataclass
class Drill:
    """One engine's site, and the figures that come out of it."""

    engine: str
    board: Board
    site: Site
    folder: Path
    figures: dict[str, float] = field(default_factory=dict)

    def follower(self, name: str, **limits: float) -> Follower:
        """Somebody with a store of their own."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return Follower(self.engine, self.site, folder, dict(limits))

    def start(self, follower: Follower) -> subprocess.Popen[bytes]:
        """A run in a process of its own."""
        arguments = [self.engine, self.site.url, str(follower.folder), json.dumps(follower.limits)]
        command = [sys.executable, "-m", "tests.site.run", *arguments]
        return subprocess.Popen(command)  # noqa: S603 - this project's own module

    def measure(self, name: str, follower: Follower) -> None:
        """A run to its end: seconds, requests, and posts that are not as the site shows them."""
        before, started = len(self.site.asked), time.perf_counter()
        if self.start(follower).wait():
            raise RuntimeError(f"the run {name!r} failed")
        self.figures[f"{name}_seconds"] = time.perf_counter() - started
        self.figures[f"{name}_requests"] = len(self.site.asked) - before
        self.figures[f"{name}_stale_posts"] = len(set(shown(self.board)) ^ set(follower.texts()))

    def kill_and_resume(self, name: str, follower: Follower, requests: int, undisturbed: Follower) -> None:
        """Runs that are killed after random numbers of requests, then one to its end."""
        for _ in range(KILLS):
            target = len(self.site.asked) + random.randint(1, max(2, 2 * requests // KILLS))
            process = self.start(follower)
            while len(self.site.asked) < target and process.poll() is None:
                time.sleep(0.001)
            process.kill()
            process.wait()
        self.start(follower).wait()
        self.figures[f"{name}_store_is_equal"] = follower.state() == undisturbed.state()

    def two_at_once(self, undisturbed: Follower) -> None:
        """Two runs over one store at the same time, under one pace."""
        follower = self.follower("two", interval=1 / PER_SECOND)
        before = len(self.site.asked)
        runs = [self.start(follower) for _ in range(2)]
        for run in runs:
            run.wait()
        times = [asked.at for asked in self.site.asked[before:]]
        self.figures["two_runs_most_requests_in_a_second"] = busiest_second(times)
        self.figures["two_runs_store_is_equal"] = follower.state() == undisturbed.state()

    def bare(self, targets: list[str]) -> float:
        """Seconds that a plain client takes for the same."""
        started = time.perf_counter()
        with httpx.Client(trust_env=False, base_url=self.site.url) as client:
            for target in targets:
                client.get(target)
        return time.perf_counter() - started

    def run(self) -> dict[str, float]:
        """A full crawl, an unchanged one, a day's changes, kills, two at once, and a look at everything."""
        follower = self.follower("undisturbed")
        self.measure("full", follower)
        targets = [asked.target for asked in self.site.asked]
        self.figures["full_to_bare_httpx"] = self.figures["full_seconds"] / self.bare(targets)
        killed = self.follower("killed")
        self.kill_and_resume("killed", killed, len(targets), follower)
        self.two_at_once(follower)
        self.measure("unchanged", follower)
        self.board.change(**DAY)
        self.measure("after_a_day", follower)
        self.kill_and_resume("day_killed", killed, int(self.figures["after_a_day_requests"]), follower)
        self.measure("rechecked", replace(follower, limits={"recheck_days": 0.0}))
        return self.figures


def busiest_second(times: list[float]) -> int:
    """The most requests in any second."""
    times = sorted(times)
    most, start = 0, 0
    for place, at in enumerate(times):
        while at - times[start] >= 1.0:
            start += 1
        most = max(most, place - start + 1)
    return most


@contextmanager
def drill(engine: str, topics: int, posts: int) -> Iterator[Drill]:
    """A site of its own, and a pace of its own."""
    board = numbered(topics, posts)
    with tempfile.TemporaryDirectory() as folder, Site(ENGINES[engine](board).answer) as site:
        os.environ["THREADGRAPH_PACE_FOLDER"] = f"{folder}/pace"
        yield Drill(engine, board, site, Path(folder))


def main(topics: int = TOPICS, posts: int = POSTS) -> None:
    """Print the figures of each engine."""
    for engine in sorted(ENGINES):
        with drill(engine, topics, posts) as one:
            for figure, value in one.run().items():
                print(f"{engine:10} {figure:36} {value:10.2f}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
