"""Fits what makes the scores of a review's claims chances (`claim_scores`), on half of PsyTAR's dev part.

Run it with a detector that has not seen that part:
``python -m pipeline.extract.train_scores --gold FOLDER --detector FILE``.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

from pipeline.extract.claim_reviews import LABELS
from pipeline.extract.claim_scores import TABLE, log_odds, way_of
from pipeline.extract.detector import Tagger
from pipeline.extract.extractor import Extractor
from pipeline.extract.train_linear import Bools, Floats, fitted
from pipeline.extract.train_reviews import Review, reviews
from pipeline.records import Claim

PENALTY = 1.0
LEAST_SLOPE = 0.25
"""Labels of sentences do not tell whether a mention is right, so that the order of scores has to stay."""

HEAD = "# Made by train_scores: log odds of being right = slope * log odds of the score + height.\n"


def is_fitted_on(post: Review) -> bool:
    """Whether a review is of the half that the curves are fitted on; the other half is for scoring them."""
    return crc32(" ".join(post.texts).encode()) % 2 == 0


def judged(extractor: Extractor, posts: Iterable[Review]) -> Iterator[tuple[Claim, bool]]:
    """Each claim of some reviews that their labels judge, and whether its sentence has its label."""
    for post in posts:
        starts = list(accumulate((len(text) + 1 for text in post.texts), initial=0))
        sentences = list(zip(starts, starts[1:], post.labels, strict=False))
        for claim in extractor.extract(" ".join(post.texts), topic=post.drug).claims:
            if label := label_of(claim):
                column = LABELS.index(label)
                inside = (has for start, end, has in sentences if start < claim.end and claim.start < end - 1)
                yield claim, any(has[column] for has in inside)


def label_of(claim: Claim) -> str:
    """Which of PsyTAR's labels a claim amounts to, "" if none."""
    if claim.kind == "question":
        return ""
    if claim.predicate == "ameliorates_condition":
        return "did_not_work" if claim.direction == "none" or claim.negated else "worked"
    if claim.predicate not in ("has_adverse_event", "exacerbates_condition") or claim.negated:
        return ""
    return "withdrawal" if claim.phase == "after_stopping" else "side_effect"


def train_scores(posts: Iterable[Review], detector: Path, file: Path) -> None:
    """Fit a curve for each way of reading and write them; each rises with the score.

    Args:
        posts: reviews that none of the models has seen.
        detector: model of mentions that has not seen them.
        file: where to write.
    """
    extractor = Extractor("default")
    extractor.nlp.get_pipe("threadgraph_mentions").tagger = Tagger(detector)  # type: ignore[attr-defined]
    extractor.nlp.get_pipe("threadgraph_claims").calibrates = False  # type: ignore[attr-defined]
    found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for claim, right in judged(extractor, posts):
        found[way_of(claim.rule)].append((log_odds(claim.score), right))
    rows = []
    for way, some in sorted(found.items()):
        x, y = np.array([[score] for score, _ in some]), np.array([right for _, right in some])
        rows.append("{}\t{:.3f}\t{:.3f}\n".format(way, *curve(x, y)))
    file.write_text(f"{HEAD}way\tslope\theight\n{''.join(rows)}", encoding="utf-8")


def curve(x: Floats, y: Bools) -> tuple[float, float]:
    """Slope and height over log odds; where the slope is too small, the height that gives the share right."""
    model = fitted(x, y, PENALTY)
    if (slope := float(model.coef_[0, 0])) >= LEAST_SLOPE:
        return slope, float(model.intercept_[0])
    height = brentq(lambda h: expit(LEAST_SLOPE * x[:, 0] + h).mean() - y.mean(), -30, 30)
    return LEAST_SLOPE, float(height)


def main() -> None:
    """Fit the curves that are shipped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder with psytar/")
    parser.add_argument("--detector", type=Path, required=True, help="post.npz trained on the train parts")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data" / TABLE)
    arguments = parser.parse_args()
    posts = filter(is_fitted_on, reviews(arguments.gold / "psytar/dev.jsonl"))
    train_scores(posts, arguments.detector, arguments.out)


if __name__ == "__main__":
    main()
