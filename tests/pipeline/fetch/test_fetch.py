"""Sources on this machine, and the table of kinds."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.fetch import KINDS, fetch, kind_of
from pipeline.records import Failure, Page
from pipeline.settings import Settings
from tests.pipeline.fetch.warcs import warc

FOLDER_OF_EXAMPLES = Path(__file__).parents[3] / "examples" / "threads"


def write(path: Path, content: bytes | str = "a thread") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(source: object, **settings: object) -> list[Page | Failure]:
    return list(fetch(str(source), Settings(**settings)))


def reason(source: object, **settings: object) -> str:
    (found,) = read(source, **settings)
    assert isinstance(found, Failure)
    assert (found.stage, found.error) == ("fetch", "FetchError")
    return found.reason


class TestKinds:
    @pytest.mark.parametrize(
        ("source", "kind"),
        [
            ("thread.html", "file"),
            ("https://board.example/t/1", "url"),
            ("HTTP://board.example/t/1", "url"),
            ("crawl.warc.gz", "warc"),
            ("feed:https://board.example/rss", "feed"),
            ("Sitemap:https://board.example/sitemap.xml", "sitemap"),
            ("discourse:https://forum.example", "discourse"),
            (".", "folder"),
            ("12:30.html", "file"),
        ],
    )
    def test_are_told_from_the_source(self, source: str, kind: str) -> None:
        assert kind_of(source)[0] == kind

    @pytest.mark.parametrize("kind", sorted(KINDS))
    def test_have_a_test_file_each(self, kind: str) -> None:
        local = {"file", "folder"}
        assert kind in local or (Path(__file__).parent / f"test_{kind}.py").is_file()

    @pytest.mark.parametrize("kind", sorted(KINDS))
    def test_give_a_failure_for_a_source_that_is_not_there(self, kind: str, tmp_path: Path) -> None:
        where = tmp_path / "nothing" if kind in ("file", "folder", "warc") else "http://127.0.0.1:9/"
        found = list(fetch(f"{kind}:{where}", Settings(), None))
        assert [type(item) for item in found] == [Failure]


class TestFile:
    def test_is_a_page_with_its_bytes(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.html", b"<p>caf\xe9")
        assert read(path) == [Page(path=str(path), content=b"<p>caf\xe9", media_type="text/html")]

    def test_that_is_missing_is_named(self) -> None:
        assert reason("no/such.html") == "no such file 'no/such.html'; check the path"

    @pytest.mark.parametrize("content", [b"", b" \n\t"])
    def test_that_is_empty_is_named(self, tmp_path: Path, content: bytes) -> None:
        assert "nothing in it" in reason(write(tmp_path / "a.html", content))

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b"%PDF-1.7\nx", "a PDF file"),
            (b"\x89PNG\r\n\x1a\n", "a PNG image"),
            (gzip.compress(b"x"), "a gzip archive"),
            (bytes(range(256)) * 4, "a binary file"),
            (bytes(range(1, 256)) * 4, "a binary file"),
        ],
    )
    def test_that_is_binary_is_named(self, tmp_path: Path, content: bytes, name: str) -> None:
        assert f"this is {name}, not a page" in reason(write(tmp_path / "a.html", content))

    @pytest.mark.parametrize(
        "content",
        [
            "thread".encode("utf-16"),
            "<html>é".encode("utf-16-le"),
            b"one stray \0 in a long post " + b"word " * 100,
            "тема форума".encode("koi8-r"),
            "\u001b[31mred\u001b[0m".encode(),
        ],
    )
    def test_of_odd_text_is_a_page(self, tmp_path: Path, content: bytes) -> None:
        assert isinstance(read(write(tmp_path / "a.txt", content))[0], Page)

    def test_that_is_huge_is_refused_unread(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.html")
        os.truncate(path, 200_000_000)
        assert reason(path) == "200,000,000 bytes, more than the bound of 20,000,000; raise max_page_bytes"

    def test_at_the_bound_is_read(self, tmp_path: Path) -> None:
        assert isinstance(read(write(tmp_path / "a.txt", "12345"), max_page_bytes=5)[0], Page)

    @pytest.mark.parametrize("make", [os.mkfifo])
    def test_that_is_no_file_is_not_waited_for(self, tmp_path: Path, make: Callable[[Path], None]) -> None:
        make(tmp_path / "pipe")
        assert "neither a file nor a folder" in reason(tmp_path / "pipe")

    def test_with_an_impossible_name_is_a_failure(self) -> None:
        assert "cannot be read" in reason("a\0b.html")


class TestFolder:
    def test_gives_its_files_in_sorted_order_and_depth(self, tmp_path: Path) -> None:
        for name in ("b.html", "a.txt", "sub/z.json", "sub/deep/c.html"):
            write(tmp_path / name)
        shown = [
            str(Path(item.path).relative_to(tmp_path)) for item in read(tmp_path) if isinstance(item, Page)
        ]
        assert shown == ["a.txt", "b.html", "sub/z.json", "sub/deep/c.html"]

    def test_leaves_out_hidden_files(self, tmp_path: Path) -> None:
        for name in (".git/config", ".DS_Store", "a.html"):
            write(tmp_path / name)
        assert len(read(tmp_path)) == 1

    def test_follows_no_links_out_of_it(self, tmp_path: Path) -> None:
        write(tmp_path / "secret.txt")
        write(tmp_path / "in" / "a.html")
        (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret.txt")
        (tmp_path / "in" / "up").symlink_to(tmp_path, target_is_directory=True)
        assert [Path(item.path).name for item in read(tmp_path / "in") if isinstance(item, Page)] == [
            "a.html"
        ]

    def test_goes_on_after_a_bad_file(self, tmp_path: Path) -> None:
        for name, content in (("a.pdf", b"%PDF-1"), ("b.html", b"x"), ("c.html", b""), ("d.html", b"x")):
            write(tmp_path / name, content)
        assert [type(item) for item in read(tmp_path)] == [Failure, Page, Failure, Page]

    def test_that_is_empty_is_a_failure(self, tmp_path: Path) -> None:
        assert "holds no files" in reason(tmp_path)

    def test_reads_archives_among_its_files(self, tmp_path: Path) -> None:
        write(tmp_path / "a.html")
        write(tmp_path / "b.warc.gz", warc({"https://board.example/t/1": b"<p>one"}))
        assert len(read(tmp_path)) == 2

    def test_of_the_examples_is_read_whole(self) -> None:
        found = read(FOLDER_OF_EXAMPLES)
        assert [Path(page.path).name for page in found if isinstance(page, Page)] == [
            "blog_article.html",
            "discourse_topic_1204.json",
            "pharmacy_page.html",
            "phpbb_topic_812.html",
            "thread.txt",
        ]
