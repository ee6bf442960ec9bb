from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.parse import ENGINES, parse, to_json
from pipeline.records import Page, Thread
from tests.pipeline.parse.board import themes

PAGES = Path(__file__).parent / "pages"
TITLE = "Dry eyes after two months"
NO_THREADS = {"feed", "pipermail"}
OTHER_AUTHORS = {
    "article": ("Ann",),
    "hackernews": ("Op", "Ann", "Bob", "Cleo D."),
    "lobsters": ("op", "Ann", "Bob", "Cleo D."),
}
WITHOUT_QUOTES = {
    "hackernews",
    "healthunlocked",
    "medhelp",
    "stackexchange",
    "wordpress",
    "blogger",
    "article",
}
ANONYMOUS_QUOTES = {"flarum", "lobsters", "reddit", "mwforum", "mwforum1"}
WITH_NEXT = {
    "discourse",
    "phpbb3",
    "phpbb2",
    "xenforo2",
    "xenforo1",
    "vbulletin4",
    "vbulletin3",
    "vbulletin2",
    "smf2",
    "smf1",
    "mybb",
    "fluxbb",
    "invision5",
    "invision4",
    "vanilla",
    "flarum",
    "nodebb",
    "woltlab",
    "bbpress",
    "insided",
    "phorum",
    "jforum",
    "fora",
    "tapatalk",
    "steam",
    "reddit",
}
WITH_PAGE = sorted({path.stem for path in PAGES.iterdir()} & set(ENGINES))
THREADS = sorted(set(WITH_PAGE) - NO_THREADS)


def page_of(engine: str) -> Page:
    found = sorted(PAGES.glob(f"{engine}.*"))
    return Page(path=str(found[0].name), content=found[0].read_bytes())


@pytest.fixture(scope="module")
def threads() -> dict[str, Thread]:
    return {engine: parse(page_of(engine)) for engine in WITH_PAGE}


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_every_engine_has_a_page_or_a_theme(engine: str) -> None:
    assert engine in WITH_PAGE or engine in {theme.engine for theme in themes()}


@pytest.mark.parametrize("engine", WITH_PAGE)
def test_engine_is_detected(engine: str, threads: dict[str, Thread]) -> None:
    assert threads[engine].engine == engine


@pytest.mark.parametrize("engine", THREADS)
def test_authors_in_page_order(engine: str, threads: dict[str, Thread]) -> None:
    authors = tuple(post.author for post in threads[engine].posts)
    assert authors == OTHER_AUTHORS.get(engine, ("Ann", "Bob", "Cleo D."))


@pytest.mark.parametrize("engine", THREADS)
def test_dates_are_iso(engine: str, threads: dict[str, Thread]) -> None:
    dates = [
        (post.created_at or "")[:10] for post in threads[engine].posts if post.author not in ("Op", "op")
    ]
    assert dates == [f"2024-03-0{day}" for day in range(1, len(dates) + 1)]


@pytest.mark.parametrize("engine", THREADS)
def test_title(engine: str, threads: dict[str, Thread]) -> None:
    assert threads[engine].title == TITLE


@pytest.mark.parametrize("engine", sorted(set(THREADS) - {"article"}))
def test_own_words_only(engine: str, threads: dict[str, Thread]) -> None:
    words = [post.text.split("That is")[0].strip() for post in threads[engine].posts[-2:]]
    assert words == ["My eyes stayed dry.", "It went away, mostly."]


@pytest.mark.parametrize("engine", sorted(set(THREADS) - WITHOUT_QUOTES))
def test_quotes_are_apart_and_attributed(engine: str, threads: dict[str, Thread]) -> None:
    quote = threads[engine].posts[-2].quotes[0]
    author = None if engine in ANONYMOUS_QUOTES else "Ann"
    assert (quote.text, quote.author, len(threads[engine].posts[-2].quotes)) == (
        "took it for two months",
        author,
        1,
    )


@pytest.mark.parametrize("engine", THREADS)
def test_links_lie_on_their_anchor(engine: str, threads: dict[str, Thread]) -> None:
    spots = [
        (link.url, post.text[link.start : link.end]) for post in threads[engine].posts for link in post.links
    ]
    anchor = "https://doi.org/10.1000/xyz" if engine == "text" else "the paper"
    assert ("https://doi.org/10.1000/xyz", anchor) in spots


@pytest.mark.parametrize("engine", THREADS)
def test_next_page(engine: str, threads: dict[str, Thread]) -> None:
    assert (threads[engine].next_page is not None) == (engine in WITH_NEXT)


@pytest.mark.parametrize("engine", THREADS)
def test_post_ids_are_distinct(engine: str, threads: dict[str, Thread]) -> None:
    ids = [post.id for post in threads[engine].posts]
    assert len(set(ids)) == len(ids)


def test_letter_of_a_mailing_list(threads: dict[str, Thread]) -> None:
    (post,) = threads["pipermail"].posts
    assert (post.author, post.created_at, post.text) == (
        "Ann",
        "2024-03-01T10:00:00+00:00",
        "My eyes stayed dry.",
    )
    assert [(quote.author, quote.text) for quote in post.quotes] == [("Bob", "took it for two months")]
    assert (threads["pipermail"].title, threads["pipermail"].next_page) == (TITLE, None)


def test_feed_is_a_listing(threads: dict[str, Thread]) -> None:
    assert threads["feed"].kind == "listing"
    assert threads["feed"].threads == (
        "https://board.example/threads/one.1/",
        "https://board.example/threads/two.2/",
    )


def test_json_line_has_the_fields_of_the_contract(threads: dict[str, Thread]) -> None:
    line = to_json(threads["xenforo2"])
    assert list(line) == ["path", "kind", "engine", "title", "url", "next_page", "posts", "reason"]
    assert list(line["posts"][1]) == ["number", "author", "created_at", "text", "reply_to", "quotes", "links"]
    assert line["posts"][1]["quotes"] == [{"author": "Ann", "text": "took it for two months"}]
    assert line["posts"][0]["links"] == ["https://doi.org/10.1000/xyz"]
