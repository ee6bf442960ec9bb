"""Fits the linear models of claims: hashed features, held-out folds, thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from pipeline.extract.claim_model import Linear

FOLDS = 5
RARE = 3
"""Features that fewer rows have are left out."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def table(rows_of: Sequence[Sequence[int]], size: int, rare: int = RARE) -> csr_matrix:
    """Rows of hashed features as a sparse matrix; features that fewer rows have are left out."""
    ends = np.cumsum([0, *map(len, rows_of)])
    columns = np.concatenate([np.array(row, np.int64) for row in rows_of])
    often = np.bincount(columns, minlength=size)
    values = (often[columns] >= rare).astype(np.float32)
    return csr_matrix((values, columns, ends), shape=(len(rows_of), size))


def fitted(x: Any, y: Bools, penalty: float) -> LogisticRegression:
    """A logistic regression with an L2 penalty."""
    return LogisticRegression(C=penalty, solver="liblinear", max_iter=300).fit(x, y)


def held_out(x: Any, y: Bools, folds: npt.NDArray[np.int64], penalty: float) -> Floats:
    """The score of each row by a model that has not seen its fold."""
    scores = np.zeros(len(y))
    for fold in range(FOLDS):
        inside = folds == fold
        scores[inside] = fitted(x[~inside], y[~inside], penalty).decision_function(x[inside])
    return scores


def best_threshold(scores: Floats, y: Bools, positives: int) -> tuple[float, float]:
    """The threshold with the best F1, and that F1 in percent."""
    order = np.argsort(-scores, kind="stable")
    f1 = 200 * np.cumsum(y[order]) / (np.arange(1, len(y) + 1) + positives)
    best = int(f1.argmax())
    return float(scores[order][best]), float(f1[best])


def linear_of(*models: LogisticRegression) -> Linear:
    """The weights of some models of one table, a column a model."""
    weights = np.stack([model.coef_[0] for model in models], 1).astype(np.float32)
    return Linear(weights, np.array([model.intercept_[0] for model in models], np.float32))
