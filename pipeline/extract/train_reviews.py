"""Trains what reads the sentences of reviews, on PsyTAR."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from sklearn.preprocessing import normalize

from pipeline import terms
from pipeline.extract import claim_model
from pipeline.extract.claim_building import ILL
from pipeline.extract.claim_reviews import MODEL, SIZE, Place, beside, feature_rows, words_of
from pipeline.extract.context_cues import fold as fold_text
from pipeline.extract.detector import Tagger, detect
from pipeline.extract.detector_features import lexicon_marks, tokens
from pipeline.extract.mentions import find_mentions
from pipeline.extract.train_linear import FOLDS, best_threshold, fitted, held_out, linear_of, table
from pipeline.extract.train_mentions import Example, psytar, train

REVIEW_PENALTY, SECOND_PENALTY = 4.0, 0.3


class Review(NamedTuple):
    """A drug and the sentences of its review: text, labels (`claim_reviews.LABELS`) and labelled spans."""

    drug: str
    texts: tuple[str, ...]
    labels: tuple[tuple[bool, ...], ...]
    examples: tuple[Example, ...]


def reviews(path: Path) -> list[Review]:
    """The posts of a PsyTAR file."""
    posts: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for line, example in zip(path.read_text(encoding="utf-8").splitlines(), psytar(path), strict=True):
        row = json.loads(line)
        labels = tuple(label in row["labels"] for label in ("ADR", "WD", "EF", "INF"))
        posts[row["post"], row["drug"]].append((row["text"], labels, example))
    return [Review(drug, *zip(*rows, strict=True)) for (_, drug), rows in posts.items()]


def held_out_places(posts: Sequence[Review]) -> list[list[Place]]:
    """The sentences of each review, their ills counted by a detector that has not seen it."""
    found: list[list[Place]] = [[] for _ in posts]
    for fold in range(FOLDS):
        with TemporaryDirectory() as folder:
            model = Path(folder) / "post.npz"
            train([e for i, post in enumerate(posts) if i % FOLDS != fold for e in post.examples], model)
            tagger = Tagger(model)
            for i in range(fold, len(posts), FOLDS):
                found[i] = [Place(words_of(fold_text(text)), ills(text, tagger)) for text in posts[i].texts]
    return found


def ills(text: str, tagger: Tagger) -> int:
    """How many ills a detector and the terminology find in a sentence."""
    named = find_mentions(text, terms.load())
    marks = lexicon_marks((*named.mentions, *named.doubtful))
    spans = list(detect([tokens(text, 0, len(text), marks)], tagger))
    more = [
        mention
        for mention in named.mentions
        if mention.type in ILL and not any(s.start < mention.end and mention.start < s.end for s in spans)
    ]
    return len(spans) + len(more)


def train_reviews(posts: Sequence[Review], folder: Path) -> list[float]:
    """Train both steps of `claim_reviews`; returns F1 of each label on held-out folds."""
    places = held_out_places(posts)
    hashed = [sorted(feature_rows(some, at)) for some in places for at in range(len(some))]
    y = np.array([labels for post in posts for labels in post.labels])
    folds = np.repeat(np.arange(len(posts)) % FOLDS, [len(some) for some in places])
    x = normalize(table(hashed, SIZE))
    alone = np.column_stack([held_out(x, column, folds, REVIEW_PENALTY) for column in y.T])
    ends = np.cumsum([len(some) for some in places])[:-1]
    compared = np.concatenate([beside(s, p) for s, p in zip(np.split(alone, ends), places, strict=True)])
    middle, spread = compared.mean(0), compared.std(0) + 1e-6
    scaled = (compared - middle) / spread
    best = [
        best_threshold(held_out(scaled, column, folds, SECOND_PENALTY), column, column.sum())
        for column in y.T
    ]
    second = [fitted(scaled, column, SECOND_PENALTY) for column in y.T]
    weights = np.column_stack([model.coef_[0] for model in second]) / spread[:, None]
    claim_model.save(
        MODEL,
        linear_of(*(fitted(x, column, REVIEW_PENALTY) for column in y.T)),
        folder,
        second=weights,
        second_bias=np.array([model.intercept_[0] for model in second]) - middle @ weights,
        thresholds=[claim_model.odds_to_probability(threshold) for threshold, _ in best],
    )
    return [f1 for _, f1 in best]
