"""A thread or a board at a URL, from a real server on loopback that misbehaves on demand."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from pipeline.errors import ParseError
from pipeline.fetch import Kept, Limits, fetch
from pipeline.records import Failure, Page, Thread
from pipeline.settings import Settings
from pipeline.web import Web
from tests.site.board import Board
from tests.site.phpbb import PhpBB
from tests.site.server import Site


def one(
    site: Site, settings: Settings, target: str = "/viewtopic.php?t=1", **options: object
) -> Page | Failure:
    options.setdefault("limits", Limits(interval=0.0))
    (found,) = fetch(site.url + target, settings, **options)  # type: ignore[arg-type]
    return found


def reason(found: Page | Failure) -> str:
    assert isinstance(found, Failure)
    return found.reason


class TestThread:
    def test_is_one_page(self, phpbb: Site, settings: Settings) -> None:
        page = one(phpbb, settings)
        assert isinstance(page, Page)
        assert page.path == page.url == f"{phpbb.url}/viewtopic.php?t=1"
        assert (page.media_type, page.charset) == ("text/html", "utf-8")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", page.fetched_at or "")

    def test_that_is_gone_is_told_as_gone(self, phpbb: Site, settings: Settings) -> None:
        found = one(phpbb, settings, "/viewtopic.php?t=999")
        assert isinstance(found, Failure)
        assert (found.error, found.reason[:11]) == ("Gone", "status 404:")

    def test_is_read_after_the_site_was_busy(self, phpbb: Site, settings: Settings) -> None:
        phpbb.faults.busy = {"/viewtopic": 2}
        phpbb.faults.broken = {"/viewtopic": 1}
        assert isinstance(one(phpbb, settings), Page)

    def test_of_a_site_that_stays_busy_is_a_failure(self, phpbb: Site, settings: Settings) -> None:
        phpbb.faults.busy = {"/viewtopic": 99}
        assert "fewer requests" in reason(one(phpbb, settings))

    def test_of_a_site_that_hangs_is_a_failure(self, phpbb: Site) -> None:
        phpbb.faults.hang = {"/viewtopic": 30.0}
        started = time.monotonic()
        found = one(phpbb, Settings(allow_private=True, timeout=0.1))
        assert "no answer in 0.1 s" in reason(found)
        assert time.monotonic() - started < 5

    def test_that_is_cut_off_is_a_failure(self, phpbb: Site, settings: Settings) -> None:
        phpbb.faults.truncate = {"/viewtopic"}
        assert "connection failed" in reason(one(phpbb, settings))

    def test_that_redirects_in_a_circle_is_a_failure(self, phpbb: Site, settings: Settings) -> None:
        phpbb.faults.circle = {"/viewtopic"}
        assert "circle" in reason(one(phpbb, settings))

    def test_that_redirects_to_a_file_is_a_failure(self, phpbb: Site, settings: Settings) -> None:
        phpbb.faults.redirect = {"/viewtopic": "file:///etc/passwd"}
        assert "only http and https" in reason(one(phpbb, settings))

    def test_keeps_what_the_site_says_of_its_charset(self, phpbb: Site, settings: Settings) -> None:
        phpbb.faults.charset = {"/viewtopic": "koi8-r"}
        page = one(phpbb, settings)
        assert isinstance(page, Page)
        assert page.charset == "koi8-r"

    def test_that_is_too_large_is_a_failure(self, phpbb: Site) -> None:
        found = one(phpbb, Settings(allow_private=True, max_page_bytes=100))
        assert "raise max_page_bytes" in reason(found)

    def test_on_a_private_address_is_a_failure_by_default(self, phpbb: Site) -> None:
        assert "set allow_private" in reason(one(phpbb, Settings()))
        assert phpbb.asked == []

    def test_that_robots_txt_forbids_is_told_as_forbidden(self, phpbb: Site, settings: Settings) -> None:
        phpbb.faults.robots = "User-agent: *\nDisallow: /viewtopic.php"
        found = one(phpbb, settings)
        assert isinstance(found, Failure)
        assert found.error == "Forbidden"
        assert phpbb.targets() == ["/robots.txt"]


class TestPace:
    def test_is_never_faster_than_the_interval(self, phpbb: Site, settings: Settings) -> None:
        started = time.monotonic()
        with Web(settings) as web:
            for id in (1, 2, 3):
                one(phpbb, settings, f"/viewtopic.php?t={id}", web=web, limits=Limits(interval=0.1))
        assert [asked.at - started >= 0.1 * n for n, asked in enumerate(phpbb.asked)] == [True] * 4

    def test_obeys_the_crawl_delay(self, phpbb: Site, settings: Settings) -> None:
        phpbb.faults.robots = "User-agent: *\nCrawl-delay: 0.1"
        started = time.monotonic()
        with Web(settings) as web:
            for id in (1, 2):
                one(phpbb, settings, f"/viewtopic.php?t={id}", web=web)
        assert [asked.at - started >= 0.1 * n for n, asked in enumerate(phpbb.asked)] == [True] * 3


class TestKeptPages:
    def test_are_not_sent_again(self, phpbb: Site, settings: Settings) -> None:
        cache: dict[str, Kept] = {}
        pages = [one(phpbb, settings, cache=cache) for _ in range(2)]
        assert pages[0] == pages[1]
        assert [asked.status for asked in phpbb.asked if asked.target != "/robots.txt"] == [200, 304]

    def test_are_replaced_when_they_have_changed(self, phpbb: Site, settings: Settings, board: Board) -> None:
        cache: dict[str, Kept] = {}
        one(phpbb, settings, cache=cache)
        board.topics[1].posts[0].text = "something else entirely"
        page = one(phpbb, settings, cache=cache)
        assert isinstance(page, Page)
        assert b"something else entirely" in page.content
        assert cache[page.path].page == page

    def test_are_read_offline(self, phpbb: Site, settings: Settings) -> None:
        cache: dict[str, Kept] = {}
        page = one(phpbb, settings, cache=cache)
        asked = len(phpbb.asked)
        offline = Settings(allow_private=True, offline=True)
        assert one(phpbb, offline, cache=cache) == page
        assert "leave out --offline" in reason(one(phpbb, offline, "/viewtopic.php?t=2", cache=cache))
        assert len(phpbb.asked) == asked

    def test_hold_no_password(self, phpbb: Site, settings: Settings) -> None:
        cache: dict[str, Kept] = {}
        url = phpbb.url.replace("//", "//ann:pw@") + "/viewtopic.php?t=1&token=t0k"
        list(fetch(url, settings, limits=Limits(interval=0.0), cache=cache))
        assert list(cache) == [f"{phpbb.url}/viewtopic.php?t=1&token=***"]
        assert "pw" not in repr(cache)
        assert "t0k" not in repr(cache)


def reader(page: Page) -> Thread:
    """A reader of the test board's listings, in place of the parsers."""
    text = page.content.decode()
    base = (page.url or "").rpartition("/")[0]
    if "topiclist" not in text:
        return Thread(id="t", path=page.path, kind="thread", engine="test")
    following = re.search(r'href="\./([^"]+)" rel="next"', text)
    return Thread(
        id="f",
        path=page.path,
        kind="listing",
        engine="test",
        threads=tuple(f"{base}/viewtopic.php?t={id}" for id in re.findall(r"viewtopic\.php\?t=(\d+)", text)),
        next_page=f"{base}/{following[1].replace('&amp;', '&')}" if following else None,
    )


