"""The bundled example shows what its README says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[3] / "examples"
THREADS = EXAMPLES / "threads"


def read(name: str) -> str:
    return (THREADS / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def topic() -> dict[str, object]:
    found = json.loads(read("discourse_topic_1204.json"))
    assert isinstance(found, dict)
    return found


def test_every_file_is_described() -> None:
    described = set(re.findall(r"`threads/([^`]+)`", (EXAMPLES / "README.md").read_text(encoding="utf-8")))
    assert described == {path.name for path in THREADS.iterdir()}


def test_the_topic_has_the_form_of_the_api(topic: dict[str, object]) -> None:
    posts = topic["post_stream"]["posts"]  # type: ignore[index]
    assert topic["post_stream"]["stream"] == [post["id"] for post in posts]  # type: ignore[index]
    assert [post["post_number"] for post in posts] == [*range(1, 7), *range(8, 21)]
    assert [post["post_type"] for post in posts].count(3) == 1
    assert {post["topic_id"] for post in posts} == {topic["id"]}


def test_quotes_in_the_topic_are_of_posts_that_are_there(topic: dict[str, object]) -> None:
    posts = {str(post["post_number"]): post for post in topic["post_stream"]["posts"]}  # type: ignore[index]
    quoted = [
        found
        for post in posts.values()
        for found in re.findall(r'data-username="([^"]+)" data-post="(\d+)"', post["cooked"])
    ]
    assert len(quoted) == 5
    assert all(posts[number]["username"] == author for author, number in quoted)


def test_the_phpbb_page_has_fifteen_posts() -> None:
    assert len(re.findall(r'<div id="p\d+" class="post ', read("phpbb_topic_812.html"))) == 15


def test_the_text_thread_has_nine_posts() -> None:
    assert read("thread.txt").count("\nFrom: ") == read("thread.txt").count("\nDate: ") == 9


@pytest.mark.parametrize(
    ("name", "bit"),
    [
        ("discourse_topic_1204.json", "<script>alert"),
        ("discourse_topic_1204.json", r"\ud83d,"),
        ("discourse_topic_1204.json", r"\u202e"),
        ("discourse_topic_1204.json", r"\u0007"),
        ("discourse_topic_1204.json", '"username": "NaN"'),
        ("discourse_topic_1204.json", "INFLAMMATION"),
        ("discourse_topic_1204.json", "=HYPERLINK("),
        ("phpbb_topic_812.html", "&lt;script&gt;alert"),
        ("phpbb_topic_812.html", "\x08"),
        ("phpbb_topic_812.html", "2004;92(3)"),
        ("blog_article.html", "\u202e"),
        ("blog_article.html", "<th>Study</th><th>Participants</th><th>Findings</th>"),
        ("thread.txt", "@SUM("),
        ("thread.txt", "Zouboulis,Bernhard"),
        ("pharmacy_page.html", "No prescription needed"),
    ],
)
def test_the_hostile_and_telling_bits_are_there(name: str, bit: str) -> None:
    assert bit in read(name)
