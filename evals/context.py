"""Scores of context flags on clinical sentences (NegEx kit): negated and historical."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.extract.context import contextualise
from pipeline.records import Mention

GOLD = "gold/context/clinical_sentences_dev.tsv"


def score(shared: Path) -> dict[str, float]:
    """F1 of the flags "negated" and "past" (called historical there).

    Args:
        shared: the folder with gold/.
    """
    rows = list(flagged(shared / GOLD))
    return {
        "sentences": float(len(rows)),
        "negated_f1": f1([(gold == "Negated", mention.negated) for mention, gold, _ in rows]),
        "historical_f1": f1([(gold == "Historical", mention.time == "past") for mention, _, gold in rows]),
    }


def flagged(path: Path) -> Iterator[tuple[Mention, str, str]]:
    """The condition of each sentence with its flags, and the labels of negation and time."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        _, condition, sentence, negation, time, _ = line.split("\t")
        if mention := find(condition, sentence):
            yield contextualise(sentence, [(0, len(sentence))], [mention])[0], negation, time


def find(condition: str, sentence: str) -> Mention | None:
    """The condition in its sentence, where it stands in capitals; None if it was cut off."""
    words = r"\s+".join(map(re.escape, condition.split()))
    match = re.search(words.upper(), sentence) or re.search(words, sentence, re.IGNORECASE)
    if match is None:
        return None
    return Mention(start=match.start(), end=match.end(), text=match.group(), type="condition")


def f1(pairs: list[tuple[bool, bool]]) -> float:
    """F1 in percent of (gold, found) pairs."""
    hits = sum(gold and found for gold, found in pairs)
    wrong = sum(gold != found for gold, found in pairs)
    return 200 * hits / (2 * hits + wrong) if hits else 0.0