class TestBoard:
    def test_gives_every_thread_once(self, phpbb: Site, settings: Settings, limits: Limits) -> None:
        found = list(fetch(f"{phpbb.url}/viewforum.php?f=1", settings, limits=limits, read=reader))
        found_urls = [item.path for item in found if isinstance(item, Page)]
        assert sorted(found_urls) == sorted(f"{phpbb.url}/viewtopic.php?t={id}" for id in range(1, 31))

    def test_is_one_page_where_nobody_can_read_it(
        self, phpbb: Site, settings: Settings, limits: Limits
    ) -> None:
        (page,) = fetch(f"{phpbb.url}/viewforum.php?f=1", settings, limits=limits)
        assert isinstance(page, Page)

    def test_is_one_page_where_it_cannot_be_parsed(
        self, phpbb: Site, settings: Settings, limits: Limits
    ) -> None:
        def broken(page: Page) -> Thread:
            raise ParseError("odd")

        (page,) = fetch(f"{phpbb.url}/viewforum.php?f=1", settings, limits=limits, read=broken)
        assert isinstance(page, Page)

    def test_beyond_the_bound_is_a_failure(self, phpbb: Site, settings: Settings) -> None:
        limits = Limits(pages=3, interval=0.0)
        found = list(fetch(f"{phpbb.url}/viewforum.php?f=1", settings, limits=limits, read=reader))
        assert [type(item) for item in found] == [Page, Page, Failure]
        assert "stopped after 3 requests" in reason(found[-1])

    def test_with_a_page_that_fails_gives_the_rest(
        self, phpbb: Site, settings: Settings, limits: Limits
    ) -> None:
        phpbb.faults.broken = {"/viewforum.php?f=1&start=25": 9}
        found = list(fetch(f"{phpbb.url}/viewforum.php?f=1", settings, limits=limits, read=reader))
        assert [type(item) for item in found] == [Page] * 25 + [Failure]

    def test_does_not_leave_its_host(self, settings: Settings, limits: Limits) -> None:
        def listing(page: Page) -> Thread:
            evil = ("http://169.254.169.254/latest/", "file:///etc/passwd", "http://[oops")
            return Thread(id="f", path=page.path, kind="listing", engine="test", threads=evil)

        with Site(PhpBB(Board(1, 1)).answer) as site:
            found = list(fetch(f"{site.url}/viewforum.php", settings, limits=limits, read=listing))
            assert ["another host" in reason(item) for item in found] == [True] * 3


def test_no_page_is_read_from_this_machine(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "a.html").write_text("secret")
    (found,) = fetch(f"url:file://{tmp_path}/a.html", settings)
    assert "only http and https" in reason(found)


@pytest.mark.parametrize(
    "url", ["https://[bad/", "http://board.example:port/", "https://", "url:", "https://\0/"]
)
def test_a_broken_url_is_a_failure(url: str, settings: Settings) -> None:
    (found,) = fetch(url, settings)
    assert isinstance(found, Failure)
