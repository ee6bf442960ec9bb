from __future__ import annotations

from pipeline.parse import parse
from pipeline.records import Page

SELLING = (
    "To Buy Drops Online Visit Our Pharmacy\n\nThe drops work. Ann, a university student, began them in May."
)


def test_page_that_sells_is_promotional_and_says_why() -> None:
    thread = parse(Page(path="p.txt", content=SELLING.encode()))
    assert thread.trust == "promotional"
    assert "invites to buy online" in thread.trust_reasons


def test_board_stays_a_board_whatever_a_post_sells() -> None:
    page = (
        '<html id="XF" data-app="public"><body>'
        '<article class="message message--post" data-author="spam" data-content="post-1">'
        f'<time class="u-dt" datetime="2024-03-01T10:00:00+0000"></time>'
        f'<div class="bbWrapper">{SELLING}</div></article></body></html>'
    )
    assert parse(Page(path="p.html", content=page.encode())).trust == "board"


def test_blog_and_news_by_their_markup() -> None:
    words = "<p>" + "It was a long spring and I kept a diary of every single day of it. " * 5 + "</p>"
    page = (
        "<html><body><article><h1>Dry</h1>{0}</article>"
        '<script type="application/ld+json">{{"@type":"{1}"}}</script></body></html>'
    )
    found = [
        parse(Page(path="p.html", content=page.format(words, kind).encode())).trust
        for kind in ("BlogPosting", "NewsArticle")
    ]
    assert found == ["blog", "news"]


def test_plain_words_are_no_advertisement() -> None:
    thread = parse(
        Page(path="p.txt", content=b"Dry eyes\n\nI bought it online once and my doctor wrote a prescription.")
    )
    assert (thread.trust, thread.trust_reasons) == ("board", ())


def test_shop_page_without_author_is_read_and_promotional() -> None:
    words = "It works within four weeks, say all who tried it, and it is as safe as water for everybody. " * 3
    page = (
        f"<html><body><main><h1>Drops</h1><p>Buy Drops online today. Add to cart.</p>"
        f"<p>{words}</p></main></body></html>"
    )
    thread = parse(Page(path="p.html", content=page.encode()))
    assert (thread.kind, len(thread.posts), thread.trust) == ("thread", 1, "promotional")
