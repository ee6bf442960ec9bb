"""Scores of the stance model on SciFact's pairs: trained on one half of the claims, scored on the other."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from pipeline.link.stance import SURE
from pipeline.link.train_stance import Pair, read_pairs, train

PAIRS = "gold/scifact_pairs/train.tsv"


def score(shared: Path) -> dict[str, float]:
    """Accuracy and macro F1 over both halves, and how often the model is right where it is sure.

    Args:
        shared: the folder with gold/.
    """
    halves: tuple[list[Pair], list[Pair]] = ([], [])
    for pair in read_pairs(shared / PAIRS):
        halves[sha256(pair.claim.encode()).digest()[0] % 2].append(pair)
    said = [
        (pair.supports, model(pair.claim, pair.evidence))
        for model, others in ((train(halves[0]), halves[1]), (train(halves[1]), halves[0]))
        for pair in others
    ]
    sure = [(gold, ours >= 0.5) for gold, ours in said if max(ours, 1 - ours) >= SURE]
    judged = [(gold, ours >= 0.5) for gold, ours in said]
    return {
        "accuracy": right(judged),
        "macro_f1": (f1(judged, True) + f1(judged, False)) / 2,
        "sure_accuracy": right(sure),
        "sure_share": 100 * len(sure) / len(said),
    }


def right(said: list[tuple[bool, bool]]) -> float:
    """Share of the answers that are right, in percent."""
    return 100 * sum(gold == ours for gold, ours in said) / len(said)


def f1(said: list[tuple[bool, bool]], label: bool) -> float:
    """F1 of one label, in percent."""
    both = sum(gold == ours == label for gold, ours in said)
    return 200 * both / sum((gold == label) + (ours == label) for gold, ours in said)
