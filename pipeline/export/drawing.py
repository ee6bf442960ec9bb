"""How the graph looks: colours, sizes, thickness, a layout and communities."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

TYPE_COLOURS = {
    "drug": "#3b6fb6",
    "hormone": "#8e5bb5",
    "symptom": "#d9662b",
    "condition": "#b8405e",
    "gene": "#2f8f6b",
    "claim": "#a58a1f",
    "paper": "#4d7f8f",
    "post": "#8a8a8a",
    "thread": "#5f5f5f",
    "author": "#b59a7a",
}
STATUS_COLOURS = {
    "anecdotal_only": "#c9a227",
    "literature_only": "#4d8fbf",
    "both_agree": "#2e9e5b",
    "conflicting": "#c8372d",
}
PREDICATE_COLOURS = {"supported_by": "#2e9e5b", "contradicted_by": "#c8372d"}
OTHER = "#9a9a9a"
LAYOUT_NODES = 5000
"""Beyond this number of nodes no layout is computed: no picture of so many says anything."""
LABELLED_NODES = 600
"""Beyond this number labels may overlap."""
FORCES = {
    "iterations": 400,
    "linLogMode": True,
    "scalingRatio": 10.0,
    "strongGravityMode": True,
    "gravity": 0.05,
    "barnesHutOptimize": True,
    "barnesHutTheta": 0.8,
    "slowDown": 1.0,
}
"""Settings of ForceAtlas2."""
ROOMINESS = 4.0
"""Area of the picture, as a multiple of the area of all labels."""
SMALLEST, LARGEST = 8.0, 40.0
THINNEST, THICKEST = 1.0, 8.0
LABEL_WIDTH = 7.0
"""Width of a letter beside the size of a node, in units of the layout."""
LABEL_HEIGHT = 14.0
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Drawing:
    """Positions (x, y) and communities (numbered from 0, the largest first) of the nodes that have them."""

    positions: Mapping[Any, tuple[float, float]] = field(default_factory=dict)
    communities: Mapping[Any, int] = field(default_factory=dict)


def draw(graph: nx.MultiDiGraph) -> Drawing:
    """Lay out a graph and find its communities, the same whenever the graph is the same.

    Communities are Louvain's (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008).

    Args:
        graph: any graph; with more than `LAYOUT_NODES` nodes it gets no layout and no communities.
    """
    import networkx as nx

    if not 0 < len(graph) <= LAYOUT_NODES:
        return Drawing()
    plain = simple(graph)
    # with weights that are fractions the search may go round in circles, each step gaining a rounding error
    for *_, data in plain.edges(data=True):
        data["share"] = max(1, round(1000 * data["weight"]))
    groups = nx.community.louvain_communities(plain, weight="share", seed=0)
    groups.sort(key=lambda group: (-len(group), min(map(str, group))))
    communities = {node: number for number, group in enumerate(groups) for node in group}
    boxes = [_box(graph, node) for node in plain]
    return Drawing(layout(plain, boxes), communities)


def simple(graph: nx.MultiDiGraph) -> nx.Graph:
    """The graph with one edge between two nodes, weights added, in an order that its content decides."""
    import networkx as nx

    plain = nx.Graph()
    plain.add_nodes_from(sorted(graph, key=str))
    for source, target, weight in sorted(graph.edges(data="weight", default=1.0), key=str):
        if source != target:
            before = plain.get_edge_data(source, target, {"weight": 0.0})["weight"]
            plain.add_edge(source, target, weight=before + _positive(weight))
    return plain


def layout(plain: nx.Graph, boxes: Sequence[tuple[float, float]]) -> dict[Any, tuple[float, float]]:
    """Positions by ForceAtlas2 (Jacomy et al. 2014, doi:10.1371/journal.pone.0098679), labels apart.

    Args:
        plain: graph with weights.
        boxes: width and height of each node with its label, in the order of the nodes.
    """
    import numpy as np
    from crategraph_forceatlas2 import layout as forceatlas2  # type: ignore[import-untyped]

    index = {node: number for number, node in enumerate(plain)}
    edges = [(index[source], index[target]) for source, target in plain.edges]
    weights = [weight for *_, weight in plain.edges(data="weight")]
    angles = np.linspace(0.0, 2 * np.pi, len(index), endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    centres = forceatlas2(len(index), edges, init=circle, weights=weights, threads=1, **FORCES)
    sizes = np.array(boxes)
    room = np.sqrt(ROOMINESS * sizes.prod(axis=1).sum())
    centres = (centres - centres.mean(axis=0)) * room / (centres.std() * 4 or 1.0)
    if len(index) <= LABELLED_NODES:
        centres = apart(centres, sizes)
    return {node: (float(x), float(y)) for node, (x, y) in zip(index, centres.round(2), strict=True)}


def apart(centres: Any, boxes: Any, rounds: int = 100) -> Any:
    """Push overlapping rectangles apart, each pair along the axis on which they overlap less.

    Args:
        centres: array (n, 2) of centres.
        boxes: array (n, 2) of widths and heights.
        rounds: at most so many passes.

    Returns:
        Array (n, 2) of new centres.

    Example:
        >>> import numpy as np
        >>> print(apart(np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([[4.0, 2.0], [4.0, 2.0]])).tolist())
        [[0.0, 1.0], [1.0, -1.0]]
    """
    import numpy as np

    placed = centres.copy()
    needed = (boxes[:, None, :] + boxes[None, :, :]) / 2
    order = np.arange(len(placed))
    before = np.where(order[:, None] < order[None, :], 1.0, -1.0)
    for _ in range(rounds):
        gaps = placed[:, None, :] - placed[None, :, :]
        overlaps = needed - np.abs(gaps)
        np.einsum("iik->ik", overlaps)[:] = 0.0
        overlapping = (overlaps > 1e-9).all(axis=2)
        if not overlapping.any():
            break
        ways = np.where(gaps == 0.0, before[:, :, None], np.sign(gaps))
        shorter = overlaps.argmin(axis=2)[:, :, None] == np.arange(2)
        placed += (ways * overlaps / 2 * shorter * overlapping[:, :, None]).sum(axis=1)
    return placed


def _box(graph: nx.MultiDiGraph, node: Any) -> tuple[float, float]:
    """Room for a node with its name across it or below it."""
    data = graph.nodes[node]
    diameter = 2 * size(data)
    return max(
        diameter, LABEL_WIDTH * len(str(data.get("label", node))[:40])
    ) + 8.0, diameter + 2 * LABEL_HEIGHT


def size(data: Mapping[Any, Any]) -> float:
    """Radius of a node, by its independent authors: the area grows with their number."""
    authors: int = max(1, _whole(data.get("author_count")))
    return round(min(LARGEST, SMALLEST * math.sqrt(authors)), 2)


def colour(data: Mapping[Any, Any]) -> str:
    """Colour of a node, by its type."""
    return TYPE_COLOURS.get(str(data.get("type")), OTHER)


def edge_colour(data: Mapping[Any, Any]) -> str:
    """Colour of an edge, by its status or what it says."""
    if "status" in data:
        return STATUS_COLOURS.get(str(data["status"]), OTHER)
    return PREDICATE_COLOURS.get(str(data.get("predicate")), OTHER)


def thickness(data: Mapping[Any, Any]) -> float:
    """Thickness of an edge, by the larger of its beliefs."""
    weight = data.get("weight")
    if type(weight) is not float or not 0.0 <= weight <= 1.0:
        return THINNEST
    return round(THINNEST + (THICKEST - THINNEST) * weight, 2)


def since(data: Mapping[Any, Any]) -> str | None:
    """Date from which on a node or edge exists: that of its post, its first claim, or its paper's year."""
    text = data.get("first_seen") or data.get("date")
    if isinstance(text, str) and DATE.match(text):
        try:
            return date.fromisoformat(text[:10]).isoformat()
        except ValueError:
            return None
    year = data.get("year")
    return f"{year:04d}-01-01" if type(year) is int and 1 <= year <= 9999 else None


def _positive(weight: Any) -> float:
    return float(weight) if isinstance(weight, int | float) and 0.0 < weight < 1e9 else 1e-3


def _whole(value: Any) -> int:
    return value if type(value) is int else 0
