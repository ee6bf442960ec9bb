from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.graph_belief import (
    ANECDOTAL_CEILING,
    CERTAINTY_FACTOR,
    CLAIM_RELIABILITY,
    DESIGN_RELIABILITY,
    EXPERIENCER_FACTOR,
    PAPER_STATUS_FACTOR,
    agreed,
    claim_reliability,
    noisy_or,
    paper_reliability,
    status,
)
from pipeline.records import Certainty, ClaimKind, Design, Experiencer, Paper

RELIABILITIES = st.dictionaries(st.text(min_size=1), st.floats(0.0, 1.0), max_size=30)


@given(RELIABILITIES)
def test_belief_stays_below_its_ceiling(reliabilities):
    assert 0.0 <= noisy_or(reliabilities, ANECDOTAL_CEILING) <= ANECDOTAL_CEILING


@given(RELIABILITIES, st.floats(0.0, 1.0))
def test_one_more_witness_never_lowers_belief(reliabilities, more):
    assert noisy_or({**reliabilities, "": more}, 0.8) >= noisy_or(reliabilities, 0.8)


def test_no_witness_no_belief():
    assert noisy_or({}, 0.8) == 0.0


@pytest.mark.parametrize("kind", ["question", "advice"])
def test_questions_and_advice_are_worth_nothing(kind):
    assert claim_reliability(kind, "affirmed", "author", 1.0) == 0.0


def test_own_experience_is_worth_more_than_hearsay():
    own = claim_reliability("experience", "affirmed", "author", 1.0)

    assert own > claim_reliability("experience", "affirmed", "other", 1.0)
    assert own > claim_reliability("assertion", "affirmed", "none", 1.0)


def test_a_trial_is_worth_more_than_a_case_and_people_more_than_mice():
    strong, weak, mice = (
        paper_reliability(design, "published", 1.0)
        for design in ("randomized_trial", "case_report", "animal_study")
    )
    assert strong > weak > mice > paper_reliability("randomized_trial", "retracted", 1.0) == 0.0


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_papers_that_disagree_lower_belief(shown, refuted):
    assert agreed(shown, refuted) <= round(shown, 4)


def test_the_tables_cover_what_records_allow():
    assert set(CERTAINTY_FACTOR) == set(Certainty.__args__)
    assert set(EXPERIENCER_FACTOR) == set(Experiencer.__args__)
    assert set(CLAIM_RELIABILITY) == set(ClaimKind.__args__) - {"question", "advice"}
    assert set(DESIGN_RELIABILITY) == {*Design.__args__, None}
    assert set(PAPER_STATUS_FACTOR) == set(Paper.model_fields["status"].annotation.__args__)


@pytest.mark.parametrize(
    ("anecdotal", "literature", "expected"),
    [
        (1, None, "anecdotal_only"),
        (-1, None, "anecdotal_only"),
        (None, 1, "literature_only"),
        (1, 1, "both_agree"),
        (-1, -1, "both_agree"),
        (1, -1, "conflicting"),
        (0, 1, "conflicting"),
        (None, 0, "conflicting"),
    ],
)
def test_status_follows_from_the_leanings(anecdotal, literature, expected):
    assert status(anecdotal, literature) == expected
