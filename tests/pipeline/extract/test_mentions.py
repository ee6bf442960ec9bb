from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import terms
from pipeline.extract.mentions import MentionFinder, find_mentions
from pipeline.records import Mention


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    for name in ("threadgraph_sentences", "threadgraph_mentions"):
        nlp.add_pipe(name)
    return nlp


def named(text):
    return {m.text: m.concept_id for m in find_mentions(text, terms.load()).mentions}


def test_t_and_ra_of_a_retinoid_thread():
    found = named("Through RA receptors? Accutane turns into RA, and the cells that make T suffer.")
    assert found["RA"] == "CHEBI:26536"
    assert found["T"] == "CHEBI:17347"


def test_ra_of_a_joint_thread():
    assert named("My rheumatologist treats my RA with methotrexate.")["RA"] == "MONDO:0008383"


@pytest.mark.parametrize(
    "text", ["Model T Ford", "I saw RA Smith on TV", "Ed said so", "Ask Ed about finasteride"]
)
def test_ambiguous_names_need_their_context(text):
    assert not {"T", "RA", "Ed", "ED"} & named(text).keys()


@pytest.mark.parametrize(
    ("text", "slang", "concept"),
    [
        ("I took fin for a year", "fin", "CHEBI:5062"),
        ("quit dut last spring", "dut", "CHEBI:521033"),
        ("back on sert 50mg", "sert", "CHEBI:9123"),
        ("accu wrecked me", "accu", "CHEBI:6067"),
        ("two courses of tane", "tane", "CHEBI:6067"),
        ("My e2 was 12", "e2", "CHEBI:16469"),
        ("5ari users", "5ari", "CHEBI:50781"),
        ("low T", "T", "CHEBI:17347"),
        ("Abilify did nothing", "Abilify", "CHEBI:31236"),
    ],
)
def test_slang_is_told_by_the_words_beside_it(text, slang, concept):
    assert named(text).get(slang) == concept


@pytest.mark.parametrize(
    "text", ["The fin of a shark", "I test software", "a stock market crash", "their energy bills went up"]
)
def test_slang_that_is_ordinary_english_stands_for_nothing(text):
    assert named(text) == {}


def test_lay_words_stand_where_another_name_tells_of_health():
    assert "tired" in named("dizzy and tired")
    assert "tired" not in named("tired of this")


def test_what_changed_is_found_in_a_list():
    found = named("libido, erections and energy all tanked after clomid")
    assert {"libido", "erections", "energy"} <= found.keys()


def test_t_cells_are_no_testosterone():
    assert "T" not in named("DHT changes T cells")


def test_the_initial_of_an_author_is_no_hormone():
    assert "T" not in named("Testosterone and DHT. K. Minegishi, T. Hirakawa, H. Kishi")


def test_discontinuous_phrase_gives_both():
    assert {"libido", "erections"} <= named("My libido and erections dropped on finasteride").keys()


def test_longest_wins_and_the_inner_name_is_dropped_with_its_rule():
    found = find_mentions("post-finasteride syndrome", terms.load())
    assert [m.text for m in found.mentions] == ["post-finasteride syndrome"]
    assert ("finasteride", "inside a longer name") in {(d.text, d.rule) for d in found.dropped}


def test_dropped_for_its_context_is_recorded():
    found = find_mentions("Model T Ford", terms.load())
    assert [(d.text, d.rule) for d in found.dropped] == [("T", "context: testosterone/measured")]


def test_negation_stays_outside(nlp):
    doc = nlp("I took isotretinoin for acne and had no headache and no nausea at all.")
    assert {"headache", "nausea"} <= {m.text for m in doc._.mentions}


def test_lost_function_is_one_symptom(nlp):
    doc = nlp("Since finasteride I have no libido and low energy.")
    assert {"no libido", "low energy"} <= {m.text for m in doc._.mentions}


def test_given_mentions_are_grounded_and_nothing_else_is_found(nlp):
    doc = nlp.make_doc("Accutane gave me awful dry skin and anxiety")
    doc._.mentions = (Mention(start=17, end=31, text="awful dry skin", type="symptom"),)
    assert [(m.text, m.concept_id) for m in nlp(doc)._.mentions] == [("awful dry skin", "HP:0000958")]


def test_candidates_are_at_most_five_and_start_with_the_concept(nlp):
    for mention in nlp("Estradiol, cortisol, RA and isotretinoin for acne")._.mentions:
        assert 1 <= len(mention.candidates) <= 5
        assert mention.candidates[0].id == mention.concept_id


def test_other_languages_are_not_read_by_the_detector(nlp):
    assert not nlp("Ich glaube nicht, dass es dich wundert, weil ich den Kampf gegen alle kenne.")._.mentions


@pytest.mark.parametrize("profile", ["post", "abstract"])
def test_a_megabyte_without_a_space_is_read(profile):
    nlp = spacy.blank("en")
    doc = spacy.tokens.Doc(nlp.vocab, words=["a" * 1_000_000])
    assert MentionFinder(profile)(doc)._.mentions == ()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Accutane", "dry skin", "no", "ED", "😀", "é", "\n", ".", "‮", "T", "İ", "5-ar"])
    )
)
def test_mentions_quote_the_text_and_never_overlap(words):
    text = " ".join(words)
    mentions = find_mentions(text, terms.load()).mentions
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
