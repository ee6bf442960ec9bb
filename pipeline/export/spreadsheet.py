"""CSV for Gephi's spreadsheet import and for spreadsheets: a folder with ``nodes.csv`` and ``edges.csv``."""

from __future__ import annotations

import csv
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.columns import TEXTS, Column, columns, flat, identifiers
from pipeline.export.gephi import EDGE_RESERVED, RESERVED, kinds, weight, without

if TYPE_CHECKING:
    import networkx as nx

NODES, EDGES = "nodes.csv", "edges.csv"
NODE_HEAD = ("Id", "Label")
EDGE_HEAD = ("Source", "Target", "Type", "Kind", "Id", "Label", "Weight")
FORMULA = re.compile(r"\s*[=+\-@\t\r]")
"""Beginnings of a text that a spreadsheet may run as a formula (OWASP, CSV injection)."""
UNWRITABLE = re.compile(r"[\x00\ud800-\udfff]")


def write(graph: nx.MultiDiGraph, path: Path) -> tuple[int, int]:
    """Write a graph as two tables, with the column names that Gephi knows.

    Args:
        graph: any graph.
        path: folder to write into; made if it is not there.

    Returns:
        How many nodes and edges were written.
    """
    path.mkdir(parents=True, exist_ok=True)
    ids = {node: guarded(name) for node, name in identifiers(graph).items()}
    found = without(columns((data for _, data in graph.nodes(data=True)), RESERVED), "label")
    rows = ([ids[n], guarded(flat(d.get("label", n))), *cells(d, found)] for n, d in graph.nodes(data=True))
    _write(path / NODES, NODE_HEAD, found, rows)
    found = without(columns((data for *_, data in graph.edges(data=True)), EDGE_RESERVED), "label", "weight")
    _write(path / EDGES, EDGE_HEAD, found, edge_rows(graph, ids, found))
    return len(graph), graph.number_of_edges()


def _write(path: Path, head: Sequence[str], found: Iterable[Column], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow([*head, *(guarded(column.name) for column in found)])
        table.writerows(rows)


def edge_rows(
    graph: nx.MultiDiGraph, ids: Mapping[Hashable, str], found: Sequence[Column]
) -> Iterator[list[str]]:
    """The edges, one row each; parallel ones get kinds of their own, for Gephi merges those of one kind."""
    for source, targets in graph.adj.items():
        for target, parallel in targets.items():
            for (key, data), kind in zip(parallel.items(), kinds(parallel), strict=True):
                id_ = guarded(f"{ids[source]}|{flat(key)}|{ids[target]}")
                label = guarded(flat(data.get("label", data.get("predicate", ""))))
                ends = [ids[source], ids[target], "Directed", guarded(kind), id_, label]
                yield [*ends, str(weight(data.get("weight"))), *cells(data, found)]


def cells(data: Mapping[Any, Any], found: Iterable[Column]) -> list[str]:
    """The values of a node or edge; one that is not known is empty."""
    return [_cell(data.get(column.attribute), column.kind) for column in found]


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    text = TEXTS[kind](value)
    return text if kind in ("boolean", "integer", "double") else guarded(text)


def guarded(text: str) -> str:
    """A text that no spreadsheet runs: a quotation mark goes before what may be a formula.

    Example:
        >>> guarded("=HYPERLINK(0)"), guarded("a=b")
        ("'=HYPERLINK(0)", 'a=b')
    """
    text = UNWRITABLE.sub("\ufffd", text)
    return f"'{text}" if FORMULA.match(text) else text


def count(path: Path) -> tuple[int, int]:
    """Read a folder back: how many nodes and edges it holds."""
    return _records(path / NODES) - 1, _records(path / EDGES) - 1


def _records(path: Path) -> int:
    records = marks = 0
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            marks += line.count('"')
            records += marks % 2 == 0
    return records
