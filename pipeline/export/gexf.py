"""GEXF 1.3 for Gephi, written as a stream of strings.

Format: https://gexf.net/schema.html. What Gephi's importer makes of a file that is merely valid decides much
here: the comments name the trap that a line avoids.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline.export import drawing
from pipeline.export.columns import TEXTS, Column, columns, flat, identifiers
from pipeline.export.gephi import EDGE_RESERVED, RESERVED, kinds, weight, without
from pipeline.export.xml import REMEMBERED, escaped, name, quoted, token, xml_count

if TYPE_CHECKING:
    import networkx as nx

NAMESPACES = 'xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3" version="1.3"'
GEXF_TYPES = {"boolean": "boolean", "integer": "long", "double": "double"}
Cell = Callable[[Any], str]


def write(graph: nx.MultiDiGraph, path: Path) -> tuple[int, int]:
    """Write a graph as GEXF 1.3, with colours, sizes, a layout, communities and a timeline.

    Args:
        graph: any graph; attributes of any kind are flattened, each column to one type.
        path: file to write.

    Returns:
        How many nodes and edges were written.
    """
    drawn = drawing.draw(graph)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf {NAMESPACES}>\n')
        file.write("<meta><creator>threadgraph</creator></meta>\n")
        dated = any(drawing.since(data) for _, data in graph.nodes(data=True))
        file.write(f'<graph defaultedgetype="directed" idtype="string"{DYNAMIC if dated else STATIC}>\n')
        ids = {node: escaped(id_) for node, id_ in identifiers(graph).items()}
        _write_body(file, graph, ids, drawn)
        file.write("</graph>\n</gexf>\n")
    return len(graph), graph.number_of_edges()


STATIC = ' mode="static"'
DYNAMIC = ' mode="dynamic" timeformat="date" timerepresentation="interval"'


def _write_body(
    file: IO[str], graph: nx.MultiDiGraph, ids: Mapping[Hashable, str], drawn: drawing.Drawing
) -> None:
    found = columns((data for *_, data in graph.edges(data=True)), EDGE_RESERVED)
    weighted = any(c.attribute == "weight" and c.kind in ("integer", "double") for c in found)
    edge_columns = without(found, "label", *(["weight"] if weighted else []))
    node_columns = without(columns((data for _, data in graph.nodes(data=True)), RESERVED), "label")
    community = '<attribute id="community" title="community" type="integer"/>\n'
    file.writelines(declarations("node", node_columns, community if drawn.communities else ""))
    file.writelines(declarations("edge", edge_columns))
    file.write(f'<nodes count="{len(graph)}">\n')
    file.writelines(nodes(graph, ids, cells(node_columns), drawn))
    file.write(f'</nodes>\n<edges count="{graph.number_of_edges()}">\n')
    file.writelines(edges(graph, ids, cells(edge_columns), weighted))
    file.write("</edges>\n")


def declarations(class_: str, found: Iterable[Column], extra: str = "") -> Iterator[str]:
    """The columns as the file's head declares them; lists are texts, which every reader takes."""
    yield f'<attributes class="{class_}" mode="static">\n'
    for column in found:
        title = quoted(column.name)
        yield f'<attribute id={title} title={title} type="{GEXF_TYPES.get(column.kind, "string")}"/>\n'
    yield f"{extra}</attributes>\n"


def cells(found: Iterable[Column]) -> dict[Hashable, Cell]:
    """What writes a value of each column."""
    return {column.attribute: _cell(column) for column in found}


def _cell(column: Column) -> Cell:
    head, plain = f"<attvalue for={quoted(column.name)} value=", TEXTS[column.kind]
    if column.kind in GEXF_TYPES:
        return lambda value: f'{head}"{plain(value)}"/>'
    write = lambda value: f'{head}"{text(plain(value))}"/>'  # noqa: E731
    return lru_cache(maxsize=REMEMBERED)(write) if column.kind == "string" else write


def nodes(
    graph: nx.MultiDiGraph,
    ids: Mapping[Hashable, str],
    written: Mapping[Hashable, Cell],
    drawn: drawing.Drawing,
) -> Iterator[str]:
    """The nodes, one line each."""
    for node, data in graph.nodes(data=True):
        community = drawn.communities.get(node)
        extra = "" if community is None else f'<attvalue for="community" value="{community}"/>'
        label = token(flat(data.get("label", node)))
        yield (
            f'<node id="{ids[node]}" label={label}{start(data)}>'
            f"{values(data, written, extra)}{looks(data, drawn.positions.get(node))}</node>\n"
        )


def edges(
    graph: nx.MultiDiGraph, ids: Mapping[Hashable, str], written: Mapping[Hashable, Cell], weighted: bool
) -> Iterator[str]:
    """The edges, one line each."""
    for source, targets in graph.adj.items():
        for target, parallel in targets.items():
            one, other = ids[source], ids[target]
            for (key, data), kind in zip(parallel.items(), kinds(parallel), strict=True):
                label = short(flat(data.get("label", data.get("predicate", ""))))
                heavy = f' weight="{weight(data["weight"])}"' if weighted and "weight" in data else ""
                yield (
                    f'<edge id="{one}|{name(key)}|{other}" source="{one}" target="{other}" label={label} '
                    f"kind={short(kind)}{heavy}{start(data)}>{values(data, written)}{edge_looks(data)}"
                    "</edge>\n"
                )


def text(value: str) -> str:
    """A text as a value; Gephi turns INF into Infinity inside any word, so a zero-width joiner parts it.

    Example:
        >>> text("INFLAMMATION") == "I\u200dNFLAMMATION"
        True
    """
    return escaped(value.replace("INF", "I\u200dNF"))


short = lru_cache(maxsize=1 << 10)(token)


def values(data: Mapping[Any, Any], written: Mapping[Hashable, Cell], extra: str = "") -> str:
    """The values of a node or edge; one that is not known is left out."""
    parts = []
    for attribute, value in data.items():
        if value is not None and attribute in written:
            parts.append(written[attribute](value))
    if not parts and not extra:
        return ""
    return f"<attvalues>{''.join(parts)}{extra}</attvalues>"


def start(data: Mapping[Any, Any]) -> str:
    """The date from which on a node or edge shows in the timeline."""
    date = drawing.since(data)
    return f' start="{date}"' if date else ""


def looks(data: Mapping[Any, Any], position: tuple[float, float] | None) -> str:
    """Size, place and colour of a node; the colour as whole numbers, all that Gephi reads for certain."""
    place = f'<viz:position x="{position[0]}" y="{position[1]}" z="0.0"/>' if position else ""
    return f'<viz:size value="{drawing.size(data)}"/>{place}{paint(drawing.colour(data))}'


def edge_looks(data: Mapping[Any, Any]) -> str:
    """Thickness and colour of an edge."""
    return f'<viz:thickness value="{drawing.thickness(data)}"/>{paint(drawing.edge_colour(data))}'


@lru_cache(maxsize=64)
def paint(colour: str) -> str:
    """A colour element of a colour like ``#c8372d``.

    Example:
        >>> paint("#c8372d")
        '<viz:color r="200" g="55" b="45"/>'
    """
    red, green, blue = bytes.fromhex(colour[1:])
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'


def count(path: Path) -> tuple[int, int]:
    """Read a file back: how many nodes and edges it holds."""
    return xml_count(path)
