"""Pages out of WARC archives."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pipeline.fetch import fetch
from pipeline.records import Failure, Page
from pipeline.settings import Settings
from tests.pipeline.fetch.warcs import warc

ONE, TWO = "https://board.example/t/1", "https://board.example/t/2"


def read(tmp_path: Path, content: bytes, **settings: object) -> list[Page | Failure]:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(content)
    return list(fetch(str(path), Settings(**settings)))


def test_every_answer_is_a_page(tmp_path: Path) -> None:
    first, second = read(
        tmp_path, warc({ONE: b"<p>one", TWO: b"<p>two"}, headers="Content-Type: text/html; charset=koi8-r")
    )
    assert first == Page(
        path=f"{tmp_path}/crawl.warc.gz#{ONE}",
        url=ONE,
        content=b"<p>one",
        media_type="text/html",
        charset="koi8-r",
        fetched_at="2024-05-01T10:00:00Z",
    )
    assert isinstance(second, Page)
    assert second.content == b"<p>two"


@pytest.mark.parametrize(
    "archive",
    [
        warc({ONE: b"x"}, headers="Content-Type: image/png"),
        warc({ONE: b"x"}, status="404 Not Found"),
        warc({}),
    ],
    ids=["picture", "error", "nothing"],
)
def test_an_archive_without_pages_is_a_failure(tmp_path: Path, archive: bytes) -> None:
    (found,) = read(tmp_path, archive)
    assert isinstance(found, Failure)
    assert "holds no pages" in found.reason


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    archive = warc({ONE: b"\x89PNG"}, headers="Content-Type: image/png") + warc({TWO: b"<p>two"})
    assert [item.url for item in read(tmp_path, archive) if isinstance(item, Page)] == [TWO]


@pytest.mark.parametrize("size", [1_000, 99_999], ids=["by its record", "by its body"])
def test_a_huge_page_is_a_failure_and_the_next_is_read(tmp_path: Path, size: int) -> None:
    found = read(tmp_path, warc({ONE: b"x" * 100_000, TWO: b"x"}), max_page_bytes=size)
    assert [type(item) for item in found] == [Failure, Page]


def test_a_truncated_archive_gives_what_could_be_read(tmp_path: Path) -> None:
    whole = warc({ONE: b"<p>one", TWO: bytes(range(32, 127)) * 50})
    found = read(tmp_path, whole[: len(warc({ONE: b"<p>one"})) + 40])
    assert [type(item) for item in found] == [Page, Failure]


def test_a_record_that_is_cut_off_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(gzip.decompress(warc({ONE: b"<p>one"}))[:-10])
    (found,) = fetch(str(path), Settings())
    assert isinstance(found, Failure)
    assert "cut off" in found.reason


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Transfer-Encoding: chunked", b"4\r\n<p>o\r\n2\r\nne\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", b"<p>one"),
        ("Content-Encoding: gzip", gzip.compress(b"<p>one")),
        ("Content-Encoding: gzip", b"<p>one"),
    ],
    ids=["chunks", "chunks undone", "packed", "packing undone"],
)
def test_chunks_and_packing_are_undone(tmp_path: Path, headers: str, body: bytes) -> None:
    (page,) = read(tmp_path, warc({ONE: body}, headers=f"Content-Type: text/html\r\n{headers}"))
    assert isinstance(page, Page)
    assert page.content == b"<p>one"


def test_a_bomb_in_an_archive_is_a_failure(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(5_000_000))
    archive = warc({ONE: bomb}, headers="Content-Type: text/html\r\nContent-Encoding: gzip")
    assert [type(item) for item in read(tmp_path, archive, max_page_bytes=100_000)] == [Failure]


def test_what_is_no_archive_is_a_failure(tmp_path: Path) -> None:
    (found,) = read(tmp_path, b"this is no archive at all\n" * 10)
    assert isinstance(found, Failure)
    assert "archive is broken" in found.reason
