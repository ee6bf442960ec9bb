"""Whether a sentence supports what a claim says, or says otherwise: a small trained model.

The features measure how claim and evidence are aligned: how much of the claim the evidence repeats, whether
one of them is negated, whether they name the same direction, the opposite one, or none, of the same things.
A logistic regression weighs them, after Wadden et al. 2020 (SciFact, doi:10.18653/v1/2020.emnlp-main.609),
on whose claims it is trained (`pipeline.link.train_stance`); its weights are a dozen numbers.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.resolve_text import STOP_WORDS

DATA = Path(__file__).parent / "data"
WEIGHTS = "stance.json"

WORD = re.compile(r"[a-z]+(?:-[a-z]+)*|\d+(?:[.,·]\d+)*%?|[α-ω]+", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z(])|\n+")
NEGATION = re.compile(
    r"(?i)\b(?:no|not|never|neither|nor|without|cannot|fail(?:s|ed|ure)?|unable|unlikely|lack(?:s|ed|ing)?"
    r"|absen(?:ce|t)|independent(?:ly)? of|un(?:affected|changed|altered|related|necessary|important)"
    r"|ineffective|non-?significant|rather than)\b|n['’]t\b"
)
ENDING = re.compile(
    r"(?<=.{4})(?:ations?|ingly|ities|ments?|ing|ies|ied|ness|ity|ers|ion|ive|al|ed|es|ic|er|ly|s|e)$"
)
PREFIX = 6
"""Words that share so many first letters are taken as the same."""
NEAR = 6
"""Words on either side of a direction word that tell what it is a direction of."""
SURE = 0.7
"""Probability from which on the model's word is taken where no claim could be read in the evidence."""
LONG = 10
"""Letters from which on a word weighs no more; long words name things, short ones join them."""


class Side(NamedTuple):
    """A claim or its evidence, cut into words."""

    text: str
    words: tuple[str, ...]
    stems: frozenset[str]
    negated: bool


def side(text: str) -> Side:
    """A text, cut into words.

    Example:
        >>> sorted(side("Finasteride raises the DHT levels").stems)
        ['dht', 'finasterid', 'level', 'rais']
    """
    words = tuple(word.lower() for word in WORD.findall(text))
    return Side(text, words, frozenset(content(words)), NEGATION.search(text) is not None)


def content(words: Sequence[str]) -> list[str]:
    """Stems of the words that mean something."""
    return [stem(word) for word in words if len(word) > 1 and word not in STOP_WORDS]


@cache
def stem(word: str) -> str:
    """A word without its ending.

    Example:
        >>> stem("inhibits"), stem("inhibition"), stem("inhibited")
        ('inhibit', 'inhibit', 'inhibit')
    """
    return ENDING.sub("", word, count=1)


@cache
def direction(word: str) -> int:
    """What a word says of a thing: more of it (1), less of it (-1), or neither (0).

    Example:
        >>> direction("increased"), direction("inhibits"), direction("libido")
        (1, -1, 0)
    """
    # the longest stem counts: "effective" is in "ineffective", but at its end
    found = [known for known in directions() if word.startswith(known)]
    return directions()[max(found, key=len)] if found else 0


@cache
def directions() -> Mapping[str, int]:
    """Directions by the beginning of a word."""
    return {known: int(sign) for known, sign in rows("directions.tsv")}


@cache
def antonyms() -> tuple[tuple[str, str], ...]:
    """Beginnings of words that mean the opposite of each other, both ways."""
    return tuple(pair for one, other in rows("antonyms.tsv") for pair in ((one, other), (other, one)))


def rows(file: str) -> Iterator[tuple[str, str]]:
    """The rows of a table of two columns."""
    for line in (DATA / file).read_text(encoding="utf-8").splitlines()[1:]:
        first, second = line.split("\t")
        yield first, second


def weight(stems: Sequence[str] | frozenset[str]) -> float:
    """How much some words tell, by their length."""
    return sum(min(len(one), LONG) / 5 for one in stems)


