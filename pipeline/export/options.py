"""What of a graph goes into a file: one frozen Options, and the part of the graph that it picks."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from pipeline.errors import UnknownName, UsageError
from pipeline.export.words import wordless, wordless_node
from pipeline.graph_schema import CONCEPT_TYPES, CONCEPTS, EVIDENCE, NODES

if TYPE_CHECKING:
    import networkx as nx

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Options:
    """What to export; the default is everything.

    Attributes:
        layer: "evidence" or "concepts"; None for both.
        quotes: keep the words of posts; a quote can identify its author.
        min_authors: relations with fewer independent authors, for or against, are left out.
        types: types of nodes to keep; empty for all.
        since: ISO date; relations last seen and posts and claims written before it are left out.
        top: number of relations to keep, the heaviest first; None for all.
        around: node (CURIE or other id) to keep the neighbourhood of; None for all.
        depth: how many edges the neighbourhood reaches.
    """

    layer: str | None = None
    quotes: bool = True
    min_authors: int = 0
    types: tuple[str, ...] = ()
    since: str | None = None
    top: int | None = None
    around: str | None = None
    depth: int = 1

    def __post_init__(self) -> None:
        if self.layer not in (None, EVIDENCE, CONCEPTS):
            raise UnknownName("layer", str(self.layer), [EVIDENCE, CONCEPTS])
        for type_ in self.types:
            if type_ not in NODES:
                raise UnknownName("node type", type_, NODES)
        if self.since is not None and not DATE.fullmatch(self.since):
            raise UsageError(f"since must be an ISO date such as 2026-05-31, not {self.since!r}")
        if self.min_authors < 0 or self.depth < 0 or (self.top is not None and self.top < 0):
            raise UsageError("min_authors, top and depth must not be negative")


def options(**given: Any) -> Options:
    """Options by name.

    Raises:
        UnknownName: there is no such option.

    Example:
        >>> options(layer="concepts", top=100).top
        100
    """
    valid = [field.name for field in fields(Options)]
    for name in given:
        if name not in valid:
            raise UnknownName("export option", name, valid)
    return Options(**given)


def select(graph: nx.MultiDiGraph, wanted: Options) -> nx.MultiDiGraph:
    """The part of a graph that the options pick; the graph itself is left as it is.

    Args:
        graph: any graph; one that does not follow the schema is only cut where its attributes allow.
        wanted: what to keep.

    Raises:
        UnknownName: ``around`` is no node of the graph.
    """
    if wanted == Options():
        return graph
    kept = [edge for edge in graph.edges(keys=True, data=True) if keeps_edge(edge[3], wanted)]
    if wanted.top is not None:
        kept = heaviest(kept, wanted.top)
    nodes = [node for node, data in graph.nodes(data=True) if keeps_node(data, wanted)]
    part = _subgraph(graph, nodes, kept, wanted)
    if wanted.around is not None:
        part = neighbourhood(part, graph, wanted.around, wanted.depth)
    if wanted.layer == CONCEPTS or wanted.top is not None or wanted.min_authors:
        idle = [node for node in part if not part.degree(node) and node != wanted.around]
        part.remove_nodes_from(idle)
    return part


def keeps_edge(data: dict[str, Any], wanted: Options) -> bool:
    """Whether an edge is wanted, by itself."""
    if wanted.layer and data.get("layer", wanted.layer) != wanted.layer:
        return False
    if wanted.layer == CONCEPTS and data.get("predicate") == "subclass_of":
        return False
    if "authors_for" in data and data["authors_for"] + data["authors_against"] < wanted.min_authors:
        return False
    return not (wanted.since and data.get("last_seen", data.get("date", wanted.since)) < wanted.since)


def keeps_node(data: dict[str, Any], wanted: Options) -> bool:
    """Whether a node is wanted, by itself."""
    type_ = data.get("type")
    if wanted.types and type_ not in wanted.types:
        return False
    if wanted.layer == CONCEPTS and type_ not in CONCEPT_TYPES:
        return False
    return not (wanted.since and type_ in ("post", "claim") and data.get("date", wanted.since) < wanted.since)


def heaviest(edges: list[Any], top: int) -> list[Any]:
    """The relations of most independent authors, then of most weight; other edges stay."""
    relations = [edge for edge in edges if "weight" in edge[3]]
    relations.sort(key=lambda e: (-e[3].get("authors_for", 0), -e[3]["weight"], str(e[:3])))
    chosen = {edge[:3] for edge in relations[:top]}
    return [edge for edge in edges if "weight" not in edge[3] or edge[:3] in chosen]


def neighbourhood(part: nx.MultiDiGraph, graph: nx.MultiDiGraph, node: str, depth: int) -> nx.MultiDiGraph:
    """What lies within ``depth`` edges of a node, whichever way they point."""
    import networkx as nx

    if node not in part:
        raise UnknownName("node", node, (str(known) for known in graph))
    near = nx.single_source_shortest_path_length(part.to_undirected(as_view=True), node, depth)
    return part.subgraph(near).copy()


def _subgraph(graph: nx.MultiDiGraph, nodes: list[Any], edges: list[Any], wanted: Options) -> nx.MultiDiGraph:
    import networkx as nx

    part = nx.MultiDiGraph(**graph.graph)
    data = dict(graph.nodes(data=True))
    part.add_nodes_from((n, data[n] if wanted.quotes else wordless_node(graph, n, data[n])) for n in nodes)
    inside = (e for e in edges if e[0] in part and e[1] in part)
    part.add_edges_from((u, v, key, data if wanted.quotes else wordless(data)) for u, v, key, data in inside)
    return part
