"""Every theme of ``themes`` in several languages: each field of each post, also without engine readers."""

from __future__ import annotations

from functools import cache

import pytest

from pipeline.parse.read import parse_page
from pipeline.records import Post, Thread
from tests.pipeline.parse.board import LINK, TEXTS, Said, Theme, page, pages, quoted, said

PAGES = list(pages())
IDS = [f"{theme.name}-{lang}" for theme, lang in PAGES]
each_page = pytest.mark.parametrize(("theme", "lang"), PAGES, ids=IDS)


@cache
def read(name: str, lang: str, engines: bool = True) -> Thread:
    theme = next(theme for theme, _ in PAGES if theme.name == name)
    return parse_page(page(theme, lang)[0], engines)


def pairs(theme: Theme, lang: str, engines: bool = True) -> list[tuple[Post, Said]]:
    return list(zip(read(theme.name, lang, engines).posts, said(lang), strict=True))


def moment(when: str | None, theme: Theme) -> str:
    return (when or "")[: 10 if "time" in theme.lacks else 16]


@each_page
def test_posts_authors_and_dates(theme: Theme, lang: str) -> None:
    posts = [(post.author, moment(post.created_at, theme)) for post in read(theme.name, lang).posts]
    expected = [(one.author, "" if "date" in theme.lacks else moment(one.iso, theme)) for one in said(lang)]
    assert posts == expected


@each_page
def test_own_words(theme: Theme, lang: str) -> None:
    assert [" ".join(post.text.split()) for post, _ in pairs(theme, lang)] == [one.text for one in said(lang)]


@each_page
def test_links_lie_on_their_anchor(theme: Theme, lang: str) -> None:
    post = read(theme.name, lang).posts[1]
    anchor = TEXTS[lang][2].split("*")[1]
    assert (LINK, anchor) in [(link.url, post.text[link.start : link.end]) for link in post.links]


@pytest.mark.parametrize(
    ("theme", "lang"),
    [one for one in PAGES if "quote" not in one[0].lacks],
    ids=lambda one: getattr(one, "name", one),
)
def test_quotes_are_apart_and_attributed(theme: Theme, lang: str) -> None:
    expected = [(one.quote.author, quoted(one.quote)) for one in said(lang) if one.quote]
    found = [quote for post in read(theme.name, lang).posts for quote in post.quotes]
    assert [(quote.author, quote.text) for quote in found] == expected


@each_page
def test_engine_title_and_next_page(theme: Theme, lang: str) -> None:
    thread = read(theme.name, lang)
    title = None if "title" in theme.lacks else TEXTS[lang][0]
    assert (thread.engine, thread.title, thread.next_page) == (
        theme.engine,
        title or thread.title,
        page(theme, lang)[1],
    )


@pytest.mark.parametrize(
    ("theme", "lang"),
    [one for one in PAGES if "number" not in one[0].lacks],
    ids=lambda one: getattr(one, "name", one),
)
def test_numbers(theme: Theme, lang: str) -> None:
    assert [post.number for post, _ in pairs(theme, lang)] == [str(one.number) for one in said(lang)]


@pytest.mark.parametrize(
    ("theme", "lang"),
    [one for one in PAGES if "structure" not in one[0].lacks],
    ids=lambda one: getattr(one, "name", one),
)
def test_unknown_make_is_read_by_its_structure(theme: Theme, lang: str) -> None:
    posts = [
        (post.author, moment(post.created_at, theme)[:10]) for post in read(theme.name, lang, False).posts
    ]
    expected = [(one.author, "" if "date" in theme.lacks else one.iso[:10]) for one in said(lang)]
    assert posts == expected
