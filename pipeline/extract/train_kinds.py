"""Trains what tells the kinds of sentences, on sentences written for it and labelled ones of PsyTAR.

``data/claim_kind_examples.tsv`` holds the written ones; ``data/claim_kind_labels.tsv`` names sentences of
PsyTAR's training file by line and hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from pipeline.errors import InputError
from pipeline.extract import claim_model
from pipeline.extract.claim_kinds import KINDS, MODEL, kind_features
from pipeline.extract.claim_model import Linear
from pipeline.extract.claim_reviews import SIZE
from pipeline.extract.context_cues import read_table
from pipeline.extract.train_linear import FOLDS, table

PENALTY = 10.0
HASHED = 16
"""Digits of a sentence's hash that are kept."""


def sentence_hash(text: str) -> str:
    """What a labelled sentence is known by."""
    return hashlib.sha256(text.encode()).hexdigest()[:HASHED]


def examples(reviews: Path) -> Iterator[tuple[str, str]]:
    """Sentences and their kinds.

    Args:
        reviews: PsyTAR's training file.

    Raises:
        InputError: a labelled line of it is another one.
    """
    for row in read_table("claim_kind_examples.tsv"):
        yield row["text"], row["kind"]
    lines = reviews.read_text(encoding="utf-8").splitlines()
    for row in read_table("claim_kind_labels.tsv"):
        text = json.loads(lines[int(row["line"])])["text"]
        if sentence_hash(text) != row["hash"]:
            raise InputError(f"{reviews}: line {row['line']} is not what was labelled; is it another file?")
        yield text, row["kind"]


def train_kinds(reviews: Path, folder: Path) -> float:
    """Train the model of `claim_kinds`; returns its accuracy on held-out folds in percent."""
    texts, kinds = zip(*examples(reviews), strict=True)
    x = normalize(table([sorted(kind_features(text)) for text in texts], SIZE, rare=1))
    y = np.array([KINDS.index(kind) for kind in kinds])
    folds = np.arange(len(y)) % FOLDS
    right = sum(
        (fitted_kinds(x[folds != fold], y[folds != fold]).predict(x[folds == fold]) == y[folds == fold]).sum()
        for fold in range(FOLDS)
    )
    model = fitted_kinds(x, y)
    weights, bias = model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
    claim_model.save(MODEL, Linear(weights, bias), folder)
    return float(100 * right / len(y))


def fitted_kinds(x: object, y: object) -> LogisticRegression:
    """A regression over all kinds, each of the same weight."""
    return LogisticRegression(C=PENALTY, max_iter=400, class_weight="balanced").fit(x, y)
