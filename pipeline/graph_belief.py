"""Belief in a relation, from independent authors and from papers, always as two numbers.

Follows the belief model of INDRA (Gyori et al. 2017, doi:10.15252/msb.20177651): evidence of one reader has
a random error, which independent evidence washes out, and a systematic one, which it does not. The unit
of independence is the author or the paper, never the mention, so that repeats do not count.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

ANECDOTAL_CEILING = 0.8
"""However many authors agree, one forum may be wrong as a whole (self-selection, nocebo, fashion)."""
LITERATURE_CEILING = 0.95
CONTESTED = 0.5
"""From this share of the stronger side on, the weaker side makes a source contested."""

CLAIM_RELIABILITY = {"experience": 0.5, "assertion": 0.2, "literature_report": 0.15, "hypothesis": 0.05}
"""Chance that a single author's claim is right, by kind; questions and advice are no evidence."""
CERTAINTY_FACTOR = {"affirmed": 1.0, "hedged": 0.6, "hypothetical": 0.3, "asked": 0.0}
EXPERIENCER_FACTOR = {"author": 1.0, "none": 1.0, "other": 0.6, "animal": 0.2, "cells": 0.1}

DESIGN_RELIABILITY: Mapping[str | None, float] = {
    "meta_analysis": 0.85,
    "systematic_review": 0.8,
    "randomized_trial": 0.75,
    "clinical_trial": 0.6,
    "observational_study": 0.5,
    "review": 0.4,
    "case_report": 0.3,
    "animal_study": 0.25,
    "cell_study": 0.2,
    "opinion": 0.15,
    None: 0.4,
}
"""Chance that what a single paper says is right of people, by the design of its study; None: not known."""
PAPER_STATUS_FACTOR = {"published": 1.0, "corrected": 0.9, "concern": 0.4, "retracted": 0.0}


def claim_reliability(kind: str, certainty: str, experiencer: str, score: float) -> float:
    """Reliability of one author's claim; 0 for what is no evidence.

    Example:
        >>> claim_reliability("experience", "hedged", "author", 1.0)
        0.3
        >>> claim_reliability("question", "asked", "author", 1.0)
        0.0
    """
    base = CLAIM_RELIABILITY.get(kind, 0.0)
    return round(base * CERTAINTY_FACTOR[certainty] * EXPERIENCER_FACTOR[experiencer] * score, 6)


def paper_reliability(design: str | None, status: str, score: float) -> float:
    """Reliability of what one paper says to a claim; 0 for a retracted paper.

    Args:
        design: of its study, if known.
        status: the paper's publication status.
        score: how sure its stance is, 0 to 1; what differs from the claim has lowered it.

    Example:
        >>> paper_reliability("case_report", "published", 0.5)
        0.15
        >>> paper_reliability("meta_analysis", "retracted", 1.0)
        0.0
    """
    return round(DESIGN_RELIABILITY[design] * PAPER_STATUS_FACTOR[status] * score, 6)


def agreed(shown: float, refuted: float) -> float:
    """Belief in what papers show, less as far as others refute it.

    Example:
        >>> agreed(0.6, 0.0), agreed(0.6, 0.6), agreed(0.0, 0.6)
        (0.6, 0.3, 0.0)
    """
    return round(shown * shown / (shown + refuted), 4) if shown else 0.0


def noisy_or(reliabilities: Mapping[str, float], ceiling: float) -> float:
    """Belief from independent witnesses: ``ceiling * (1 - Π(1 - r))``.

    Args:
        reliabilities: one reliability a witness (author or paper).
        ceiling: 1 minus the systematic error.

    Example:
        >>> noisy_or({"author:a": 0.5, "author:b": 0.5}, ceiling=0.8)
        0.6
    """
    if not reliabilities:
        return 0.0
    doubt = math.prod(1.0 - r for r in sorted(reliabilities.values()))
    return round(ceiling * (1.0 - doubt), 4)


def leaning(belief_for: float, belief_against: float) -> int | None:
    """Which way one kind of source leans: 1, -1, 0 if it is contested, None if it is silent.

    Example:
        >>> leaning(0.8, 0.1), leaning(0.1, 0.8), leaning(0.5, 0.4), leaning(0.0, 0.0)
        (1, -1, 0, None)
    """
    strong, weak = max(belief_for, belief_against), min(belief_for, belief_against)
    if strong == 0.0:
        return None
    if weak >= CONTESTED * strong:
        return 0
    return 1 if belief_for > belief_against else -1


def status(anecdotal: int | None, literature: int | None) -> str:
    """Status of a relation, from the leanings of its authors and of its papers.

    Example:
        >>> status(1, None), status(None, 1), status(1, 1), status(1, -1), status(0, None)
        ('anecdotal_only', 'literature_only', 'both_agree', 'conflicting', 'conflicting')
    """
    if 0 in (anecdotal, literature):
        return "conflicting"
    if literature is None:
        return "anecdotal_only"
    if anecdotal is None:
        return "literature_only"
    return "both_agree" if anecdotal == literature else "conflicting"
