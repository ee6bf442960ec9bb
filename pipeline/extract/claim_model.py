"""Linear models over hashed features: what the trained scorers of claims are made of.

Features are hashed into a table of weights (Weinberger et al. 2009, "Feature hashing for large scale
multitask learning"), so that a model is one array and a score one sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

MODELS = Path(__file__).parent / "models"
Array = npt.NDArray[np.floating[Any]]


class Linear(NamedTuple):
    """Weights by hash of the feature, a column a label, and what each label has without a feature."""

    weights: Array
    bias: Array

    def scores(self, features: Iterable[str]) -> Array:
        """Log odds of each label; a feature that is given twice counts twice.

        Example:
            >>> Linear(np.ones((4, 1), np.float32), np.zeros(1, np.float32)).scores(["a", "b"])
            array([2.])
        """
        # in double precision, so that the order of the features tells in no digit that is kept
        found: Array = self.weights[rows(features, len(self.weights))].sum(0, dtype=np.float64) + self.bias
        return found


def rows(features: Iterable[str], size: int) -> list[int]:
    """The row of each feature in a table of so many rows, a power of two."""
    return [crc32(feature.encode("utf-8", "surrogatepass")) & (size - 1) for feature in features]


def odds_to_probability(score: float) -> float:
    """The logistic function.

    Example:
        >>> odds_to_probability(0.0)
        0.5
    """
    return float(1 / (1 + np.exp(-np.clip(score, -30, 30))))


@cache
def load(name: str) -> Mapping[str, Array]:
    """The arrays of a shipped model, by name; its hashed weights are kept as small numbers with a scale."""
    with np.load(MODELS / f"{name}.npz") as file:
        return {key: file[key].astype(np.float32) for key in file.files}


@cache
def load_linear(name: str) -> Linear:
    """The hashed weights of a shipped model."""
    arrays = load(name)
    return Linear(arrays["weights"] * arrays["scale"], arrays["bias"])


def save(name: str, linear: Linear, folder: Path = MODELS, **more: npt.ArrayLike) -> None:
    """Write a model, its weights as whole numbers from -127 to 127.

    Args:
        name: what `load` finds it by.
        linear: the hashed weights.
        folder: where to write.
        more: further arrays of the model.
    """
    scale = np.abs(linear.weights).max(0) / 127
    small = np.round(linear.weights / np.where(scale > 0, scale, 1)).astype(np.int8)
    arrays = {"weights": small, "scale": scale, "bias": linear.bias, **more}
    np.savez_compressed(folder / f"{name}.npz", **arrays)
