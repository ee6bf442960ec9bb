"""robots.txt, as RFC 9309 has it read."""

from __future__ import annotations

import pytest

from pipeline.errors import FetchError
from pipeline.web_manners import Forbidden, Robots

URL = "https://board.example/t/1"


def robots(text: str, status: int = 200) -> Robots:
    return Robots(lambda url, least: (status, text))


class TestRobots:
    def test_allow_by_default(self) -> None:
        assert robots("").delay(URL) == 0.0

    def test_forbid_by_our_name(self) -> None:
        with pytest.raises(Forbidden):
            robots("User-agent: threadgraph\nDisallow: /t/\n\nUser-agent: *\nAllow: /").delay(URL)

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
    def test_that_the_site_does_not_give_allow(self, status: int) -> None:
        assert robots("User-agent: *\nDisallow: /", status).delay(URL) == 0.0

    def test_are_asked_for_under_the_pace_of_the_crawl(self) -> None:
        asked: list[float] = []
        rules = Robots(lambda url, least: (asked.append(least) or 200, ""))  # type: ignore[func-returns-value]
        assert (rules.delay(URL, 2.0), asked) == (2.0, [2.0])

    @pytest.mark.parametrize("status", [429, 500, 503])
    def test_that_cannot_be_had_forbid(self, status: int) -> None:
        with pytest.raises(FetchError, match="cannot be had"):
            robots("", status).delay(URL)

    def test_of_an_unreachable_site_tell_why(self) -> None:
        def read(url: str, least: float) -> tuple[int, str]:
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
        rules = Robots(lambda url, least: (asked.append(url) or 200, ""))  # type: ignore[func-returns-value]
        for url in (URL, f"{URL}/2", "http://board.example/", "https://ann:pw@board.example/"):
            rules.delay(url)
        assert asked == ["https://board.example/robots.txt", "http://board.example/robots.txt"]

    def test_survive_garbage(self) -> None:
        assert robots("\0\ufffd: : :\nDisallow /x\nUser-agent\n" * 100).delay(URL) == 0.0
