"""The pace of requests to a host, shared by threads and processes."""

from __future__ import annotations

import multiprocessing
import threading
import time
from pathlib import Path

import pytest

from pipeline.errors import FetchError
from pipeline.web_pace import MAX_WAIT, Pace


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(tmp_path: Path, clock: Clock) -> Pace:
    return Pace(tmp_path / "pace", clock, clock.sleep)


def test_keeps_the_interval_of_a_host(pace: Pace, clock: Clock) -> None:
    times = []
    for _ in range(4):
        pace.wait("a.example", 1.5)
        times.append(clock.now)
    assert times == [1000.0, 1001.5, 1003.0, 1004.5]


def test_does_not_hold_up_another_host(pace: Pace, clock: Clock) -> None:
    pace.wait("a.example", 10.0)
    pace.wait("b.example", 10.0)
    assert clock.now == 1000.0


def test_does_not_wait_after_a_pause(pace: Pace, clock: Clock) -> None:
    pace.wait("a.example", 1.0)
    clock.now += 60.0
    pace.wait("a.example", 1.0)
    assert clock.now == 1060.0


def test_gives_no_turn_while_the_host_rests(pace: Pace, clock: Clock) -> None:
    pace.rest("a.example", 30.0)
    pace.wait("a.example", 1.0)
    assert clock.now == 1031.0


def test_leaves_a_host_alone_that_asks_for_an_hour(pace: Pace, clock: Clock) -> None:
    pace.rest("a.example", 3600.0)
    with pytest.raises(FetchError, match="to be left alone for 3601 s"):
        pace.wait("a.example", 1.0)
    assert clock.now == 1000.0


def test_does_not_wait_for_a_clock_that_was_wrong(pace: Pace, clock: Clock) -> None:
    clock.now = 1e9
    pace.wait("a.example", 1.0)
    clock.now = 1000.0
    pace.wait("a.example", 1.0)
    assert clock.now == 1000.0


def test_waits_for_an_interval_longer_than_its_patience(pace: Pace, clock: Clock) -> None:
    for _ in range(2):
        pace.wait("a.example", 2 * MAX_WAIT)
    assert clock.now == 1000.0 + 2 * MAX_WAIT


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\xff" * 99])
def test_survives_a_damaged_file(pace: Pace, clock: Clock, tmp_path: Path, damage: bytes) -> None:
    pace.wait("a.example", 1.0)
    next((tmp_path / "pace").iterdir()).write_bytes(damage)
    pace.wait("a.example", 1.0)
    assert clock.now == 1000.0


def take_turns(folder: Path, turns: int, queue: multiprocessing.Queue[float]) -> None:
    pace = Pace(folder)
    for _ in range(turns):
        pace.wait("a.example", 0.03)
        queue.put(time.time())


@pytest.mark.parametrize("kind", [threading.Thread, multiprocessing.get_context("fork").Process])
def test_is_one_for_all(kind: type[threading.Thread], tmp_path: Path) -> None:
    queue: multiprocessing.Queue[float] = multiprocessing.get_context("fork").Queue()
    workers = [kind(target=take_turns, args=(tmp_path, 5, queue)) for _ in range(3)]
    started = time.time()
    for worker in workers:
        worker.start()
    turns = sorted(queue.get(timeout=20) for _ in range(15))
    for worker in workers:
        worker.join()
    assert all(turn - started >= 0.03 * place for place, turn in enumerate(turns))
