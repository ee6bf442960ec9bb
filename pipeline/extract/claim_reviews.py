"""What a sentence of a review says its drug did: a side effect, a withdrawal effect, that it worked, or not.

Reviews seldom name their drug in the sentence that says what it did, and often no cue says it at all
("horrible headaches, no sleep"). Four linear models over words and pieces of words, trained on the sentence
labels of PsyTAR (Zolnoori et al. 2019, CC BY 4.0), say it of the whole sentence; its mentions do the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.extract import claim_model
from pipeline.extract.claim_model import Array, rows
from pipeline.extract.context_cues import fold
from pipeline.records import Mention

MODEL = "claims_reviews"
LABELS = ("side_effect", "withdrawal", "worked", "did_not_work")
SIZE = 2**18
WORD = re.compile(r"\w+(?:'\w+)?|[^\w\s]")
PIECES = (3, 4, 5)
"""Lengths of the pieces of words."""

FIRST = 6
"""Sentences that are told apart by their place in the text."""

USE = re.compile(
    r"\b(?:mgs?|side[ -]?(?:e|a)ffects?|withdrawals?|dos(?:e|es|age)|prescri\w+|medications?|medicines?|"
    r"meds?|drugs?|pills?|tak(?:e|ing|en)|took|doctors?|docs?|wean\w*|taper\w*|anti-?depressants?)\b"
)
"""Words of somebody who takes a drug."""

AUTHOR = re.compile(r"\b(?:i|i'm|i've|im|ive|me|my)\b")
DENSE, PERSONAL, SHORT = 25, 50, 40
"""Words of a review: to one that speaks of drugs and ills, to one of its author, and in a short one."""

TELLING = re.compile(
    r"\b(?:work(?:ed|s|ing)?|help(?:ed|s|ful|ing)?|better|sav(?:ed|er)|wonder(?:s|ful)?|miracle|great|good|"
    r"effective|useless|nothing|improve\w*|relie\w+|calm\w*|normal|happy|happier|life|best|worse|waste|"
    r"withdraw\w*|wean\w*|taper\w*|quit\w*|stop\w*|off)\b"
)
"""Words without one of which a sentence that names no ill is not read."""

MEANT = {
    "worked": re.compile(
        r"\b(?:work(?:ed|s|ing)?|help(?:ed|s|ful|ing)?|sav(?:ed|er|ing)|better|wonders?|miracle|effective|useless|"
        r"nothing|improve\w*|relief|relieved|lift\w*|difference|progress|happ(?:y|ier)|normal|calm\w*|energy|"
        r"great|good|feel\w*|life|person|worse)\b"
    ),
    "withdrawal": re.compile(
        r"\b(?:withdr\w+|(?:com|go|gett|wean)ing (?:myself )?off|(?:get|go|come) off|effects?|symptoms?)\b"
    ),
    "side_effect": re.compile(r"\b(?:side[ -]?(?:e|a)ffects?|sides)\b"),
}
"""Words that stand for what happened, in a sentence that names no ill."""

OFF_WORDS = (
    "withdrawal withdrawals withdrawl withdrawls withdrawing withdraw wean weaned weaning taper tapered",
    "tapering quit quitting stopped stopping missed miss off",
)
OFF = frozenset(" ".join(OFF_WORDS).split())
"""Words after which a text may speak of what came after the drug."""

UNNAMED = 0.5
"""Score of an ill that is only meant."""


class Place(NamedTuple):
    """A sentence among those of its text: its folded words, and how many ills stand in it."""

    words: tuple[str, ...]
    ills: int


def is_review(text: str, mentions: Sequence[Mention], *, on_topic: bool = False) -> bool:
    """Whether a post tells at length of a drug that its author takes; only such posts are read.

    Args:
        text: the post's text.
        mentions: what was found in it.
        on_topic: whether its thread is about a drug.

    Example:
        >>> is_review("20 mg a day. Horrible headaches, I quit it.", [])
        True
        >>> is_review("My house is great.", [])
        False
    """
    folded = fold(text)
    size, used = len(folded.split()), len(USE.findall(folded))
    told = sum(mention.type in ("drug", "symptom", "condition") for mention in mentions)
    authors = len(AUTHOR.findall(folded))
    personal = size < SHORT or authors * PERSONAL >= size
    return (used > 0 or (on_topic and authors > 0)) and personal and (used + told) * DENSE >= size


def words_of(folded: str) -> tuple[str, ...]:
    """Words and marks, numbers all alike.

    Example:
        >>> words_of("20 mg didn't help.")
        ('0', 'mg', "didn't", 'help', '.')
    """
    return tuple("0" if word.isdigit() else word for word in WORD.findall(folded))


@lru_cache(maxsize=50_000)
def word_rows(word: str) -> tuple[int, ...]:
    """The rows of a word and of its pieces."""
    edged = f"^{word[:30]}$"
    pieces = {edged[i : i + n] for n in PIECES for i in range(len(edged) - n + 1)}
    return tuple(rows([f"1={word}", *(f"c={piece}" for piece in sorted(pieces))], SIZE))


def feature_rows(places: Sequence[Place], at: int) -> frozenset[int]:
    """The rows of a sentence's features: its words, pieces and runs of words, and what stands around it."""
    words, ills = places[at]
    edged = ("<", *words, ">")
    facts = [" ".join(edged[i : i + n]) for n in (2, 3) for i in range(len(edged) - n + 1)]
    facts += [f"{a}_{b}" for i, a in enumerate(words[:40]) for b in words[i + 2 : i + 4]]
    facts += [f"ills{min(ills, n)}" for n in (0, 1, 2, 3) if ills >= n]
    facts += [f"at{min(at, FIRST)}", f"left{min(len(places) - at, FIRST)}", f"long{min(len(words) // 5, 8)}"]
    facts += [f"commas{min(words.count(','), 4)}", f"I{'i' in words}"]
    for side, other in (("p", at - 1), ("n", at + 1)):
        if 0 <= other < len(places):
            facts += [f"{side}={word}" for word in set(places[other].words)]
            facts.append(f"{side}ills{min(places[other].ills, 3)}")
    return frozenset(rows(facts, SIZE)).union(*map(word_rows, set(words)))


