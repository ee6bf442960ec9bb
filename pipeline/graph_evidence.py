"""The evidence layer: what each post mentions, states and cites, and what the papers say to it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pipeline.graph_belief import claim_reliability
from pipeline.graph_concepts import SIDES, add_concept, verb
from pipeline.graph_schema import CONCEPT_TYPES, EVIDENCE, node_id, present
from pipeline.records import (
    Bibliography,
    Citation,
    Claim,
    Concept,
    Findings,
    Link,
    Mention,
    Paper,
    Resolution,
    Study,
)

if TYPE_CHECKING:
    import networkx as nx

VERDICTS = ("retracted", "verified", "mismatch", "ambiguous", "not_found", "unchecked")
"""A paper that is cited several times shows the first of these that a citation of it got."""
UNCHECKED = Resolution(verdict="unchecked")
STANCE_PREDICATES = {"supports": "supported_by", "contradicts": "contradicted_by"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post stands: its node, its thread's, its author's if known, its date and its trust."""

    post: str
    thread: str
    author: str | None
    date: str | None
    trust: str


def add_findings(
    graph: nx.MultiDiGraph,
    place: Place,
    found: Findings,
    resolutions: Sequence[Resolution],
    concepts: Callable[[str], Concept | None],
) -> None:
    """Add all that was found in one post."""
    for mention in found.mentions:
        if mention.concept_id:
            add_mention(graph, place.post, mention, concepts)
    answers = [*resolutions, *[UNCHECKED] * (len(found.citations) - len(resolutions))]
    cited = [add_citation(graph, place.post, c, a) for c, a in zip(found.citations, answers, strict=False)]
    for claim in found.claims:
        add_claim(graph, place, found, claim)
        for index in claim.citations:
            attributes = cites(place.post, found.citations[index], answers[index])
            graph.add_edge(node_id(claim.id, "claim"), cited[index], f"cites:{index}", **attributes)


def add_mention(
    graph: nx.MultiDiGraph, post: str, mention: Mention, concepts: Callable[[str], Concept | None]
) -> None:
    """Add a mention, and its concept if it is new."""
    concept = node_id(mention.concept_id or "")
    if concept not in graph:
        named = Concept(id=concept, name=mention.name or mention.text, type=mention.type)
        add_concept(graph, concepts(concept) or named, concept)
    attributes = {
        "predicate": "mentions",
        "layer": EVIDENCE,
        "post_id": post,
        "start": mention.start,
        "end": mention.end,
        "quote": mention.text,
        "negated": mention.negated,
        "certainty": mention.certainty,
        "experiencer": mention.experiencer,
        "time": mention.time,
        "score": mention.score,
    }
    if mention.phase:
        attributes["phase"] = mention.phase
    if mention.cues:
        attributes["cues"] = tuple(f"{cue.start}-{cue.end}:{cue.rule}" for cue in mention.cues)
    graph.add_edge(post, concept, f"mentions:{mention.start}-{mention.end}", **attributes)


def add_citation(graph: nx.MultiDiGraph, post: str, citation: Citation, answer: Resolution) -> str:
    """Add a citation and the paper that it means, known or not; return the paper's node."""
    paper = add_paper(graph, answer.paper) if answer.paper else add_unresolved(graph, post, citation)
    seen = {graph.nodes[paper].get("verdict", answer.verdict), answer.verdict}
    graph.nodes[paper]["verdict"] = min(seen, key=VERDICTS.index)
    graph.add_edge(post, paper, f"cites:{citation.start}-{citation.end}", **cites(post, citation, answer))
    return paper


