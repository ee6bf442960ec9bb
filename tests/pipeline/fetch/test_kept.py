"""Pages kept in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch import Kept, KeptPages
from pipeline.records import Page

URL = "https://board.example/t/1"


@pytest.fixture
def pages(tmp_path: Path) -> KeptPages:
    return KeptPages(tmp_path / "kept")


def kept(content: bytes = b"<p>one", url: str = URL, checked_at: str = "2024-05-01T10:00:00+00:00") -> Kept:
    page = Page(
        path=url, url=url, content=content, media_type="text/html", charset="utf-8", fetched_at=checked_at
    )
    return Kept(page, '"etag"', "Wed, 01 May 2024 10:00:00 GMT", checked_at)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_page_comes_back_as_it_was_kept(pages: KeptPages) -> None:
    pages[URL] = kept()
    assert pages.get(URL) == kept()


def test_an_unknown_page_is_not_kept(pages: KeptPages) -> None:
    assert pages.get(URL) is None


def test_a_later_page_takes_the_place_of_an_earlier_one(pages: KeptPages) -> None:
    pages[URL] = kept(b"old")
    pages[URL] = kept(b"new")
    assert pages.get(URL) == kept(b"new")


def test_equal_contents_are_kept_once(pages: KeptPages, tmp_path: Path) -> None:
    for number in range(5):
        pages[f"{URL}{number}"] = kept()
    assert len(files(tmp_path / "kept" / "contents")) == 1


def test_contents_are_compressed(pages: KeptPages, tmp_path: Path) -> None:
    pages[URL] = kept(b"<p>the same words again</p>" * 1000)
    assert sum(path.stat().st_size for path in files(tmp_path)) < 1000


def test_a_page_can_be_forgotten(pages: KeptPages) -> None:
    pages[URL] = kept()
    pages.pop(URL)
    pages.pop(URL)
    assert pages.get(URL) is None


def test_forgetting_an_author_takes_the_bytes_too(pages: KeptPages, tmp_path: Path) -> None:
    pages[URL] = kept(b"<p>by ann")
    pages[f"{URL}2"] = kept(b"<p>by bob")
    assert pages.forget(lambda page: b"ann" not in page.content) == 1
    assert pages.get(URL) is None
    assert pages.get(f"{URL}2") == kept(b"<p>by bob")
    assert len(files(tmp_path)) == 2


def test_old_pages_are_pruned(pages: KeptPages, tmp_path: Path) -> None:
    pages[URL] = kept(checked_at="2001-01-01T00:00:00+00:00")
    pages[f"{URL}2"] = kept(b"new", checked_at="2999-01-01T00:00:00+00:00")
    assert pages.prune(days=30) == 1
    assert len(files(tmp_path)) == 2


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff", b'{"content": "x", "page": {}}'])
def test_a_damaged_file_counts_as_not_kept(pages: KeptPages, tmp_path: Path, damage: bytes) -> None:
    pages[URL] = kept()
    for path in files(tmp_path / "kept" / "pages"):
        path.write_bytes(damage)
    assert pages.get(URL) is None


def test_damaged_contents_count_as_not_kept(pages: KeptPages, tmp_path: Path) -> None:
    pages[URL] = kept()
    for path in files(tmp_path / "kept" / "contents"):
        path.write_bytes(b"half")
    assert pages.get(URL) is None


def test_a_write_that_fails_leaves_the_old_page(pages: KeptPages, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    pages[URL] = kept(b"old")
    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space"):
        pages[URL] = kept(b"new")
    assert pages.get(URL) == kept(b"old")


@given(url=st.text(max_size=50), content=st.binary(max_size=200))
def test_any_url_and_content_can_be_kept(
    url: str, content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pages = KeptPages(tmp_path_factory.mktemp("kept"))
    pages[url] = Kept(Page(path="p", content=content))
    found = pages.get(url)
    assert found is not None
    assert found.page.content == content
