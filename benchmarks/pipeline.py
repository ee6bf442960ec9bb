"""The whole way over made boards: posts per second, memory, share of each step, cost of a second run.

``python -m benchmarks.pipeline POSTS [WORKERS]``. Seconds of CPU stand beside those of the clock, which other
work on the machine stretches. Four runs: first, unchanged, after a change of 1 % of the posts, and (with
WORKERS of 2 or more) first again with one process, which is the peer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks import board


class Cost(NamedTuple):
    """Seconds by the clock and of CPU, peak memory over all processes, and seconds by step."""

    wall: float
    cpu: float
    megabytes: float
    steps: dict[str, float]


def measure(folder: Path, pages: Path, workers: int, store: str) -> Cost:
    """One run as a user starts it, with all its processes."""
    given = {"THREADGRAPH_STORE": f"sqlite:///{folder}/{store}.db", "PREFECT_HOME": str(folder / "prefect")}
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "run", str(pages), "--offline"]
    command += ["--name", store, "--workers", str(workers)]
    env = {"PYTHONPATH": str(Path.cwd()), "PREFECT_LOGGING_LEVEL": "ERROR"} | os.environ | given
    peak, started = [0.0], time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, start_new_session=True
    )
    watcher = threading.Thread(target=watch, args=(process, peak))
    watcher.start()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    watcher.join()
    assert process.returncode == 0, "the run failed"
    manifest = json.loads((folder / "graph_exports" / store / "manifest.json").read_text())
    return Cost(wall, used.ru_utime + used.ru_stime, peak[0], manifest["seconds"])


def watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    """Keep the largest sum of memory of a session's processes; pages that they share count once."""
    while process.returncode is None:
        all_ = (one for one in Path("/proc").iterdir() if one.name.isdecimal())
        peak[0] = max(peak[0], sum(memory(one) for one in all_ if session(one) == process.pid))
        time.sleep(0.5)


def session(process: Path) -> int:
    """Session of a process; 0 if it has ended."""
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, IndexError):
        return 0


def memory(process: Path) -> float:
    """Megabytes of a process."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:")), 0.0)


def main(posts: int = 1000, workers: int = 2) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        board.write(folder / "board", posts)
        first = told("first", measure(folder, folder / "board", workers, "first"), posts)
        size = (folder / "first.db").stat().st_size
        print(f"store {size / posts / 1000:.1f} KB a post")
        told("unchanged", measure(folder, folder / "board", workers, "first"), posts, first)
        board.change(folder / "board", 0.01)
        told("1 % changed", measure(folder, folder / "board", workers, "first"), posts, first)
        if workers > 1:
            told("one process", measure(folder, folder / "board", 1, "alone"), posts, first)


def told(what: str, cost: Cost, posts: int, first: Cost | None = None) -> Cost:
    """Print what a run cost."""
    print(f"{what}: {cost.wall:.1f} s, {cost.cpu:.1f} s of CPU, {posts / cost.wall:.1f} posts/s", end="; ")
    if first:
        print(f"{cost.wall / first.wall:.1%} of the first, {cost.cpu / first.cpu:.1%} of its CPU", end="; ")
    print(f"{cost.megabytes:.0f} MB; { ({step: round(v, 1) for step, v in cost.steps.items()}) }", flush=True)
    return cost


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
