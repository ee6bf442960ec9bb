"""Speed of parsing 200 KB pages of 20 posts, beside BeautifulSoup(lxml) with plain selects in one run."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable

from pipeline.parse import parse
from pipeline.records import Page

POSTS = 20
PAGES = 60
SIZE = 200_000
WORDS = [
    "took",
    "the",
    "drug",
    "for",
    "acne",
    "and",
    "after",
    "two",
    "weeks",
    "my",
    "skin",
    "was",
    "dry",
    "but",
    "mood",
    "fell",
    "while",
    "sleep",
    "got",
    "worse",
    "then",
]
SELECTORS = (
    ".message-name",
    "time[datetime]",
    ".bbWrapper",
    ".message-attribution-opposite a",
    "blockquote",
    "a[href]",
)


def page(seed: int) -> Page:
    """A XenForo page of 20 posts, padded to 200 KB with the sort of markup that surrounds posts."""
    rng = random.Random(seed)
    posts = "".join(_post(rng, number) for number in range(1, POSTS + 1))
    frame = '<li class="row"><a href="/forums/{0}/" data-xf-click="menu"><i class="fa"></i>Forum {0}</a></li>'
    head = '<!DOCTYPE html><html id="XF" lang="en" data-app="public"><head><title>Dry</title>'
    body = f'</head><body><h1 class="p-title-value">Dry eyes</h1><div class="block-body">{posts}</div>'
    filler = "".join(
        frame.format(number) for number in range((SIZE - len(head) - len(body)) // (len(frame) + 5))
    )
    return Page(path=f"{seed}.html", content=f"{head}{body}<ul>{filler}</ul></body></html>".encode())


def _post(rng: random.Random, number: int) -> str:
    texts = ["<p>" + " ".join(rng.choices(WORDS, k=60)) + "</p>" for _ in range(4)]
    quote = '<blockquote class="bbCodeBlock bbCodeBlock--quote" data-quote="ann"><div>said</div></blockquote>'
    side = "".join(
        f'<dl class="pairs"><dt>Field {index}</dt><dd>{rng.random()}</dd></dl>' for index in range(12)
    )
    menu = "".join(
        f'<a class="actionBar-action" data-xf-init="tip" href="/posts/{number}/{index}">x</a>'
        for index in range(12)
    )
    moment = f"2024-03-0{1 + number % 9}T10:00:00+0000"
    return (
        f'<article class="message message--post" data-author="u{number}" data-content="post-{number}">'
        f'<div class="message-user"><h4 class="message-name"><a class="username">u{number}</a>'
        f"</h4>{side}</div>"
        f'<ul class="message-attribution-main"><li><time class="u-dt" datetime="{moment}">x</time></li></ul>'
        f'<ul class="message-attribution-opposite"><li><a href="/posts/{number}">#{number}</a></li></ul>'
        f'<div class="message-body"><div class="bbWrapper">{quote if number % 4 == 0 else ""}{"".join(texts)}'
        f'<a href="https://doi.org/10.1/{number}">paper</a></div></div>'
        f'<div class="bar">{menu}</div></article>'
    )


def plain_selects(one: Page) -> int:
    """The peer: BeautifulSoup on the whole page, selects on each post."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(one.content, "lxml")
    found = (post.select_one(name) for post in soup.select("article.message") for name in SELECTORS)
    return sum(len(node.get_text()) for node in found if node)


def _seconds(work: Callable[[Page], object], pages: list[Page]) -> float:
    start = time.process_time()
    for one in pages:
        work(one)
    return (time.process_time() - start) / len(pages)


def run() -> dict[str, float]:
    """Posts a second on one core, the ratio to the peer, and how much memory 10 times the pages add."""
    pages = [page(seed) for seed in range(PAGES)]
    parse(pages[0])
    plain_selects(pages[0])
    ours = min(_seconds(parse, pages) for _ in range(3))
    peers = min(_seconds(plain_selects, pages[:10]) for _ in range(3))
    before = _peak()
    for _ in range(10):
        _seconds(parse, pages)
    return {
        "page_kb": round(len(pages[0].content) / 1000, 1),
        "posts_per_second": round(POSTS / ours),
        "peer_posts_per_second": round(POSTS / peers),
        "ratio_to_beautifulsoup": round(peers / ours, 2),
        f"memory_growth_mb_over_{10 * PAGES}_pages": round(_peak() - before, 1),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    for name, figure in run().items():
        sys.stdout.write(f"{name}: {figure}\n")
