"""What a query answers with: small frozen records."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge of the concept layer: what claims and papers add up to."""

    subject: str
    subject_name: str
    predicate: str
    object: str
    object_name: str
    label: str
    direction: str | None
    phase: str | None
    status: str
    authors_for: int
    authors_against: int
    authors_with_experience: int
    claim_count: int
    papers_for: int
    papers_against: int
    papers_retracted: int
    papers_cited: int | None
    papers: tuple[str, ...]
    doses: tuple[str, ...]
    contested: bool | None
    anecdotal_belief: float
    literature_belief: float
    signal_authors: int | None
    prr: float | None
    prr_low: float | None
    ror: float | None
    ror_low: float | None
    ic: float | None
    ic_low: float | None
    first_seen: str | None
    last_seen: str | None
    description: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with the sentence it was read from: ``text[start:end] == quote`` of its post."""

    id: str
    label: str
    description: str | None
    subject: str | None
    predicate: str
    object: str | None
    kind: str
    negated: bool
    certainty: str
    experiencer: str
    direction: str | None
    phase: str | None
    dose: str | None
    onset: str | None
    duration: str | None
    quote: str | None
    post_id: str
    start: int
    end: int
    thread_id: str
    author_id: str | None
    date: str | None
    counted: bool
    uncounted_because: str | None
    copied_from: str | None
    papers_for: int
    papers_against: int
    score: float
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A paper, or what a citation that was not found claims to be one."""

    id: str
    label: str
    title: str | None
    authors: tuple[str, ...]
    year: int | None
    container: str | None
    doi: str | None
    pmid: str | None
    url: str | None
    verdict: str | None
    publication_status: str | None
    publication_status_date: str | None
    design: str | None
    eco: str | None
    species: tuple[str, ...]
    population: tuple[str, ...]
    participant_count: int | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a paper says to a claim; ``stance`` is None where it is only cited."""

    paper: Source
    stance: str | None
    basis: str | None
    score: float | None
    rationale: str | None
    mismatches: tuple[str, ...]
    objections: tuple[str, ...]
    parts: tuple[str, ...]
    miscited_because: str | None
    verdict: str | None
    disagrees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim, the place it stands in, and the papers beside it."""

    claim: Statement
    post: str
    thread: str
    trust: str
    url: str | None
    papers: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Miscitation:
    """A citation that does not hold: the paper differs, is retracted, not found, or says something else."""

    post_id: str
    quote: str | None
    start: int
    end: int
    paper: str
    paper_label: str
    verdict: str
    disagrees: tuple[str, ...]
    miscited_because: str | None


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one concept to another, over relations whichever way they point.

    ``strength`` is that of its weakest relation.
    """

    concepts: tuple[str, ...]
    names: tuple[str, ...]
    relations: tuple[Relation, ...]
    strength: float

    def explain(self) -> str:
        """The way in words, one relation after the other."""
        return "; ".join(relation.description for relation in self.relations)


@dataclass(frozen=True, slots=True)
class Period:
    """Claims of a month or year."""

    period: str
    claims: int
    authors: int


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a relation between two snapshots: new, withdrawn, stronger, weaker or changed."""

    change: str
    subject: str
    predicate: str
    object: str
    before: str | None
    after: str | None
    description: str