def features(claim: str, evidence: str) -> dict[str, float]:
    """How a claim and its evidence are aligned.

    Args:
        claim: a sentence.
        evidence: one sentence or several; the one that repeats most of the claim tells of negation.

    Returns:
        A number by each feature's name.
    """
    ours, whole = side(claim), side(evidence)
    things = [one for one in dict.fromkeys(content(ours.words)) if not direction(one)]
    best = max(map(side, SENTENCE.split(evidence)), key=lambda one: shared(things, one))
    up, down = (any(direction(word) == sign for word in ours.words) for sign in (1, -1))
    agree, differ = anchored(ours, whole)
    numbers = {word for word in ours.words if word[0].isdigit()}
    said = {stem(word) for word in ours.words if direction(word)}
    return {
        "shared": shared(things, best) / (weight(things) or 1.0),
        "negated_apart": float(ours.negated != best.negated),
        "claim_negated_alone": float(ours.negated and not best.negated),
        "no_increase": float(up and not any(direction(word) > 0 for word in whole.words)),
        "no_decrease": float(down and not any(direction(word) < 0 for word in whole.words)),
        "same_direction_word": float(bool(said & whole.stems)),
        "directions_agree": (agree - differ) / (agree + differ + 2.0),
        "directions_differ": differ / (agree + differ + 2.0),
        "same_number": float(bool(numbers & set(whole.words))),
        "antonyms": min(3.0, sum(opposed(ours, whole))),
    }


def shared(things: Sequence[str], other: Side) -> float:
    """Weight of the words of a claim that stand in its evidence, too."""
    beginnings = {one[:PREFIX] for one in other.stems if len(one) >= PREFIX}
    return weight([o for o in things if o in other.stems or (len(o) >= PREFIX and o[:PREFIX] in beginnings)])


def anchored(ours: Side, theirs: Side) -> tuple[float, float]:
    """Weight of the words beside direction words of both sides, where these agree and where they differ."""
    agree = differ = 0.0
    there = list(pointed(theirs.words, NEAR))
    for sign, things in pointed(ours.words, NEAR - 1):
        for other, around in there:
            # what a claim says a direction of is no direction itself
            same = weight([thing for thing in things & around if not direction(thing)])
            agree += same * (sign == other)
            differ += same * (sign != other)
    return agree, differ


def pointed(words: Sequence[str], near: int) -> Iterator[tuple[int, frozenset[str]]]:
    """Each direction word: its sign, turned round by a negation before it, and the words beside it."""
    for place, word in enumerate(words):
        if sign := direction(word):
            before = words[max(0, place - near) : place]
            negated = NEGATION.search(" ".join(before)) is not None
            yield (
                -sign if negated else sign,
                frozenset(content([*before, *words[place + 1 : place + 1 + near]])),
            )


def opposed(ours: Side, theirs: Side) -> Iterator[bool]:
    """Whether, for each antonym, the claim has one word alone and the evidence the other alone."""

    def has(words: Sequence[str], beginning: str) -> bool:
        return any(word.startswith(beginning) for word in words)

    for one, other in antonyms():
        if has(ours.words, one) and has(theirs.words, other):
            yield not has(ours.words, other) and not has(theirs.words, one)


class Model(NamedTuple):
    """A logistic regression: a weight by each feature's name, and the intercept."""

    weights: Mapping[str, float]
    intercept: float

    def __call__(self, claim: str, evidence: str) -> float:
        """Probability that the evidence supports the claim, given that it is about it."""
        found = features(claim, evidence)
        score = self.intercept + sum(self.weights[name] * value for name, value in found.items())
        return 1.0 / (1.0 + math.exp(-score))


@cache
def load_model() -> Model:
    """The model that is shipped.

    Example:
        >>> model = load_model()
        >>> up = model("Finasteride raises DHT.", "Finasteride lowered serum DHT by 70 %.")
        >>> down = model("Finasteride lowers DHT.", "Finasteride lowered serum DHT by 70 %.")
        >>> up < 0.5 < down
        True
    """
    known = json.loads((DATA / WEIGHTS).read_text(encoding="utf-8"))
    return Model(known["weights"], known["intercept"])
