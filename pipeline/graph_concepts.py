"""The concept layer: one edge a subject, predicate, object, direction and phase, with what speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline import graph_belief as belief
from pipeline.graph_edges import add_edge
from pipeline.graph_schema import CONCEPT_TYPES, CONCEPTS, present
from pipeline.records import Concept

if TYPE_CHECKING:
    import networkx as nx

CATEGORIES = {
    "drug": "biolink:Drug",
    "hormone": "biolink:ChemicalEntity",
    "symptom": "biolink:PhenotypicFeature",
    "condition": "biolink:Disease",
    "gene": "biolink:Gene",
}
PHRASES = {
    "has_adverse_event": "has adverse event",
    "applied_to_treat": "is taken for",
    "ameliorates_condition": "ameliorates",
    "exacerbates_condition": "exacerbates",
    "affects": "affects",
    "associated_with": "is associated with",
    "causes": "causes",
    "close_match": "is a form of",
    "has_metabolite": "is converted to",
    "has_phenotype": "has symptom",
    "physically_interacts_with": "binds",
    "same_as": "is the same as",
    "similar_to": "is like",
}
DIRECTION_PHRASES = {
    "increase": "increases",
    "decrease": "decreases",
    "none": "does not change",
    "biphasic": "raises and lowers",
}
AMOUNTS = {"increase": ": more", "decrease": ": less"}
PHASE_PHRASES = {
    "before": "before it",
    "on_drug": "on it",
    "after_stopping": "after stopping",
    "persisting": "persisting",
}
Edge = tuple[str, str, dict[str, Any]]
"""Source, target and attributes."""
SIDES = {"supports": (True,), "contradicts": (False,), "mixed": (True, False)}
"""On which sides of a claim a paper of each stance stands."""


@dataclass(slots=True)
class Votes:
    """What speaks for and against one relation; reliabilities stand by author and by paper."""

    authors: dict[bool, dict[str, float]] = field(default_factory=lambda: {True: {}, False: {}})
    literature: dict[bool, dict[str, float]] = field(default_factory=lambda: {True: {}, False: {}})
    experienced: set[str] = field(default_factory=set)
    posts: set[str] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)
    cited: set[str] = field(default_factory=set)
    retracted: set[str] = field(default_factory=set)
    doses: set[str] = field(default_factory=set)
    dates: list[str] = field(default_factory=list)
    counted: int = 0
    uncounted: int = 0

    def add_claim(self, claim: Mapping[str, Any]) -> None:
        """Count a claim node as its author's word, or as none."""
        if not claim["counted"]:
            self.uncounted += 1
            return
        self.counted += 1
        self.posts.add(claim["post_id"])
        self.dates.extend(date for date in [claim.get("date")] if date)
        self.doses.update(dose for dose in [claim.get("dose")] if dose)
        reliability = belief.claim_reliability(
            claim["kind"], claim["certainty"], claim["experiencer"], claim["score"]
        )
        author = claim.get("author_id") or f"unknown author of {claim['thread_id']}"
        keep_best(self.authors[not claim["negated"]], author, reliability)
        if claim["kind"] == "experience" and claim["experiencer"] == "author":
            self.experienced.add(author)

    def add_paper(self, claim: Mapping[str, Any], paper: str, node: Mapping[str, Any], link: Any) -> None:
        """Count a paper by its stance to one of the claims."""
        self.papers.add(paper)
        if link["basis"] != "retrieved":
            self.cited.add(paper)
        status = node.get("publication_status", "published")
        if status == "retracted":
            self.retracted.add(paper)
            return
        reliability = belief.paper_reliability(node.get("design"), status, link["score"])
        sides = SIDES.get(link["stance"], ())
        for side in sides:
            keep_best(self.literature[side != claim["negated"]], paper, reliability / len(sides))

    def attributes(self) -> dict[str, Any]:
        """Counts, beliefs and status of the relation."""
        said, unsaid = (belief.noisy_or(self.authors[side], belief.ANECDOTAL_CEILING) for side in SIDES_BOTH)
        shown, refuted = (
            belief.noisy_or(self.literature[side], belief.LITERATURE_CEILING) for side in SIDES_BOTH
        )
        return {
            "authors_for": len(self.authors[True]),
            "authors_against": len(self.authors[False]),
            "authors_with_experience": len(self.experienced),
            "post_count": len(self.posts),
            "claim_count": self.counted,
            "uncounted_claims": self.uncounted,
            "papers": tuple(sorted(self.papers)),
            "papers_cited": len(self.cited),
            "papers_for": len(self.literature[True]),
            "papers_against": len(self.literature[False]),
            "papers_retracted": len(self.retracted),
            "anecdotal_belief": said,
            "literature_belief": belief.agreed(shown, refuted),
            "weight": max(said, unsaid, shown, refuted),
            "status": belief.status(belief.leaning(said, unsaid), belief.leaning(shown, refuted)),
            **({"doses": tuple(sorted(self.doses))} if self.doses else {}),
            **({"first_seen": min(self.dates), "last_seen": max(self.dates)} if self.dates else {}),
        }


SIDES_BOTH = (True, False)


def keep_best(reliabilities: dict[str, float], witness: str, reliability: float) -> None:
    """Let a witness count once, by the most reliable thing he says."""
    if reliability > 0.0:
        reliabilities[witness] = max(reliability, reliabilities.get(witness, 0.0))


