"""The answers of a query: small frozen records, and a sequence that makes them when they are looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import Field, dataclass, fields
from functools import cache
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from pipeline.errors import UnknownName

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl
    import pyarrow as pa

T = TypeVar("T")
PERIODS = {"year": 4, "month": 7, "day": 10}
"""Letters of an ISO date that name a period."""
SHOWN = 20
"""Rows that a notebook shows of an answer."""


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
    papers: tuple[str, ...]
    anecdotal_belief: float
    literature_belief: float
    first_seen: str | None
    last_seen: str | None
    description: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with the sentence it was read from: ``text[start:end] == quote`` of its post."""

    id: str
    label: str
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
    papers_for: int
    papers_against: int
    score: float


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
    """A citation that does not hold: the paper differs, is retracted, or was not found."""

    post_id: str
    quote: str | None
    start: int
    end: int
    paper: str
    paper_label: str
    verdict: str
    disagrees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one concept to another, over relations whichever way they point."""

    concepts: tuple[str, ...]
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
    """What became of a relation between two snapshots: new, withdrawn, stronger, weaker or other."""

    change: str
    subject: str
    predicate: str
    object: str
    before: str | None
    after: str | None
    description: str


class Answers(Sequence[T], Generic[T]):
    """Rows of a table as records, made when they are looked at.

    Args:
        table: an Arrow table.
        make: record of a row.
    """

    def __init__(self, table: pa.Table, make: Callable[[dict[str, Any]], T]) -> None:
        self.table = table
        self._make = make

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Answers[T]: ...
    def __getitem__(self, index: int | slice) -> T | Answers[T]:
        if isinstance(index, slice):
            import numpy as np

            places = np.arange(*index.indices(len(self)))
            return Answers(self.table.take(places), self._make)
        if not -len(self) <= index < len(self):
            raise IndexError(f"answer {index} of {len(self)}")
        return self._make(self.table.slice(index % len(self), 1).to_pylist()[0])

    def __iter__(self) -> Iterator[T]:
        for batch in self.table.to_batches(max_chunksize=1000):
            yield from map(self._make, batch.to_pylist())

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas frame (pandas must be installed)."""
        return self.table.to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """The rows as a Polars frame (Polars must be installed)."""
        import polars

        frame = polars.from_arrow(self.table)
        assert isinstance(frame, polars.DataFrame)
        return frame

    def __repr__(self) -> str:
        return f"<{len(self)} answers>"

    def _repr_html_(self) -> str:
        return html_table(list(islice(self, SHOWN)), len(self))


def html_table(records: Sequence[Any], total: int) -> str:
    """Records as an HTML table, all their texts escaped; what no record says has no column."""
    if not records:
        return "<p>no answers</p>"
    names = [f.name for f in fields(records[0]) if any(getattr(r, f.name) not in (None, ()) for r in records)]
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    rows = (
        "".join(f"<td>{escape(str(getattr(record, name) or ''))}</td>" for name in names)
        for record in records
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><caption>{len(records)} of {total}</caption><tr>{head}</tr>{body}</table>"


def record(kind: Callable[..., T], row: dict[str, Any], **more: Any) -> T:
    """A record out of a row: the columns that it has fields for, lists as tuples."""
    known = row | more
    return kind(**{n: tuple(known[n] or ()) if is_list else known[n] for n, is_list in layout(kind)})


@cache
def layout(kind: Callable[..., Any]) -> tuple[tuple[str, bool], ...]:
    """Fields of a record, each with whether it is a tuple."""
    some: tuple[Field[Any], ...] = fields(kind)  # type: ignore[arg-type]
    return tuple((field.name, str(field.type).startswith("tuple")) for field in some)


def periods(claims: Iterable[Statement], by: str) -> tuple[Period, ...]:
    """Claims that count as evidence, and their independent authors, by period.

    Args:
        claims: claims; those without a date are left out.
        by: "year", "month" or "day".
    """
    if by not in PERIODS:
        raise UnknownName("period", by, PERIODS)
    said: Counter[str] = Counter()
    authors: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        if claim.counted and claim.date:
            period = claim.date[: PERIODS[by]]
            said[period] += 1
            authors[period].add(claim.author_id or claim.thread_id)
    return tuple(Period(period, count, len(authors[period])) for period, count in sorted(said.items()))


def as_relation(row: dict[str, Any]) -> Relation:
    """A relation out of a row."""
    return record(Relation, row)


def as_statement(row: dict[str, Any]) -> Statement:
    """A claim out of a row."""
    return record(Statement, row)


def as_source(row: dict[str, Any]) -> Source:
    """A paper out of a row."""
    return record(Source, row)


def as_reading(row: dict[str, Any], paper: Source) -> Reading:
    """What a paper says, out of the edge to it; the quote of a citation is no rationale."""
    return record(Reading, row, paper=paper, rationale=row["quote"] if row["stance"] else None)
