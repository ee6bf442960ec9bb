"""Whether a graph follows its schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pipeline.errors import GraphError
from pipeline.graph_edges import edges
from pipeline.graph_schema import ATTRIBUTES, EDGE_NAMES, NODE_NAMES

if TYPE_CHECKING:
    import networkx as nx


def check(graph: nx.MultiDiGraph) -> None:
    """Check a graph against the schema.

    Args:
        graph: as `build_graph` makes it.

    Raises:
        GraphError: a node or edge is of no known kind, or an attribute is unknown or of another type.

    Example:
        >>> import networkx as nx
        >>> graph = nx.MultiDiGraph()
        >>> graph.add_node("author:jo", label="jo", type="author", layer="evidence", post_count="2")
        >>> check(graph)
        Traceback (most recent call last):
        ...
        pipeline.errors.GraphError: node author:jo: attribute post_count is str, the schema says int
    """
    _check("node", graph.nodes(data=True), "type", NODE_NAMES)
    _check("edge", (((u, v), data) for u, v, _, data in edges(graph)), "predicate", EDGE_NAMES)


def _check(
    what: str,
    all_: Iterable[tuple[object, Mapping[str, Any]]],
    discriminator: str,
    names: Mapping[str, set[str]],
) -> None:
    """Check one of each shape: kind of node or edge, names of attributes, and their types."""
    shapes = {(data.get(discriminator), *data, *map(type, data.values())): (id_, data) for id_, data in all_}
    for id_, data in shapes.values():
        for problem in _problems(data, discriminator, names):
            raise GraphError(f"{what} {id_}: {problem}")


def _problems(data: Mapping[str, Any], discriminator: str, names: Mapping[str, set[str]]) -> Iterator[str]:
    allowed = names.get(data.get(discriminator, ""))
    if allowed is None:
        yield f"{discriminator} {data.get(discriminator)!r} is not one of {', '.join(names)}"
        return
    for name, value in data.items():
        if name not in allowed:
            yield f"attribute {name} is not one of {', '.join(sorted(allowed))}"
        elif type(value) is not ATTRIBUTES[name].type:
            right = ATTRIBUTES[name].type.__name__
            yield f"attribute {name} is {type(value).__name__}, the schema says {right}"
