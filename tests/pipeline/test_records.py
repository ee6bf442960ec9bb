import pytest
from pydantic import ValidationError

from pipeline.records import Citation, Claim, Findings, Name, Span


def citation(**fields):
    return Citation(start=0, end=5, text="Smith", kind="author_year", **fields)


def test_records_are_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        citation().year = 2020


def test_unknown_fields_are_refused():
    with pytest.raises(ValidationError, match="Extra inputs"):
        citation(years=2020)


def test_citation_key_ignores_where_it_stands():
    assert citation(year=2020).key() == citation(year=2020).model_copy(update={"start": 7}).key()


def test_citation_key_follows_what_is_asked():
    assert citation(authors=(Name(family="Smith"),)).key() != citation().key()


def test_citation_key_follows_the_quoted_abstract():
    assert citation(quoted=Span(start=9, end=10, text="x")).key() != citation().key()


def test_findings_of_another_post_carry_its_id_in_their_claims():
    claim = Claim(
        id="a#1f", start=0, end=1, text="x", subject=0, predicate="biolink:affects", object=0,
        kind="assertion", score=0.5, rule="r",
    )  # fmt: skip
    moved = Findings(id="a", claims=(claim,)).with_id("b")
    assert (moved.id, moved.claims[0].id) == ("b", "b#1f")