def unit_scores(found: frozenset[int]) -> Array:
    """Log odds of each label, of features as a vector of length one."""
    model = claim_model.load_linear(MODEL)
    scores: Array = model.weights[list(found)].sum(0, dtype=np.float64) / np.sqrt(len(found)) + model.bias
    return scores


def beside(scores: npt.NDArray[np.floating[Any]], places: Sequence[Place]) -> Array:
    """A row for each sentence: its scores, those around it, the text's highest and mean, and its place."""
    count = len(scores)
    padded = np.pad(scores, ((2, 2), (0, 0)), constant_values=-4.0)
    around = [padded[2 + step : 2 + step + count] for step in (0, -2, -1, 1, 2)]
    whole = np.tile(np.concatenate([scores.max(0), scores.mean(0)]), (count, 1))
    at = np.arange(count, dtype=np.float32)
    facts = [at, count - at, np.full(count, count), at == 0, at == count - 1]
    facts += [[len(words) for words, _ in places], [words.count(",") for words, _ in places]]
    facts += [[min(ills, n) for _, ills in places] for n in (1, 3)]
    off = np.cumsum([bool(OFF & set(words)) for words, _ in places])
    return np.column_stack([*around, whole, *facts, np.minimum(off, 1), off > np.append(0, off[:-1])]).astype(
        np.float32
    )


def judge(places: Sequence[Place]) -> Array:
    """How probable each label is of each sentence of a text."""
    alone = np.stack([unit_scores(feature_rows(places, at)) for at in range(len(places))])
    arrays = claim_model.load(MODEL)
    odds = beside(alone, places) @ arrays["second"] + arrays["second_bias"]
    probabilities: Array = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return probabilities
