"""Papers of the evidence layer: those that citations mean, found or not, and those that links name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pipeline.graph_edges import add_edge
from pipeline.graph_schema import EVIDENCE, node_id, present
from pipeline.records import Bibliography, Citation, Claim, Mention, Paper, Resolution, Study

if TYPE_CHECKING:
    import networkx as nx

VERDICTS = ("retracted", "verified", "mismatch", "ambiguous", "not_found", "unchecked")
"""A paper that is cited several times shows the first of these that a citation of it got."""
UNCHECKED = Resolution(verdict="unchecked")


def add_citation(graph: nx.MultiDiGraph, post: str, citation: Citation, answer: Resolution) -> str:
    """Add a citation and the paper that it means, known or not; return the paper's node."""
    paper = add_paper(graph, answer.paper) if answer.paper else add_unresolved(graph, post, citation)
    seen = {graph.nodes[paper].get("verdict", answer.verdict), answer.verdict}
    graph.nodes[paper]["verdict"] = min(seen, key=VERDICTS.index)
    add_edge(graph, post, paper, f"cites:{citation.start}-{citation.end}", cites(post, citation, answer))
    return paper


def cites(post: str, citation: Citation, answer: Resolution) -> dict[str, Any]:
    """Attributes of the edge of a citation."""
    known = {
        "disagrees": answer.disagrees,
        "conflicts": answer.conflicts,
        "sources": answer.sources,
        "unavailable": answer.unavailable,
        "candidates": tuple(paper.id for paper in answer.candidates),
        "participants": citation.participants,
        "findings": citation.findings,
    }
    return {
        "predicate": "cites",
        "layer": EVIDENCE,
        **evidence(post, citation),
        "kind": citation.kind,
        "verdict": answer.verdict,
        "score": answer.score,
        **present(known),
    }


def evidence(post: str, record: Mention | Citation | Claim) -> dict[str, Any]:
    """Where an edge or claim stands in a post."""
    return {"post_id": post, "start": record.start, "end": record.end, "quote": record.text}


def add_paper(graph: nx.MultiDiGraph, paper: Paper) -> str:
    """Add a paper of a literature source; return its node."""
    node = node_id(paper.id)
    known = {
        "publication_types": paper.publication_types,
        "publication_status": paper.status,
        "publication_status_date": paper.status_date,
        "source": paper.source,
        "retrieved_at": paper.retrieved_at,
        **bibliography(paper),
        **made(paper.study),
    }
    graph.add_node(node, label=paper_label(paper), type="paper", layer=EVIDENCE, **present(known))
    return node


def made(study: Study | None) -> dict[str, Any]:
    """Attributes of how a study was made."""
    known = study.model_dump() if study else {}
    return {{"participants": "participant_count"}.get(name, name): value for name, value in known.items()}


def add_unresolved(graph: nx.MultiDiGraph, post: str, citation: Citation) -> str:
    """Add the paper that a citation claims to exist; citations that say the same share it."""
    parts = sameness(citation) or (post, str(citation.start))
    digest = hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    node = f"paper:{digest}"
    graph.add_node(node, label=paper_label(citation), type="paper", layer=EVIDENCE, **bibliography(citation))
    return node


def sameness(citation: Citation) -> tuple[str, ...]:
    """What makes two unresolved citations the same one; nothing if too little is said."""
    for name in ("doi", "pmid", "pmcid", "arxiv"):
        if value := getattr(citation, name):
            return name, value.lower()
    family = citation.authors[0].family.casefold() if citation.authors else ""
    title = re.sub(r"\W+", " ", citation.title or "").casefold().strip()
    if title or (family and citation.year):
        return family, str(citation.year or ""), title
    return (citation.url,) if citation.url else ()


def bibliography(record: Bibliography) -> dict[str, Any]:
    """Bibliographic attributes of a paper's node."""
    names = ["title", "container", "year", "volume", "issue", "pages", "doi", "pmid", "pmcid", "arxiv", "url"]
    authors = tuple(f"{name.family}, {name.given}" if name.given else name.family for name in record.authors)
    return present({"authors": authors, **{name: getattr(record, name) for name in names}})


def paper_label(record: Bibliography) -> str:
    """A paper as a person names it.

    Example:
        >>> from pipeline.records import Name
        >>> paper_label(Bibliography(authors=(Name(family="Irwig"),), year=2011, title="Persistent effects"))
        'Irwig 2011: Persistent effects'
    """
    first = record.authors[0].family if record.authors else ""
    named = " ".join(str(part) for part in (first, record.year) if part)
    title = record.title or record.doi or record.pmid or record.url
    return ": ".join(part for part in (named, title) if part) or "paper without a name"


def mark_miscited(graph: nx.MultiDiGraph, links: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Write on citations what is wrong with them, as far as the paper's words tell.

    A paper is about something else only if it is so for all claims of the post that lean on it.

    Args:
        graph: with its claims and citations; changed in place.
        links: claim node, paper node and attributes of each edge from a claim to a paper.
    """
    cited = [(claim, paper, link) for claim, paper, link in links if link["basis"] != "retrieved"]
    fitting = {
        (graph.nodes[claim]["post_id"], paper)
        for claim, paper, link in cited
        if "unrelated" not in link.get("mismatches", ())
    }
    for claim, paper, link in cited:
        contrary = link["stance"] == "contradicts"
        if contrary or (graph.nodes[claim]["post_id"], paper) not in fitting:
            reason = "says_the_contrary" if contrary else "about_something_else"
            for edge in graph[claim][paper].values():
                if edge["predicate"] == "cites":
                    edge["miscited_because"] = reason
