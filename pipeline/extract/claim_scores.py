"""Scores of the claims of reviews, as chances that they are right.

A product of parts (cue, distance, how the subject was reached, mentions) is far too low in a review, whose
one drug is what its sentences tell of, named or not. A logistic curve for each way of reading (Platt 1999,
"Probabilistic outputs for support vector machines"), fitted on reviews that no model learned from, mends
it; ``data/claim_scores.tsv`` holds the curves, ``train_scores`` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from pipeline.extract.claim_model import odds_to_probability
from pipeline.extract.context_cues import read_table
from pipeline.records import Claim

TABLE = "claim_scores.tsv"
CUES = "cues"
"""How claims are called here that rest on a cue or on the phase of a symptom."""

MEASURED = frozenset({"has_adverse_event", "exacerbates_condition", "ameliorates_condition"})
"""Predicates that the labelled reviews judge; all others keep their score, as do reports of studies."""


def way_of(rule: str) -> str:
    """The way in which a claim was read, from its rule.

    Example:
        >>> way_of("review.worked.carry.text"), way_of("event.phase.carry.text")
        ('review.worked', 'cues')
    """
    return ".".join(rule.split(".")[:2]) if rule.startswith("review.") else CUES


def log_odds(score: float) -> float:
    """Log odds of a score; those of 0 and 1 are kept finite.

    Example:
        >>> log_odds(0.5)
        0.0
    """
    inside = min(max(score, 0.001), 0.999)
    return float(np.log(inside / (1 - inside)))


@cache
def curves() -> Mapping[str, tuple[float, float]]:
    """Slope and height of the curve of each way of reading, over log odds."""
    return {row["way"]: (float(row["slope"]), float(row["height"])) for row in read_table(TABLE)}


def calibrated(claim: Claim) -> Claim:
    """A claim of a review with the chance that it is right as its score."""
    if claim.predicate not in MEASURED or claim.kind == "literature_report":
        return claim
    slope, height = curves()[way_of(claim.rule)]
    return claim.model_copy(
        update={"score": round(odds_to_probability(slope * log_odds(claim.score) + height), 4)}
    )
