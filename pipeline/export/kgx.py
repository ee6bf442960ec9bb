"""KGX JSON Lines: a folder with ``nodes.jsonl`` and ``edges.jsonl`` of the concept layer, in Biolink's words.

Format: https://github.com/biolink/kgx/blob/master/specification/kgx-format.md, model: Biolink 4.4. What
Biolink has no slot for (counts, beliefs, phase) keeps our names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.lines import dumps, line_count
from pipeline.graph_edges import edges
from pipeline.graph_schema import CONCEPT_TYPES, CONCEPTS, RELATIONS

if TYPE_CHECKING:
    import networkx as nx

NODES, EDGES = "nodes.jsonl", "edges.jsonl"
SOURCE = "infores:threadgraph"
PREFIXES = {"pmid": "PMID", "pmcid": "PMC"}
"""Prefixes of papers that Biolink spells otherwise; ``doi`` it spells as we do."""
DURING, AFTER = "has_adverse_event", ("after_stopping", "persisting")
"""Biolink's adverse event happens during treatment; what comes after it is the wider ``affects``."""
CHEMICALS, ILLS = ("drug", "hormone"), ("symptom", "condition")
ASSOCIATIONS = {
    "has_adverse_event": "ChemicalOrDrugOrTreatmentAdverseEventAssociation",
    "applied_to_treat": "ChemicalOrDrugOrTreatmentToDiseaseOrPhenotypicFeatureAssociation",
    "ameliorates_condition": "ChemicalOrDrugOrTreatmentToDiseaseOrPhenotypicFeatureAssociation",
    "exacerbates_condition": "ChemicalEntityToDiseaseOrPhenotypicFeatureAssociation",
    "affects": "ChemicalEntityToDiseaseOrPhenotypicFeatureAssociation",
    "associated_with": "ChemicalEntityToDiseaseOrPhenotypicFeatureAssociation",
    "causes": "ChemicalEntityToDiseaseOrPhenotypicFeatureAssociation",
}
"""Class of an association between a chemical and an ill, by its predicate; all others are an Association."""
DIRECTIONS = {"increase": "increased", "decrease": "decreased"}
OWN = (
    "phase direction status contested anecdotal_belief literature_belief authors_for authors_against "
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
    relations = [edge for edge in edges(graph) if edge[3].get("layer") == CONCEPTS]
    cited = {paper for *_, data in relations for paper in data.get("papers", ())}
    kept = ((n, d) for n, d in graph.nodes(data=True) if d.get("type") in CONCEPT_TYPES or n in cited)
    return (
        _write(path / NODES, (node_record(node, data) for node, data in kept)),
        _write(path / EDGES, (edge_record(graph, *relation) for relation in relations)),
    )


def _write(path: Path, records: Iterable[Mapping[str, Any]]) -> int:
    written = 0
    with path.open("wb") as file:
        for record in records:
            file.write(dumps(record) + b"\n")
            written += 1
    return written


def node_record(node: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """A concept or paper as a Biolink entity; what is not known is left out."""
    known = {
        "synonym": data.get("synonyms"),
        "xref": data.get("xrefs"),
        "provided_by": [data["source"]] if data.get("source") else None,
        "description": data.get("description"),
    }
    if data.get("type") == "paper":
        known |= {
            "publication_type": data.get("publication_types") or ["not provided"],
            "authors": data.get("authors"),
            "volume": data.get("volume"),
            "issue": data.get("issue"),
            "pages": [data["pages"]] if data.get("pages") else None,
        }
    default = "biolink:Publication" if data.get("type") == "paper" else "biolink:NamedThing"
    head = {
        "id": curie(node),
        "category": [data.get("category", default)],
        "name": data.get("title", data.get("label", node)),
    }
    return head | {name: value for name, value in known.items() if value}


def curie(node: str) -> str:
    """A node as Biolink spells its CURIE.

    Example:
        >>> curie("pmid:1234"), curie("CHEBI:5062")
        ('PMID:1234', 'CHEBI:5062')
    """
    prefix, colon, id_ = node.partition(":")
    return PREFIXES.get(prefix, prefix) + colon + id_


def edge_record(
    graph: nx.MultiDiGraph, source: str, target: str, key: str, data: Mapping[str, Any]
) -> dict[str, Any]:
    """An edge of the concept layer as a Biolink association."""
    ends = tuple(graph.nodes[node].get("type", "") for node in (source, target))
    predicate = data["predicate"]
    said = predicate_of(predicate, data.get("phase"))
    ill = ends[0] in CHEMICALS and ends[1] in ILLS
    record = {
        "id": f"{source}|{key}|{target}",
        "category": [f"biolink:{ASSOCIATIONS.get(said, 'Association') if ill else 'Association'}"],
        "subject": source,
        "predicate": f"biolink:{said}",
        "object": target,
        "primary_knowledge_source": SOURCE,
    }
    if predicate not in RELATIONS:
        return record | {"knowledge_level": "knowledge_assertion", "agent_type": "not_provided"}
    known = (graph.nodes.get(paper, {}).get("eco") for paper in data["papers"])
    kinds = {kind for kind in known if kind}
    return record | {
        "original_predicate": predicate,
        "negated": data["authors_for"] < data["authors_against"],
        "publications": [curie(paper) for paper in data["papers"]],
        "has_evidence_of_type": sorted(kinds),
        # somebody's own experience is an observation; what papers and theories say is not
        "knowledge_level": "observation" if data.get("authors_with_experience") else "not_provided",
        "agent_type": "text_mining_agent",
        **qualifiers(data.get("direction"), ends[1]),
        **{name: data[name] for name in OWN.split() if name in data},
    }


def predicate_of(predicate: str, phase: str | None) -> str:
    """Biolink's predicate.

    Example:
        >>> predicate_of("has_adverse_event", "on_drug"), predicate_of("has_adverse_event", "persisting")
        ('has_adverse_event', 'affects')
    """
    return "affects" if predicate == DURING and phase in AFTER else predicate


def qualifiers(direction: str | None, object_type: str) -> dict[str, str]:
    """Which way the object changes; of a chemical or gene, how active or abundant it is.

    Example:
        >>> qualifiers("decrease", "symptom")
        {'qualified_predicate': 'biolink:causes', 'object_direction_qualifier': 'decreased'}
    """
    if direction not in DIRECTIONS:
        return {}
    aspect = {} if object_type in ILLS else {"object_aspect_qualifier": "activity_or_abundance"}
    changed = DIRECTIONS[direction]
    return {"qualified_predicate": "biolink:causes", "object_direction_qualifier": changed, **aspect}


def count(path: Path) -> tuple[int, int]:
    """Read a folder back: how many nodes and edges it holds."""
    return line_count(path / NODES), line_count(path / EDGES)
