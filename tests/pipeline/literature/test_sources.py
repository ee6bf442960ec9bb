"""What each live source is asked, and how its answers are read; those recorded are the services' own."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.literature import crossref, europepmc, openalex, pubmed
from pipeline.literature.live import Access
from pipeline.records import Citation, Name

DATA = Path(__file__).parent / "data"
CITATION = Citation(
    start=0,
    end=0,
    text="Example A. A made-up review. Made Up Rev 2017;33:e12.",
    kind="reference",
    authors=(Name(family="Éxample", given="A"),),
    title="A made-up review",
    container="Made Up Rev",
    year=2017,
    volume="33",
    pages="e12",
)
BY_DOI = CITATION.model_copy(update={"doi": "10.5555/A<1>;2"})


class FakeAsk:
    """Answers by the end of the address, and keeps what was asked."""

    def __init__(self, answers: Mapping[str, bytes | None] | None = None) -> None:
        self.answers = answers or {}
        self.asked: list[tuple[str, dict[str, Any], float]] = []

    def __call__(self, url: str, params: Mapping[str, Any], interval: float) -> bytes | None:
        self.asked.append((url, dict(params), interval))
        return next((answer for end, answer in self.answers.items() if url.endswith(end)), None)


class TestCrossref:
    def test_is_asked_for_the_doi_first_and_then_for_the_text(self) -> None:
        ask = FakeAsk()
        assert crossref.api(Access()).lookup(BY_DOI, ask) == ()
        one, many = ask.asked
        assert one[0] == "https://api.crossref.org/works/10.5555%2Fa%3C1%3E%3B2"
        assert many[1]["query.bibliographic"] == CITATION.text

    def test_is_asked_once_if_it_knows_the_doi(self) -> None:
        ask = FakeAsk({"2": (DATA / "crossref.json").read_bytes()})
        assert len(crossref.api(Access()).lookup(BY_DOI, ask)) == 2
        assert len(ask.asked) == 1

    def test_is_asked_faster_with_a_contact(self) -> None:
        slow, fast = FakeAsk(), FakeAsk()
        crossref.api(Access()).lookup(CITATION, slow)
        crossref.api(Access(contact="ops@example.org")).lookup(CITATION, fast)
        assert (slow.asked[0][2], fast.asked[0][2]) == (1.0, 1 / 3)
        assert fast.asked[0][1]["mailto"] == "ops@example.org"
        assert "mailto" not in slow.asked[0][1]

    def test_is_not_asked_for_a_citation_that_names_nothing(self) -> None:
        ask = FakeAsk()
        crossref.api(Access()).lookup(Citation(start=0, end=1, text="x", kind="url"), ask)
        assert not ask.asked

    def test_search_pages_until_there_is_no_more(self) -> None:
        ask = FakeAsk({"works": (DATA / "crossref.json").read_bytes()})
        assert len(crossref.api(Access()).search("mice", 250, ask)) == 2
        assert len(ask.asked) == 1


class TestOpenalex:
    def test_is_asked_by_identifier_and_then_by_title(self) -> None:
        ask = FakeAsk()
        openalex.api(Access(key="s3cret")).lookup(BY_DOI, ask)
        assert ask.asked[0][1]["filter"] == "doi:10.5555/a<1>;2"
        assert ask.asked[1][1]["search"] == "a made up review"
        assert {asked[1]["api_key"] for asked in ask.asked} == {"s3cret"}

    def test_search_follows_the_cursor_to_its_end(self) -> None:
        line = json.loads((DATA / "openalex.jsonl").read_text().splitlines()[0])
        page = json.dumps({"meta": {"next_cursor": "n"}, "results": [line]}).encode()
        ask = FakeAsk({"works": page})
        assert len(openalex.api(Access()).search("mice", 3, ask)) == 3
        assert [asked[1]["cursor"] for asked in ask.asked] == ["*", "n", "n"]


class TestEuropepmc:
    def test_is_asked_by_identifiers_and_then_by_title(self) -> None:
        ask = FakeAsk()
        cited = BY_DOI.model_copy(update={"pmid": "5"})
        europepmc.api(Access(contact="ops@example.org")).lookup(cited, ask)
        assert [asked[1]["query"] for asked in ask.asked] == [
            'DOI:"10.5555/a<1>;2"',
            "EXT_ID:5 AND SRC:MED",
            "TITLE:(a AND made AND up AND review)",
        ]
        assert {asked[1]["email"] for asked in ask.asked} == {"ops@example.org"}

    def test_search_ends_where_the_mark_stays(self) -> None:
        ask = FakeAsk({"search": (DATA / "europepmc.json").read_bytes()})
        assert len(europepmc.api(Access()).search("mice", 10, ask)) == 2
        assert len(ask.asked) == 1


class TestPubmed:
    def test_fetches_a_pmid(self) -> None:
        ask = FakeAsk({"efetch.fcgi": (DATA / "pubmed.xml").read_bytes()})
        cited = CITATION.model_copy(update={"pmid": "101"})
        assert [paper.pmid for paper in pubmed.api(Access()).lookup(cited, ask)] == ["101", "102"]
        assert ask.asked[0][1]["id"] == "101"

    def test_asks_the_citation_matcher_and_then_for_the_title(self) -> None:
        ask = FakeAsk({"ecitmatch.cgi": b"made up rev|2017|33|12|example|1|NOT_FOUND;INVALID_JOURNAL\n"})
        pubmed.api(Access()).lookup(CITATION, ask)
        assert [url.rpartition("/")[2] for url, _, _ in ask.asked] == ["ecitmatch.cgi", "esearch.fcgi"]
        assert ask.asked[0][1]["bdata"] == "made up rev|2017|33|e12|example|1|"
        assert ask.asked[1][1]["term"] == "a[ti] AND made[ti] AND up[ti] AND review[ti]"

    def test_fetches_what_the_matcher_found(self) -> None:
        found = b"made up rev|2017|33|12|example|1|4711\n"
        ask = FakeAsk({"ecitmatch.cgi": found, "efetch.fcgi": (DATA / "pubmed.xml").read_bytes()})
        assert pubmed.api(Access()).lookup(CITATION, ask)
        assert ask.asked[1][1]["id"] == "4711"

    def test_asks_for_a_doi_by_its_field(self) -> None:
        assert pubmed.term_of(BY_DOI) == '"10.5555/a<1>;2"[doi]'

    def test_is_asked_faster_with_a_key(self) -> None:
        slow, fast = FakeAsk(), FakeAsk()
        pubmed.api(Access()).search("mice", 5, slow)
        pubmed.api(Access(key="s3cret")).search("mice", 5, fast)
        assert (slow.asked[0][2], fast.asked[0][2]) == (1 / 3, 1 / 10)
        assert fast.asked[0][1]["tool"] == "threadgraph"


@pytest.mark.parametrize(
    "read", [crossref.works, openalex.works, europepmc.records], ids=["crossref", "openalex", "europepmc"]
)
class TestReading:
    def test_nothing_is_no_paper(self, read: Any) -> None:
        assert read(None) == read(b"{}") == ()

    @pytest.mark.parametrize("answer", [b"", b"{", b"[]", b'"x"', b"null", b"<html>busy</html>", b"\xff"])
    def test_nonsense_is_an_error_or_nothing(self, read: Any, answer: bytes) -> None:
        try:
            assert read(answer) == ()
        except (ValueError, AttributeError, TypeError):
            return


@pytest.fixture(scope="module")
def recordings(shared: Path) -> Path:
    folder = shared / "api_recordings"
    if not folder.is_dir():
        pytest.skip(f"no recorded answers at {folder}")
    return folder


class TestRecordings:
    def test_crossref(self, recordings: Path) -> None:
        papers = [paper for answer in cassettes(recordings / "crossref") for paper in crossref.works(answer)]
        assert len(papers) > 100
        assert all(paper.doi for paper in papers)
        assert sum(bool(paper.year and paper.title) for paper in papers) > 0.7 * len(papers)
        assert any(paper.doi == "10.1371/journal.pone.0033693" and paper.volume == "7" for paper in papers)

    def test_openalex(self, recordings: Path) -> None:
        papers = openalex.works((recordings / "openalex/peneira_works.json").read_bytes())
        assert len(papers) == 49
        assert (papers[0].doi, papers[0].volume, papers[0].pages) == ("10.4081/gh.2014.294", "8", "467")
        assert papers[0].abstract is not None
        assert papers[0].abstract.startswith("Existing climate classification has not been designed")

    def test_europepmc(self, recordings: Path) -> None:
        papers = europepmc.records((recordings / "europepmc/search_cancer_core.json").read_bytes())
        assert len(papers) == 25
        assert (papers[0].pmid, papers[0].volume, papers[0].pages) == ("39709209", "404", "2603–2604")
        assert europepmc.records((recordings / "europepmc/search_no_results.json").read_bytes()) == ()

    def test_pubmed(self, recordings: Path) -> None:
        answer = (recordings / "pubmed/pubmed-29768149.xml").read_bytes()
        cited = CITATION.model_copy(update={"pmid": "29768149"})
        (paper,) = pubmed.api(Access()).lookup(cited, FakeAsk({"efetch.fcgi": answer}))
        assert (paper.doi, paper.year, paper.pages) == ("10.1056/nejmoa1715274", 2018, "1865–1876")
        assert "Asthma" in paper.mesh


def cassettes(folder: Path) -> Iterator[bytes]:
    """The bodies of recorded answers about works."""
    yaml = pytest.importorskip("yaml")
    for path in sorted(folder.glob("test-works*/*.yaml")):
        for one in yaml.load(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))[
            "interactions"
        ]:
            body = one["response"]["body"]["string"]
            content = body if isinstance(body, bytes) else body.encode()
            content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
            if one["response"]["status"]["code"] == 200 and b'"message-type":"work' in content:
                yield content
