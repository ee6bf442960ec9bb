"""A trained detector of mentions: a linear-chain CRF over words, affixes, shapes and the terminology.

The method is that of Lafferty, McCallum and Pereira (2001), "Conditional random fields"; the tags of the
terminology as features are what lets it know names that no training text has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from pipeline.records import Mention

MODELS = Path(__file__).parent / "models"
TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
WINDOW = (-2, -1, 1, 2)
EDGE = "\x02"
LONGEST = 24
"""Characters of a token that features look at: a word without end costs no more than a long one."""


class Detected(NamedTuple):
    """``text[start:end]``, its label ("chemical" or "finding") and the least probability of its tokens."""

    start: int
    end: int
    label: str
    probability: float = 1.0


class Tokens(NamedTuple):
    """Tokens of one sentence: offsets in the text, and the tag that the terminology gives to each."""

    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    tags: tuple[str, ...]


def tokens(text: str, start: int, end: int, marks: dict[int, str]) -> Tokens:
    """The tokens of a stretch of text.

    Args:
        text: any text.
        start: where the stretch begins.
        end: where it ends.
        marks: tags by character, as `lexicon_marks` gives them.
    """
    spans = tuple((m.start(), m.end()) for m in TOKEN.finditer(text, start, end))
    words = tuple(text[a : min(b, a + LONGEST)] for a, b in spans)
    return Tokens(spans, words, tuple(marks.get(a, "O") for a, _ in spans))


def lexicon_marks(mentions: Iterable[Mention]) -> dict[int, str]:
    """Tags by character: "B-" and "I-" with the type of the name that stands there."""
    marks: dict[int, str] = {}
    for mention in mentions:
        marks.update((offset, f"I-{mention.type}") for offset in range(mention.start, mention.end))
        marks[mention.start] = f"B-{mention.type}"
    return marks


@lru_cache(maxsize=50_000)
def word_features(word: str) -> tuple[str, ...]:
    """What a word looks like: itself, affixes, shape, four-grams."""
    low = word.lower()
    grams = {f"g={low[i : i + 4]}" for i in range(len(low) - 3)}
    affixes = [
        f"{side}={part}"
        for n in (2, 3, 4, 5)
        if len(low) > n
        for side, part in (("<", low[:n]), (">", low[-n:]))
    ]
    return (f"w={low}", f"s={shape(word)}", *affixes, *sorted(grams))


def shape(word: str) -> str:
    """Capitals, small letters and digits of a word, repetitions shortened.

    Example:
        >>> shape("Accutane"), shape("GnRH"), shape("B12")
        ('Aa', 'AaA', 'A0')
    """
    kinds = "".join("A" if c.isupper() else "a" if c.isalpha() else "0" if c.isdigit() else c for c in word)
    return re.sub(r"(.)\1+", r"\1", kinds)


def features(sentence: Tokens) -> list[list[str]]:
    """Features of each token: its own, the words around it, and the tags of the terminology."""
    lows = [EDGE, EDGE, *(word.lower() for word in sentence.words), EDGE, EDGE]
    tags = [EDGE, EDGE, *sentence.tags, EDGE, EDGE]
    rows = []
    for i, word in enumerate(sentence.words, 2):
        row = list(word_features(word))
        row += [f"{k}:w={lows[i + k]}" for k in WINDOW]
        row += [f"-1:{lows[i - 1]}|{lows[i]}", f"1:{lows[i]}|{lows[i + 1]}", f"2:{lows[i + 1]}|{lows[i + 2]}"]
        row += [f"t={tags[i]}", f"-1:t={tags[i - 1]}", f"1:t={tags[i + 1]}", f"t={tags[i]}|{lows[i]}"]
        row += [f"t={tags[i]}|{tags[i + 1]}", f"-1:>={lows[i - 1][-3:]}", f"1:>={lows[i + 1][-3:]}"]
        rows.append(row)
    return rows


@cache
def load_tagger(profile: str) -> pycrfsuite.Tagger:
    """The shipped model of a profile, "post" or "abstract"."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(MODELS / f"{profile}.crfsuite"))
    return tagger


def detect(sentence: Tokens, tagger: pycrfsuite.Tagger) -> Iterator[Detected]:
    """The mentions that a model finds in a sentence, with their probability."""
    if not sentence.words:
        return
    tagger.set(features(sentence))
    labels = tagger.tag()
    for first, last in runs(labels):
        probability = min(tagger.marginal(labels[i], i) for i in range(first, last))
        yield Detected(sentence.spans[first][0], sentence.spans[last - 1][1], labels[first][2:], probability)


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
