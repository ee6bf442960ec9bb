from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ParseError
from pipeline.parse import parse
from pipeline.records import Page, Thread

FRAME = "<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"
TOPICS = "".join(
    f'<tr><td><a class="topictitle" href="./viewtopic.php?t={n}">Topic number {n}</a></td></tr>'
    for n in range(9)
)


def read(title: str, body: str) -> Thread:
    return parse(Page(path="p.html", content=FRAME.format(title=title, body=body).encode()))


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        (
            "Just a moment...",
            '<div id="challenge-platform">Checking your browser before accessing b.org</div>',
            "challenge",
        ),
        (
            "Attention Required!",
            '<p class="cf-challenge">Please complete the security check</p>',
            "challenge",
        ),
        (
            "Board - Information",
            '<div id="message"><p>You are not authorised to read this forum.</p></div>',
            "error page",
        ),
        ("Oops!", '<div class="blockMessage">The requested thread could not be found.</div>', "error page"),
        ("404", "<h1>Not Found</h1>", "error page"),
        ("Board", '<div class="blockMessage--error">You must be logged in to do that.</div>', "login wall"),
        ("Login", '<form><input name="user"><input type="password"></form>', "login wall"),
        (
            "Board",
            '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>',
            "script shell",
        ),
        ("Board", "<p>Nothing here yet.</p>", "no posts found"),
    ],
)
def test_page_without_posts_says_why(title: str, body: str, reason: str) -> None:
    thread = read(title, body)
    assert (thread.kind, thread.posts) == ("not_a_thread", ())
    assert (thread.reason or "").startswith(reason)


@pytest.mark.parametrize(
    "told", (Path(__file__).parent / "refusals.tsv").read_text(encoding="utf-8").splitlines()[1:]
)
def test_refusals_are_named_in_many_languages(told: str) -> None:
    _, title, says, reason = told.split("\t")
    thread = read(title, f'<a href="/">Board</a><table class="tborder"><tr><td>{says}</td></tr></table>')
    assert thread.kind == "not_a_thread"
    assert (thread.reason or "").startswith(reason)


def test_listing_of_an_engine_names_its_threads() -> None:
    thread = read("Board", f'<div id="phpbb" class="section-viewforum"><table>{TOPICS}</table></div>')
    assert (thread.kind, thread.engine, len(thread.threads)) == ("listing", "phpbb3", 9)
    assert "9 threads" in (thread.reason or "")


def test_listing_of_an_unknown_engine_is_no_thread() -> None:
    rows = "".join(
        f'<li class="row"><a href="/threads/dry-eyes-number-{n}">Dry eyes number {n}</a> by <a'
        f' class="user">u{n}</a> 2024-03-0{n}</li>'
        for n in range(1, 9)
    )
    thread = read("All threads", f"<ul>{rows}</ul>")
    assert (thread.kind, len(thread.threads)) == ("listing", 8)


def test_index_of_boards_is_a_listing() -> None:
    rows = "".join(
        f'<li class="row"><a class="forumtitle" href="./viewforum.php?f={n}">Board number {n}'
        f" of all</a><p>Here we talk about"
        f" the matter number {n}, with all that belongs to it, in peace.</p> Last post by <a"
        f' class="username">u{n}</a>'
        f" 2024-03-0{n}</li>"
        for n in range(1, 9)
    )
    thread = read("Board index", f'<ul id="phpbb" class="forums">{rows}</ul>')
    assert (thread.kind, thread.posts, thread.reason) == ("listing", (), "listing of 8 boards")


def test_words_of_an_error_in_a_post_do_not_hide_the_thread() -> None:
    posts = "".join(
        f'<div class="row"><b class="user">u{n}</b> <time datetime="2024-03-0{n}">x</time>'
        f"<p>The page was not found, it said"
        f" access denied, and so I asked my doctor about the dose of {n} mg a day.</p></div>"
        for n in range(1, 6)
    )
    assert len(read("404 not found, and dry eyes", posts).posts) == 5


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.json", b'{"post_stream": '),
        ("a.json", b'{"some": "thing"}'),
        ("a.html", b""),
        ("a.html", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_bytes_that_are_not_what_they_claim_are_refused(path: str, content: bytes) -> None:
    with pytest.raises(ParseError):
        parse(Page(path=path, content=content))
