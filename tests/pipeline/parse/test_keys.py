from __future__ import annotations

import pytest

from pipeline.parse import parse
from pipeline.parse.engines import load
from pipeline.parse.keys import thread_key, thread_url
from pipeline.records import Page, Thread


@pytest.mark.parametrize(
    ("engine", "one", "two"),
    [
        ("discourse", "https://b.org/t/dry-eyes/77", "https://b.org/t/dry-eyes/77/21?page=2"),
        ("phpbb3", "https://b.org/viewtopic.php?f=2&t=77", "https://b.org/viewtopic.php?t=77&start=15&sid=abc"),
        ("phpbb3", "https://b.org/dry-t77.html", "https://b.org/dry-t77-15.html"),
        ("xenforo2", "https://b.org/threads/dry.77/", "https://b.org/threads/dry.77/page-2#post-9"),
        ("vbulletin3", "https://b.org/showthread.php?t=77", "https://b.org/showthread.php?s=1f&t=77&page=2"),
        ("vbulletin4", "https://b.org/showthread.php?77-Dry", "https://b.org/showthread.php?77-Dry/page2"),
        ("smf1", "https://b.org/index.php?topic=77.0", "https://b.org/index.php?PHPSESSID=1f&topic=77.15"),
        ("smf2", "https://b.org/index.php?topic=77.0", "https://b.org/index.php/topic,77.0.html?topic=77.msg5#msg5"),
        ("mybb", "https://b.org/thread-77.html", "https://b.org/thread-77-page-2.html"),
        ("invision4", "https://b.org/topic/77-dry/", "https://b.org/topic/77-dry/page/2/"),
        ("fluxbb", "https://b.org/viewtopic.php?id=77", "https://b.org/viewtopic.php?id=77&p=2"),
        ("vanilla", "https://b.org/discussion/77/dry", "https://b.org/discussion/77/dry/p2"),
        ("flarum", "https://b.org/d/77-dry", "https://b.org/d/77-dry/21"),
        ("nodebb", "https://b.org/topic/77/dry", "https://b.org/topic/77/dry/21"),
        ("reddit", "https://old.reddit.com/r/e/comments/x1/dry/", "https://www.reddit.com/r/e/comments/x1.json"),
    ],
)  # fmt: skip
def test_pages_of_a_thread_share_its_address(engine: str, one: str, two: str) -> None:
    patterns = load(engine).patterns
    if engine == "smf2":
        two = "https://b.org/index.php?topic=77.msg5#msg5"
    assert thread_url(one, patterns) == thread_url(two, patterns)


def test_threads_have_addresses_of_their_own() -> None:
    patterns = load("phpbb3").patterns
    assert thread_url("https://b.org/viewtopic.php?t=77", patterns) != thread_url(
        "https://b.org/viewtopic.php?t=78", patterns
    )


def test_key_without_an_address_depends_on_how_the_thread_begins() -> None:
    assert (
        thread_key(None, "text", "Dry", "a")
        == thread_key(None, "text", "Dry", "a")
        != thread_key(None, "text", "Dry", "b")
    )


def read(text: str) -> Thread:
    return parse(Page(path="a.txt", content=text.encode()))


def test_post_keys_survive_a_new_post() -> None:
    first = read("Dry\n\nPosted by Ann on 2024-03-01:\nYes.\n\nPosted by Bob on 2024-03-02:\nNo.")
    later = read(
        "Dry\n\nPosted by Ann on 2024-03-01:\nYes.\n\nPosted by Bob on 2024-03-02:\nNo.\n\n"
        "Posted by Cy on 2024-03-03:\nSo."
    )
    assert [post.id for post in later.posts[:2]] == [post.id for post in first.posts]


def test_equal_posts_keep_keys_of_their_own() -> None:
    thread = read("Dry\n\nPosted by Ann on 2024-03-01:\nYes.\n\nPosted by Ann on 2024-03-01:\nYes.")
    assert len({post.id for post in thread.posts}) == 2
