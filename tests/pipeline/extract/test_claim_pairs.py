from __future__ import annotations

from pipeline.extract.claim_pairs import PairReader, stem
from pipeline.extract.claims import read_claims

from .marked import marked


def reader(written: str) -> PairReader:
    text, sentences, mentions = marked(written)
    return PairReader(text, sentences, mentions, read_claims(text, sentences, mentions), lambda id: ())


def test_every_drug_stands_with_every_ill() -> None:
    pairs = reader(
        "{drug:lithium} and {drug:zinc} in {condition:acne}. {symptom:pain} and {gene:AR}."
    ).pairs()
    assert set(pairs) == {(drug, ill) for drug in ("lithium", "zinc") for ill in ("acne", "pain")}


def test_words_between_the_nearest_mentions_carry_their_order() -> None:
    features = reader("{condition:Acne} came back. {drug:Lithium} induced {condition:acne}.").features(
        ("lithium", "acne")
    )
    assert {"mcd=induc", "midcd=induc", "both1", "gap0"} <= features
    assert "mdc=induc" not in features


def test_a_pair_that_shares_no_sentence_has_features_too() -> None:
    one = reader("{drug:Lithium} in mania. The boy had {symptom:tremor}.")
    assert one.shared(("lithium", "tremor")) == []
    assert {"bestx", "gap1ctTruedtFalse", "Dl1=had"} <= one.features(("lithium", "tremor"))


def test_what_the_cues_said_is_a_feature() -> None:
    features = reader("{drug:Lithium} caused {symptom:tremor}.").features(("lithium", "tremor"))
    assert "R has_adverse_event" in features


def test_a_wider_ill_is_marked_where_the_abstract_names_a_more_exact_one() -> None:
    text, sentences, mentions = marked("{drug:Zinc}: {condition:acne}, {condition:acne conglobata}.")
    parents = {"acne conglobata": ("acne",)}
    one = PairReader(text, sentences, mentions, (), lambda id: parents.get(id, ()))
    assert "belowTrue" in one.features(("zinc", "acne"))
    assert "aboveTrue" in one.features(("zinc", "acne conglobata"))


def test_stems_are_short() -> None:
    assert [stem(word) for word in ("Caused", "causes", "administration", "42")] == [
        *("caus", "caus"),
        *("administ", "0"),
    ]
