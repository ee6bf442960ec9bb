"""A Discourse site by its API."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from pipeline.fetch import Limits, fetch
from pipeline.records import Failure, Page
from pipeline.settings import Settings
from tests.site.board import Board
from tests.site.discourse import Discourse
from tests.site.server import Site


def read(source: str, settings: Settings, **limits: Any) -> list[Page | Failure]:
    return list(fetch(f"discourse:{source}", settings, limits=Limits(interval=0.0, **limits)))


def posts(found: list[Page | Failure]) -> list[int]:
    assert [item for item in found if isinstance(item, Failure)] == []
    topics = [json.loads(page.content) for page in found if isinstance(page, Page)]
    return [post["id"] for topic in topics for post in topic["post_stream"]["posts"]]


def long_topic(posts: int = 95) -> Board:
    board = Board(topics=1, posts=posts)
    for number in (7, 33, 60):
        board.topics[1].posts[number].deleted = True
    return board


@pytest.mark.parametrize(
    "target", ["/t/1", "/t/1.json", "/t/a-slug/1", "/t/a-slug/1/40", "/t/2024-review/1?page=3"]
)
def test_a_topic_is_read_whole_from_any_of_its_addresses(target: str, settings: Settings) -> None:
    board = long_topic()
    with Site(Discourse(board).answer) as site:
        assert posts(read(site.url + target, settings)) == [post.id for post in board.topics[1].shown()]


def test_every_page_is_a_topic_of_the_same_address(settings: Settings) -> None:
    with Site(Discourse(long_topic()).answer) as site:
        pages = [item for item in read(f"{site.url}/t/1", settings) if isinstance(item, Page)]
        assert {page.path for page in pages} == {f"{site.url}/t/1.json"}
        assert {json.loads(page.content)["title"] for page in pages} == {
            json.loads(pages[0].content)["title"]
        }


def test_a_topic_costs_a_request_for_each_twenty_posts(settings: Settings) -> None:
    with Site(Discourse(long_topic()).answer) as site:
        read(f"{site.url}/t/1", settings)
        assert len(site.targets()) == 1 + 5


def test_a_topic_without_a_stream_is_read_by_page_numbers(settings: Settings) -> None:
    board = long_topic()
    with Site(Discourse(board, mega=50).answer) as site:
        assert posts(read(f"{site.url}/t/1", settings)) == [post.id for post in board.topics[1].shown()]


def test_a_topic_beyond_the_bound_ends_in_a_failure(settings: Settings) -> None:
    with Site(Discourse(long_topic(), mega=50).answer) as site:
        found = read(f"{site.url}/t/1", settings, pages=2)
        assert [type(item) for item in found] == [Page, Page, Failure]


def test_a_chunk_that_fails_leaves_the_others(settings: Settings) -> None:
    with Site(Discourse(long_topic()).answer) as site:
        site.faults.broken = {"/t/1/posts.json": 4}
        found = read(f"{site.url}/t/1", settings)
        assert Counter(type(item) for item in found) == {Page: 4, Failure: 1}


def test_a_missing_topic_is_gone(discourse: Site, settings: Settings) -> None:
    (found,) = read(f"{discourse.url}/t/999", settings)
    assert isinstance(found, Failure)
    assert found.error == "Gone"


@pytest.mark.parametrize("target", ["", "/", "/c/all/1"])
def test_a_site_or_category_gives_every_post_once(
    target: str, discourse: Site, settings: Settings, board: Board
) -> None:
    assert sorted(posts(read(discourse.url + target, settings))) == sorted(post.id for post in board.shown())


def test_a_list_of_topics_that_fails_is_told(settings: Settings, board: Board) -> None:
    with Site(Discourse(board, per_list=10).answer) as site:
        site.faults.broken = {"/latest.json?no_definitions=true&page=1": 9}
        found = read(site.url, settings)
        failed = [item.source for item in found if isinstance(item, Failure)]
        assert failed == [f"{site.url}/latest.json?no_definitions=true&page=1"]
        assert len({item.path for item in found if isinstance(item, Page)}) == 10


@pytest.mark.parametrize("body", ["<html>", "[]", "{}", '{"topic_list": 3}', "[" * 100_000])
def test_a_site_that_is_no_discourse_is_told(body: str, settings: Settings) -> None:
    with Site(lambda target: ("text/html", body)) as site:
        (found,) = read(site.url, settings)
        assert isinstance(found, Failure)


@pytest.mark.parametrize("body", ["<html>", "{}", '{"post_stream": [3]}'])
def test_an_odd_topic_is_left_to_the_parser(body: str, settings: Settings) -> None:
    with Site(lambda target: ("application/json", body)) as site:
        found = read(f"{site.url}/t/1", settings)
        assert isinstance(found[0], Page)
        assert found[0].content == body.encode()


def test_a_broken_address_is_a_failure(settings: Settings) -> None:
    (found,) = read("https://[oops/c/all/1", settings)
    assert isinstance(found, Failure)


def test_odd_posts_are_left_to_the_parser(settings: Settings) -> None:
    body = '{"id": 1, "post_stream": {"posts": [3, {}, {"id": "x"}], "stream": "x"}}'
    with Site(lambda target: ("application/json", body)) as site:
        (page,) = read(f"{site.url}/t/1", settings)
        assert isinstance(page, Page)
        assert json.loads(page.content)["post_stream"]["posts"] == [3, {}, {"id": "x"}]
