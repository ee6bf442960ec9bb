"""Which ills an abstract says a drug brings about: its pairs scored one by one, then beside each other.

The first model scores a pair by its features (`claim_pairs`); the second weighs that score against those of
the other pairs of the abstract, since the drug that is to blame for one ill seldom shares the blame for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline import terms
from pipeline.extract import claim_model
from pipeline.extract.claim_building import Material, Reading, build_claim
from pipeline.extract.claim_model import Array
from pipeline.extract.claim_pairs import Pair, PairReader
from pipeline.extract.claim_sentences import Sentence
from pipeline.extract.claim_topic import named
from pipeline.records import Claim, Part

MODEL = "claims_induced"
INDUCES = frozenset({"has_adverse_event", "causes", "exacerbates_condition", "associated_with"})
"""Predicates between a drug and an ill that the models decide on."""

FLOOR = -5.0
"""Log odds of a rival that is not there."""


def induced(material: Material, sentences: Sequence[Sentence], claims: Sequence[Claim]) -> list[Claim]:
    """The claims of an abstract, what a drug brings about decided by the models.

    Args:
        material: the abstract and what was found in it.
        sentences: in order; the first is the title.
        claims: what the relation cues said.

    Returns:
        The claims; of those that a drug brings an ill about, the ones of accepted pairs, with the models'
        probability as score, and a new one for each accepted pair of which no cue told.
    """
    spans = [(sentence.start, sentence.end) for sentence in sentences]
    reader = PairReader(material.text, spans, material.mentions, claims, parents)
    scores = probabilities(reader)
    accepted = {pair: score for pair, score in scores.items() if score >= threshold()}
    kept = []
    told: set[Pair] = set()
    for claim in claims:
        pair = named(material.mentions[claim.subject]), named(material.mentions[claim.object])
        decided = claim.predicate in INDUCES and pair in scores and not claim.negated
        if decided and pair in accepted:
            told.add(pair)
            claim = claim.model_copy(update=_scored(accepted[pair]))
        if not decided or pair in accepted:
            kept.append(claim)
    new = (
        _claim(material, sentences, reader, pair, score)
        for pair, score in accepted.items()
        if pair not in told
    )
    return [*kept, *filter(None, new)]


def parents(id: str) -> Sequence[str]:
    """Parents of a concept in the terminology."""
    concept = terms.load().concept(id)
    return concept.parents if concept else ()


def threshold() -> float:
    """The least probability of an accepted pair, chosen on held-out folds of the training abstracts."""
    return float(claim_model.load(MODEL)["threshold"])


def probabilities(reader: PairReader) -> dict[Pair, float]:
    """How probable it is of each pair that the abstract says the drug brings the ill about."""
    first = claim_model.load_linear(MODEL)
    alone = {pair: float(first.scores(reader.features(pair))[0]) for pair in reader.pairs()}
    if not alone:
        return {}
    arrays = claim_model.load(MODEL)
    second = beside(alone) @ arrays["second"] + arrays["second_bias"]
    return dict(zip(alone, map(claim_model.odds_to_probability, second), strict=True))


def beside(scores: Mapping[Pair, float]) -> Array:
    """A row for each pair: its score, and how it stands to the others of the drug, of the ill, and to all."""
    pairs, values = list(scores), np.array(list(scores.values()), np.float32)
    table = []
    for at, (agent, ill) in enumerate(pairs):
        own = values[at]
        rivals = [
            [value for i, value in enumerate(values) if i != at and pairs[i][side] == key]
            for side, key in enumerate((agent, ill))
        ]
        gaps = [max(some, default=FLOOR) - own for some in rivals]
        above = [sum(value > own for value in some) for some in rivals]
        table.append([own, *gaps, values.max() - own, values.mean(), *above, len(pairs) ** 0.5])
    return np.array(table, np.float32)


def _scored(score: float) -> dict[str, Any]:
    value = round(score, 4)
    return {"score": value, "parts": (Part(name="model", value=value),)}


def _claim(
    material: Material, sentences: Sequence[Sentence], reader: PairReader, pair: Pair, score: float
) -> Claim | None:
    """The claim of a pair at its nearest two mentions; where they share no sentence, the ill's is quoted."""
    agents, ills = (
        [(place.sentence, place.mention) for place in reader.places[side][key]]
        for side, key in zip("CD", pair, strict=True)
    )
    (there, agent), (here, ill) = min(
        ((a, d) for a in agents for d in ills), key=lambda two: (abs(two[0][0] - two[1][0]), two[1][0])
    )
    carried = "pair.sentence" if there == here else "pair.abstract"
    place = material.mentions[ill].start
    reading = Reading("induced", place, agent, ill, carried, "has_adverse_event", "", 1.0)
    claim = build_claim(material, sentences[here], reading)
    return claim and claim.model_copy(update=_scored(score) | {"negated": False})
