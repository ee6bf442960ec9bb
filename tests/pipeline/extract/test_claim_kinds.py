from __future__ import annotations

import pytest

from pipeline.extract.claim_kinds import KINDS, kind_features, kind_of
from pipeline.extract.context_cues import read_table


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("My skin cleared up after two months and my lips were dry.", "experience"),
        ("Talk to your doctor before you stop the tablets.", "advice"),
        ("Did anyone lose hair on this?", "question"),
        ("A trial in 200 patients found fewer headaches than with placebo.", "literature_report"),
        ("Maybe it could be that the enzyme is blocked, I suspect.", "hypothesis"),
        ("Aspirin blocks the enzyme.", "assertion"),
    ],
)
def test_a_sentence_is_of_the_kind_that_a_reader_gives_it(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_a_sentence_without_words_has_features_and_a_kind() -> None:
    assert kind_features("")
    assert kind_of("…") in KINDS


def test_the_written_examples_are_of_known_kinds_and_each_stands_once() -> None:
    rows = read_table("claim_kind_examples.tsv")
    assert {row["kind"] for row in rows} == set(KINDS)
    assert len({row["text"] for row in rows}) == len(rows)
