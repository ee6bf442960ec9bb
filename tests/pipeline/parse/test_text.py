from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.parse import parse
from pipeline.records import Page, Thread

SHARED = Path(os.environ.get("THREADGRAPH_SHARED", "../shared"))


def read(text: str) -> Thread:
    return parse(Page(path="t.txt", content=text.encode()))


def test_marks_of_authors_split_posts() -> None:
    thread = read("Dry eyes\n\n#1 Ann (2024-03-01)\nTwo months.\n\n#2 Bob (2024-03-02)\nSame here.\n")
    assert [(post.number, post.author, post.text) for post in thread.posts] == [
        ("1", "Ann", "Two months."), ("2", "Bob", "Same here."),
    ]  # fmt: skip


def test_markup_in_a_name_stays_as_it_is() -> None:
    thread = read("Dry eyes\n\nFrom: <b>Wick</b>\nDate: 2024-03-01\n\nYes.\n\nFrom: **Bob**\n\nNo.\n")
    assert [(post.author, post.created_at) for post in thread.posts] == [
        ("<b>Wick</b>", "2024-03-01"),
        ("Bob", None),
    ]


def test_wide_gaps_split_posts_where_no_author_is_named() -> None:
    thread = read(
        "Dry eyes and a diary of it\n\n\nIt began in May.\n\nIt ended in June.\n\n\n"
        "Is it the same with you?\n"
    )
    assert [post.text for post in thread.posts] == [
        "It began in May.\n\nIt ended in June.",
        "Is it the same with you?",
    ]
    assert thread.title == "Dry eyes and a diary of it"


def test_reference_after_a_wide_gap_stays_with_its_post() -> None:
    thread = read(
        "Title of it\n\n\nThe proof:\n\n\n"
        "P. Hu et al. , “Chronic treatment,” Hippocampus , Mar. 2016.\n\n\nI do not think so.\n"
    )
    assert len(thread.posts) == 2


def test_text_without_gaps_is_one_post() -> None:
    assert [post.text for post in read("Only one line.").posts] == ["Only one line."]


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="no shared data; set THREADGRAPH_SHARED")
def test_seed_pages() -> None:
    thread, pharmacy = (
        parse(Page(path=path.name, content=path.read_bytes()))
        for path in sorted((SHARED / "seeds").glob("*.txt"))
    )
    assert len(thread.posts) > 5
    assert thread.trust == "board"
    assert (len(pharmacy.posts), len(pharmacy.posts[0].tables), pharmacy.trust) == (1, 2, "promotional")
