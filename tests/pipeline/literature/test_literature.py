"""Which sources are opened, what the default index holds, and what makes old resolutions stale."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import LiteratureError, UnknownName
from pipeline.literature import (
    SOURCES,
    import_papers,
    index_path,
    literature_fingerprint,
    open_retrieval,
    open_sources,
    retrieval_fingerprint,
    search,
    status,
)
from pipeline.literature.local import BUNDLED, open_index
from pipeline.records import Citation, Paper
from pipeline.resolve import resolve
from pipeline.settings import Settings
from pipeline.web import Web

DATA = Path(__file__).parent / "data"
TEXT = "Nobody. Nothing of it. 1907;3:4."
CITATION = Citation(start=0, end=len(TEXT), text=TEXT, kind="reference", title="Nothing of it")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=f"sqlite:///{tmp_path}/store.db", offline=True)


class TestSources:
    def test_all_are_opened_in_the_order_of_the_settings(self, settings: Settings) -> None:
        names = ("openalex", "local", "crossref", "pubmed", "europepmc")
        asked = settings.model_copy(update={"literature": names, "offline": False})
        with Web(asked) as web:
            assert tuple(source.name for source in open_sources(asked, web)) == names
        assert set(names) == set(SOURCES)

    def test_offline_only_the_local_index_is_asked(self, settings: Settings) -> None:
        with Web(settings) as web:
            assert [source.name for source in open_sources(settings, web)] == ["local"]

    def test_every_source_can_be_off(self, settings: Settings) -> None:
        with Web(settings) as web:
            assert open_sources(settings.model_copy(update={"literature": ()}), web) == ()

    def test_an_unknown_name_is_an_error_that_lists_the_known(self, settings: Settings) -> None:
        with Web(settings) as web, pytest.raises(UnknownName, match="did you mean crossref"):
            open_sources(settings.model_copy(update={"literature": ("crosref",)}), web)


class TestRetrieval:
    def test_offline_live_sources_are_left_out(self, settings: Settings) -> None:
        wanted = settings.model_copy(update={"retrieve_from": ("pubmed",)})
        with Web(wanted) as web, open_retrieval(wanted, web) as naming:
            assert naming([["finasteride"], ["hair"]], 3) == []

    def test_a_live_source_is_asked_for_the_first_names_and_may_fail(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = []

        class Silent:
            name, live, comprehensive = "pubmed", True, True

            def search(self, text: str, limit: int) -> tuple[Paper, ...]:
                asked.append((text, limit))
                raise LiteratureError("it does not answer")

        monkeypatch.setattr("pipeline.literature.open_sources", lambda *_: (Silent(),))
        with Web(settings) as web, open_retrieval(settings, web) as naming:
            here = naming([["finasteride", "Propecia"], ["hair growth", "hair loss"]], 3)
        assert asked == [("finasteride hair growth", 3)]
        assert {paper.source for paper in here} == {"bundled"}

    def test_an_unknown_source_is_an_error_before_anything_is_asked(self, settings: Settings) -> None:
        with pytest.raises(UnknownName, match="did you mean pubmed"):
            retrieval_fingerprint(settings.model_copy(update={"retrieve_from": ("pubmd",)}))

    def test_more_papers_or_other_sources_are_another_fingerprint(self, settings: Settings) -> None:
        changes: tuple[dict[str, object], ...] = ({}, {"retrieve": 5}, {"retrieve_from": ()})
        marks = {retrieval_fingerprint(settings.model_copy(update=change)) for change in changes}
        assert len(marks) == len(changes)


class TestIndexPath:
    def test_is_beside_an_sqlite_store(self) -> None:
        assert index_path(Settings(store="sqlite:////data/mine.db")) == Path("/data/literature.db")

    def test_is_in_the_working_folder_for_another_store(self) -> None:
        assert index_path(Settings(store="postgresql://db/x")) == Path("literature.db")

    def test_is_what_is_set(self) -> None:
        assert index_path(Settings(literature_index=Path("/data/papers.db"))) == Path("/data/papers.db")


class TestBundled:
    def test_every_paper_is_a_paper_with_a_named_source(self) -> None:
        papers = [Paper.model_validate_json(line) for line in BUNDLED.read_text("utf-8").splitlines()]
        manifest = json.loads((BUNDLED.parent / "manifest.json").read_text("utf-8"))
        assert {paper.id for paper in papers} == set(manifest["papers"])
        assert all(manifest["papers"][paper.id] for paper in papers)
        assert len({paper.id for paper in papers}) == len(papers)

    def test_no_abstract_is_shipped(self) -> None:
        papers = [Paper.model_validate_json(line) for line in BUNDLED.read_text("utf-8").splitlines()]
        assert not [paper.id for paper in papers if paper.abstract]

    def test_are_in_a_new_index_once(self, tmp_path: Path) -> None:
        for _ in range(2):
            with open_index(tmp_path / "index.db") as index:
                assert len(index) == len(BUNDLED.read_text("utf-8").splitlines())

    def test_are_found(self, settings: Settings) -> None:
        assert (
            "hippocamp"
            in (search("retinoic acid hippocampus neurogenesis", 1, settings)[0].title or "").lower()
        )


class TestFingerprint:
    def test_is_the_same_while_nothing_changes(self, settings: Settings) -> None:
        assert literature_fingerprint(settings) == literature_fingerprint(settings)

    def test_changes_with_an_import_that_changes_something(self, settings: Settings) -> None:
        before = literature_fingerprint(settings)
        list(import_papers([DATA], settings))
        after = literature_fingerprint(settings)
        list(import_papers([DATA], settings))
        assert before != after == literature_fingerprint(settings)

    def test_changes_with_the_sources(self, settings: Settings) -> None:
        online = settings.model_copy(update={"offline": False})
        assert literature_fingerprint(online) != literature_fingerprint(settings)


class TestVerdictOfTheLocalIndex:
    def test_the_bundled_papers_alone_cannot_say_that_a_paper_is_not_found(self, settings: Settings) -> None:
        with Web(settings) as web:
            found = resolve(CITATION, open_sources(settings, web))
        assert (found.verdict, found.sources) == ("unchecked", ("local",))

    def test_an_imported_index_can(self, settings: Settings) -> None:
        list(import_papers([DATA / "papers.ris"], settings))
        with Web(settings) as web:
            assert resolve(CITATION, open_sources(settings, web)).verdict == "not_found"


def test_status_says_what_is_on_and_what_the_index_holds(settings: Settings) -> None:
    list(import_papers([DATA / "papers.ris"], settings))
    first, *others = status(settings)
    assert (first.name, first.on, first.by_source and first.by_source["ris"]) == ("local", True, 1)
    assert [other.on for other in others] == [False] * (len(SOURCES) - 1)
