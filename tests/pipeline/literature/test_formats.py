"""What each format of papers is read as, from files that we wrote."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import ParseError
from pipeline.literature.formats import FORMATS, RECORDS, pubmed_xml, read_json
from pipeline.literature.items import Deleted, Item, Notice, Skipped
from pipeline.records import Paper

DATA = Path(__file__).parent / "data"
FILES = {
    "pubmed": "pubmed.xml",
    "europepmc-bulk": "europepmc.xml",
    "pubtator": "pubtator.txt",
    "ris": "papers.ris",
    "nbib": "papers.nbib",
    "json": "csl.json",
    "threadgraph": "own.jsonl",
    "openalex": "openalex.jsonl",
    "crossref": "crossref.json",
    "europepmc": "europepmc.json",
    "csl": "csl.json",
}


def items(name: str) -> list[Item]:
    content = (DATA / FILES[name]).read_bytes()
    kind = next(kind for kind in FORMATS.values() if kind.recognises(content[:4096]))
    return list(kind.read(io.BytesIO(content)))


def papers(name: str) -> list[Paper]:
    return [item for item in items(name) if isinstance(item, Paper)]


def of(kind: type[Item], name: str) -> list[Item]:
    return [item for item in items(name) if isinstance(item, kind)]


@pytest.mark.parametrize("name", [*FORMATS, *RECORDS])
def test_every_format_has_a_file_that_gives_papers(name: str) -> None:
    assert papers(name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_recognised_by_its_own_format_alone(name: str) -> None:
    head = (DATA / FILES[name]).read_bytes()[:4096]
    assert [other for other, kind in FORMATS.items() if kind.recognises(head)] == [name]


@pytest.mark.parametrize("name", ["openalex", "crossref", "europepmc", "csl"])
def test_a_record_names_the_format_it_was_read_as(name: str) -> None:
    assert {paper.source for paper in papers(name)} == {name}


class TestPubmed:
    def test_reads_all_fields(self) -> None:
        paper = papers("pubmed")[0]
        assert paper.model_dump(exclude_defaults=True) == {
            "id": "doi:10.5555/examplin.101",
            "doi": "10.5555/examplin.101",
            "pmid": "101",
            "pmcid": "PMC9101",
            "title": "Effect of cis-examplin on H2O & mice",
            "authors": ({"family": "de la Example", "given": "Ana M"}, {"family": "The Example Group"}),
            "container": "Journal of made-up studies",
            "year": 1999,
            "volume": "12",
            "issue": "3",
            "pages": "345–352",
            "abstract": "METHODS: We made it up. It held.",
            "publication_types": ("Journal Article", "Retracted Publication"),
            "mesh": ("Mice",),
            "status": "retracted",
            "status_date": "2003-03-05",
            "source": "pubmed",
        }

    def test_reads_what_a_notice_says_of_other_papers(self) -> None:
        assert of(Notice, "pubmed") == [
            Notice("pmid:103", "retracted", "2003-03"),
            Notice("pmid:104", "corrected", "2003-03"),
        ]

    def test_reads_deletions(self) -> None:
        assert of(Deleted, "pubmed") == [Deleted("pmid:77"), Deleted("pmid:78")]

    def test_says_that_a_book_is_skipped(self) -> None:
        assert of(Skipped, "pubmed") == [Skipped("a book, not a paper")]

    def test_gives_what_stands_before_a_break_and_then_fails(self) -> None:
        content = (DATA / "pubmed.xml").read_bytes()
        found = pubmed_xml.read(io.BytesIO(content[: content.index(b"<PubmedBookArticle>")]))
        assert isinstance(next(found), Paper)
        with pytest.raises(ParseError, match="broken"):
            list(found)

    def test_expands_no_entities(self) -> None:
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><PubmedArticleSet><PubmedArticle>'
        bomb += b"<MedlineCitation><PMID>1</PMID><Article><ArticleTitle>T &b;</ArticleTitle></Article>"
        bomb += b"</MedlineCitation></PubmedArticle></PubmedArticleSet>"
        assert "aaaa" not in str(list(pubmed_xml.read(io.BytesIO(bomb))))


class TestEuropepmcBulk:
    def test_reads_all_fields(self) -> None:
        (paper,) = papers("europepmc-bulk")
        assert paper.model_dump(exclude_defaults=True) == {
            "id": "doi:10.5555/bulk.1",
            "doi": "10.5555/bulk.1",
            "pmid": "651",
            "pmcid": "PMC9651",
            "title": "A made-up survey of examplin users",
            "authors": ({"family": "Example", "given": "AM"}, {"family": "Example Group"}),
            "container": "Made-up surveys",
            "year": 2016,
            "volume": "8",
            "issue": "2",
            "pages": "101–109",
            "publication_types": ("Journal Article", "Retracted Publication"),
            "status": "retracted",
            "source": "europepmc",
        }

    def test_says_why_a_record_is_skipped(self) -> None:
        assert of(Skipped, "europepmc-bulk") == [Skipped("Europe PMC 652: neither identifier nor title")]


class TestPubtator:
    def test_reads_title_and_abstract(self) -> None:
        first, second = papers("pubtator")
        assert (first.pmid, first.abstract) == ("201", "One patient hiccuped. He stopped.")
        assert (second.pmid, second.title, second.abstract) == ("202", "Title alone", None)


class TestRis:
    def test_reads_all_fields(self) -> None:
        paper = papers("ris")[0]
        assert paper.title == "A made-up trial of examplin, in a title of two lines"
        assert [author.family for author in paper.authors] == ["Example", "Sample"]
        assert (paper.container, paper.year, paper.volume, paper.issue, paper.pages, paper.doi) == (
            "Journal of Made-up Trials",
            2011,
            "7",
            "2",
            "101–109",
            "10.5555/ris.1",
        )

    def test_says_why_a_record_is_skipped(self) -> None:
        (skipped,) = of(Skipped, "ris")
        assert "neither identifier nor title" in skipped.reason


class TestNbib:
    def test_reads_all_fields(self) -> None:
        paper = papers("nbib")[0]
        assert paper.title == "A made-up cohort of people who were told about examplin and then forgot it"
        assert [(a.family, a.given) for a in paper.authors] == [
            ("Example", "Ana Maria"),
            ("van Sample", "Bo"),
        ]
        assert (paper.doi, paper.pmid, paper.pmcid) == ("10.5555/nbib.301", "301", "PMC9301")
        assert (paper.year, paper.pages, paper.mesh, paper.status) == (
            2014,
            "61–71",
            ("Mice", "Humans"),
            "corrected",
        )
        assert paper.status_date == "2015"

    def test_reads_what_a_notice_says_of_another_paper(self) -> None:
        assert of(Notice, "nbib") == [Notice("pmid:303", "concern", "2016-08")]


class TestCrossref:
    def test_reads_all_fields(self) -> None:
        paper = papers("crossref")[0]
        assert paper.title == "A made-up in vitro study & more: the sequel"
        assert [author.family for author in paper.authors] == ["Example", "Example Consortium"]
        assert (paper.id, paper.year, paper.pages) == ("doi:10.5555/cr.1", 2018, "68–77")
        assert (paper.abstract, paper.status, paper.status_date) == (
            "It was made up.",
            "retracted",
            "2019-04-02",
        )

    def test_reads_what_a_notice_says_of_another_paper(self) -> None:
        assert of(Notice, "crossref") == [Notice("doi:10.5555/cr.3", "corrected", "2020-07")]

    def test_takes_a_date_without_a_year_for_none(self) -> None:
        assert papers("crossref")[1].year is None


class TestOpenalex:
    def test_reads_all_fields(self) -> None:
        (paper,) = papers("openalex")
        assert (paper.doi, paper.pmid, paper.pages) == ("10.5555/oa.1", "401", "11–19")
        assert (paper.abstract, paper.mesh, paper.status) == ("We asked and asked", ("Humans",), "retracted")
        assert [(author.family, author.given) for author in paper.authors] == [("Example", "Ana M.")]

    def test_says_which_lines_are_skipped(self) -> None:
        reasons = [item.reason for item in of(Skipped, "openalex")]
        assert [reason[:6] for reason in reasons] == ["line 2", "record"]


class TestEuropepmc:
    def test_reads_all_fields(self) -> None:
        paper = papers("europepmc")[0]
        assert (paper.title, paper.container, paper.year) == ("A made-up review", "Made-up reviews", 2017)
        assert (paper.pages, paper.mesh) == ("e12", ("Rats",))
        assert (paper.status, paper.status_date) == ("concern", "2019-02")
        assert [author.family for author in paper.authors] == ["Example", "Example Group"]

    def test_reads_a_short_record(self) -> None:
        paper = papers("europepmc")[1]
        assert [(author.family, author.given) for author in paper.authors] == [
            ("Example", "AM"),
            ("Sample", "B"),
        ]
        assert paper.container == "Made Up Rev"

    def test_reads_what_a_notice_says_of_another_paper(self) -> None:
        assert of(Notice, "europepmc") == [Notice("pmid:503", "corrected", "2018-05-06")]


class TestCsl:
    def test_reads_all_fields(self) -> None:
        paper = papers("csl")[0]
        assert [author.family for author in paper.authors] == ["van den Berg", "Example Collective"]
        assert (paper.title, paper.year, paper.volume, paper.pages) == ("A made-up model", 2019, "3", "5–8")

    def test_names_a_record_without_identifier_by_what_it_says(self) -> None:
        assert papers("csl")[1].id == papers("csl")[1].id
        assert papers("csl")[1].id.startswith("local:")

    def test_says_that_a_record_of_no_kind_is_skipped(self) -> None:
        assert [item.reason for item in of(Skipped, "csl")] == ["a record of no known kind: 17"]


class TestJson:
    @pytest.mark.parametrize("content", [b'{"items": [', b"[1, 2", b'{"a": }', b"[" * 100_000])
    def test_a_broken_file_is_an_error_that_says_so(self, content: bytes) -> None:
        with pytest.raises(ParseError, match="not JSON"):
            list(read_json(io.BytesIO(content)))

    @pytest.mark.parametrize(
        "record",
        [
            b'{"DOI": "10.5555/x", "type": "t", "title": [null], "author": 7}',
            b'{"id": "https://openalex.org/W1", "title": {"a": 1}, "ids": []}',
            b'{"id": 5, "source": 6, "title": 7, "pubYear": []}',
            b'{"id": "a:b", "source": "x", "year": "never"}',
        ],
    )
    def test_a_record_of_wrong_types_is_skipped(self, record: bytes) -> None:
        (skipped,) = read_json(io.BytesIO(record))
        assert isinstance(skipped, Skipped)


@pytest.mark.parametrize("read", [kind.read for kind in FORMATS.values()])
def test_noise_is_skipped_or_named_in_an_error(read: Callable[[io.BytesIO], object]) -> None:
    noise = bytes(range(256)) * 50
    try:
        found = list(read(io.BytesIO(noise)))  # type: ignore[call-overload]
    except ParseError:
        return
    assert not [item for item in found if isinstance(item, Paper)]
