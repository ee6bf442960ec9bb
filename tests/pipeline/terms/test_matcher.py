from hypothesis import given
from hypothesis import strategies as st

from pipeline.terms.matcher import find_names, heads
from pipeline.terms.names import fold, key, spellings

NAMES = dict.fromkeys(("dry skin", "skin", "ssri", "headache", "t", "allergy", "5α reductase", "bles"), "")


def keys(text):
    return [hit.key for hit in find_names(text, NAMES, heads(NAMES))]


def test_hyphens_and_case_do_not_matter():
    assert keys("DRY-SKIN") == ["dry skin", "skin"]


def test_only_whole_words():
    assert keys("skinny headachey") == []


def test_plurals():
    assert keys("headaches allergies SSRIs") == ["headache", "allergy", "ssri"]


def test_a_small_word_is_no_plural_of_an_abbreviation():
    assert keys("bless") == []


def test_a_name_never_spans_a_line_break():
    assert keys("dry\nskin") == ["skin"]


def test_the_rest_of_a_contraction_is_no_name():
    assert keys("don't and DON’T") == []
    assert keys("my T") == ["t"]


def test_greek_letters_are_spelt_both_ways():
    assert spellings("5α-reductase") == {"5α reductase", "5alpha reductase"}
    assert spellings("alphabet") == {"alphabet"}


@given(st.text())
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)


@given(st.text())
def test_keys_are_their_own_keys(text):
    assert key(key(text)) == key(text)


@given(
    st.lists(st.sampled_from(["dry", "skin", "SSRIs", "t", "\n", "😀", "́", "headache"])),
    st.sampled_from([" ", "-", ""]),
)
def test_hits_quote_the_text(words, separator):
    text = separator.join(words)
    for hit in find_names(text, NAMES, heads(NAMES)):
        assert key(text[hit.start : hit.end]).startswith(hit.key[:-1])
