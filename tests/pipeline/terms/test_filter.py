import pytest

from pipeline.terms.entry import Name
from pipeline.terms.filter import Filter

FREQUENCIES = {"water": 5.4, "acne": 3.4, "good": 6.0, "night": 5.8, "rest": 5.2, "heart": 5.3, "attack": 5.0}
judge = Filter(lambda word: FREQUENCIES.get(word, 0.0), frozenset({"acne"}), frozenset({"syndrome"}))


@pytest.mark.parametrize(
    ("name", "type", "rule"),
    [
        (Name("water"), "drug", "common word"),
        (Name("acne"), "condition", None),
        (Name("syndrome"), "condition", "stop list"),
        (Name("ED"), "symptom", "short"),
        (Name("REST", exact=True), "gene", "common word"),
        (Name("BDNF", exact=True), "gene", None),
        (Name("SHH", exact=True), "gene", None),
        (Name("good night"), "drug", "common phrase"),
        (Name("heart attack"), "condition", None),
        (Name("2-(3-chlorophenyl)-1,3-thiazol"), "drug", "systematic name"),
        (Name("1234"), "drug", "number"),
        (Name("isotretinoin"), "drug", None),
    ],
)
def test_rules(name, type, rule):
    assert judge(name, type) == rule


def test_abbreviations_of_conditions_keep_their_capitals():
    assert judge.cased(Name("FND"), "condition").exact
    assert not judge.cased(Name("dry skin"), "condition").exact
