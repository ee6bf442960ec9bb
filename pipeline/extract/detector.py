"""A trained detector of mentions: a linear-chain CRF over words, affixes, shapes and the terminology.

The method is that of Lafferty, McCallum and Pereira (2001), "Conditional random fields"; the tags of the
terminology as features are what lets it know names that no training text has. python-crfsuite trains it.
Here it is read by forward and backward sums over all sentences of a text at once, and the features are
kept in groups, each of which is looked up once for each word and not once for each place.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.records import Mention

MODELS = Path(__file__).parent / "models"
LABELS = ("O", "B-chemical", "I-chemical", "B-finding", "I-finding")
TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
WINDOW = (-3, -2, -1, 1, 2, 3)
EDGE = "\x02"
LONGEST = 24
"""Characters of a token that features look at: a word without end costs no more than a long one."""

BATCH = 256
"""Sentences that are summed over at once."""

SHARED_WEIGHT = 0.3
"""How much the other places of a word count; chosen on abstracts held out of the training set."""

OUTSIDE, LEAST = 0.9, 0.01
"""A word that nowhere is less probably outside is left alone; the least probability that is counted with."""

REMEMBERED = 200_000
"""Groups of features whose weights are kept."""

Floats = npt.NDArray[np.float32]
Group = tuple[str, ...]


class Detected(NamedTuple):
    """``text[start:end]``, its label ("chemical" or "finding") and the least probability of its tokens."""

    start: int
    end: int
    label: str
    probability: float = 1.0


class Tokens(NamedTuple):
    """Tokens of one sentence: their offsets, the terminology's tag of each, and that of its long form."""

    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    tags: tuple[str, ...]
    shorts: tuple[str, ...]


def tokens(
    text: str, start: int, end: int, marks: Mapping[int, str], shorts: Mapping[int, str] | None = None
) -> Tokens:
    """The tokens of a stretch of text.

    Args:
        text: any text.
        start: where the stretch begins.
        end: where it ends.
        marks: tags by character, as `lexicon_marks` gives them.
        shorts: tags of long forms by the characters of their short forms, as `short_marks` gives them.
    """
    spans = tuple((m.start(), m.end()) for m in TOKEN.finditer(text, start, end))
    words = tuple(text[a : min(b, a + LONGEST)] for a, b in spans)
    short = shorts or {}
    return Tokens(
        spans, words, tuple(marks.get(a, "O") for a, _ in spans), tuple(short.get(a, "") for a, _ in spans)
    )


def lexicon_marks(mentions: Iterable[Mention]) -> dict[int, str]:
    """Tags by character: "B-" and "I-" with the type of the name that stands there."""
    marks: dict[int, str] = {}
    for mention in mentions:
        marks.update((offset, f"I-{mention.type}") for offset in range(mention.start, mention.end))
        marks[mention.start] = f"B-{mention.type}"
    return marks


def short_marks(pairs: Iterable[tuple[range, range]], marks: Mapping[int, str]) -> dict[int, str]:
    """Tags by character of short forms: the type of what stands last in the long form, or "none".

    Args:
        pairs: the characters of each short form and of its long form.
        marks: tags by character, as `lexicon_marks` gives them.
    """
    found: dict[int, str] = {}
    for short, long in pairs:
        types = [marks[i][2:] for i in long if i in marks]
        found.update(dict.fromkeys(short, types[-1] if types else "none"))
    return found


def word_group(word: str, tag: str, short: str) -> Iterator[str]:
    """What a word is: itself, affixes, shape, four-grams, the terminology's tag and that of its long form."""
    low, form = word.lower(), shape(word)
    yield from (f"w={low}", f"s={form}", f"t={tag}|{low}", f"t={tag}|{form}")
    yield from (f"<={low[:n]}" for n in (2, 3, 4, 5) if len(low) > n)
    yield from (f">={low[-n:]}" for n in (2, 3, 4, 5) if len(low) > n)
    yield from sorted({f"g={low[i : i + 4]}" for i in range(len(low) - 3)})
    if short:
        yield from (f"long={short}", f"long={short}|{tag}")


def beside_group(offset: int, word: str) -> Iterator[str]:
    """What a word says of one so many tokens away."""
    low = word.lower()
    yield f"{offset}:w={low}"
    if abs(offset) == 1:
        yield from (f"{offset}:s={shape(word)}", f"{offset}:>={low[-3:]}")
        yield from (f"{offset}:>4={low[-4:]}", f"{offset}:<4={low[:4]}")


def pair_group(place: int, one: str, other: str) -> Iterator[str]:
    """Two neighbouring words, of which the second is so many tokens away."""
    yield f"{place}:{one}|{other}"


def tags_group(tags: tuple[str, ...]) -> Iterator[str]:
    """The terminology's tags of five tokens, of which the third is the token itself."""
    far, before, own, after, next_ = tags
    yield from (f"t={own}", f"-1:t={before}", f"1:t={after}", f"-2:t={far}", f"2:t={next_}")
    yield from (f"t={own}|{after}", f"t-={before}|{own}", f"t3={before}|{own}|{after}")


GROUPS = {"word": word_group, "beside": beside_group, "pair": pair_group, "tags": tags_group}


def shape(word: str) -> str:
    """Capitals, small letters and digits of a word, repetitions shortened.

    Example:
        >>> shape("Accutane"), shape("GnRH"), shape("B12")
        ('Aa', 'AaA', 'A0')
    """
    kinds = "".join("A" if c.isupper() else "a" if c.isalpha() else "0" if c.isdigit() else c for c in word)
    return re.sub(r"(.)\1+", r"\1", kinds)


def groups(sentence: Tokens) -> Iterator[list[tuple[Hashable, ...]]]:
    """For each token its groups of features: the name of each in `GROUPS` with its arguments."""
    edge = (EDGE,) * 3
    words = (*edge, *sentence.words, *edge)
    lows = [word.lower() for word in words]
    tags = (*edge, *sentence.tags, *edge)
    for i, (tag, short) in enumerate(zip(sentence.tags, sentence.shorts, strict=True), 3):
        row: list[tuple[Hashable, ...]] = [("word", words[i], tag, short), ("tags", tags[i - 2 : i + 3])]
        row += [("beside", k, words[i + k]) for k in WINDOW]
        row += [("pair", k, lows[i + k - 1], lows[i + k]) for k in (-1, 0, 1, 2)]
        yield row


def features(sentence: Tokens) -> list[list[str]]:
    """The features of each token, as they are trained on."""
    return [[f for name, *key in row for f in GROUPS[str(name)](*key)] for row in groups(sentence)]  # type: ignore[operator]


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
