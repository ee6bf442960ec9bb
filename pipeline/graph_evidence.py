"""The evidence layer: what each post mentions, states and cites, and what the papers say to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pipeline.claim_words import said_back
from pipeline.graph_belief import claim_reliability
from pipeline.graph_concepts import SIDES, add_concept, claim_label
from pipeline.graph_edges import add_edge
from pipeline.graph_papers import UNCHECKED, add_citation, cites, evidence, mark_miscited
from pipeline.graph_schema import CONCEPT_TYPES, EVIDENCE, node_id, present
from pipeline.records import Claim, Concept, Findings, Link, Mention, Part, Resolution

if TYPE_CHECKING:
    import networkx as nx

STANCE_PREDICATES = {"supports": "supported_by", "contradicts": "contradicted_by"}
ALWAYS = ("predicate", "kind", "negated", "certainty", "experiencer", "rule", "score")
SOMETIMES = ("direction", "phase", "dose", "onset", "duration")
"""What a claim's node takes over from the claim: what every claim has, and what only some have."""


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
    copies: Mapping[str, str],
) -> None:
    """Add all that was found in one post; ``copies`` are as of `pipeline.graph.build_graph`."""
    for mention in found.mentions:
        if mention.concept_id:
            add_mention(graph, place.post, mention, concepts)
    answers = [*resolutions, *[UNCHECKED] * (len(found.citations) - len(resolutions))]
    cited = [add_citation(graph, place.post, c, a) for c, a in zip(found.citations, answers, strict=False)]
    for claim in found.claims:
        add_claim(graph, place, found, claim, copies.get(claim.id))
        for index in claim.citations:
            attributes = cites(place.post, found.citations[index], answers[index])
            add_edge(graph, node_id(claim.id, "claim"), cited[index], f"cites:{index}", attributes)


def add_mention(
    graph: nx.MultiDiGraph, post: str, mention: Mention, concepts: Callable[[str], Concept | None]
) -> None:
    """Add a mention, and its concept if it is new."""
    concept = node_id(mention.concept_id or "")
    if concept not in graph:
        named = Concept(id=concept, name=mention.name or concept, type=mention.type)
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
    add_edge(graph, post, concept, f"mentions:{mention.start}-{mention.end}", attributes)


def add_claim(
    graph: nx.MultiDiGraph, place: Place, found: Findings, claim: Claim, copied_from: str | None = None
) -> None:
    """Add a claim, and join it to its post and to its two concepts."""
    node = node_id(claim.id, "claim")
    ends = {"subject": found.mentions[claim.subject], "object": found.mentions[claim.object]}
    concepts = {role: node_id(m.concept_id) for role, m in ends.items() if m.concept_id}
    names = [graph.nodes[concepts[role]]["label"] if role in concepts else ends[role].text for role in ends]
    why_not = uncounted_because(claim, place.trust, copied_from)
    known = {name: getattr(claim, name) for name in SOMETIMES} | {"parts": in_words(claim.parts)}
    known |= {"date": place.date, "author_id": place.author, "uncounted_because": why_not, **concepts}
    known |= {"copied_from": node_id(copied_from, "post") if copied_from else None}
    same = {name: getattr(claim, name) for name in ALWAYS}
    graph.add_node(
        node,
        label=claim_label({**same, **present(known)}, *names),
        description=said_back({**same, **present(known)}, *names),
        type="claim",
        layer=EVIDENCE,
        thread_id=place.thread,
        subject_text=ends["subject"].text,
        object_text=ends["object"].text,
        counted=why_not is None,
        papers_for=0,
        papers_against=0,
        **evidence(place.post, claim),
        **same,
        **present(known),
    )
    join(graph, place.post, node, "states", evidence(place.post, claim))
    for role, concept in concepts.items():
        join(graph, concept, node, f"{role}_of", evidence(place.post, ends[role]))


def join(
    graph: nx.MultiDiGraph, source: str, target: str, predicate: str, attributes: dict[str, Any]
) -> None:
    """Add an edge of the evidence layer that stands once between two nodes."""
    add_edge(graph, source, target, predicate, {"predicate": predicate, "layer": EVIDENCE, **attributes})


def uncounted_because(claim: Claim, trust: str, copied_from: str | None = None) -> str | None:
    """Why a claim is no evidence, or None if it is."""
    if trust == "promotional":
        return "promotional"
    if copied_from:
        return "copied"
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
            add_edge(graph, claim, paper, f"{predicate}:{link.basis}", edges[-1][2])
    count_papers(graph, edges)
    mark_miscited(graph, edges)
    return edges


def linked(link: Link, predicate: str, post: str, paper: str) -> dict[str, Any]:
    """Attributes of the edge of a link."""
    place = {"post_id": post} if link.basis == "quoted" else {"paper_id": paper}
    span = link.rationale
    quote = {"start": span.start, "end": span.end, "quote": span.text} if span else {}
    return {
        "predicate": predicate,
        "layer": EVIDENCE,
        "stance": link.stance,
        "basis": link.basis,
        "score": link.score,
        **place,
        **quote,
        **present(
            {"mismatches": link.mismatches, "objections": link.objections, "parts": in_words(link.parts)}
        ),
    }


def in_words(parts: Iterable[Part]) -> tuple[str, ...]:
    """The factors of a score, each a name and a number."""
    return tuple(f"{part.name} {part.value:.2f}" for part in parts)


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
    nodes = dict(graph.nodes(data=True))
    for concept, data in nodes.items():
        if data["type"] in CONCEPT_TYPES:
            mentions = graph.pred[concept]
            posts = [nodes[post] for post in mentions]
            dates = [post["date"] for post in posts if "date" in post]
            honest = (p for p in posts if p.get("trust", nodes[p["thread_id"]]["trust"]) != "promotional")
            data["mention_count"] = sum(map(len, mentions.values()))
            data["post_count"] = len(posts)
            data["author_count"] = len({post.get("author_id", post["thread_id"]) for post in honest})
            if dates:
                data["first_seen"], data["last_seen"] = min(dates), max(dates)
            data["description"] = concept_in_words(data)


def concept_in_words(data: Mapping[str, Any]) -> str:
    """A concept as a sentence.

    Example:
        >>> concept_in_words({"type": "drug", "author_count": 1, "post_count": 2, "synonyms": ("fin",)})
        'drug; 1 independent author, 2 posts; also called fin'
    """
    counts = ((data["author_count"], "independent author"), (data["post_count"], "post"))
    counted = ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts)
    names = ", ".join(data.get("synonyms", ())[:5])
    return f"{data['type']}; {counted}{f'; also called {names}' if names else ''}"
