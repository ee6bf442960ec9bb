from __future__ import annotations

import random
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import ParseError
from pipeline.parse import parse
from pipeline.records import Page, Thread

FILES = sorted((Path(__file__).parent / "pages").iterdir())
SCRAPS = [
    b"<",
    b">",
    b'"',
    b"</div>",
    b"<div>",
    b"<table>",
    b"<iframe>",
    b"\x00",
    b"\xff\xfe",
    "\u202e😀".encode(),
    b"&#x0;",
    b"]]>",
    b"{",
]
SECONDS = 2.0


def mutate(content: bytes, seed: int) -> bytes:
    rng = random.Random(seed)
    for _ in range(rng.randint(1, 12)):
        at, span = rng.randrange(len(content) + 1), rng.choice((0, 1, 5, 60, 400))
        middle = rng.choice((b"", rng.choice(SCRAPS), content[at : at + span] * rng.randint(1, 3)))
        content = content[:at] + middle + content[at + span :]
    return content


def sound(thread: Thread) -> bool:
    ids = [post.id for post in thread.posts]
    spans = [(link, post.text) for post in thread.posts for link in post.links]
    return (
        len(ids) == len(set(ids))
        and all(0 <= link.start <= link.end <= len(text) for link, text in spans)
        and (thread.kind != "not_a_thread" or bool(thread.reason))
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(FILES), st.integers(0, 2**32))
def test_mutated_pages_neither_crash_nor_hang(path: Path, seed: int) -> None:
    page = Page(path=path.name, content=mutate(path.read_bytes(), seed))
    start = time.process_time()
    with suppress(ParseError):
        assert sound(parse(page))
    assert time.process_time() - start < SECONDS


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(ParseError):
        assert sound(parse(Page(path="x", content=content)))


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body>" + b"<div>" * 400_000,
        b"<html><body>" + b"<blockquote>" * 9_000 + b"x",
        b"<html><body><p>" + b"a" * 2_000_000,
        b"<html><body>" + b"1/2/2020 " * 50_000,
        b'{"post_stream":' + b'{"posts":[' * 5_000,
        b"[" * 100_000,
        b"x | " * 200_000,
        b"Ann wrote:\n> " * 20_000,
        b"<html><body><div " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">x",
        b"<html><body>" + b"<p>by Ann 2021-03-04 " * 40_000,
        b"<html><body><table>" + (b"<tr>" + b"<td>1 2021-03-04" * 20) * 2_000,
    ],
    ids=[
        "divs",
        "quotes",
        "line",
        "dates",
        "json",
        "brackets",
        "bars",
        "said",
        "attributes",
        "paragraphs",
        "rows",
    ],
)
def test_monsters_are_bounded(content: bytes) -> None:
    start = time.process_time()
    with suppress(ParseError):
        parse(Page(path="m", content=content))
    assert time.process_time() - start < 3 * SECONDS
