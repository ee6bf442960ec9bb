from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.quantities import QuantityReader, read_quantities
from pipeline.records import Citation, Mention, Quantity

from .marked import marked


def read(written: str) -> tuple[Quantity, ...]:
    return read_quantities(*marked(written))


@pytest.mark.parametrize(
    ("written", "kind", "low", "high", "unit"),
    [
        ("took 20mg", "dose", 20, 20, "mg"),
        ("1,200 mcg", "dose", 1.2, 1.2, "mg"),
        ("0.5 g", "dose", 500, 500, "mg"),
        ("40-60mg/day", "dose", 40, 60, "mg/day"),
        ("one pill", "dose", 1, 1, "pill"),
        ("twice daily", "frequency", 2, 2, "per day"),
        ("EOD", "frequency", 0.5, 0.5, "per day"),
        ("by mouth", "route", None, None, "oral"),
        ("for 6 months", "duration", 6, 6, "month"),
        ("lasted two weeks", "duration", 2, 2, "week"),
        ("six weeks after stopping", "onset", 6, 6, "week"),
        ("within a few days", "onset", 3, 3, "day"),
        ("10(-7) M", "concentration", 1e-7, 1e-7, "M"),
        ("5.9310^(-7)M", "concentration", 5.93e-7, 5.93e-7, "M"),
        ("5.93*10^(-7) M", "concentration", 5.93e-7, 5.93e-7, "M"),
        ("100 nM", "concentration", 1e-7, 1e-7, "M"),
        ("350 ng/dL", "lab_value", 350, 350, "ng/dl"),
        ("%62", "percent", 62, 62, "percent"),
        ("10 to 20 percent", "percent", 10, 20, "percent"),
    ],
)
def test_reads_and_normalises(written: str, kind: str, low: float, high: float, unit: str) -> None:
    (quantity, *_) = read(written)
    assert (quantity.kind, quantity.low, quantity.high, quantity.unit) == (kind, low, high, unit)


@pytest.mark.parametrize(
    "written",
    [
        "3 years ago",
        "25 years old",
        "one day I woke up",
        "5 nm wide",
        "vol. 605, pp. 68-77",
        "in a dose-dependent way",
    ],
)
def test_no_quantity(written: str) -> None:
    assert read(written) == ()


def test_a_frequency_in_words_needs_a_dose() -> None:
    assert [q.kind for q in read("20 mg a day")] == ["dose", "frequency"]
    assert [q.kind for q in read("less than a week")] == []


def test_each_number_of_a_list_is_a_quantity() -> None:
    assert [q.low for q in read("10, 20 and 40 mg")] == [10, 20, 40]


def test_a_year_is_no_number_of_a_list() -> None:
    assert [q.low for q in read("in 2009, 40 mg")] == [40]


def bound(written: str) -> list[tuple[str, str | None]]:
    text, sentences, mentions = marked(written)
    quantities = read_quantities(text, sentences, mentions)
    return [(q.text, None if q.mention is None else mentions[q.mention].text) for q in quantities]


@pytest.mark.parametrize(
    ("written", "pairs"),
    [
        ("{drug:fin} 1 mg and {drug:dut} 0.5 mg", [("1 mg", "fin"), ("0.5 mg", "dut")]),
        ("1 mg of {drug:fin} and 0.5 mg {drug:dut}", [("1 mg", "fin"), ("0.5 mg", "dut")]),
        ("{drug:fin} helped. 1 mg daily.", [("1 mg", "fin"), ("daily", "fin")]),
        ("{drug:fin} cut {hormone:DHT} by 70%", [("70%", "DHT")]),
        ("{condition:ED} six weeks after stopping {drug:fin}", [("six weeks", "ED")]),
        (
            "{hormone:testosterone} 350 ng/dl (264-916), {hormone:TSH} 2.5",
            [("350 ng/dl", "testosterone"), ("(264-916)", "testosterone"), ("2.5", "TSH")],
        ),
    ],
)
def test_binds_to_what_it_is_about(written: str, pairs: list[tuple[str, str]]) -> None:
    assert bound(written) == pairs


def test_numbers_of_a_reference_are_no_quantities() -> None:
    text = "Smith, 5 mg in men, 2001"
    citation = Citation(start=0, end=len(text), text=text, kind="reference")
    assert read_quantities(text, [(0, len(text))], (), [citation]) == ()


def test_component_reads_quantities() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("threadgraph_sentences")
    component = QuantityReader()
    doc = nlp("Took 1 mg fin.")
    doc._.mentions = (Mention(start=10, end=13, text="fin", type="drug"),)
    assert [q.mention for q in component(doc)._.quantities] == [0]


PARTS = [
    "10",
    "1,5",
    "-",
    "mg",
    "%",
    "a",
    "few",
    "weeks",
    "after",
    "10^(",
    "-7)",
    "M",
    "(",
    ")",
    "🙃",
    "İ",
    "/day",
    "ng/dl",
]


@given(st.lists(st.sampled_from([*PARTS, " ", "{hormone:T}", "{drug:fin}"]), max_size=15).map("".join))
def test_quantities_quote_the_text_and_do_not_overlap(written: str) -> None:
    text, sentences, mentions = marked(written)
    quantities = read_quantities(text, sentences, mentions)
    assert all(text[q.start : q.end] == q.text for q in quantities)
    assert all(a.end <= b.start for a, b in pairwise(quantities))
    assert all(q.low is None or q.low <= (q.high or 0) for q in quantities)


def test_long_digits_and_words_take_linear_time() -> None:
    text = "1" * 200_000 + " 1,1,1," * 30_000 + "a" * 300_000
    assert read_quantities(text, [(0, len(text))]) == ()
