from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.detector import LABELS, Tagger, detect, marginals, repeated, runs
from pipeline.extract.detector_features import features, lexicon_marks, short_marks, tokens
from pipeline.extract.train_mentions import Example, train
from pipeline.records import Mention

NAMES = ("zorvane", "mirtobex", "calpridol", "venturix")


@pytest.fixture(scope="module")
def tagger(tmp_path_factory):
    path = tmp_path_factory.mktemp("models") / "abstract.npz"
    texts = [f"I took {name} and it gave me a bad rash" for name in NAMES]
    spans = [
        ((7, 7 + len(n), "chemical"), (text.index("rash"), len(text), "finding"))
        for n, text in zip(NAMES, texts, strict=True)
    ]
    train((Example(text, span) for text, span in zip(texts, spans, strict=True)), path)
    return Tagger(path)


def read(text):
    return tokens(text, 0, len(text), {})


def test_a_trained_model_finds_a_new_name_in_a_known_place(tagger):
    text = "I took qwellor and it gave me a bad rash"
    found = list(detect([read(text)], tagger))
    assert [(text[d.start : d.end], d.label) for d in found] == [("qwellor", "chemical"), ("rash", "finding")]
    assert all(0 < d.probability <= 1 for d in found)


def test_training_twice_gives_the_same_file(tmp_path):
    written = []
    for _ in range(2):
        train([Example("took zinc", ((5, 9, "chemical"),))] * 3, tmp_path / "post.npz")
        written.append((tmp_path / "post.npz").read_bytes())
    assert written[0] == written[1]


def test_weights_looked_up_by_group_are_those_of_the_features(tagger):
    sentence = read("I took zorvane, never again")
    known = tagger._feature
    expected = [
        sum((tagger._weights[known[f]] for f in row if f in known), np.zeros(len(LABELS), np.float32))
        for row in features(sentence)
    ]
    assert np.allclose(tagger.scores(sentence), expected, atol=1e-4)


def test_texts_without_tokens_have_no_mentions(tagger):
    assert list(detect([read(""), read("  ")], tagger)) == list(detect([], tagger)) == []


@pytest.mark.parametrize("sizes", [[1], [4], [2, 4], [3, 1, 4]])
def test_marginals_are_those_of_all_paths(sizes):
    rng = np.random.default_rng(len(sizes))
    moves = np.exp(rng.normal(size=(3, 3))).astype(np.float32)
    scores = rng.normal(size=(len(sizes), max(sizes), 3)).astype(np.float32)
    found = marginals(scores, sizes, moves)
    for i, size in enumerate(sizes):
        expected = np.zeros((size, 3))
        for path in product(range(3), repeat=size):
            weight = np.exp(sum(scores[i, t, label] for t, label in enumerate(path)))
            weight *= np.prod([moves[a, b] for a, b in pairwise(path)])
            expected[range(size), path] += weight
        assert np.allclose(found[i, :size], expected / expected.sum(axis=1, keepdims=True), atol=1e-4)


def test_a_word_is_told_what_its_other_places_say():
    chances = [np.array([[0.1, 0.9]]), np.array([[0.6, 0.4]])]
    advice = dict(repeated([read("Zorvane"), read("zorvane")], chances))
    assert np.allclose(np.exp(advice[1, 0]), [0.11, 0.91])
    assert set(advice) == {(0, 0), (1, 0)}


def test_a_word_that_is_surely_no_mention_is_left_alone():
    assert repeated([read("and"), read("and")], [np.array([[0.99, 0.01]])] * 2) == []


def test_short_forms_carry_the_tag_of_their_long_form():
    marks = lexicon_marks([Mention(start=0, end=8, text="dry skin", type="symptom")])
    assert short_marks([(range(10, 12), range(0, 8))], marks) == {10: "symptom", 11: "symptom"}
    assert short_marks([(range(10, 11), range(20, 22))], marks) == {10: "none"}


@given(st.lists(st.sampled_from(LABELS), max_size=12))
def test_runs_cover_every_label_but_o_once(labels):
    covered = [i for first, end in runs(labels) for i in range(first, end)]
    assert covered == [i for i, label in enumerate(labels) if label != "O"]
