"""The two tables of a published graph, as the networkx graph that they were written from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.graph_edges import add_edge, uncollected

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa

ENDS = ("source", "target", "key")


def as_networkx(nodes: pa.Table, edges: pa.Table) -> nx.MultiDiGraph:
    """The graph of two tables: what a row does not know is no attribute, and lists are tuples.

    Args:
        nodes: table with ``id``, ``type`` and attributes.
        edges: table with ``source``, ``target``, ``key``, ``predicate`` and attributes.
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    with uncollected():
        graph.add_nodes_from(nodes["id"].to_pylist())
        for (node,), data in rows(nodes, ("id",), "type"):
            graph.nodes[node].update(data)
        for (source, target, key), data in rows(edges, ENDS, "predicate"):
            add_edge(graph, source, target, key, data)
    return graph


def rows(table: pa.Table, ends: Sequence[str], kind: str) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Rows as their ends and their attributes, kind by kind: what no row of a kind has is not looked at."""
    for group in groups(table, kind):
        names = [n for n in group.column_names if n not in ends and group[n].null_count < len(group)]
        values = zip(*(listed(group[name]) for name in names), strict=True) if names else [()] * len(group)
        keys = zip(*(listed(group[name]) for name in ends), strict=True)
        gaps = any(group[name].null_count for name in names)
        for key, row in zip(keys, values, strict=True):
            data = dict(zip(names, row, strict=True))
            yield key, {n: v for n, v in data.items() if v is not None} if gaps else data


def groups(table: pa.Table, kind: str) -> list[pa.Table]:
    """The rows of each kind; all of them where the table has no kinds, or lists of them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if kind not in table.column_names or pa.types.is_list(table[kind].type):
        return [table]
    kinds = pc.unique(table[kind]).to_pylist()
    return [table.filter(pc.equal(table[kind], one)) for one in kinds if one is not None] + (
        [table.filter(pc.is_null(table[kind]))] if None in kinds else []
    )


def listed(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column; lists are tuples."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    values: list[Any] = column.to_pylist()
    if pa.types.is_list(column.type):
        return [value if value is None else tuple(value) for value in values]
    return values
