"""What the local index keeps, merges, forgets and finds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import LiteratureError
from pipeline.literature.index import SCHEMA, Index
from pipeline.literature.items import Notice
from pipeline.records import Citation, Name, Paper

MICE = Paper(
    id="pmid:1",
    pmid="1",
    title="Examplin lowers the mood of mice",
    authors=(Name(family="Müller", given="A"),),
    container="Journal of Mice",
    year=2001,
    volume="12",
    pages="345–352",
    source="pubmed",
)
RATS = Paper(id="pmid:2", pmid="2", title="Placebin in rats", abstract="It raised examplin.", source="pubmed")


def cited(**fields: object) -> Citation:
    return Citation.model_validate({"start": 0, "end": 0, "text": "", "kind": "reference"} | fields)


@pytest.fixture
def index() -> Iterator[Index]:
    with Index(":memory:") as opened:
        opened.put([MICE, RATS])
        yield opened


class TestPut:
    def test_says_what_changed(self, index: Index) -> None:
        assert index.put([MICE, RATS]) == 0
        assert index.put([MICE.model_copy(update={"issue": "3"})]) == 1
        assert len(index) == 2

    def test_merges_records_of_one_paper(self, index: Index) -> None:
        index.put(
            [Paper(id="doi:10.5555/m", doi="10.5555/m", pmid="1", abstract="Sad mice.", source="crossref")]
        )
        (paper,) = index.by_ids(["pmid:1"])
        assert (paper.id, paper.title, paper.abstract) == ("doi:10.5555/m", MICE.title, "Sad mice.")
        assert len(index) == 2

    def test_merges_two_papers_that_turn_out_to_be_one(self, index: Index) -> None:
        index.put([Paper(id="pmid:1", pmid="1", doi="10.5555/r", source="x")])
        index.put([Paper(id="pmid:9", pmid="9", title="Alone", source="x")])
        index.put([Paper(id="doi:10.5555/r", doi="10.5555/r", pmid="9", source="x")])
        assert len(index) == 2
        assert index.by_ids(["pmid:1"]) == index.by_ids(["pmid:9"])

    def test_finds_a_changed_paper_by_its_new_words_alone(self, index: Index) -> None:
        index.put([MICE.model_copy(update={"title": "Examplin lifts the spirits of voles"})])
        assert not index.search("mice mood", 5)
        assert [paper.pmid for paper in index.search("voles", 5)] == ["1"]

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["fo ga", "ga hu", "hu ka"])), max_size=12))
    def test_any_order_of_changes_leaves_one_record_a_paper(self, changes: list[tuple[int, str]]) -> None:
        with Index(":memory:") as index:
            for number, title in changes:
                index.put([Paper(id=f"pmid:{number}", pmid=str(number), title=title, source="x")])
            last = dict(changes)
            assert len(index) == len(last)
            assert {p.pmid: p.title for n in last for p in index.by_ids([f"pmid:{n}"])} == {
                str(number): title for number, title in last.items()
            }
            for word in ("fo", "ga", "hu", "ka"):
                assert len(index.search(word, 50)) == sum(word in title.split() for title in last.values())


class TestDelete:
    def test_takes_a_paper_out_of_every_table(self, index: Index) -> None:
        assert index.delete("pmid:1")
        assert not index.by_ids(["pmid:1"])
        assert not index.by_pages(cited(volume="12", pages="345"))
        assert not index.by_words("Examplin lowers the mood of mice")
        assert not index.search("mood", 5)

    def test_says_if_there_was_none(self, index: Index) -> None:
        assert not index.delete("pmid:99")


class TestNotice:
    def test_counts_whether_it_came_before_the_paper_or_after(self) -> None:
        with Index(":memory:") as index:
            index.notice(Notice("pmid:1", "retracted"))
            index.put([MICE, RATS])
            index.notice(Notice("pmid:2", "concern"))
            assert [p.status for p in index.by_ids(["pmid:1", "pmid:2"])] == ["retracted", "concern"]

    def test_a_lighter_one_takes_nothing_back(self, index: Index) -> None:
        index.notice(Notice("pmid:1", "retracted", "2015-03"))
        assert not index.notice(Notice("pmid:1", "corrected", "2016"))
        found = index.by_ids(["pmid:1"])[0]
        assert (found.status, found.status_date) == ("retracted", "2015-03")

    def test_the_first_date_of_a_status_is_kept(self, index: Index) -> None:
        for date in (None, "2016", "2015-03", "2017"):
            index.notice(Notice("pmid:1", "retracted", date))
        assert index.by_ids(["pmid:1"])[0].status_date == "2015-03"

    def test_only_the_source_that_gave_a_status_takes_it_back(self, index: Index) -> None:
        retracted = MICE.model_copy(update={"status": "retracted", "status_date": "2015"})
        index.put([retracted, MICE.model_copy(update={"source": "another"})])
        assert index.by_ids(["pmid:1"])[0].status_date == "2015"
        index.put([retracted, MICE])
        assert index.by_ids(["pmid:1"])[0].status == "published"

    def test_an_index_without_dates_is_brought_up_to_date(self, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / "old.db") as old:
            old.executescript(SCHEMA.replace(", date TEXT)", ")").replace("user_version=2", "user_version=1"))
            old.execute("INSERT INTO notices VALUES ('pmid:1', 'concern')")
        with Index(tmp_path / "old.db") as index:
            index.put([MICE])
            index.notice(Notice("pmid:1", "concern", "2014"))
            assert index.by_ids(["pmid:1"])[0].status_date == "2014"


class TestFinding:
    def test_by_identifier(self, index: Index) -> None:
        assert index.by_ids(["pmid:2", "pmid:1", "doi:10.5555/none"]) == [RATS, MICE]

    @pytest.mark.parametrize("pages", ["345", "345-52", "pp. 345–352", "0345"])
    def test_by_volume_and_first_page(self, index: Index, pages: str) -> None:
        assert index.by_pages(cited(volume="12", pages=pages)) == [MICE]

    def test_not_by_volume_alone(self, index: Index) -> None:
        assert index.by_pages(cited(volume="12")) == []

    def test_by_first_author_and_year(self, index: Index) -> None:
        assert index.by_author(cited(authors=({"family": "MULLER"},), year=2001)) == [MICE]

    def test_by_words_in_any_order_and_with_noise(self, index: Index) -> None:
        text = "Muller A,Mood of mice, lowered by Examplin?! J. Mice (2001)"
        assert index.by_words(text)[0] == MICE

    @pytest.mark.parametrize(
        "text", ["", "   ", '"', "* OR (", "NEAR(a b)", "titles:x", "\x00\ud800", "и 中文"]
    )
    def test_by_words_that_are_hostile(self, index: Index, text: str) -> None:
        assert index.by_words(text) == []
        assert index.search(text, 5) == []

    def test_search_ranks_the_title_of_few_words_first(self, index: Index) -> None:
        assert index.search("examplin rats", 2)[0] == RATS

    def test_search_keeps_to_the_limit(self, index: Index) -> None:
        assert len(index.search("examplin", 1)) == 1


class TestFile:
    def test_is_made_with_its_folder_and_kept(self, tmp_path: Path) -> None:
        path = tmp_path / "new" / "index.db"
        with Index(path) as index:
            index.put([MICE])
        with Index(path) as index:
            assert index.by_ids(["pmid:1"]) == [MICE]

    def test_that_is_no_index_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "index.db"
        path.write_bytes(b"this is no database, whatever its name" * 100)
        with pytest.raises(LiteratureError, match=r"index\.db cannot be opened"):
            Index(path)

    def test_loses_nothing_but_the_batch_that_fails(self, tmp_path: Path) -> None:
        path = tmp_path / "index.db"
        with Index(path) as index:
            index.put([MICE])
            with pytest.raises(AttributeError), index.transaction():
                index.put([RATS, None])  # type: ignore[list-item]
            assert len(index) == 1
