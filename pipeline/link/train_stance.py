"""Train the stance model: ``python -m pipeline.link.train_stance PAIRS``.

PAIRS is a table of SciFact's claims and evidence sentences, with the columns ``sentence1`` (evidence),
``sentence2`` (claim) and ``entailment`` ("entailment" or "not_entailment").
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.link.stance import DATA, WEIGHTS, Model, features

STRENGTH = 0.2
"""Inverse strength of the L2 penalty on standardised features."""


class Pair(NamedTuple):
    """A claim, its evidence, and whether that supports it."""

    claim: str
    evidence: str
    supports: bool


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Pair(r["sentence2"], r["sentence1"], r["entailment"] == "entailment") for r in rows]


def train(pairs: Sequence[Pair]) -> Model:
    """A model of some pairs; the same pairs give the same model."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    table = [features(pair.claim, pair.evidence) for pair in pairs]
    names = list(table[0])
    values = np.array([[row[name] for name in names] for row in table])
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    fitted = LogisticRegression(C=STRENGTH, max_iter=1000)
    fitted.fit((values - mean) / spread, [pair.supports for pair in pairs])
    weights = fitted.coef_[0] / spread
    intercept = float(fitted.intercept_[0] - weights @ mean)
    return Model(
        {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}, round(intercept, 4)
    )


def main() -> None:
    """Train on all pairs of a file and write the weights."""
    path = Path(sys.argv[1])
    model = train(read_pairs(path))
    known = {"trained_on": f"{path.parent.name}/{path.name}", **model._asdict()}
    (DATA / WEIGHTS).write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
