from __future__ import annotations

import pytest

from pipeline.parse import parse
from pipeline.parse.trust import signals
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
    thread = parse(Page(path="p.html", content=page.encode()))
    assert (thread.trust, thread.trust_reasons) == ("board", ("is made by the forum engine xenforo2",))
    assert not thread.posts[0].advert
    linked = page.replace("The drops", '<a href="https://drops.shop/order">The drops</a>')
    (post,) = parse(Page(path="p.html", content=linked.encode())).posts
    assert post.advert == (
        "invites to buy online",
        "sends to its pharmacy",
        "names personas by template",
        "has affiliate or order links",
    )


@pytest.mark.parametrize(
    ("words", "trust"),
    [
        ("10 pills - $29. Visa and Mastercard accepted. Worldwide shipping. Add to basket.", "promotional"),
        ("This post contains affiliate links. Mia, a busy mother, began in May. Order now!", "promotional"),
        ("LONDON (Reuters) - Labels will change, a spokesman told reporters. The agency said so.", "news"),
        ("I used to buy it online without a prescription, as Anna did. Cheap it was not.", "board"),
        ("My doctor, a busy man, said no. Anna, a young doctor, disagreed.", "board"),
    ],
)
def test_source_by_its_words(words: str, trust: str) -> None:
    assert parse(Page(path="p.txt", content=words.encode())).trust == trust


def test_several_people_on_a_plain_page_are_a_board() -> None:
    asked = "Order now? Buy now? I read 'no prescription needed'."
    talk = f"Subject: drops\n\nFrom: Ann\n\n{asked}\n\nFrom: Bo\n\nNo!"
    assert parse(Page(path="p.txt", content=talk.encode())).trust == "board"


def test_each_signal_says_something_of_its_own() -> None:
    rows = [(signal.kind, signal.says) for signal in signals()]
    assert len(set(rows)) == len(rows)


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
