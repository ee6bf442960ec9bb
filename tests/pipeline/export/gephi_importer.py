"""A stand-in for Gephi's GEXF importer that falls into every trap that the real one (0.11) falls into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

TAG = "{http://gexf.net/1.3}"
TYPES = {
    "boolean": lambda text: {"true": True, "false": False}[text],
    "integer": lambda text: whole(text, 31),
    "long": lambda text: whole(text, 63),
    "double": float,
    "string": str,
}
MOST_KINDS = 65_534


class Aborted(Exception):
    """The import ends with an error, and nothing is imported."""


@dataclass
class Imported:
    """What Gephi holds after an import, and what its report complains of."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)


def whole(text: str, bits: int) -> int:
    if not -(2**bits) <= int(text) < 2**bits:
        raise ValueError(text)
    return int(text)


def gephi_import(page: bytes) -> Imported:
    try:
        root = etree.fromstring(page)
    except etree.XMLSyntaxError as error:
        raise Aborted(str(error)) from error
    found, graph = Imported(), root.find(f"{TAG}graph")
    columns = {class_: read_columns(graph, class_, found.complaints) for class_ in ("node", "edge")}
    for node in graph.iter(f"{TAG}node"):
        if node.get("pid"):
            found.complaints.append(f"hierarchy at {node.get('id')}")
        colour(node)
        values = read_values(node, columns["node"], found.complaints)
        found.nodes[node.get("id")] = values | {"label": node.get("label")}
    read_edges(graph, columns["edge"], found)
    timed = any(e.get("timestamp") for e in graph.iter(f"{TAG}node", f"{TAG}edge"))
    if timed and graph.get("timerepresentation") != "timestamp":
        found.complaints.append("timestamps without timerepresentation are not read")
    return found


def read_columns(graph: Any, class_: str, complaints: list[str]) -> dict[str, tuple[str, str]]:
    """Title and type of each column, by its id in lower case: one of another case takes its place."""
    columns: dict[str, tuple[str, str]] = {}
    for block in graph.iterfind(f"{TAG}attributes[@class='{class_}']"):
        for column in block.iterfind(f"{TAG}attribute"):
            id_, title, type_ = (column.get(name) for name in ("id", "title", "type"))
            if id_.lower() in columns:
                complaints.append(f"column {id_} overwrites another")
            if title.lower() in ("start", "end") or (class_ == "edge" and title.lower() == "type"):
                complaints.append(f"column {title} is taken for something else")
            elif type_ not in TYPES:
                complaints.append(f"column {title} of type {type_} is ignored")
            else:
                columns[id_.lower()] = title, type_
    return columns


def read_values(element: Any, columns: dict[str, tuple[str, str]], complaints: list[str]) -> dict[str, Any]:
    values = {}
    for value in element.iter(f"{TAG}attvalue"):
        if value.get("for").lower() not in columns:
            complaints.append(f"value of no column {value.get('for')}")
            continue
        title, type_ = columns[value.get("for").lower()]
        text = value.get("value").replace("INF", "Infinity")
        try:
            values[title] = TYPES[type_](text)
        except (ValueError, KeyError):
            complaints.append(f"value {text!r} of {title} is lost")
    return values


def colour(element: Any) -> None:
    found = element.find(f"{TAG}color")
    if found is None:
        return
    given = dict(found.attrib)
    if "hex" in given and "a" in given:
        raise Aborted("a colour by hex has no alpha")
    try:
        assert "hex" in given or all(0 <= int(given[name]) <= 255 for name in "rgb")
    except (ValueError, KeyError, AssertionError) as error:
        raise Aborted(f"colour {given}") from error


def read_edges(graph: Any, columns: dict[str, tuple[str, str]], found: Imported) -> None:
    """Edges by their ends and kind: those that share them are merged, weights added, last attributes win."""
    ids: set[str] = set()
    for edge in graph.iter(f"{TAG}edge"):
        colour(edge)
        weight = float(edge.get("weight", "1"))
        if edge.get("id") in ids:
            found.complaints.append(f"edge {edge.get('id')} is there twice")
            continue
        ids.add(edge.get("id"))
        if weight <= 0:
            found.complaints.append(f"edge {edge.get('id')} weighs nothing")
            continue
        place = edge.get("source"), edge.get("target"), edge.get("kind", "")
        if place in found.edges:
            found.complaints.append(f"edge {edge.get('id')} is merged into another")
            weight += found.edges[place]["weight"]
        values = read_values(edge, columns, found.complaints)
        found.edges[place] = values | {"label": edge.get("label"), "weight": weight}
    if len({kind for *_, kind in found.edges}) > MOST_KINDS:
        found.complaints.append("too many kinds")
