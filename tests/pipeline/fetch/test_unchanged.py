"""A second crawl costs what has changed, not what there is."""

from __future__ import annotations

import json
from collections import Counter

import httpx
import pytest

from pipeline.fetch import Kept, Limits, fetch
from pipeline.fetch.follow import changed_at
from pipeline.records import Page
from pipeline.settings import Settings
from pipeline.web import Web
from tests.site.board import Board
from tests.site.server import Site


def crawl(site: Site, settings: Settings, cache: dict[str, Kept], recheck_days: float = 7.0) -> list[str]:
    """The posts of a whole Discourse site, as they are now."""
    limits = Limits(interval=0.0, recheck_days=recheck_days)
    site.asked.clear()
    pages = list(fetch(f"discourse:{site.url}", settings, limits=limits, cache=cache))
    topics = [json.loads(page.content) for page in pages if isinstance(page, Page)]
    return sorted(post["cooked"] for topic in topics for post in topic["post_stream"]["posts"])


def shown(board: Board) -> list[str]:
    return sorted(f"<p>{post.text}</p>" for post in board.shown())


class TestDiscourse:
    def test_without_change_asks_for_the_list_alone(
        self, discourse: Site, settings: Settings, board: Board
    ) -> None:
        cache: dict[str, Kept] = {}
        assert crawl(discourse, settings, cache) == crawl(discourse, settings, cache) == shown(board)
        assert [target for target in discourse.targets() if target.startswith("/t/")] == []

    def test_with_new_and_deleted_posts_asks_for_their_topics(
        self, discourse: Site, settings: Settings, board: Board
    ) -> None:
        cache: dict[str, Kept] = {}
        crawl(discourse, settings, cache)
        board.reply(board.topics[3])
        board.topics[5].posts[-1].deleted = True
        assert crawl(discourse, settings, cache) == shown(board)
        assert [target for target in discourse.targets() if target.startswith("/t/")] == [
            "/t/3.json",
            "/t/5.json",
        ]

    def test_finds_edits_when_it_checks_again(
        self, discourse: Site, settings: Settings, board: Board
    ) -> None:
        cache: dict[str, Kept] = {}
        crawl(discourse, settings, cache)
        board.topics[2].posts[0].text = "edited"
        assert crawl(discourse, settings, cache, recheck_days=0.0) == shown(board)
        statuses = Counter(asked.status for asked in discourse.asked if asked.target.startswith("/t/"))
        assert statuses == {304: len(board.topics) - 1, 200: 1}

    def test_forgets_a_topic_that_is_gone(self, discourse: Site, settings: Settings, board: Board) -> None:
        cache: dict[str, Kept] = {}
        crawl(discourse, settings, cache)
        kept = len(cache)
        del board.topics[2]
        list(fetch(f"discourse:{discourse.url}/t/2", settings, limits=Limits(interval=0.0), cache=cache))
        assert len(cache) == kept - 1


class TestSitemap:
    @pytest.mark.parametrize(
        ("lastmod", "asked"),
        [("2001-01-01", 1), ("2999-01-01", 2), ("", 2), ("nonsense", 2), ("2001-01-01T10:00:00Z", 1)],
    )
    def test_dates_spare_requests(self, lastmod: str, asked: int, settings: Settings, limits: Limits) -> None:
        targets: list[str] = []

        def handler(request: httpx.Request) -> httpx.Response:
            targets.append(request.url.path)
            url = f"<url><loc>https://board.example/a</loc><lastmod>{lastmod}</lastmod></url>"
            return httpx.Response(200, text=f"<urlset>{url}</urlset>")

        cache: dict[str, Kept] = {}
        with Web(settings, transport=httpx.MockTransport(handler)) as web:
            for _ in range(2):
                list(fetch("sitemap:https://board.example/s", settings, web, limits=limits, cache=cache))
        assert targets.count("/a") == asked


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-01T10:00:00+02:00", "2024-05-01T08:00:00+00:00"),
        ("2024-05-01T10:00:00.123Z", "2024-05-01T10:00:00+00:00"),
        ("2024-05-01T10:00", "2024-05-01T10:00:00+00:00"),
        ("", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31", None),
    ],
)
def test_dates_of_every_form_are_read(text: str, moment: str | None) -> None:
    assert changed_at(text) == moment
