"""The frozen records that pass between the stages.

All offsets are Unicode code points, ``start`` inclusive, ``end`` exclusive, into the text of the post
they belong to, and ``text[start:end]`` is the text the record quotes.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

EntityType = Literal["drug", "hormone", "symptom", "condition", "gene"]
Certainty = Literal["affirmed", "hedged", "hypothetical", "asked"]
Experiencer = Literal["author", "other", "animal", "cells", "none"]
Time = Literal["current", "past", "future"]
Phase = Literal["before", "on_drug", "after_stopping", "persisting"]
QuantityKind = Literal[
    "dose", "frequency", "route", "duration", "onset", "concentration", "lab_value", "percent"
]
CitationKind = Literal["reference", "identifier", "url", "author_year", "vague"]
Direction = Literal["increase", "decrease", "none", "biphasic"]
ClaimKind = Literal["experience", "assertion", "hypothesis", "literature_report", "advice", "question"]
Verdict = Literal["verified", "mismatch", "not_found", "ambiguous", "retracted", "unchecked"]
Basis = Literal["cited", "quoted", "retrieved"]
Stance = Literal["supports", "contradicts", "mixed", "about", "silent"]
PageKind = Literal["thread", "listing", "not_a_thread"]
Trust = Literal["board", "blog", "news", "promotional"]
Score = Annotated[float, Field(ge=0.0, le=1.0)]


class Record(BaseModel):
    """Base of all records: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- fetch and parse ------------------------------------------------------------------------------


class Page(Record):
    """Raw bytes as they were read from a file or URL.

    ``media_type`` and ``charset`` are what the transport said, or None; ``fetched_at`` is ISO 8601, UTC.
    """

    path: str
    url: str | None = None
    content: bytes
    media_type: str | None = None
    charset: str | None = None
    fetched_at: str | None = None


class Quote(Record):
    """Somebody else's words inside a post; ``post`` is the quoted post's number, where it is said."""

    author: str | None = None
    text: str
    post: str | None = None


class Hyperlink(Record):
    """A link in a post: ``text[start:end]`` of the post is the anchor text."""

    url: str
    start: int
    end: int


class Post(Record):
    """One post of a thread, or an article or comment.

    ``number`` and ``reply_to`` are as the page shows them; ``text`` is the post's own words.
    A table keeps its rows in ``tables`` and stands in ``text`` as one line ``| cell | cell |`` a row.
    """

    id: str
    number: str | None = None
    author: str | None = None
    created_at: str | None = None
    edited_at: str | None = None
    text: str
    reply_to: str | None = None
    quotes: tuple[Quote, ...] = ()
    links: tuple[Hyperlink, ...] = ()
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    url: str | None = None


class Thread(Record):
    """What a page turned out to be: a thread with its posts in page order, or why it is none.

    ``engine`` is the name of the reader that read it and ``confidence`` how sure its detection was;
    ``threads`` are the thread URLs of a listing; ``reason`` says why a page is a listing or no thread.
    """

    id: str
    path: str
    kind: PageKind
    engine: str
    confidence: Score = 1.0
    title: str | None = None
    url: str | None = None
    next_page: str | None = None
    posts: tuple[Post, ...] = ()
    threads: tuple[str, ...] = ()
    trust: Trust = "board"
    trust_reasons: tuple[str, ...] = ()
    reason: str | None = None


class Failure(Record):
    """An input that could not be used: where, at which stage, and why."""

    source: str
    stage: Literal["fetch", "parse", "extract", "resolve", "link", "graph", "export"]
    error: str
    reason: str


# --- terminology ----------------------------------------------------------------------------------


class Concept(Record):
    """A concept of the terminology; ``id``, ``xrefs`` and ``parents`` are CURIEs."""

    id: str
    name: str
    type: EntityType
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    source: str = ""


# --- extract --------------------------------------------------------------------------------------


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


class Name(Record):
    """An author of a paper."""

    family: str
    given: str | None = None


class Span(Record):
    """A stretch of the post's text."""

    start: int
    end: int
    text: str


class Bibliography(Record):
    """The bibliographic fields that a citation and a paper share; pages are completed ("1104–1116")."""

    authors: tuple[Name, ...] = ()
    title: str | None = None
    container: str | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    arxiv: str | None = None
    url: str | None = None


class Citation(Bibliography):
    """A reference to a paper in a text.

    ``spans`` are all the places where the citation is written, the fullest form first, which is
    ``start, end``; ``quoted`` is the abstract quoted below it; ``participants`` and ``findings`` are
    what its row in a table of studies says.
    """

    start: int
    end: int
    text: str
    kind: CitationKind
    spans: tuple[Span, ...] = ()
    quoted: Span | None = None
    participants: str | None = None
    findings: str | None = None

    def key(self) -> str:
        """Hash of all that a resolution depends on: equal for the same citation in two posts."""
        said = self.model_dump_json(
            include={*Bibliography.model_fields, "kind", "text"}, exclude_defaults=True
        )
        quoted = self.quoted.text if self.quoted else ""
        return hashlib.sha256(f"{said}\x1f{quoted}".encode()).hexdigest()[:24]


class Claim(Record):
    """A sentence or clause that relates a subject concept to an object concept.

    ``subject`` and ``object`` are indices into the mentions, ``citations`` into the citations, of the
    same findings; ``predicate`` is a Biolink slot; ``rule`` is the id of the rule that read it.
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


# --- literature, resolve, link --------------------------------------------------------------------


class Paper(Bibliography):
    """A record of a literature source.

    ``id`` is a CURIE (``doi:``, ``pmid:`` …); ``status`` is what the publisher says of it since;
    ``retrieved_at`` is the ISO date of the source's answer.
    """

    id: str
    abstract: str | None = None
    publication_types: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    status: Literal["published", "corrected", "concern", "retracted"] = "published"
    source: str
    retrieved_at: str | None = None


class Resolution(Record):
    """What the literature sources say about a citation.

    ``disagrees`` names the fields that differ from ``paper``; ``sources`` the sources that answered,
    ``unavailable`` those that were asked and did not; ``candidates`` the papers of an ambiguous one.
    """

    verdict: Verdict
    disagrees: tuple[str, ...] = ()
    paper: Paper | None = None
    candidates: tuple[Paper, ...] = ()
    score: Score = 0.0
    sources: tuple[str, ...] = ()
    unavailable: tuple[str, ...] = ()
    asked_at: str | None = None


class Link(Record):
    """A claim and a paper, and what the paper says to the claim.

    ``rationale`` is the sentence that shows the stance: of the post if ``basis`` is "quoted", of the
    paper's abstract otherwise.
    """

    claim_id: str
    paper_id: str
    basis: Basis
    stance: Stance
    score: Score
    rationale: Span | None = None
    mismatches: tuple[str, ...] = ()