def cites(post: str, citation: Citation, answer: Resolution) -> dict[str, Any]:
    """Attributes of the edge of a citation."""
    known = {
        "disagrees": answer.disagrees,
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


def add_claim(graph: nx.MultiDiGraph, place: Place, found: Findings, claim: Claim) -> None:
    """Add a claim, and join it to its post and to its two concepts."""
    node = node_id(claim.id, "claim")
    ends = {"subject": found.mentions[claim.subject], "object": found.mentions[claim.object]}
    concepts = {role: node_id(m.concept_id) for role, m in ends.items() if m.concept_id}
    names = [graph.nodes[concepts[role]]["label"] if role in concepts else ends[role].text for role in ends]
    denied = "not so: " if claim.negated else ""
    why_not = uncounted_because(claim, place.trust)
    known = {name: getattr(claim, name) for name in ("direction", "phase", "dose", "onset", "duration")}
    known |= {"date": place.date, "author_id": place.author, "uncounted_because": why_not, **concepts}
    same = ("predicate", "kind", "negated", "certainty", "experiencer", "rule", "score")
    graph.add_node(
        node,
        label=f"{denied}{names[0]} {verb(claim.predicate, claim.direction)} {names[1]}",
        type="claim",
        layer=EVIDENCE,
        thread_id=place.thread,
        subject_text=ends["subject"].text,
        object_text=ends["object"].text,
        counted=why_not is None,
        papers_for=0,
        papers_against=0,
        **evidence(place.post, claim),
        **{name: getattr(claim, name) for name in same},
        **present(known),
    )
    join(graph, place.post, node, "states", evidence(place.post, claim))
    for role, concept in concepts.items():
        join(graph, concept, node, f"{role}_of", evidence(place.post, ends[role]))


def join(
    graph: nx.MultiDiGraph, source: str, target: str, predicate: str, attributes: dict[str, Any]
) -> None:
    """Add an edge of the evidence layer that stands once between two nodes."""
    graph.add_edge(source, target, predicate, predicate=predicate, layer=EVIDENCE, **attributes)


def uncounted_because(claim: Claim, trust: str) -> str | None:
    """Why a claim is no evidence, or None if it is."""
    if trust == "promotional":
        return "promotional"
    if claim_reliability(claim.kind, claim.certainty, claim.experiencer, 1.0) == 0.0:
        return claim.kind if claim.kind in ("question", "advice") else claim.certainty
    return None


def add_links(graph: nx.MultiDiGraph, links: Iterable[Link]) -> list[tuple[str, str, dict[str, Any]]]:
    """Join claims to papers; return the edges: claim, paper and attributes."""
    edges = []
    for link in sorted(links, key=attrgetter("claim_id", "paper_id", "basis", "stance", "score")):
        claim, paper = node_id(link.claim_id, "claim"), node_id(link.paper_id)
        if claim in graph:
            if paper not in graph:
                graph.add_node(paper, label=link.paper_id, type="paper", layer=EVIDENCE)
            predicate = STANCE_PREDICATES.get(link.stance, "discussed_in")
            edges.append((claim, paper, linked(link, predicate, graph.nodes[claim]["post_id"], paper)))
            graph.add_edge(claim, paper, f"{predicate}:{link.basis}", **edges[-1][2])
    count_papers(graph, edges)
    return edges


def linked(link: Link, predicate: str, post: str, paper: str) -> dict[str, Any]:
    """Attributes of the edge of a link."""
    place = {"post_id": post} if link.basis == "quoted" else {"paper_id": paper}
    span = link.rationale
    quote = {"start": span.start, "end": span.end, "quote": span.text} if span else {}
    parts = tuple(f"{part.name} {part.value:.2f}" for part in link.parts)
    return {
        "predicate": predicate,
        "layer": EVIDENCE,
        "stance": link.stance,
        "basis": link.basis,
        "score": link.score,
        **place,
        **quote,
        **present({"mismatches": link.mismatches, "objections": link.objections, "parts": parts}),
    }


def count_papers(graph: nx.MultiDiGraph, edges: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Write on each claim how many papers support and contradict it, retracted ones apart."""
    sides: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for claim, paper, link in edges:
        if graph.nodes[paper].get("publication_status") != "retracted":
            for side in SIDES.get(link["stance"], ()):
                sides[claim, side].add(paper)
    for (claim, side), papers in sides.items():
        graph.nodes[claim]["papers_for" if side else "papers_against"] = len(papers)


def count_mentions(graph: nx.MultiDiGraph) -> None:
    """Write on each concept how often, by how many and when it is mentioned; an advertiser is no author.

    Args:
        graph: with the evidence layer, in which only mentions lead to concepts; changed in place.
    """
    for concept, data in graph.nodes(data=True):
        if data["type"] in CONCEPT_TYPES:
            mentions = graph.pred[concept]
            posts = [graph.nodes[post] for post in mentions]
            dates = [post["date"] for post in posts if "date" in post]
            honest = (p for p in posts if graph.nodes[p["thread_id"]]["trust"] != "promotional")
            data["mention_count"] = sum(map(len, mentions.values()))
            data["post_count"] = len(posts)
            data["author_count"] = len({post.get("author_id", post["thread_id"]) for post in honest})
            if dates:
                data["first_seen"], data["last_seen"] = min(dates), max(dates)
