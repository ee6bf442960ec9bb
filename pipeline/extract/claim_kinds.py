"""Of what kind a sentence is: told as lived, stated, supposed, reported from a study, advised, or asked.

A linear model over words, pieces of words and the cues of ``data/claim_kinds.tsv`` decides; it learns from
sentences written for it and from labelled ones (`train_kinds`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import get_args

import numpy as np

from pipeline.extract import claim_model
from pipeline.extract.claim_model import rows
from pipeline.extract.claim_reviews import SIZE, word_rows, words_of
from pipeline.extract.claim_tables import kind_cues
from pipeline.extract.context_cues import fold
from pipeline.records import ClaimKind

MODEL = "claims_kinds"
KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)


def kind_features(text: str) -> frozenset[int]:
    """The rows of a sentence's features."""
    folded = fold(text)
    words = words_of(folded)
    edged = ("<", *words, ">")
    facts = [" ".join(edged[i : i + n]) for n in (2, 3) for i in range(len(edged) - n + 1)]
    facts += [f"first={' '.join(words[:n])}" for n in (1, 2)] + [f"last={' '.join(words[-1:])}"]
    facts += [f"past{word.endswith('ed')}" for word in words]
    kinds, lexicon = kind_cues()
    ranked = sorted(kinds[hit.row] for hit in lexicon.find(folded))
    facts += [f"cue={kind}" for _, kind in ranked] + [f"rank{rank}" for rank, _ in ranked]
    facts += [f"rule={kind}" for _, kind in ranked[:1]]
    return frozenset(rows(facts, SIZE)).union(*map(word_rows, set(words)))


@lru_cache(maxsize=1000)
def kind_of(text: str) -> ClaimKind:
    """The most probable kind of a sentence.

    Example:
        >>> kind_of("Has anybody here had hair loss on this?")
        'question'
    """
    if text.rstrip().endswith("?"):
        return "question"
    found = kind_features(text)
    model = claim_model.load_linear(MODEL)
    scores = model.weights[list(found)].sum(0) / np.sqrt(len(found)) + model.bias
    return KINDS[int(scores.argmax())]
