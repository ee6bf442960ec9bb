"""A trained detector of mentions: a linear-chain CRF over words, affixes, shapes and the terminology.

The method is that of Lafferty, McCallum and Pereira (2001), "Conditional random fields"; the tags of the
terminology as features are what lets it know names that no training text has. python-crfsuite trains it.
Here it is read by forward and backward sums over all sentences of a text at once, and the features are
kept in groups, each of which is looked up once for each word and not once for each place.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.extract.detector_features import GROUPS, Tokens, groups

MODELS = Path(__file__).parent / "models"
LABELS = ("O", "B-chemical", "I-chemical", "B-finding", "I-finding")
BATCH = 256
"""Sentences that are summed over at once."""

SHARED_WEIGHT = 0.3
"""How much the other places of a word count; chosen on abstracts held out of the training set."""

OUTSIDE, LEAST = 0.9, 0.01
"""A word that nowhere is less probably outside is left alone; the least probability that is counted with."""

REMEMBERED = 200_000
"""Groups of features whose weights are kept."""

Floats = npt.NDArray[np.float32]


class Detected(NamedTuple):
    """``text[start:end]``, its label ("chemical" or "finding") and the least probability of its tokens."""

    start: int
    end: int
    label: str
    probability: float = 1.0


class Tagger:
    """A trained model, with the weights of the groups of features that it has met.

    Args:
        path: what `pipeline.extract.train_mentions` wrote.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as data:
            names = data["features"].tobytes().decode("utf-8").split("\n")
            self._weights: Floats = data["weights"].astype(np.float32)
            self._moves: Floats = np.exp(data["moves"].astype(np.float32))
        self._feature = {name: i for i, name in enumerate(names)}
        self._forget()

    def _forget(self) -> None:
        self._row: dict[tuple[Hashable, ...], int] = {}
        self._table: Floats = np.zeros((1024, len(LABELS)), np.float32)

    def _row_of(self, group: tuple[Hashable, ...]) -> int:
        row = self._row.get(group)
        if row is None:
            row = self._row[group] = len(self._row)
            if row == len(self._table):
                self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            known = [self._feature[f] for f in GROUPS[str(group[0])](*group[1:]) if f in self._feature]  # type: ignore[operator]
            self._table[row] = self._weights[known].sum(axis=0)
        return row

    def scores(self, sentence: Tokens) -> Floats:
        """The logarithms that the features give to each label of `LABELS` at each token of a sentence."""
        rows = [self._row_of(group) for token in groups(sentence) for group in token]
        shape = (len(sentence.words), len(rows) // max(1, len(sentence.words)), len(LABELS))
        found: Floats = self._table[np.array(rows, dtype=int)].reshape(shape).sum(axis=1)
        return found

    def probabilities(self, sentences: Sequence[Tokens]) -> list[Floats]:
        """For each sentence of a text the probability of each label of `LABELS` at each token.

        A word that stands in several places is read twice, the second time with what was read at the others
        (skip chains, Sutton and McCallum 2004, by one step of mean field).
        """
        if len(self._row) > REMEMBERED:
            self._forget()
        scores = [self.scores(sentence) for sentence in sentences]
        first = self._sums(scores)
        places = repeated(sentences, first)
        for place, advice in places:
            scores[place[0]][place[1]] += SHARED_WEIGHT * advice
        again = sorted({sentence for (sentence, _), _ in places})
        for i, chances in zip(again, self._sums([scores[i] for i in again]), strict=True):
            first[i] = chances
        return first

    def _sums(self, scores: Sequence[Floats]) -> list[Floats]:
        found: list[Floats] = []
        for i in range(0, len(scores), BATCH):
            batch = scores[i : i + BATCH]
            sizes = [len(rows) for rows in batch]
            padded: Floats = np.zeros((len(batch), max(sizes), len(LABELS)), np.float32)
            for target, rows in zip(padded, batch, strict=True):
                target[: len(rows)] = rows
            both = marginals(padded, sizes, self._moves)
            found += [both[k, :n] for k, n in enumerate(sizes)]
        return found


def repeated(sentences: Sequence[Tokens], chances: Sequence[Floats]) -> list[tuple[tuple[int, int], Floats]]:
    """What the other places of a word say of its label, at each place of a word that may be in a mention.

    Args:
        sentences: of one text.
        chances: the probabilities of the labels at their tokens.

    Returns:
        Sentence and token, and the mean logarithm of the probabilities at the word's other places.
    """
    doubted = {
        word.lower()
        for sentence, rows in zip(sentences, chances, strict=True)
        for word, outside in zip(sentence.words, rows[:, 0].tolist(), strict=True)
        if outside < OUTSIDE and len(word) > 1 and word[0].isalnum()
    }
    places: dict[str, list[tuple[int, int]]] = {}
    for i, sentence in enumerate(sentences):
        for j, word in enumerate(sentence.words):
            if (low := word.lower()) in doubted:
                places.setdefault(low, []).append((i, j))
    advice: list[tuple[tuple[int, int], Floats]] = []
    for found in places.values():
        if len(found) > 1:
            logs = np.log(np.array([chances[i][j] for i, j in found]) + LEAST)
            advice += zip(found, (logs.sum(axis=0) - logs) / (len(found) - 1), strict=True)
    return advice


def marginals(scores: Floats, sizes: Sequence[int], moves: Floats) -> Floats:
    """Probabilities of the labels of a linear chain, by forward and backward sums (Rabiner 1989).

    Args:
        scores: logarithms, by sentence, token and label; sentences shorter than the longest are padded.
        sizes: the tokens of each sentence.
        moves: factors from label to label.

    Returns:
        The probabilities, in the shape of ``scores``; what stands in the padding means nothing.
    """
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    forward = np.ones_like(weights)
    backward = np.ones_like(weights)
    length = scores.shape[1]
    last = np.array(sizes) - 1
    for t in range(length):
        row = weights[:, t] * (forward[:, t - 1] @ moves if t else 1.0)
        forward[:, t] = row / row.sum(axis=1, keepdims=True)
    for t in range(length - 2, -1, -1):
        row = (weights[:, t + 1] * backward[:, t + 1]) @ moves.T
        row /= row.sum(axis=1, keepdims=True)
        backward[:, t] = np.where((t < last)[:, None], row, 1.0)
    both = forward * backward
    result: Floats = both / both.sum(axis=2, keepdims=True)
    return result


@cache
def load_tagger(profile: str, folder: Path = MODELS) -> Tagger:
    """The model of a profile, "post" or "abstract"; the shipped one unless another folder is named."""
    return Tagger(folder / f"{profile}.npz")


def detect(sentences: Sequence[Tokens], tagger: Tagger) -> Iterator[Detected]:
    """The mentions that a model finds in the sentences of a text, with their probability."""
    for sentence, chances in zip(sentences, tagger.probabilities(sentences), strict=True):
        best: Any = chances.argmax(axis=1)
        if not best.any():
            continue
        labels = [LABELS[i] for i in best]
        for first, end in runs(labels):
            sure = float(chances[range(first, end), best[first:end]].min())
            yield Detected(sentence.spans[first][0], sentence.spans[end - 1][1], labels[first][2:], sure)


def runs(labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of "B-x I-x …", as first token and the one behind the last; a stray "I-x" begins one.

    Example:
        >>> list(runs(["O", "B-finding", "I-finding", "B-finding", "O"]))
        [(1, 3), (3, 4)]
    """
    start = 0
    for i, label in enumerate((*labels, "O")):
        if i > start and labels[start] != "O" and label != f"I-{labels[start][2:]}":
            yield start, i
        if i == 0 or label != f"I-{labels[start][2:]}" or labels[start] == "O":
            start = i
