"""Files of papers go into the index: packed or not, again or broken, and nothing is lost silently."""

from __future__ import annotations

import gzip
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.literature.importer import import_papers
from pipeline.literature.index import Index

DATA = Path(__file__).parent / "data"


@pytest.fixture
def index() -> Iterator[Index]:
    with Index(":memory:") as opened:
        yield opened


def test_a_folder_is_read_file_by_file(index: Index) -> None:
    done = list(import_papers([DATA], index))
    assert [Path(one.path).name for one in done] == sorted(path.name for path in DATA.iterdir())
    assert not [one for one in done if one.error]
    assert len(index) == sum(one.changed for one in done)


def test_a_second_time_changes_nothing(index: Index) -> None:
    list(import_papers([DATA], index))
    before = len(index)
    again = list(import_papers([DATA], index))
    assert (len(index), sum(one.changed for one in again)) == (before, 0)
    assert sum(one.papers for one in again) == before


def test_what_is_skipped_is_counted_and_told(index: Index) -> None:
    (done,) = import_papers([DATA / "openalex.jsonl"], index)
    assert (done.papers, done.skipped, len(done.reasons)) == (1, 2, 2)


def test_a_deletion_and_a_notice_take_effect(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "before.txt"
    path.write_text("77|t|To be deleted.\n77|a|\n103|t|To be retracted.\n103|a|\n")
    done = list(import_papers([path, DATA / "pubmed.xml"], index))
    assert (done[1].deleted, done[1].notices) == (1, 2)
    assert index.by_ids(["pmid:77"]) == []
    assert index.by_ids(["pmid:103"])[0].status == "retracted"


def test_a_packed_file_is_known_by_its_content(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "pubmed.bin"
    path.write_bytes(gzip.compress((DATA / "pubmed.xml").read_bytes()))
    (done,) = import_papers([path], index)
    assert (done.format, done.error, done.papers) == ("pubmed", None, 2)


def test_a_file_cut_short_keeps_what_stands_before_the_cut(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "pubmed.xml"
    content = (DATA / "pubmed.xml").read_bytes()
    path.write_bytes(content[: content.index(b"<PubmedBookArticle>")])
    (done,) = import_papers([path], index)
    assert done.error is not None
    assert (done.papers, len(index)) == (2, 2)


def test_a_packed_file_cut_short_is_an_error_that_says_so(index: Index, tmp_path: Path) -> None:
    path = tmp_path / "papers.ris.gz"
    path.write_bytes(gzip.compress((DATA / "papers.ris").read_bytes() * 2000)[:-200])
    (done,) = import_papers([path], index)
    assert done.error is not None
    assert "cannot be read" in done.error


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "the file is empty"), (b"\x89PNG\r\n", "no known format"), (b"<html></html>", "no known format")],
)
def test_a_file_of_no_format_says_so_and_stops_no_other(
    index: Index, tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "a").write_bytes(content)
    shutil.copy(DATA / "papers.ris", tmp_path / "b")
    bad, good = import_papers([tmp_path], index)
    assert bad.error is not None
    assert reason in bad.error
    assert good.papers == 1


def test_a_missing_file_is_named(index: Index) -> None:
    (done,) = import_papers([Path("nowhere.ris")], index)
    assert done.error == "no such file: nowhere.ris"


def test_progress_is_told(index: Index) -> None:
    told: list[int] = []
    list(import_papers([DATA / "pubtator.txt"], index, lambda done: told.append(done.papers)))
    assert told == [2]


def test_an_archive_is_read_member_by_member(index: Index, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "dump.tgz", "w:gz") as archive:
        for name in ("europepmc.xml", "papers.ris"):
            archive.add(DATA / name, name)
    done = list(import_papers([tmp_path / "dump.tgz"], index))
    assert [(Path(one.path).name, one.format, one.papers) for one in done] == [
        ("europepmc.xml", "europepmc-bulk", 1),
        ("papers.ris", "ris", 1),
    ]


def test_a_broken_archive_is_an_error_that_says_so(index: Index, tmp_path: Path) -> None:
    (tmp_path / "dump.tgz").write_bytes(b"no archive at all")
    (done,) = import_papers([tmp_path / "dump.tgz"], index)
    assert done.error is not None
    assert "archive" in done.error
