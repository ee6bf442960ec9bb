"""Scores of the claims of reviews."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import Extractor
from pipeline.extract.claim_scores import calibrated, curves
from pipeline.extract.train_scores import LEAST_SLOPE, curve
from pipeline.records import Claim

SCORES = st.floats(0, 1)


def claim(score, rule="event.phase", predicate="has_adverse_event", kind="experience"):
    ends = {"subject": 0, "object": 1}
    return Claim(
        id="1", start=0, end=2, text="it", kind=kind, predicate=predicate, score=score, rule=rule, **ends
    )


@pytest.mark.parametrize("way", sorted(curves()))
@given(one=SCORES, other=SCORES)
def test_the_order_of_claims_stays(way, one, other):
    low, high = (calibrated(claim(score, f"{way}.link")).score for score in sorted((one, other)))
    assert 0 <= low <= high <= 1


@pytest.mark.parametrize("flags", [{"predicate": "same_as"}, {"kind": "literature_report"}])
def test_what_reviews_do_not_judge_keeps_its_score(flags):
    assert calibrated(claim(0.3, **flags)).score == 0.3


def test_only_the_scores_differ():
    assert calibrated(claim(0.3)).model_copy(update={"score": 0.3}) == claim(0.3)


def test_a_carried_claim_of_a_review_is_likely_right():
    (found,) = Extractor("default").extract("20 mg a day. I got horrible headaches.", topic="lexapro").claims
    assert found.score > 0.6


def test_a_curve_gives_the_share_that_is_right():
    x = np.linspace(-2, 2, 100)[:, None]
    slope, height = curve(x, np.arange(100) < 80)  # lower scores are right more often here
    assert slope == LEAST_SLOPE
    assert (1 / (1 + np.exp(-slope * x - height))).mean() == pytest.approx(0.8)


def test_a_curve_follows_what_is_right():
    x = np.linspace(-2, 2, 100)[:, None]
    slope, height = curve(x, np.arange(100) >= 50)
    assert slope > 1
    assert height == pytest.approx(0, abs=0.1)


def test_a_score_is_the_product_of_its_parts():
    (found,) = Extractor("default").extract("Finasteride lowers DHT.").claims
    assert found.score == pytest.approx(np.prod([part.value for part in found.parts]), abs=1e-4)
    assert [part.name for part in found.parts] == ["reading", "reach", "subject", "object"]


def test_of_an_abstract_the_only_part_is_the_model():
    text = "Cisplatin-induced deafness. Cisplatin caused deafness in two patients."
    claims = Extractor("default", "abstract").extract(text).claims
    assert claims
    assert all(c.parts[0].name == "model" and c.parts[0].value == c.score for c in claims)
