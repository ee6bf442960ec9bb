"""From a relation that was read to a claim: what it means, of what kind it is, whose, and how sure."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from math import prod
from typing import NamedTuple, get_args

from pipeline.extract import claim_tables
from pipeline.extract.claim_citations import leaning, quoting
from pipeline.extract.claim_kinds import kind_of
from pipeline.extract.claim_sentences import Sentence
from pipeline.extract.claim_topic import named
from pipeline.extract.context import with_flags
from pipeline.records import (
    Certainty,
    Citation,
    Claim,
    ClaimKind,
    Direction,
    Experiencer,
    Mention,
    Part,
    Quantity,
    QuantityKind,
)

CARRY: Mapping[str, float] = {
    "": 1.0,
    "link": 1.0,
    "link.before": 0.85,
    "carry.clause": 0.9,
    "carry.sentence1": 0.75,
    "carry.sentence2": 0.6,
    "carry.text": 0.45,
    "pair.sentence": 1.0,
    "pair.abstract": 0.6,
}
"""Part of the score: how the subject was reached."""

CERTAINTIES: tuple[Certainty, ...] = ("affirmed", "hedged", "hypothetical", "asked")
ILL = frozenset({"symptom", "condition"})
FELT = frozenset({"symptom", "condition", "hormone"})
"""Types of what a person can tell as an experience."""

DIRECTIONS: Mapping[str, Direction] = {name: name for name in get_args(Direction)}
LEVEL = re.compile(
    r"(?:very |extremely |ultra[- ])?"
    r"(?:low(?:er|est)?|small(?:er)?|high(?:er|est)?|larger?|toxic|therapeutic|physiological|replacement)"
    r"[- ](?:doses?|dosages?|concentrations?|levels?)(?: of)?"
)
"""Doses in words."""


class Reading(NamedTuple):
    """A relation of two mentions, as it was read: ``carried`` tells how the subject was reached."""

    rule: str
    place: int
    subject: int
    object: int
    carried: str
    predicate: str
    change: str
    score: float


@dataclass(frozen=True, slots=True)
class Material:
    """All that was found in a text before its claims are read; the quantities in order of place."""

    text: str
    mentions: Sequence[Mention]
    quantities: Sequence[Quantity]
    citations: Sequence[Citation]


def build_claim(material: Material, sentence: Sentence, reading: Reading) -> Claim | None:
    """The claim of a reading; None if it says nothing.

    Args:
        material: the text and what was found in it.
        sentence: where the cue stands; the claim quotes it.
        reading: the relation.
    """
    agent, thing = material.mentions[reading.subject], material.mentions[reading.object]
    if named(thing) == named(agent) or thing.phase == "before":
        return None
    cue = _flagged(material, sentence, reading.place)
    change, negated = reading.change, cue.negated or thing.negated
    if change == "onset" and thing.negated and claim_tables.valence(thing) != "bad":
        change, negated = "decrease", False
    meaning = _meaning(reading.predicate, thing, change)
    if meaning is None:
        return None
    start, end = _trimmed(material.text, sentence.start, sentence.end)
    certainty = max((cue.certainty, thing.certainty), key=CERTAINTIES.index)
    kind, teller = _kind(material, sentence, reading.place, thing, certainty)
    parts = _parts(reading, agent, thing)
    return Claim(
        id=claim_id(material.text[start:end], start, end, named(agent), *meaning, named(thing), negated),
        start=start,
        end=end,
        text=material.text[start:end],
        subject=reading.subject,
        predicate=meaning[0],
        object=reading.object,
        direction=meaning[1],
        kind=kind,
        negated=negated,
        certainty=certainty,
        experiencer=_experiencer(kind, teller, (cue, thing, agent)),
        phase=thing.phase or (cue.phase if thing.type in ILL else None),
        dose=_dose(material, sentence, reading),
        onset=_first(material, sentence, "onset"),
        duration=_first(material, sentence, "duration"),
        citations=leaning(material.text, material.citations, start, end),
        score=round(prod(part.value for part in parts), 4),
        parts=parts,
        rule=".".join(filter(None, (reading.rule, reading.carried))),
    )


def _flagged(material: Material, sentence: Sentence, place: int) -> Mention:
    """The context of the cue itself, read as if it were a mention."""
    return with_flags(
        Mention(start=place, end=place + 1, text=material.text[place], type="symptom"), sentence.found
    )


def _parts(reading: Reading, agent: Mention, thing: Mention) -> tuple[Part, ...]:
    """What the score is the product of: cue or model, how the subject was reached, and both mentions."""
    return (
        Part(name="reading", value=round(reading.score, 4)),
        Part(name="reach", value=CARRY[reading.carried]),
        Part(name="subject", value=agent.score),
        Part(name="object", value=thing.score),
    )


def _meaning(predicate: str, thing: Mention, change: str) -> tuple[str, Direction | None] | None:
    if predicate == "outcome":
        return claim_tables.outcome(thing, change)
    return predicate, DIRECTIONS.get(change)


def claim_id(*facts: object) -> str:
    """A stable id of what a claim says and where."""
    return hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _kind(
    material: Material, sentence: Sentence, place: int, thing: Mention, certainty: Certainty
) -> tuple[ClaimKind, Experiencer]:
    """Kind by what the claim leans on, then by the model of kinds; and who tells an experience."""
    kinds, _ = claim_tables.kind_cues()
    ranks = [kinds[hit.row][0] for hit in sentence.kinds]
    teller: Experiencer = "other" if ranks and min(ranks) == claim_tables.OTHERS_TELL else "author"
    if certainty == "asked":
        return "question", teller
    cited = any(sentence.start <= one.start < sentence.end for one in material.citations)
    if cited or quoting(material.citations, sentence.start, place):
        return "literature_report", teller
    kind = kind_of(material.text[sentence.start : sentence.end].strip())
    if kind == "assertion" and thing.type in ILL and thing.phase:
        kind = "experience"
    return ("assertion" if kind == "experience" and thing.type not in FELT else kind), teller


def _experiencer(kind: ClaimKind, teller: Experiencer, flagged: Sequence[Mention]) -> Experiencer:
    """Who it happened to, from the cue, the object and the subject: whose cells and animals count, too."""
    said = {mention.experiencer for mention in flagged}
    if bodies := said & {"cells", "animal"}:
        return "cells" if "cells" in bodies else "animal"
    others = "other" in {mention.experiencer for mention in flagged[:2]}
    if others:
        return "other"
    return teller if kind == "experience" else "none"


def _dose(material: Material, sentence: Sentence, reading: Reading) -> str | None:
    """Doses of the subject in the sentence, concentrations, and doses in words in the clause."""
    subject = named(material.mentions[reading.subject])
    begin, end = sentence.clause(reading.place)
    said = [
        quantity.text
        for quantity in _within(material, sentence, ("dose", "concentration"))
        if quantity.kind == "concentration"
        or quantity.mention is None
        or named(material.mentions[quantity.mention]) == subject
    ]
    said += [match.group() for match in LEVEL.finditer(sentence.masked, begin, end)]
    return "; ".join(dict.fromkeys(said)) or None


def _first(material: Material, sentence: Sentence, kind: QuantityKind) -> str | None:
    return next((quantity.text for quantity in _within(material, sentence, (kind,))), None)


def _within(material: Material, sentence: Sentence, kinds: Sequence[QuantityKind]) -> Iterator[Quantity]:
    first = bisect_left(material.quantities, sentence.start, key=lambda one: one.start)
    inside = takewhile(lambda one: one.start < sentence.end, islice(material.quantities, first, None))
    return (one for one in inside if one.kind in kinds)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))
