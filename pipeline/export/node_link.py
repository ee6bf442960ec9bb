"""Node-link JSON, as ``networkx.node_link_graph`` reads it, some nodes or edges a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline.export.lines import dumps
from pipeline.graph_edges import edges

if TYPE_CHECKING:
    import networkx as nx

HEAD, MIDDLE, TAIL = (
    b'{"directed":true,"multigraph":true,"graph":{},"nodes":[\n',
    b'\n],"edges":[\n',
    b"\n]}\n",
)
BATCH = 200
"""Nodes or edges on a line, written in one go."""


def write(graph: nx.MultiDiGraph, path: Path) -> tuple[int, int]:
    """Write a graph as node-link JSON.

    Args:
        graph: any graph; what JSON cannot hold is written as text, numbers that are not finite as null.
        path: file to write.

    Returns:
        How many nodes and edges were written.
    """
    with path.open("wb") as file:
        file.write(HEAD)
        _write(file, (joined(data, {"id": node}) for node, data in graph.nodes(data=True)))
        file.write(MIDDLE)
        _write(file, (joined(data, {"source": u, "target": v, "key": k}) for u, v, k, data in edges(graph)))
        file.write(TAIL)
    return len(graph), graph.number_of_edges()


def joined(data: Mapping[Any, Any], ends: dict[Any, Any]) -> dict[Any, Any]:
    """Attributes with the id of a node or the ends of an edge; those that would hide these are renamed."""
    if data.keys().isdisjoint(ends):
        return {**data, **ends}
    return {(f"{name}_value" if name in ends else name): value for name, value in data.items()} | ends


def _write(file: IO[bytes], records: Iterable[dict[Any, Any]]) -> None:
    comma, rest = b"", iter(records)
    while some := list(islice(rest, BATCH)):
        file.write(comma + dumps(some)[1:-1])
        comma = b",\n"


def count(path: Path) -> tuple[int, int]:
    """Read a file back line by line: how many nodes and edges it holds."""
    import orjson

    counts, section = [0, 0], 0
    with path.open("rb") as file:
        for line in file:
            if line == MIDDLE.lstrip():
                section = 1
            elif line.startswith(b"{") and line != HEAD:
                counts[section] += len(orjson.loads(b"[" + line.rstrip(b",\n") + b"]"))
    return counts[0], counts[1]
