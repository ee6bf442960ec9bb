"""Identifiers, names and fields in one form, whatever a source sends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.literature.items import gravest, identifier, make_paper, name_of, notice_status, tidy


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [
        ("doi", "https://doi.org/10.5555/ABC.1", "10.5555/abc.1"),
        ("doi", "not a doi", None),
        ("pmid", "https://pubmed.ncbi.nlm.nih.gov/123", "123"),
        ("pmid", None, None),
        ("pmcid", "pmc12", "PMC12"),
        ("pmcid", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC12/", "PMC12"),
        ("arxiv", "arXiv:2101.00001v2", "2101.00001v2"),
    ],
)
def test_identifiers_have_one_form(scheme: str, value: str | None, expected: str | None) -> None:
    assert identifier(scheme, value) == expected


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        ("Example, Ana M.", "Example", "Ana M."),
        ("Example AM", "Example", "AM"),
        ("van den Berg J-P", "van den Berg", "J-P"),
        ("Ana M. Example", "Example", "Ana M."),
        ("Example", "Example", None),
    ],
)
def test_names_are_split(text: str, family: str, given: str | None) -> None:
    name = name_of(text)
    assert name is not None
    assert (name.family, name.given) == (family, given)


def test_a_blank_name_is_none() -> None:
    assert name_of(" ; ") is None


@given(st.text())
def test_tidy_leaves_nothing_that_hides(text: str) -> None:
    clean = tidy(text)
    assert clean.encode("utf-8") is not None
    assert not {"\n", "\x00", "\u202e", "\ufeff"} & set(clean)
    assert tidy(clean) == clean


@given(title=st.text(), given=st.text(), year=st.integers(-10, 10_000))
def test_any_text_makes_a_paper_or_a_value_error(title: str, given: str, year: int) -> None:
    try:
        paper = make_paper("test", title=title, year=year, abstract=given)
    except ValueError:
        return
    assert make_paper("test", title=title, year=year, abstract=given).id == paper.id
    assert paper.model_dump_json()


def test_the_best_identifier_is_the_id() -> None:
    assert make_paper("test", title="A", pmid="5", doi="10.5555/X").id == "doi:10.5555/x"
    assert make_paper("test", title="A", pmid="5").id == "pmid:5"


def test_statuses_are_ranked() -> None:
    assert gravest(["published", "concern", "corrected"]) == "concern"
    assert gravest([]) == "published"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("RetractionIn", "retracted"),
        ("partial_retraction", "retracted"),
        ("ErratumFor", "corrected"),
        ("Corrigendum", "corrected"),
        ("expression_of_concern", "concern"),
        ("CommentOn", None),
    ],
)
def test_notices_are_read(kind: str, status: str | None) -> None:
    assert notice_status(kind) == status
