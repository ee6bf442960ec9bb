"""robots.txt and the pace of requests."""

from __future__ import annotations

import threading

import pytest

from pipeline.errors import FetchError
from pipeline.web_manners import Forbidden, Pace, Robots

URL = "https://board.example/t/1"


def robots(text: str, status: int = 200) -> Robots:
    return Robots(lambda url: (status, text))


class TestRobots:
    def test_allow_by_default(self) -> None:
        assert robots("").delay(URL) == 0.0

    def test_forbid_by_our_name(self) -> None:
        with pytest.raises(Forbidden):
            robots("User-agent: threadgraph\nDisallow: /t/\n\nUser-agent: *\nAllow: /").delay(URL)

    def test_of_a_missing_file_allow(self) -> None:
        assert robots("User-agent: *\nDisallow: /", 404).delay(URL) == 0.0

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_that_cannot_be_had_forbid(self, status: int) -> None:
        with pytest.raises(FetchError, match="cannot be had"):
            robots("", status).delay(URL)

    def test_of_an_unreachable_site_tell_why(self) -> None:
        def read(url: str) -> tuple[int, str]:
            raise FetchError("no host 'board.example'")

        with pytest.raises(FetchError, match=r"no host 'board\.example'"):
            Robots(read).delay(URL)

    @pytest.mark.parametrize(
        ("text", "seconds"),
        [
            ("Crawl-delay: 2.5", 2.5),
            ("Request-rate: 1/10", 10.0),
            ("Crawl-delay: 1\nRequest-rate: 1/10", 10.0),
        ],
    )
    def test_set_the_delay(self, text: str, seconds: float) -> None:
        assert robots(f"User-agent: *\n{text}").delay(URL) == seconds

    def test_with_an_endless_delay_forbid(self) -> None:
        with pytest.raises(Forbidden, match="86400 s"):
            robots("User-agent: *\nCrawl-delay: 86400").delay(URL)

    def test_are_asked_once_a_site(self) -> None:
        asked: list[str] = []
        rules = Robots(lambda url: (asked.append(url) or 200, ""))  # type: ignore[func-returns-value]
        for url in (URL, f"{URL}/2", "http://board.example/", "https://ann:pw@board.example/"):
            rules.delay(url)
        assert asked == ["https://board.example/robots.txt", "http://board.example/robots.txt"]

    def test_survive_garbage(self) -> None:
        assert robots("\0\ufffd: : :\nDisallow /x\nUser-agent\n" * 100).delay(URL) == 0.0


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class TestPace:
    def test_keeps_the_interval_of_a_host(self) -> None:
        clock, times = Clock(), []
        pace = Pace(clock, clock.sleep)
        for _ in range(4):
            pace.wait("a.example", 1.5)
            times.append(clock.now)
        assert times == [0.0, 1.5, 3.0, 4.5]

    def test_does_not_hold_up_another_host(self) -> None:
        clock = Clock()
        pace = Pace(clock, clock.sleep)
        pace.wait("a.example", 10.0)
        pace.wait("b.example", 10.0)
        assert clock.now == 0.0

    def test_does_not_wait_after_a_pause(self) -> None:
        clock = Clock()
        pace = Pace(clock, clock.sleep)
        pace.wait("a.example", 1.0)
        clock.now = 60.0
        pace.wait("a.example", 1.0)
        assert clock.now == 60.0

    def test_queues_threads_up(self) -> None:
        waits: list[float] = []
        pace = Pace(lambda: 0.0, waits.append)
        threads = [threading.Thread(target=pace.wait, args=("a.example", 1.0)) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(waits) == [1.0, 2.0, 3.0, 4.0]
