"""Answers of a query: a sequence of records that are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import Field, fields
from functools import cache
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl
    import pyarrow as pa

T = TypeVar("T")
SHOWN = 20
"""Rows that a notebook shows of an answer."""


class Answers(Sequence[T], Generic[T]):
    """Rows of a table as records, made when they are looked at.

    Args:
        table: an Arrow table, with a column for each field of the record.
        kind: the record.
    """

    def __init__(self, table: pa.Table, kind: Callable[..., T]) -> None:
        self.table = table
        self._kind = kind

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
            return Answers(self.table.take(places), self._kind)
        if not -len(self) <= index < len(self):
            raise IndexError(f"answer {index} of {len(self)}")
        return record(self._kind, self.table.slice(index % len(self), 1).to_pylist()[0])

    def __iter__(self) -> Iterator[T]:
        for batch in self.table.to_batches(max_chunksize=1000):
            yield from (record(self._kind, row) for row in batch.to_pylist())

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a pandas frame (pandas must be installed)."""
        return self.table.to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """The rows as a Polars frame (Polars must be installed)."""
        return polars_frame(self.table)

    def __repr__(self) -> str:
        return f"<{len(self)} answers>"

    def _repr_html_(self) -> str:
        return html_table(list(islice(self, SHOWN)), len(self))


def polars_frame(table: pa.Table) -> pl.DataFrame:
    """A table as a Polars frame (Polars must be installed)."""
    import polars

    frame = polars.from_arrow(table)
    assert isinstance(frame, polars.DataFrame)
    return frame


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
