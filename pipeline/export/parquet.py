"""Parquet: a folder with ``nodes.parquet`` and ``edges.parquet``, which `pipeline.query` opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.columns import Column, columns, flat

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa

NODES, EDGES = "nodes.parquet", "edges.parquet"
BATCH = 10_000
"""Rows that are in memory at a time."""
ENDS = ("source", "target", "key")
Values = Sequence[Any]


def write(graph: nx.MultiDiGraph, path: Path) -> tuple[int, int]:
    """Write a graph as two tables, each column of one type; odd attributes are flattened.

    Args:
        graph: any graph.
        path: folder to write into; made if it is not there.

    Returns:
        How many nodes and edges were written.
    """
    path.mkdir(parents=True, exist_ok=True)
    nodes, edges = graph.nodes(data=True), graph.edges(keys=True, data=True)
    _write(path / NODES, ("id",), ((node, data) for node, data in nodes), [data for _, data in nodes])
    rows = ((u, v, key, data) for u, v, key, data in edges)
    _write(path / EDGES, ENDS, rows, (data for *_, data in edges))
    return len(graph), graph.number_of_edges()


def _write(
    path: Path,
    ends: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    attributes: Iterable[Mapping[Any, Any]],
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = columns(attributes, {name: f"{name}_value" for name in ends})
    fields = [*((name, pa.string()) for name in ends), *((c.name, arrow_type(c)) for c in found)]
    schema = pa.schema(fields)
    converters = [converter(column) for column in found]
    iterator = iter(rows)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(iterator, BATCH)):
            values = [[flat(row[i]) for row in batch] for i in range(len(ends))]
            for column, convert in zip(found, converters, strict=True):
                found_values = [row[-1].get(column.attribute) for row in batch]
                values.append([convert(v) for v in found_values] if convert else found_values)
            arrays = [array(some, field.type) for some, field in zip(values, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


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
    if column.kind == "double":
        return lambda value: value if value is None else float(value)
    return None


def array(values: Values, type_: pa.DataType) -> pa.Array:
    """An Arrow array; lone surrogates, which UTF-8 cannot hold, become U+FFFD."""
    import pyarrow as pa

    try:
        return pa.array(values, type_)
    except UnicodeEncodeError:
        return pa.array([_encodable(value) for value in values], type_)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [_encodable(item) for item in value] if isinstance(value, list) else value


def count(path: Path) -> tuple[int, int]:
    """Read a folder back: how many nodes and edges its tables hold."""
    import pyarrow.parquet as pq

    nodes, edges = (pq.read_metadata(path / name).num_rows for name in (NODES, EDGES))
    return nodes, edges
