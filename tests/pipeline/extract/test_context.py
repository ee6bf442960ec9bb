from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.context import ContextFlags, contextualise, cue_table
from pipeline.records import Mention

from .marked import marked


def flags(written: str, which: int = 0) -> Mention:
    text, sentences, mentions = marked(written)
    return contextualise(text, sentences, mentions)[which]


@pytest.mark.parametrize(
    "written",
    [
        "no {symptom:headache}",
        "I never had {symptom:brain fog}",
        "haven’t noticed any {symptom:hair loss}",
        "She denies {symptom:nausea}",
        "without {symptom:fatigue}",
        "{condition:Cancer} was ruled out",
        "negative for {condition:anaemia}",
        "no longer {symptom:anxious}",
        "it does not cause {condition:depression}",
    ],
)
def test_negated(written: str) -> None:
    assert flags(written).negated


@pytest.mark.parametrize(
    "written",
    [
        "no {symptom:anxiety}, only {symptom:nosebleeds}",
        "no {symptom:anxiety}, {symptom:libido} unchanged",
    ],
)
def test_negation_ends_before_what_is_there(written: str) -> None:
    assert [flags(written, which).negated for which in (0, 1)] == [True, False]


@pytest.mark.parametrize(
    "written",
    [
        "not only {symptom:headache}",
        "no doubt it was {symptom:anxiety}",
        "I can't help but feel {symptom:sad}",
        "no change in {symptom:libido}",
        "{symptom:headache}, no nausea",
        "no fever, but {symptom:headache}",
        "no pain and now my {symptom:vision} is blurry",
        "not more than {symptom:cramps}",
    ],
)
def test_not_negated(written: str) -> None:
    assert not flags(written).negated


def test_negation_runs_over_a_list() -> None:
    text, sentences, mentions = marked("no {symptom:fever}, {symptom:cough} or {symptom:rash}")
    assert all(mention.negated for mention in contextualise(text, sentences, mentions))


@pytest.mark.parametrize(
    ("written", "certainty"),
    [
        ("it caused {symptom:nausea}", "affirmed"),
        ("it might be {condition:PFS}", "hedged"),
        ("I think I have {condition:PSSD}", "hedged"),
        ("possible {condition:gout}", "hedged"),
        ("if you get {symptom:acne}", "hypothetical"),
        ("there is a risk of {condition:depression}", "hypothetical"),
        ("does anyone get {symptom:acne}", "asked"),
        ("Did you have {symptom:acne}?", "asked"),
        ("Might it be {condition:gout}?", "asked"),
        ("I had {symptom:acne} - is that normal?", "affirmed"),
    ],
)
def test_certainty(written: str, certainty: str) -> None:
    assert flags(written).certainty == certainty


@pytest.mark.parametrize(
    ("written", "experiencer"),
    [
        ("I got {symptom:acne}", "author"),
        ("my brother got {symptom:acne}", "other"),
        ("@someone developed {symptom:acne}", "other"),
        ("many users report {symptom:acne}", "other"),
        ("it caused {symptom:anhedonia} in mice", "animal"),
        ("it raised {hormone:estradiol} in rat granulosa cells in vitro", "cells"),
        ("My sister had {symptom:hives} but I got {symptom:acne}", "other"),
    ],
)
def test_experiencer(written: str, experiencer: str) -> None:
    assert flags(written).experiencer == experiencer


def test_experiencer_changes_at_a_contrast() -> None:
    assert flags("My sister had {symptom:hives} but I got {symptom:acne}", 1).experiencer == "author"


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("history of {condition:asthma}", "past"),
        ("I used to have {condition:asthma}", "past"),
        ("I had {condition:asthma} as a kid", "past"),
        ("three years ago I had {condition:gout}", "past"),
        ("a three-day history of {symptom:fever}", "current"),
        ("history of present illness: {symptom:fever}", "current"),
        ("I will start {drug:minoxidil}", "future"),
    ],
)
def test_time(written: str, time: str) -> None:
    assert flags(written).time == time


