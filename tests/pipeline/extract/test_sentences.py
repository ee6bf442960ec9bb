import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def split():
    nlp = spacy.blank("en")
    nlp.add_pipe("threadgraph_sentences")
    return lambda text: [s.text.strip() for s in nlp(text).sents if s.text.strip()]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It helped. Then it did not.", ["It helped.", "Then it did not."]),
        ("no full stop\nnext line", ["no full stop", "next line"]),
        ("Smith et al. (2020) say so.", ["Smith et al. (2020) say so."]),
        ("J. B. Smith said so.", ["J. B. Smith said so."]),
        ("vol. 5, Mar. 2009.", ["vol. 5, Mar. 2009."]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        ("He said “no.” She left.", ["He said “no.”", "She left."]),
        ("took it... and stopped", ["took it... and stopped"]),
        ("0.2 mg. 5 mg", ["0.2 mg.", "5 mg"]),
        ("I said no. 5 mg was enough, vol. 3, no. 2", ["I said no. 5 mg was enough, vol. 3, no. 2"]),
        ("I said no. Never.", ["I said no.", "Never."]),
        ("", []),
    ],
)
def test_boundaries(split, text, sentences):
    assert split(text) == sentences


@given(st.text(max_size=200))
def test_sentence_never_holds_a_line_break_inside(text):
    nlp = spacy.blank("en")
    nlp.add_pipe("threadgraph_sentences")
    for sentence in nlp(text).sents:
        assert "\n" not in sentence.text.strip("\n ").replace("\r", "") or not sentence.text.strip()
