"""A board followed over days: what a crawl costs, and what a second one costs after so much change.

The site is the test site on loopback (``tests/site``), as Discourse shows it: 500 topics, 20,000 posts. The
peer is a bare httpx client that asks for the very same URLs and keeps nothing.
"""

from __future__ import annotations

import json
import time

import httpx

from pipeline.fetch import Kept, Limits, fetch
from pipeline.records import Page
from pipeline.settings import Settings
from tests.site.board import Board
from tests.site.discourse import Discourse
from tests.site.server import Site

TOPICS = 500
POSTS = 20_000
DAY = {"edited": 0.02, "deleted": 0.005, "new": 0.01}


def crawl(site: Site, cache: dict[str, Kept], recheck_days: float = 7.0) -> tuple[float, list[str]]:
    """Seconds that a crawl took, and the posts it found."""
    site.asked.clear()
    settings = Settings(allow_private=True)
    limits = Limits(interval=0.0, recheck_days=recheck_days)
    started = time.perf_counter()
    pages = list(fetch(f"discourse:{site.url}", settings, limits=limits, cache=cache))
    seconds = time.perf_counter() - started
    topics = [json.loads(page.content) for page in pages if isinstance(page, Page)]
    return seconds, [post["cooked"] for topic in topics for post in topic["post_stream"]["posts"]]


def bare(site: Site) -> float:
    """Seconds that a plain client takes for what the last crawl asked."""
    targets = site.targets()
    started = time.perf_counter()
    with httpx.Client(trust_env=False) as client:
        for target in targets:
            client.get(site.url + target)
    return time.perf_counter() - started


def stale(board: Board, found: list[str]) -> int:
    """How many posts of the board were not found as they are."""
    known = set(found)
    return sum(f"<p>{post.text}</p>" not in known for post in board.shown())


def run() -> dict[str, float]:
    """Requests, seconds and stale posts of four crawls."""
    board = Board(TOPICS, POSTS)
    for post in board.shown():
        post.text = f"{post.text} #{post.id}"
    cache: dict[str, Kept] = {}
    figures: dict[str, float] = {}
    with Site(Discourse(board).answer) as site:
        figures |= measure("full", site, board, cache)
        figures["full_to_bare_httpx"] = figures["full_seconds"] / bare(site)
        figures |= measure("unchanged", site, board, cache)
        board.change(**DAY)
        figures |= measure("after_a_day", site, board, cache)
        figures |= measure("rechecked", site, board, cache, recheck_days=0.0)
    return figures


def measure(
    name: str, site: Site, board: Board, cache: dict[str, Kept], recheck_days: float = 7.0
) -> dict[str, float]:
    """The figures of one crawl."""
    seconds, found = crawl(site, cache, recheck_days)
    sent = sum(asked.status == 200 for asked in site.asked)
    return {
        f"{name}_seconds": seconds,
        f"{name}_requests": len(site.asked),
        f"{name}_answers_with_a_body": sent,
        f"{name}_stale_posts": stale(board, found),
    }


if __name__ == "__main__":
    for figure, value in run().items():
        print(f"{figure:32} {value:10.2f}")
