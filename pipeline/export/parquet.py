"""Parquet: a folder with ``nodes.parquet`` and ``edges.parquet``, which `pipeline.query` opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.export.columns import Column, columns, flat
from pipeline.graph_edges import edges

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa

NODES, EDGES = "nodes.parquet", "edges.parquet"
BATCH = 10_000
"""Rows that are in memory at a time."""
Values = Sequence[Any]


def write(graph: nx.MultiDiGraph, path: Path) -> tuple[int, int]:
    """Write a graph as two tables, each column of one type; odd attributes are flattened.

    Args:
        graph: any graph.
        path: folder to write into; made if it is not there.

    Returns:
        How many nodes and edges were written.
    """
    import pyarrow.parquet as pq

    path.mkdir(parents=True, exist_ok=True)
    for name, table in ((NODES, nodes_of(graph)), (EDGES, edges_of(graph))):
        with pq.ParquetWriter(path / name, table.schema, compression="zstd") as writer:
            for batch in table.batches:
                writer.write_batch(batch)
    return len(graph), graph.number_of_edges()


class Streamed(NamedTuple):
    """A table that is never whole in memory: what its columns are, and its rows in batches."""

    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]


def nodes_of(graph: nx.MultiDiGraph) -> Streamed:
    """The nodes as a table of ``id`` and attributes."""
    return stream(("id",), lambda: ((node, data) for node, data in graph.nodes(data=True)))


def edges_of(graph: nx.MultiDiGraph) -> Streamed:
    """The edges as a table of ``source``, ``target``, ``key`` and attributes."""
    return stream(("source", "target", "key"), lambda: edges(graph))


def stream(ends: Sequence[str], rows: Callable[[], Iterable[tuple[Any, ...]]]) -> Streamed:
    """A table of rows that end with a dictionary of attributes; they are gone through twice."""
    import pyarrow as pa

    found = columns((row[-1] for row in rows()), {name: f"{name}_value" for name in ends})
    fields = [*((name, pa.string()) for name in ends), *((c.name, arrow_type(c)) for c in found)]
    schema = pa.schema(fields)
    return Streamed(schema, batches(len(ends), found, schema, iter(rows())))


def batches(
    ends: int, found: Sequence[Column], schema: pa.Schema, rows: Iterator[tuple[Any, ...]]
) -> Iterator[pa.RecordBatch]:
    """Rows as Arrow batches."""
    import pyarrow as pa

    converters = [converter(column) for column in found]
    while batch := list(islice(rows, BATCH)):
        values: list[Values] = [flat_all([row[i] for row in batch]) for i in range(ends)]
        attributes = [row[-1] for row in batch]
        for column, convert in zip(found, converters, strict=True):
            name = column.attribute
            some = [row.get(name) for row in attributes]
            values.append([convert(value) for value in some] if convert else some)
        arrays = [array(some, field.type) for some, field in zip(values, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def flat_all(values: Values) -> Values:
    """Values as texts; most are texts already."""
    return [value if type(value) is str else flat(value) for value in values]


def arrow_type(column: Column) -> pa.DataType:
    """Arrow's type of a column."""
    import pyarrow as pa

    return {
        "boolean": pa.bool_(),
        "integer": pa.int64(),
        "double": pa.float64(),
        "list": pa.list_(pa.string()),
    }.get(column.kind, pa.string())


def converter(column: Column) -> Callable[[Any], Any] | None:
    """What turns a value into one that Arrow takes; None if Arrow takes it as it is."""
    if column.kind == "list":
        return lambda value: value if value is None else [flat(item) for item in value if item is not None]
    if column.kind == "mixed":
        return lambda value: value if value is None else flat(value)
    return None


def array(values: Values, type_: pa.DataType) -> pa.Array:
    """An Arrow array; lone surrogates, which UTF-8 cannot hold, become U+FFFD."""
    import pyarrow as pa

    try:
        return pa.array(values, type_)
    except UnicodeEncodeError:
        return pa.array([_encodable(value) for value in values], type_)
    except pa.ArrowInvalid:  # a whole number among others that no double holds exactly
        return pa.array([value if value is None else float(value) for value in values], type_)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [_encodable(item) for item in value] if isinstance(value, list) else value


def count(path: Path) -> tuple[int, int]:
    """Read a folder back: how many nodes and edges its tables hold."""
    import pyarrow.parquet as pq

    nodes, edges = (pq.read_metadata(path / name).num_rows for name in (NODES, EDGES))
    return nodes, edges
