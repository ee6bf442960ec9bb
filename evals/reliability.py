"""Reliability of the scores of claims: how often claims of a score are right, on what nothing learned from.

BC5CDR devel for what a drug brings about, decided by the models (abstracts) and by cues alone (the same
texts read as posts); the half of PsyTAR dev that no curve was fitted on for the claims of reviews.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.claims import AGENTS, DEVEL, REVIEWS, induced, unseeing
from pipeline.extract.claim_building import ILL
from pipeline.extract.claim_induced import INDUCES
from pipeline.extract.mention_merge import Profile
from pipeline.extract.train_induced import Abstract, abstracts
from pipeline.extract.train_reviews import reviews
from pipeline.extract.train_scores import is_fitted_on, judged
from pipeline.records import Mention

BINS = 5
Judged = Sequence[tuple[float, bool]]
"""Scores of claims, and whether they are right."""


def score(shared: Path) -> dict[str, float]:
    """Of each set the table of its bins, mean score, share right and expected calibration error, in percent.

    Args:
        shared: the folder with gold/.
    """
    gold = shared / "gold"
    papers = list(abstracts(shared / DEVEL))
    posts = [post for post in reviews(shared / REVIEWS) if not is_fitted_on(post)]
    found = [(claim, right) for claim, right in judged(unseeing("post", gold), posts)]
    sets: dict[str, Judged] = {
        "induced": list(of_abstracts(papers, "abstract", gold)),
        "cues": list(of_abstracts(papers, "post", gold)),
        "review_cues": [(c.score, right) for c, right in found if not c.rule.startswith("review.")],
        "review_models": [(c.score, right) for c, right in found if c.rule.startswith("review.")],
    }
    return {f"{name}_{what}": value for name, some in sets.items() for what, value in table(some).items()}


def of_abstracts(papers: Sequence[Abstract], profile: Profile, gold: Path) -> Iterator[tuple[float, bool]]:
    """The claims that a drug brings an ill about, in abstracts with their labelled mentions."""
    extractor = unseeing(profile, gold)
    for paper in papers:
        given = [Mention(start=s, end=e, text=paper.text[s:e], type=t) for s, e, t, _ in paper.spans]
        findings = extractor.extract(paper.text, mentions=given)
        for claim in findings.claims:
            ends = findings.mentions[claim.subject].type, findings.mentions[claim.object].type
            if claim.predicate in INDUCES and not claim.negated and ends[0] in AGENTS and ends[1] in ILL:
                one = findings.model_copy(update={"claims": (claim,)})
                yield claim.score, induced(one, paper.spans) <= paper.relations


def table(some: Judged) -> dict[str, float]:
    """Bins of equal width, and the expected calibration error (Naeini et al. 2015, AAAI) over them.

    Example:
        >>> table([(0.9, True), (0.9, False)])["calibration_error_max"]
        40.0
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for value, right in some:
        bins[min(int(value * BINS), BINS - 1)].append((value, right))
    rows: dict[str, float] = {}
    error = 0.0
    for at, inside in enumerate(bins):
        if inside:
            said, so = means(inside)
            name = f"from_{100 * at // BINS}"
            rows |= {f"{name}_claims": float(len(inside)), f"{name}_score": said, f"{name}_right": so}
            error += abs(said - so) * len(inside)
    said, so = means(some)
    whole = {"claims": float(len(some)), "score": said, "right": so}
    return {**rows, **whole, "calibration_error_max": round(error / len(some), 2)}


def means(some: Judged) -> tuple[float, float]:
    """Mean score and share right, in percent."""
    return tuple(100 * sum(row[i] for row in some) / len(some) for i in (0, 1))  # type: ignore[return-value]
