"""GraphML, written as a stream of strings (http://graphml.graphdrawing.org/specification.html)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.columns import TEXTS, Column, columns, identifiers
from pipeline.export.xml import REMEMBERED, element_text, escaped, name, quoted, xml_count

if TYPE_CHECKING:
    import networkx as nx

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
GRAPHML_TYPES = {"boolean": "boolean", "integer": "long", "double": "double"}
NO_RESERVED_EDGE_NAMES = {"id": "id_value"}
Cell = Callable[[Any], str]


def write(graph: nx.MultiDiGraph, path: Path) -> tuple[int, int]:
    """Write a graph as GraphML; attributes of any kind are flattened, each column to one type.

    Args:
        graph: any graph.
        path: file to write.

    Returns:
        How many nodes and edges were written.
    """
    node_columns = columns(data for _, data in graph.nodes(data=True))
    edge_columns = columns((data for *_, data in graph.edges(data=True)), NO_RESERVED_EDGE_NAMES)
    ids = {node: escaped(id_) for node, id_ in identifiers(graph).items()}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{NAMESPACE}">\n')
        file.writelines(declarations("node", node_columns))
        file.writelines(declarations("edge", edge_columns))
        file.write('<graph edgedefault="directed">\n')
        file.writelines(nodes(graph, ids, cells("node", node_columns)))
        file.writelines(edges(graph, ids, cells("edge", edge_columns)))
        file.write("</graph>\n</graphml>\n")
    return len(graph), graph.number_of_edges()


def declarations(class_: str, found: Iterable[Column]) -> Iterator[str]:
    """The columns as the file's head declares them."""
    for number, column in enumerate(found):
        type_ = GRAPHML_TYPES.get(column.kind, "string")
        head = f'<key id="{class_[0]}{number}" for="{class_}"'
        yield f'{head} attr.name={quoted(column.name)} attr.type="{type_}"/>\n'


def cells(class_: str, found: Iterable[Column]) -> dict[Hashable, Cell]:
    """What writes a value of each column."""
    return {
        column.attribute: _cell(f'<data key="{class_[0]}{number}">', column.kind)
        for number, column in enumerate(found)
    }


def _cell(head: str, kind: str) -> Cell:
    plain = TEXTS[kind]
    if kind in GRAPHML_TYPES:
        return lambda value: f"{head}{plain(value)}</data>"
    write = lambda value: f"{head}{element_text(plain(value))}</data>"  # noqa: E731
    return lru_cache(maxsize=REMEMBERED)(write) if kind == "string" else write


def nodes(
    graph: nx.MultiDiGraph, ids: Mapping[Hashable, str], written: Mapping[Hashable, Cell]
) -> Iterator[str]:
    """The nodes, one line each."""
    for node, data in graph.nodes(data=True):
        yield f'<node id="{ids[node]}">{values(data, written)}</node>\n'


def edges(
    graph: nx.MultiDiGraph, ids: Mapping[Hashable, str], written: Mapping[Hashable, Cell]
) -> Iterator[str]:
    """The edges, one line each."""
    for source, target, key, data in graph.edges(keys=True, data=True):
        one, other = ids[source], ids[target]
        head = f'<edge id="{one}|{name(key)}|{other}" source="{one}" target="{other}">'
        yield f"{head}{values(data, written)}</edge>\n"


def values(data: Mapping[Any, Any], written: Mapping[Hashable, Cell]) -> str:
    """The values of a node or edge; one that is not known is left out."""
    parts = []
    for attribute, value in data.items():
        if value is not None and attribute in written:
            parts.append(written[attribute](value))
    return "".join(parts)


def count(path: Path) -> tuple[int, int]:
    """Read a file back: how many nodes and edges it holds."""
    return xml_count(path)