def add_relations(graph: nx.MultiDiGraph, links: Iterable[Edge]) -> list[Edge]:
    """Add the edges that the claims of a graph add up to; return them: ends and attributes.

    Args:
        graph: with the evidence layer; changed in place.
        links: claim node, paper node and attributes of each edge from a claim to a paper.
    """
    votes: dict[tuple[str, ...], Votes] = defaultdict(Votes)
    for _, data in graph.nodes(data=True):
        if data["type"] == "claim" and "subject" in data and "object" in data:
            votes[relation(data)].add_claim(data)
    for claim, paper, link in links:
        data = graph.nodes[claim]
        if relation(data) in votes:
            votes[relation(data)].add_paper(data, paper, graph.nodes[paper], link)
    added = []
    for (subject, predicate, object_, direction, phase), vote in sorted(votes.items()):
        data = vote.attributes()
        if data["weight"] > 0.0:
            data |= {"direction": direction} if direction else {}
            data |= {"phase": phase} if phase else {}
            added.append((subject, object_, add_relation(graph, subject, predicate, object_, data)))
    return added


def relation(claim: Mapping[str, Any]) -> tuple[str, ...]:
    """What claims must share to be about one relation."""
    names = ("subject", "predicate", "object", "direction", "phase")
    return tuple(claim.get(name, "") for name in names)


def verb(predicate: str, direction: str | None) -> str:
    """What a relation says, between its subject and its object.

    Example:
        >>> verb("affects", "decrease"), verb("has_adverse_event", "decrease")
        ('decreases', 'has adverse event: less')
    """
    if predicate == "affects":
        return DIRECTION_PHRASES.get(direction or "", PHRASES[predicate])
    side = AMOUNTS.get(direction or "", "") if predicate == "has_adverse_event" else ""
    return PHRASES[predicate] + side


def claim_label(claim: Mapping[str, Any], subject: str, object_: str) -> str:
    """A claim as a person reads it in a list.

    Example:
        >>> claim_label({"predicate": "affects", "direction": "decrease", "negated": True}, "it", "libido")
        'not so: it decreases libido'
    """
    said = f"{subject} {verb(claim['predicate'], claim.get('direction'))} {object_}"
    return f"not so: {said}" if claim["negated"] else said


def add_relation(
    graph: nx.MultiDiGraph, subject: str, predicate: str, object_: str, data: dict[str, Any]
) -> dict[str, Any]:
    """Add one edge of the concept layer, with its name and its sentence; return its attributes."""
    direction, phase = data.get("direction", ""), data.get("phase", "")
    said = verb(predicate, direction)
    label = f"{said} ({PHASE_PHRASES[phase]})" if phase else said
    ends = f"{graph.nodes[subject]['label']} {said} {graph.nodes[object_]['label']}"
    when = f", {PHASE_PHRASES[phase]}" if phase else ""
    named = {"label": label, "description": f"{ends}{when}: {in_words(data)}"}
    attributes = {"predicate": predicate, "layer": CONCEPTS, **named, **data}
    add_edge(graph, subject, object_, f"{predicate}:{direction}:{phase}", attributes)
    return attributes


def in_words(data: Mapping[str, Any]) -> str:
    """Counts of a relation as a sentence.

    Example:
        >>> in_words({"authors_for": 2, "authors_against": 1, "papers_for": 0, "papers_against": 0})
        '2 authors say so, 1 says not; no paper supports it'
    """

    def count(number: int, noun: str, verb: str) -> str:
        return f"{number} {noun} {verb}s" if number == 1 else f"{number} {noun}s {verb}"

    said = f"{count(data['authors_for'], 'author', 'say')} so" if data["authors_for"] else "no author says so"
    if against := data["authors_against"]:
        said += f", {against} say{'s' if against == 1 else ''} not"
    shown = (
        count(data["papers_for"], "paper", "support") + " it"
        if data["papers_for"]
        else "no paper supports it"
    )
    if data["papers_against"]:
        shown += f", {count(data['papers_against'], 'paper', 'contradict')} it"
    return f"{said}; {shown}"


def add_classes(graph: nx.MultiDiGraph, concepts: Callable[[str], Concept | None]) -> None:
    """Add the classes that concepts of a graph belong to, up to the top.

    Args:
        graph: changed in place.
        concepts: concept of a CURIE, or None.
    """
    waiting = sorted(node for node, data in graph.nodes(data=True) if data["type"] in CONCEPT_TYPES)
    while waiting:
        child = waiting.pop()
        known = concepts(child)
        found = (concepts(parent) for parent in known.parents) if known else ()
        # a parent may be named by a cross-reference of the concept that it was merged into
        parents = {record.id: record for record in found if record and record.id != child}
        for parent, record in sorted(parents.items()):
            if parent not in graph:
                add_concept(graph, record)
                waiting.append(parent)
            add_edge(graph, child, parent, "subclass_of", {"predicate": "subclass_of", "layer": CONCEPTS})


def add_concept(graph: nx.MultiDiGraph, concept: Concept, node: str = "") -> None:
    """Add a concept, under its own id or another node."""
    known = {"synonyms": concept.synonyms, "xrefs": concept.xrefs, "source": concept.source or None}
    graph.add_node(
        node or concept.id,
        label=concept.name,
        type=concept.type,
        layer=CONCEPTS,
        category=CATEGORIES[concept.type],
        **present(known),
    )
