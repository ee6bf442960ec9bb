from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.link.stance import antonyms, direction, features, load_model, stem
from pipeline.link.train_stance import Pair, train

EVIDENCE = "Finasteride 5 mg lowered serum DHT by 70 % in men."


@pytest.mark.parametrize(
    ("claim", "supports"),
    [
        ("Finasteride lowers DHT.", True),
        ("Finasteride raises DHT.", False),
        ("Finasteride does not lower DHT.", False),
        ("Finasteride has no effect on DHT.", False),
    ],
)
def test_the_model_reads_direction_and_negation(claim: str, supports: bool) -> None:
    assert (load_model()(claim, EVIDENCE) > 0.5) == supports


def test_a_negation_on_both_sides_is_none() -> None:
    found = features("Finasteride does not raise DHT.", "DHT was not raised by finasteride.")
    assert (found["negated_apart"], found["directions_differ"]) == (0.0, 0.0)


def test_a_direction_counts_for_what_stands_beside_it() -> None:
    other = "Finasteride raised serum testosterone while the levels of the other hormone, DHT, were lowered."
    assert features("Finasteride raises testosterone.", other)["directions_agree"] > 0


def test_antonyms_stand_for_both_ways() -> None:
    assert {(other, one) for one, other in antonyms()} == set(antonyms())


@pytest.mark.parametrize(
    ("word", "sign"), [("ineffective", -1), ("effective", 1), ("downregulated", -1), ("up", 0)]
)
def test_the_longest_beginning_gives_the_direction(word: str, sign: int) -> None:
    assert direction(word) == sign


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_have_a_probability(claim: str, evidence: str) -> None:
    assert 0.0 <= load_model()(claim, evidence) <= 1.0


@given(st.text(alphabet="abcdeginorst", min_size=1, max_size=20))
def test_a_stem_begins_its_word(word: str) -> None:
    assert word.startswith(stem(word))
    assert stem(word)


def test_training_gives_the_same_model_again() -> None:
    pairs = [Pair("X raises Y.", "X raised Y.", True), Pair("X raises Y.", "X lowered Y.", False)] * 3
    assert train(pairs) == train(pairs)
    assert train(pairs)("A raises B.", "A lowered B.") < train(pairs)("A raises B.", "A raised B.")
