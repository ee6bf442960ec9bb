"""The verdicts: what each says, and what it never says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from pipeline.errors import LiteratureError
from pipeline.records import Citation, Name, Paper, Resolution, Span
from pipeline.resolve import resolve, same_work

PAPER = Paper(
    id="doi:10.5555/m",
    doi="10.5555/m",
    pmid="5",
    title="Made-up effects of examplin on the mood of mice",
    authors=(Name(family="Exámple", given="Ana"), Name(family="Sample", given="Bo")),
    container="Journal of Made-up Science",
    year=2018,
    volume="9",
    issue="2",
    pages="68–77",
    abstract="We gave examplin to forty mice and watched their mood for a year. It fell and stayed low.",
    source="test",
)
FIELDS: dict[str, Any] = {
    "kind": "reference",
    "authors": ({"family": "Example", "given": "A"}, {"family": "Sample", "given": "B"}),
    "title": "Made-up effects of examplin on the mood of mice",
    "container": "J Made-up Sci",
    "year": 2018,
    "volume": "9",
    "issue": "2",
    "pages": "68–77",
}
OTHER = Paper(id="doi:10.5555/c", doi="10.5555/c", title="Properties of concrete in winter", source="test")


class Known:
    """A source that knows some papers, or is down."""

    def __init__(
        self, *papers: Paper, name: str = "test", comprehensive: bool = True, down: bool = False
    ) -> None:
        self.papers, self.name, self.down = papers, name, down
        self.comprehensive = self.live = comprehensive
        self.asked = 0

    def lookup(self, citation: Citation) -> tuple[Paper, ...]:
        self.asked += 1
        if self.down:
            raise LiteratureError("down")
        return self.papers


def cited(**changes: Any) -> Citation:
    fields = {name: value for name, value in (FIELDS | changes).items() if value is not None}
    names = " ".join(author["family"] for author in fields.get("authors", ()))
    said = [
        names,
        *(str(fields[n]) for n in ("title", "container", "year", "volume", "pages") if n in fields),
    ]
    text = fields.pop("text", ". ".join(filter(None, said)))
    return Citation.model_validate({"start": 0, "end": len(text), "text": text} | fields)


def answer(citation: Citation, *papers: Paper) -> Resolution:
    return resolve(citation, [Known(*papers)])


class TestVerified:
    def test_a_citation_whose_fields_all_agree(self) -> None:
        found = answer(cited(), OTHER, PAPER)
        assert (found.verdict, found.disagrees, found.sources) == ("verified", (), ("test",))
        assert found.paper == PAPER
        assert found.score > 0.95
        assert found.asked_at is not None

    @pytest.mark.parametrize(
        "changes",
        [
            {"year": 2019},
            {"container": None},
            {"issue": "4"},
            {"pages": "68"},
            {"volume": None, "pages": None},
            {"title": "MADE-UP EFFECTS OF EXAMPLIN on the mood of mice."},
            {"authors": ({"family": "EXAMPLE"},)},
            {"container": "Journal of Made-Up Science (Sampleton)"},
            {"doi": "https://doi.org/10.5555/M"},
            {"doi": "10.5555/"},
        ],
    )
    def test_a_citation_with_slips_that_are_no_error(self, changes: dict[str, Any]) -> None:
        assert answer(cited(**changes), PAPER).verdict == "verified"

    @pytest.mark.parametrize("name", ["doi", "pmid"])
    def test_an_identifier_alone(self, name: str) -> None:
        value = getattr(PAPER, name)
        citation = Citation(start=0, end=9, text=value, kind="identifier", **{name: value})
        assert answer(citation, PAPER).verdict == "verified"

    def test_a_misread_field_that_the_text_puts_right(self) -> None:
        text = f"Example A, Sample B (2018) {PAPER.title}. J Made-up Sci 9(2):68-77"
        assert (
            answer(cited(volume="2018", pages="2", year=None, issue=None, text=text), PAPER).verdict
            == "verified"
        )

    def test_a_translated_title(self) -> None:
        translated = PAPER.model_copy(update={"title": "[Invented effects of the drug upon mouse spirits]"})
        assert (
            answer(cited(title="Erfundene Wirkungen von Examplin auf Mäuse"), translated).verdict
            == "verified"
        )


class TestMismatch:
    @pytest.mark.parametrize(
        ("changes", "wrong"),
        [
            ({"title": "Properties of concrete in a cold winter"}, ("title",)),
            ({"authors": ({"family": "Nobody"},)}, ("authors",)),
            ({"year": 1987}, ("year",)),
            ({"volume": "77"}, ("volume",)),
            ({"pages": "1–5"}, ("pages",)),
            ({"container": "Annals of Concrete"}, ("container",)),
            (
                {"volume": "77", "pages": "1–5", "container": "Annals of Concrete"},
                ("volume", "pages", "container"),
            ),
            ({"doi": "10.5555/elsewhere"}, ("doi",)),
            ({"pmid": "999"}, ("pmid",)),
        ],
    )
    def test_names_the_fields_that_are_other(self, changes: dict[str, Any], wrong: tuple[str, ...]) -> None:
        found = answer(cited(**changes), PAPER)
        assert (found.verdict, found.disagrees) == ("mismatch", wrong)
        assert found.paper == PAPER

    def test_a_right_title_with_all_else_invented(self) -> None:
        found = answer(
            cited(authors=({"family": "Nobody"},), year=1950, volume="1", pages="2", container="Z"), PAPER
        )
        assert found.verdict == "mismatch"

    def test_a_doi_of_another_paper_names_the_doi_and_shows_the_other(self) -> None:
        found = answer(cited(doi="10.5555/c"), OTHER, PAPER)
        assert (found.verdict, found.disagrees, found.candidates) == ("mismatch", ("doi",), (OTHER,))
        assert found.paper == PAPER

    def test_all_sources_are_asked_before_a_mismatch(self) -> None:
        sources = [Known(PAPER, name="a"), Known(PAPER, name="b")]
        assert resolve(cited(year=1987), sources).sources == ("a", "b")


class TestNotFound:
    @pytest.mark.parametrize("papers", [(), (OTHER,)])
    def test_when_no_paper_fits(self, papers: tuple[Paper, ...]) -> None:
        found = answer(cited(), *papers)
        assert (found.verdict, found.paper, found.candidates) == ("not_found", None, ())

    def test_when_only_a_part_of_the_title_fits(self) -> None:
        part = Paper(
            id="pmid:8", title="Made-up effects of examplin", year=1970, volume="1", pages="1", source="x"
        )
        assert answer(cited(), part).verdict == "not_found"

    def test_even_if_one_of_several_sources_is_down(self) -> None:
        found = resolve(cited(), [Known(down=True, name="a"), Known(name="b")])
        assert (found.verdict, found.sources, found.unavailable) == ("not_found", ("b",), ("a",))


class TestUnchecked:
    def test_when_there_is_no_source(self) -> None:
        assert resolve(cited(), []).verdict == "unchecked"

    def test_when_all_sources_are_down(self) -> None:
        found = resolve(cited(), [Known(down=True, name="a"), Known(down=True, name="b")])
        assert (found.verdict, found.unavailable) == ("unchecked", ("a", "b"))

    def test_when_the_only_source_cannot_know_all(self) -> None:
        found = resolve(cited(), [Known(OTHER, comprehensive=False)])
        assert (found.verdict, found.sources) == ("unchecked", ("test",))

    @pytest.mark.parametrize(
        "citation",
        [
            Citation(start=0, end=21, text="a study in rats showed", kind="vague"),
            Citation(start=0, end=21, text="a study in rats showed", kind="vague", doi="10.5555/m"),
            Citation(start=0, end=20, text="https://example.org/", kind="url", url="https://example.org/"),
            Citation(start=0, end=5, text="Smith", kind="author_year", authors=(Name(family="Smith"),)),
        ],
    )
    def test_what_cannot_be_looked_up_is_not_asked_for(self, citation: Citation) -> None:
        source = Known(PAPER)
        assert resolve(citation, [source]).verdict == "unchecked"
        assert source.asked == 0


class TestAmbiguous:
    def test_two_papers_that_fit_alike(self) -> None:
        twin = PAPER.model_copy(
            update={
                "id": "doi:10.5555/t",
                "doi": "10.5555/t",
                "pmid": None,
                "volume": "10",
                "pages": "1–9",
                "year": 2030,
            }
        )
        found = answer(cited(year=None, volume=None, pages=None, issue=None), PAPER, twin)
        assert found.verdict == "ambiguous"
        assert {paper.id for paper in found.candidates} == {PAPER.id, twin.id}

    def test_a_title_alone(self) -> None:
        citation = Citation(start=0, end=1, text="", kind="url", title=PAPER.title)
        found = answer(citation, PAPER)
        assert (found.verdict, found.candidates) == ("ambiguous", (PAPER,))


class TestAuthorAndYear:
    @staticmethod
    def mention(family: str = "Example", year: int = 2018, quoted: Span | None = None) -> Citation:
        text = f"{family} et al. ({year})"
        authors = (Name(family=family),)
        return Citation(
            start=0, end=len(text), text=text, kind="author_year", authors=authors, year=year, quoted=quoted
        )

    def test_never_verify_alone(self) -> None:
        found = answer(self.mention(), PAPER)
        assert (found.verdict, found.candidates) == ("ambiguous", (PAPER,))

    def test_are_verified_by_a_quoted_abstract(self) -> None:
        quoted = Span(
            start=30, end=110, text="forty mice and watched their mood for a year. It fell and stayed low"
        )
        found = answer(self.mention(quoted=quoted), PAPER)
        assert (found.verdict, found.paper) == ("verified", PAPER)

    def test_of_no_paper_are_not_found(self) -> None:
        assert answer(self.mention(year=2017), PAPER).verdict == "not_found"
        assert answer(self.mention("Nobody"), PAPER).verdict == "not_found"


class TestRetracted:
    RETRACTED = PAPER.model_copy(update={"status": "retracted"})

    def test_a_verified_paper_that_is_retracted(self) -> None:
        assert answer(cited(), self.RETRACTED).verdict == "retracted"

    def test_the_word_of_a_later_source_counts(self) -> None:
        sources = [Known(PAPER, name="local", comprehensive=False), Known(self.RETRACTED, name="live")]
        found = resolve(cited(), sources)
        assert (found.verdict, found.sources) == ("retracted", ("local", "live"))

    def test_a_mismatch_stays_a_mismatch_and_its_paper_says_it(self) -> None:
        found = answer(cited(year=1987), self.RETRACTED)
        assert found.verdict == "mismatch"
        assert found.paper is not None
        assert found.paper.status == "retracted"

    @pytest.mark.parametrize("status", ["corrected", "concern"])
    def test_a_correction_is_carried_by_the_paper(self, status: str) -> None:
        found = answer(cited(), PAPER.model_copy(update={"status": status}))
        assert found.verdict == "verified"
        assert found.paper is not None
        assert found.paper.status == status


class TestAsking:
    def test_ends_with_the_first_live_source_that_verifies(self) -> None:
        sources = [
            Known(PAPER, name="local", comprehensive=False),
            Known(PAPER, name="a"),
            Known(PAPER, name="b"),
        ]
        assert resolve(cited(), sources).sources == ("local", "a")
        assert sources[2].asked == 0

    def test_records_of_one_paper_are_one_with_all_fields(self) -> None:
        bare = PAPER.model_copy(update={"abstract": None, "pmid": None, "source": "a"})
        found = resolve(cited(), [Known(bare, name="a", comprehensive=False), Known(PAPER, name="b")])
        assert found.paper is not None
        assert (found.paper.pmid, found.paper.abstract) == (PAPER.pmid, PAPER.abstract)


class TestSameWork:
    @pytest.mark.parametrize(
        "changes",
        [
            {"id": "doi:10.1101/p", "doi": "10.1101/p", "pmid": None, "container": "bioRxiv", "year": 2017},
            {"id": "doi:10.5555/d", "doi": "10.5555/d", "pmid": None},
            {"title": "[Invented effects on spirits]"},
            {"title": "Erfundene Wirkungen von Examplin"},
            {"title": None},
        ],
        ids=["preprint", "second DOI", "translated in brackets", "translated, same place", "untitled"],
    )
    def test_versions_of_a_paper(self, changes: dict[str, Any]) -> None:
        assert same_work(PAPER, PAPER.model_copy(update=changes))

    @pytest.mark.parametrize(
        "changes",
        [
            {"title": "Properties of concrete", "pages": "1"},
            {"id": "doi:10.5555/d", "doi": "10.5555/d", "pmid": None, "year": 2030},
            {"id": "doi:10.5555/d", "doi": "10.5555/d", "pmid": None, "authors": (Name(family="Nobody"),)},
            {"id": "doi:10.5555/d", "doi": "10.5555/d", "pmid": None, "title": f"{PAPER.title} 2"},
        ],
        ids=["wrong record under the DOI", "later", "by others", "second part"],
    )
    def test_different_papers(self, changes: dict[str, Any]) -> None:
        assert not same_work(PAPER, PAPER.model_copy(update=changes))

    def test_sources_that_contradict_one_another_are_told(self) -> None:
        year = PAPER.model_copy(update={"year": 2021, "source": "other"})
        found = resolve(cited(), [Known(PAPER, name="one"), Known(year, name="two", comprehensive=False)])
        assert (found.verdict, found.conflicts) == ("verified", ())
        both = resolve(cited(), [Known(PAPER, year)])
        assert (both.verdict, both.conflicts) == ("verified", ("year",))

    def test_another_paper_under_the_same_identifier_is_told(self) -> None:
        wrong = OTHER.model_copy(update={"doi": PAPER.doi})
        found = resolve(cited(doi=PAPER.doi), [Known(PAPER, wrong)])
        assert (found.verdict, found.conflicts) == ("verified", ("doi",))
        assert [paper.title for paper in found.candidates] == [OTHER.title]

    def test_preprint_and_published_version_lead_to_the_published(self) -> None:
        preprint = PAPER.model_copy(
            update={
                "id": "doi:10.1101/p",
                "doi": "10.1101/p",
                "pmid": None,
                "volume": None,
                "pages": None,
                "year": 2017,
            }
        )
        for papers in ((preprint, PAPER), (PAPER, preprint)):
            found = answer(cited(doi="10.1101/p", year=2017, volume=None, pages=None), *papers)
            assert (found.verdict, found.paper and found.paper.id) == ("verified", PAPER.id)


FREE = ("title", "container", "volume", "issue", "pages", "doi", "pmid", "pmcid", "arxiv")
TEXTS = st.text(max_size=40) | st.none()


@given(
    st.builds(
        Citation,
        start=st.just(0),
        end=st.just(0),
        text=st.text(max_size=80),
        kind=st.sampled_from(["reference", "identifier", "url", "author_year", "vague"]),
        authors=st.lists(st.builds(Name, family=st.text(max_size=9))).map(tuple),
        **dict.fromkeys(FREE, TEXTS),
        year=st.integers() | st.none(),
    )
)
def test_any_citation_gets_a_verdict(citation: Citation) -> None:
    found = resolve(citation, [Known(PAPER, OTHER)])
    assert (found.paper is not None) == (found.verdict in {"verified", "mismatch", "retracted"})
    assert bool(found.disagrees) == (found.verdict == "mismatch")


@pytest.mark.parametrize("module", ["resolve.py", "resolve_evidence.py"])
def test_no_word_accuses(module: str) -> None:
    text = (Path(pipeline.__file__).parent / module).read_text("utf-8").lower()
    assert not [word for word in ("fake", "fabricat", "fraud", "bogus", "hallucinat") if word in text]
