"""Records of the literature: a citation, the paper it means, and what that paper says to a claim."""

from __future__ import annotations

import hashlib
from typing import Literal

from pipeline.records.base import (
    Basis,
    CitationKind,
    Design,
    Mismatch,
    Record,
    Score,
    Species,
    Stance,
    Verdict,
)


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


class Study(Record):
    """How the study of a paper was made, as far as its MeSH terms, publication types and words tell.

    ``eco`` is the CURIE of its kind of evidence in the Evidence and Conclusion Ontology; ``population`` are
    words such as "women" or "children"; ``participants`` is how many people took part.
    """

    design: Design | None = None
    eco: str | None = None
    species: tuple[Species, ...] = ()
    population: tuple[str, ...] = ()
    participants: int | None = None
    doses: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()


class Paper(Bibliography):
    """A record of a literature source.

    ``id`` is a CURIE (``doi:``, ``pmid:`` …); ``status`` is what the publisher says of it since, and
    ``status_date`` when it was said, as far as is known ("2015", "2015-03", "2015-03-04"); ``retrieved_at``
    is the ISO date of the source's answer; ``study`` is read when papers are linked.
    """

    id: str
    abstract: str | None = None
    publication_types: tuple[str, ...] = ()
    mesh: tuple[str, ...] = ()
    status: Literal["published", "corrected", "concern", "retracted"] = "published"
    status_date: str | None = None
    source: str
    retrieved_at: str | None = None
    study: Study | None = None


class Resolution(Record):
    """What the literature sources say about a citation.

    ``disagrees`` names the fields that differ from ``paper``; ``conflicts`` those on which the sources
    contradict one another: a field of the paper, or an identifier under which they hold another one (it is
    among the ``candidates``); ``sources`` the sources that answered,
    ``unavailable`` those that were asked and did not; ``candidates`` the papers of an ambiguous one.
    """

    verdict: Verdict
    disagrees: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    paper: Paper | None = None
    candidates: tuple[Paper, ...] = ()
    score: Score = 0.0
    sources: tuple[str, ...] = ()
    unavailable: tuple[str, ...] = ()
    asked_at: str | None = None


class Part(Record):
    """A named factor of a score; the score is the product of its parts."""

    name: str
    value: Score


class Link(Record):
    """A claim and a paper, and what the paper says to the claim.

    A retrieved paper is candidate evidence, not proof. ``rationale`` is the sentence that shows the stance:
    of the post if ``basis`` is "quoted", of the paper's title and abstract otherwise. ``mismatches`` are what
    a careful reader would object to, ``objections`` the same in plain words, in the same order.
    """

    claim_id: str
    paper_id: str
    basis: Basis
    stance: Stance
    score: Score
    parts: tuple[Part, ...] = ()
    rationale: Span | None = None
    mismatches: tuple[Mismatch, ...] = ()
    objections: tuple[str, ...] = ()
