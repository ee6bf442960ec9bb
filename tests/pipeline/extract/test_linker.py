import pytest
import spacy

from pipeline.extract.linker import shaped, similar
from pipeline.records import Mention


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("threadgraph_sentences")
    detector = nlp.add_pipe("abbreviation_detector")
    detector.global_matcher.add("no rule", [[{"ORTH": ""}]])
    nlp.add_pipe("threadgraph_mentions")
    nlp.add_pipe("threadgraph_linker")
    return nlp


def given(nlp, text, quote, type):
    doc = nlp.make_doc(text)
    start = text.index(quote)
    doc._.mentions = (Mention(start=start, end=start + len(quote), text=quote, type=type),)
    return nlp(doc)._.mentions[0]


def test_misspelling_is_grounded(nlp):
    mention = given(nlp, "a level of 13-cis Retinioc Acid in men", "13-cis Retinioc Acid", "drug")
    assert (mention.concept_id, mention.name) == ("CHEBI:6067", "isotretinoin")
    assert 0 < mention.score < 1


def test_short_forms_mean_their_long_form_everywhere(nlp):
    doc = nlp("Treatment with isotretinoin (ITN) is common. Acne patients on ITN recover.")
    assert [m.concept_id for m in doc._.mentions if m.text == "ITN"] == ["CHEBI:6067", "CHEBI:6067"]


def test_short_spans_are_not_linked_by_spelling(nlp):
    assert given(nlp, "an EDJ of acne", "EDJ", "condition").concept_id is None


def test_nonsense_stays_without_a_concept(nlp):
    assert given(nlp, "a zxqvwkjhg of acne", "zxqvwkjhg", "drug").concept_id is None


def test_numbers_must_agree():
    mention = Mention(start=0, end=12, text="vitamin b 99", type="drug")
    assert list(similar(mention, [("CHEBI:27306", 0.9)])) == []


def test_the_class_must_agree():
    mention = Mention(start=0, end=12, text="isotretinoin", type="symptom")
    assert list(similar(mention, [("CHEBI:6067", 1.0)])) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("put on thirty pounds", "weight gain"),
        ("couldn't fall asleep at all", "insomnia"),
        ("no interest in sex whatsoever", "Decreased libido"),
        ("words without a symptom", None),
    ],
)
def test_words_of_a_symptom_ground_it(text, name):
    mention = shaped(Mention(start=0, end=len(text), text=text, type="symptom"))
    assert mention.name == name


def test_a_drug_is_not_grounded_by_its_words():
    assert shaped(Mention(start=0, end=10, text="weight pill", type="drug")).concept_id is None
