"""Normal forms: what is written differently for the same thing becomes equal."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.resolve_text import (
    MAX_CHARS,
    clean_doi,
    complete_pages,
    first_page,
    numbers,
    plain,
    same_journal,
    squeezed,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("17β-Estradiol", "17beta-estradiol"),
        ("Müller", "muller"),
        ("depressive‐like", "depressive-like"),
        ("ﬁnasteride", "finasteride"),
        ("Endo-\n  scopic", "Endoscopic"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("“Quoted,” he said", "quoted he said"),
        ("ΑΣ", "ας"),
        ("Straße", "STRASSE"),
    ],
)
def test_two_writings_are_equal(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_nothing_is_the_empty_text() -> None:
    assert plain(None) == plain("") == plain(" \n—…") == ""


@given(st.text())
def test_plain_is_words_parted_by_one_space(text: str) -> None:
    words = plain(text)
    assert words == " ".join(words.split())
    assert squeezed(text) == words.replace(" ", "")


@given(st.text())
def test_plain_of_plain_is_itself(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize("unit", ["a", "-\n", "(", "é", "10.1/", "1-", "\u202e", " "])
def test_megabytes_take_no_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    start = time.perf_counter()
    plain(text), numbers(text), first_page(text), clean_doi(text), complete_pages(text[:10_000])
    assert time.perf_counter() - start < 2
    assert len(plain(text)) <= 8 * MAX_CHARS


@pytest.mark.parametrize(
    ("pages", "first"),
    [
        ("1104–16", "1104"),
        ("p. e3487", "e3487"),
        ("pp. 11,023-33", "11023"),
        ("H1301-H1306", "h1301"),
        ("007", "7"),
        ("xii", None),
        (None, None),
    ],
)
def test_first_page(pages: str | None, first: str | None) -> None:
    assert first_page(pages) == first


@pytest.mark.parametrize(
    ("pages", "complete"),
    [
        ("1104-16", "1104–1116"),
        ("1104–1116", "1104–1116"),
        ("68--77", "68–77"),
        ("e61-e71", "e61–e71"),
        ("S12-9", "S12–S19"),
        ("9-12", "9–12"),
        ("1068-1076.e9", "1068–1076.e9"),
        ("e3487", "e3487"),
        ("", None),
        (None, None),
    ],
)
def test_pages_are_completed(pages: str | None, complete: str | None) -> None:
    assert complete_pages(pages) == complete


@given(st.integers(1, 9999), st.integers(0, 500))
def test_a_shortened_range_is_completed_to_the_full_one(first: int, more: int) -> None:
    last = str(first + more)
    if len(last) == len(str(first)):
        same = next(
            (i for i, (a, b) in enumerate(zip(str(first), last, strict=True)) if a != b), len(last) - 1
        )
        assert complete_pages(f"{first}-{last[same:]}") == f"{first}–{last}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Eur. J. Pharmacol.", "European Journal of Pharmacology"),
        ("Proc Natl Acad Sci USA", "Proceedings of the National Academy of Sciences"),
        ("PNAS", "Proceedings of the National Academy of Sciences of the United States of America"),
        ("The Lancet", "Lancet (London, England)"),
        ("Brain Res. Mol. Brain Res.", "Brain research. Molecular brain research"),
        ("NEJM", "N Engl J Med"),
        ("PLoS ONE", "PLOS One"),
        ("AJP", "American Journal of Psychiatry"),
        ("Cognitive Science", "Cognitive Science: A Multidisciplinary Journal"),
        ("J. Am. Acad. Dermatol.", "Journal of the American Academy of Dermatology"),
    ],
)
def test_names_of_one_journal(one: str, other: str) -> None:
    assert same_journal(one, other)
    assert same_journal(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("J Neurosci", "Journal of Neuroscience Methods"),
        ("J. Neurochem.", "Journal of Neuroscience"),
        ("Lancet", "Lancet Neurology"),
        ("Nature", "Nature Medicine"),
        ("Endocrinology", "Neuroendocrinology"),
        ("Hippocampus", "PLOS ONE"),
        ("", "Lancet"),
    ],
)
def test_names_of_two_journals(one: str, other: str) -> None:
    assert not same_journal(one, other)
    assert not same_journal(other, one)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1002/HIPO.22574", "10.1002/hipo.22574"),
        ("doi:10.1002/hipo.22574", "10.1002/hipo.22574"),
        ("hipo.22574", None),
        (None, None),
    ],
)
def test_dois_have_one_form(text: str | None, doi: str | None) -> None:
    assert clean_doi(text) == doi
