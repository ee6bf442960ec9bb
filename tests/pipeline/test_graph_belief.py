from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.graph_belief import (
    ANECDOTAL_CEILING,
    CERTAINTY_FACTOR,
    CLAIM_RELIABILITY,
    EXPERIENCER_FACTOR,
    PAPER_STATUS_FACTOR,
    claim_reliability,
    noisy_or,
    paper_reliability,
    status,
)
from pipeline.records import Certainty, ClaimKind, Experiencer, Paper

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


def test_the_best_publication_type_counts():
    assert paper_reliability(["Review", "Meta-Analysis"], "published", 1.0) == 0.85


def test_the_tables_cover_what_records_allow():
    assert set(CERTAINTY_FACTOR) == set(Certainty.__args__)
    assert set(EXPERIENCER_FACTOR) == set(Experiencer.__args__)
    assert set(CLAIM_RELIABILITY) == set(ClaimKind.__args__) - {"question", "advice"}
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
