"""KGX JSON Lines: a folder with ``nodes.jsonl`` and ``edges.jsonl`` of the concept layer, in Biolink's words.

Format: https://github.com/biolink/kgx/blob/master/specification/kgx-format.md, model: Biolink 4. What
Biolink has no slot for (counts, beliefs, phase) keeps our names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.lines import dumps, line_count
from pipeline.graph_schema import CONCEPT_TYPES, CONCEPTS, RELATIONS

if TYPE_CHECKING:
    import networkx as nx

NODES, EDGES = "nodes.jsonl", "edges.jsonl"
SOURCE = "infores:threadgraph"
DIRECTIONS = {"increase": "increased", "decrease": "decreased"}
OWN = (
    "phase direction status anecdotal_belief literature_belief authors_for authors_against "
    "authors_with_experience papers_for papers_against papers_retracted post_count first_seen last_seen "
    "description"
)
"""Attributes of a relation that keep their names."""


def write(graph: nx.MultiDiGraph, path: Path) -> tuple[int, int]:
    """Write the concept layer, and the papers it rests on, as KGX JSON Lines.

    Args:
        graph: as `build_graph` makes it.
        path: folder to write into; made if it is not there.

    Returns:
        How many nodes and edges were written.
    """
    path.mkdir(parents=True, exist_ok=True)
    relations = [
        (source, target, key, data)
        for source, target, key, data in graph.edges(keys=True, data=True)
        if data.get("layer") == CONCEPTS
    ]
    cited = {paper for *_, data in relations for paper in data.get("papers", ())}
    kept = ((n, d) for n, d in graph.nodes(data=True) if d.get("type") in CONCEPT_TYPES or n in cited)
    counts = (
        _write(path / NODES, (node_record(node, data) for node, data in kept)),
        _write(path / EDGES, (edge_record(*relation) for relation in relations)),
    )
    return counts


def _write(path: Path, records: Iterable[Mapping[str, Any]]) -> int:
    written = 0
    with path.open("wb") as file:
        for record in records:
            file.write(dumps(record) + b"\n")
            written += 1
    return written


def node_record(node: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """A concept or paper as a Biolink entity."""
    category = data.get(
        "category", "biolink:Article" if data.get("type") == "paper" else "biolink:NamedThing"
    )
    names = {"synonym": data.get("synonyms"), "xref": data.get("xrefs"), "provided_by": data.get("source")}
    known = {name: value for name, value in names.items() if value}
    return {"id": node, "category": [category], "name": data.get("label", node), **known}


def edge_record(source: str, target: str, key: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """A relation as a Biolink association, read from text; somebody's own experience is an observation."""
    known = {name: data[name] for name in OWN.split() if name in data}
    if data["predicate"] in RELATIONS:
        known |= {
            "publications": list(data["papers"]),
            "negated": data["authors_for"] < data["authors_against"],
        }
    if direction := DIRECTIONS.get(data.get("direction", "")):
        known |= {
            "qualified_predicate": "biolink:causes",
            "object_direction_qualifier": direction,
            "object_aspect_qualifier": "activity_or_abundance",
        }
    return {
        "id": f"{source}|{key}|{target}",
        "category": ["biolink:Association"],
        "subject": source,
        "predicate": f"biolink:{data['predicate']}",
        "object": target,
        "primary_knowledge_source": SOURCE,
        "knowledge_level": "observation" if data.get("authors_with_experience") else "not_provided",
        "agent_type": "text_mining_agent",
        **known,
    }


def count(path: Path) -> tuple[int, int]:
    """Read a folder back: how many nodes and edges it holds."""
    return line_count(path / NODES), line_count(path / EDGES)