@pytest.mark.parametrize(
    ("written", "phase"),
    [
        ("before {drug:accutane} my {symptom:libido} was fine", "before"),
        ("on {drug:accutane} my {symptom:libido} fell", "on_drug"),
        ("six weeks after stopping {drug:accutane} my {symptom:libido} fell", "after_stopping"),
        ("post-{drug:accutane} my {symptom:libido} fell", "after_stopping"),
        ("{drug:accutane} was years ago, my {symptom:libido} never came back", "persisting"),
        ("{drug:accutane} is for {condition:acne}", None),
    ],
)
def test_phase(written: str, phase: str | None) -> None:
    assert flags(written, 1).phase == phase


def test_a_drug_has_no_phase() -> None:
    assert flags("after stopping {drug:accutane}").phase is None


def test_cues_carry_their_place_and_rule() -> None:
    text, sentences, mentions = marked("I never had {symptom:acne}")
    (mention,) = contextualise(text, sentences, mentions)
    assert [(text[cue.start : cue.end], cue.rule) for cue in mention.cues] == [
        ("I", "author.i"),
        ("never", "neg.not"),
    ]


def test_words_of_a_mention_are_no_cue() -> None:
    assert not flags("{symptom:no libido}, {symptom:acne}", 1).negated


def test_rules_have_ids_of_their_own() -> None:
    ids = [rule.id for rule in cue_table()[0]]
    assert len(ids) == len(set(ids))


def test_order_of_mentions_is_kept() -> None:
    text, sentences, mentions = marked("{drug:fin} and no {symptom:acne}")
    first, second = contextualise(text, sentences, mentions[::-1])
    assert (first.text, second.text) == ("acne", "fin")


def test_component_sets_flags() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("threadgraph_sentences")
    component = ContextFlags()
    doc = nlp("No acne.")
    doc._.mentions = (Mention(start=3, end=7, text="acne", type="condition"),)
    assert component(doc)._.mentions[0].negated


WORDS = [
    "no",
    "not",
    "but",
    "I",
    "after stopping",
    "?",
    "never",
    ", and",
    "\ue000",
    "İ",
    "🙃",
    "\u202e",
    "might",
    "-",
]


@given(st.lists(st.sampled_from([*WORDS, "{symptom:acne}", "{drug:fin}"]), max_size=12))
def test_cues_lie_in_the_text_and_nothing_else_changes(parts: list[str]) -> None:
    text, sentences, mentions = marked(" ".join(parts))
    after = contextualise(text, sentences, mentions)
    assert [(m.start, m.end, m.text, m.type) for m in after] == [
        (m.start, m.end, m.text, m.type) for m in mentions
    ]
    assert all(0 <= cue.start < cue.end <= len(text) for m in after for cue in m.cues)


def test_a_long_word_takes_linear_time() -> None:
    text = "not " + "a" * 500_000 + " after " + "-" * 200_000
    mention = Mention(start=4, end=5, text="a", type="symptom")
    assert contextualise(text, [(0, len(text))], [mention])[0].negated


@pytest.mark.parametrize(
    "written",
    [
        "My brother took {drug:Accutane} and got {condition:IBD}",
        "Singulair made my kid {symptom:suicidal}",
        "my hubby has {condition:gout}",
    ],
)
def test_what_happened_to_a_relative_is_theirs_to_the_end_of_the_sentence(written: str) -> None:
    text, sentences, mentions = marked(written)
    assert {m.experiencer for m in contextualise(text, sentences, mentions)} == {"other"}


def test_the_author_speaks_of_himself_again_after_a_relative() -> None:
    written = "My brother got {symptom:acne} but I never had {symptom:headaches}"
    assert [flags(written, which).experiencer for which in (0, 1)] == ["other", "author"]


def test_the_later_phase_wins_where_both_are_near() -> None:
    written = "Took {drug:fin} 1mg for 6 months, {symptom:libido} crashed two weeks after I quit"
    assert flags(written, 1).phase == "after_stopping"


def test_habits_that_are_denied_are_history() -> None:
    mention = flags("Denies {drug:alcohol} or other drug use")
    assert (mention.negated, mention.time) == (True, "past")


def test_what_is_recent_is_no_history() -> None:
    written = "past medical history significant for {condition:gout}, and recent diagnosis of {condition:PE}"
    assert [flags(written, which).time for which in (0, 1)] == ["past", "current"]
