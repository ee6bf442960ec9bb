"""Records of extract: what was found in one text."""

from __future__ import annotations

from pipeline.records.base import (
    Certainty,
    ClaimKind,
    Direction,
    EntityType,
    Experiencer,
    Phase,
    QuantityKind,
    Record,
    Score,
    Time,
)
from pipeline.records.literature import Citation, Part


class Concept(Record):
    """A concept of the terminology; ``id``, ``xrefs`` and ``parents`` are CURIEs."""

    id: str
    name: str
    type: EntityType
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    source: str = ""


class Cue(Record):
    """The words that caused a flag, and the id of the rule that read them."""

    start: int
    end: int
    rule: str


class Candidate(Record):
    """A concept that a mention may stand for."""

    id: str
    name: str
    score: Score


class Mention(Record):
    """A drug, hormone, symptom, condition or gene named in a text, and the context it stands in."""

    start: int
    end: int
    text: str
    type: EntityType
    concept_id: str | None = None
    name: str | None = None
    score: Score = 1.0
    candidates: tuple[Candidate, ...] = ()
    negated: bool = False
    certainty: Certainty = "affirmed"
    experiencer: Experiencer = "author"
    time: Time = "current"
    phase: Phase | None = None
    cues: tuple[Cue, ...] = ()


class Quantity(Record):
    """A dose, duration or the like; ``low`` and ``high`` are equal for a single value, in ``unit``.

    ``mention`` is the index of the mention it is about, where one is bound.
    """

    start: int
    end: int
    text: str
    kind: QuantityKind
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    mention: int | None = None


class Claim(Record):
    """A sentence or clause that relates a subject concept to an object concept.

    ``subject`` and ``object`` are indices into the mentions, ``citations`` into the citations, of the
    same findings; ``predicate`` is a Biolink slot; ``rule`` is the id of the rule that read it.
    ``score`` is the product of its ``parts``; of a review, the chance that a curve makes of that product.
    """

    id: str
    start: int
    end: int
    text: str
    subject: int
    predicate: str
    object: int
    direction: Direction | None = None
    kind: ClaimKind
    negated: bool = False
    certainty: Certainty = "affirmed"
    experiencer: Experiencer = "author"
    phase: Phase | None = None
    dose: str | None = None
    onset: str | None = None
    duration: str | None = None
    citations: tuple[int, ...] = ()
    score: Score
    parts: tuple[Part, ...] = ()
    rule: str


class Dropped(Record):
    """A candidate mention that was dropped, and the rule that dropped it."""

    start: int
    end: int
    text: str
    type: str
    rule: str


class Findings(Record):
    """All that was found in one text; ``id`` is the post's id."""

    id: str
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    def with_id(self, id: str) -> Findings:
        """The same findings as those of another post with the same text; ids of claims follow the post's."""
        claims = tuple(c.model_copy(update={"id": f"{id}#{c.id.rpartition('#')[2]}"}) for c in self.claims)
        return self.model_copy(update={"id": id, "claims": claims})
