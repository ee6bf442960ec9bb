from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.parse.read import parse_page
from pipeline.records import Page

PAGES = Path(__file__).parent / "pages"
ENGINES = (
    "discourse",
    "fluxbb",
    "invision5",
    "mwforum1",
    "smf1",
    "ubb",
    "vbulletin3",
    "woltlab",
    "xenforo1",
    "xenforo2",
)


@pytest.mark.parametrize("engine", ENGINES)
def test_unknown_make_is_read_by_its_structure(engine: str) -> None:
    thread = parse_page(Page(path=engine, content=(PAGES / f"{engine}.html").read_bytes()), engines=False)
    assert [post.author for post in thread.posts] == ["Ann", "Bob", "Cleo D."]
    assert [(post.created_at or "")[:10] for post in thread.posts] == [
        "2024-03-01",
        "2024-03-02",
        "2024-03-03",
    ]


def test_microdata_that_marks_every_post_is_believed() -> None:
    replies = "".join(
        f'<div itemprop="comment" itemscope itemtype="https://schema.org/Comment">'
        f'<span itemprop="author"><span itemprop="name">u{n}'
        f'</span></span><meta itemprop="dateCreated" content="2024-03-0{n}">'
        f'<p itemprop="text">Words number {n}.</p></div>'
        for n in (2, 3)
    )
    opener = (
        '<div itemscope itemtype="https://schema.org/DiscussionForumPosting">'
        '<h1 itemprop="headline">Dry</h1><span itemprop="author">'
        '<span itemprop="name">u1</span></span>'
        '<meta itemprop="dateCreated" content="2024-03-01"><p itemprop="text">Why so dry?</p>'
    )
    thread = parse_page(
        Page(path="x.html", content=f"<html><body>{opener}{replies}</div></body></html>".encode())
    )
    assert [(post.author, post.text) for post in thread.posts] == [
        ("u1", "Why so dry?"), ("u2", "Words number 2."), ("u3", "Words number 3."),
    ]  # fmt: skip


def test_rows_that_follow_each_other_make_posts() -> None:
    rows = "".join(
        f'<tr id="m{n}01"><td><a href="/profile/u{n}">u{n}</a> 2024-03-0{n}</td></tr><tr>'
        f"<td>Post number {n} with a good many words"
        " of its own, as people write them when they have something to tell.</td></tr>"
        for n in range(1, 5)
    )
    thread = parse_page(
        Page(path="x.html", content=f"<html><body><table>{rows}</table></body></html>".encode())
    )
    assert [(post.author, post.created_at) for post in thread.posts] == [
        (f"u{n}", f"2024-03-0{n}") for n in range(1, 5)
    ]
    assert thread.posts[0].text.startswith("Post number 1 with")
