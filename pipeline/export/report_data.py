"""What the HTML report shows, as plain lists and dictionaries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.export import drawing
from pipeline.export.options import Options, select
from pipeline.graph_schema import CONCEPTS

if TYPE_CHECKING:
    import networkx as nx

DRAWN_EDGES = 10_000
"""Relations that the report holds, those of most authors first; the rest is in the other files."""
STANCE_EDGES = ("supported_by", "contradicted_by", "discussed_in")
SAFE_URL = re.compile(r"https?://[^\s\"'<>\\^`{|}\x00-\x20]+", re.IGNORECASE)
RELATION_FIELDS = (
    "predicate label phase direction status authors_for authors_against authors_with_experience papers_for "
    "papers_against papers_retracted papers_cited anecdotal_belief literature_belief contested doses "
    "signal_authors prr prr_low prr_high ic ic_low ic_high first_seen last_seen description"
)
CLAIM_FIELDS = (
    "label description kind negated certainty experiencer phase dose onset duration date counted "
    "uncounted_because copied_from"
)
PAPER_FIELDS = (
    "label title authors year container volume pages doi pmid verdict publication_status "
    "publication_status_date publication_types design eco species population participant_count"
)
Edge = tuple[str, str, Mapping[str, Any]]


def report_data(graph: nx.MultiDiGraph) -> dict[str, Any]:
    """Everything that the report shows.

    Args:
        graph: as `build_graph` makes it; ``graph.graph`` may hold ``name``, ``manifest`` (what the run was
            made from) and ``changes`` (rows of what changed since the last run).
    """
    concepts = select(graph, Options(layer=CONCEPTS, top=DRAWN_EDGES))
    papers = {node: i for i, node in enumerate(n for n, d in graph.nodes(data=True) if d["type"] == "paper")}
    edges = by_predicate(graph)
    claims = list(claim_rows(graph, edges, papers))
    return {
        "name": graph.graph.get("name", "threadgraph"),
        "manifest": graph.graph.get("manifest", {}),
        "changes": graph.graph.get("changes"),
        "colours": {"types": drawing.TYPE_COLOURS, "statuses": drawing.STATUS_COLOURS},
        "counts": counts(graph),
        "concepts": concept_rows(concepts),
        "relations": relation_rows(concepts, claims),
        "claims": [row for _, row in claims],
        "papers": [paper_row(graph.nodes[node]) for node in papers],
        "citations": citation_rows(graph, edges["cites"], papers),
    }


def by_predicate(graph: nx.MultiDiGraph) -> dict[str, list[Edge]]:
    """Edges of the graph by predicate."""
    found: dict[str, list[Edge]] = defaultdict(list)
    for source, target, data in graph.edges(data=True):
        found[data["predicate"]].append((source, target, data))
    return found


def counts(graph: nx.MultiDiGraph) -> dict[str, int]:
    """How many nodes there are of each type."""
    found: dict[str, int] = defaultdict(int)
    for _, type_ in graph.nodes(data="type"):
        found[type_] += 1
    return dict(found)


def concept_rows(concepts: nx.MultiDiGraph) -> list[dict[str, Any]]:
    """The concepts to draw, with their places."""
    drawn = drawing.draw(concepts)
    return [
        {
            "id": node,
            "label": data["label"],
            "type": data["type"],
            "authors": data.get("author_count", 0),
            "synonyms": data.get("synonyms", ()),
            "community": drawn.communities.get(node, 0),
            "x": drawn.positions.get(node, (0.0, 0.0))[0],
            "y": drawn.positions.get(node, (0.0, 0.0))[1],
            "r": drawing.size(data),
        }
        for node, data in concepts.nodes(data=True)
    ]


def relation_rows(
    concepts: nx.MultiDiGraph, claims: Sequence[tuple[tuple[str, ...], Any]]
) -> list[dict[str, Any]]:
    """The relations to draw, with the numbers of their concepts and claims."""
    number = {node: i for i, node in enumerate(concepts)}
    said: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, (relation, _) in enumerate(claims):
        said[relation].append(i)
    rows = []
    for source, target, data in concepts.edges(data=True):
        ends = (source, data["predicate"], target, data.get("direction", ""), data.get("phase", ""))
        place = {"source": number[source], "target": number[target], "claims": said[ends]}
        rows.append(place | kept(data, RELATION_FIELDS))
    return rows


def claim_rows(
    graph: nx.MultiDiGraph, edges: Mapping[str, Sequence[Edge]], papers: Mapping[str, int]
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """The claims, each with its relation, its quote in pieces, and its papers; those that count first."""
    marks = marks_by_post(edges["mentions"])
    links: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for predicate in STANCE_EDGES:
        for claim, paper, data in edges[predicate]:
            links[claim].append(link_row(data, papers[paper]))
    for claim, paper, data in edges["cites"]:
        said = {"verdict": data["verdict"], **kept(data, "disagrees miscited_because")}
        same = [link for link in links[claim] if link["paper"] == papers[paper]]
        for link in same:
            link.update(said)
        if not same:
            links[claim].append({"paper": papers[paper], **said})
    nodes = [(node, data) for node, data in graph.nodes(data=True) if data["type"] == "claim"]
    for node, data in sorted(nodes, key=lambda n: (not n[1]["counted"], n[1].get("date", "9999"), n[0])):
        names = ("subject", "predicate", "object", "direction", "phase")
        row = kept(data, CLAIM_FIELDS) | post_row(graph, data["post_id"]) | {"papers": links[node]}
        if "quote" in data:
            row["quote"] = pieces(data["quote"], data["start"], marks[data["post_id"]])
        yield tuple(data.get(name, "") for name in names), row


def link_row(data: Mapping[str, Any], paper: int) -> dict[str, Any]:
    """What a paper says to a claim."""
    said = kept(data, "stance basis score parts mismatches objections")
    return {"paper": paper, **said, **({"rationale": data["quote"]} if "quote" in data else {})}


def marks_by_post(mentions: Iterable[Edge]) -> dict[str, list[tuple[int, int, str]]]:
    """What to highlight in each post: mentions by their concept's type, and the cues of their flags."""
    marks: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for post, _, data in mentions:
        marks[post].append((data["start"], data["end"], "mention"))
        for cue in data.get("cues", ()):
            start, end = cue.partition(":")[0].split("-")
            marks[post].append((int(start), int(end), "cue"))
    return marks


def pieces(quote: str, start: int, marks: Iterable[tuple[int, int, str]]) -> list[list[str]]:
    """A quote cut into pieces, each with what it is; offsets count in the post.

    Example:
        >>> pieces("it took my libido", 10, [(21, 27, "mention"), (0, 4, "cue")])
        [['it took my ', ''], ['libido', 'mention']]
    """
    found, done = [], 0
    for low, high, kind in sorted(marks):
        low, high = low - start, high - start
        if low >= done and high <= len(quote):
            found += [[quote[done:low], ""], [quote[low:high], kind]]
            done = high
    return [piece for piece in [*found, [quote[done:], ""]] if piece[0]]


def post_row(graph: nx.MultiDiGraph, post: str) -> dict[str, Any]:
    """Where a post stands; of a part of a graph that holds no posts or threads, its id."""
    data = graph.nodes.get(post, {})
    thread = graph.nodes.get(data.get("thread_id"), {})
    trust = data.get("trust", thread.get("trust", "board"))
    row = {"post": data.get("label", post), "thread": thread.get("label", ""), "trust": trust}
    url = data.get("url") or thread.get("url")
    return row | ({"url": url} if url and SAFE_URL.fullmatch(url) else {})


def paper_row(data: Mapping[str, Any]) -> dict[str, Any]:
    """A paper, with a link to it if it has an identifier."""
    row = kept(data, PAPER_FIELDS)
    for name, address in (("doi", "https://doi.org/"), ("pmid", "https://pubmed.ncbi.nlm.nih.gov/")):
        if SAFE_URL.fullmatch(address + data.get(name, "\0")):
            return row | {"url": address + data[name]}
    return row | ({"url": data["url"]} if SAFE_URL.fullmatch(data.get("url", "")) else {})


def citation_rows(
    graph: nx.MultiDiGraph, cites: Iterable[Edge], papers: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The citations of the posts, what became of them, and for what claims they were miscited."""
    rows: dict[tuple[str, str, int], dict[str, Any]] = {}
    because: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for source, paper, data in cites:
        place = data["post_id"], paper, data["start"]
        if source == data["post_id"]:
            said = kept(data, "quote verdict disagrees kind sources unavailable")
            rows[place] = {"paper": papers[paper], **said, **post_row(graph, source)}
        elif "miscited_because" in data:
            because[place].add(data["miscited_because"])
    for place, reasons in because.items():
        rows[place]["miscited_because"] = sorted(reasons)
    return list(rows.values())


def kept(data: Mapping[str, Any], names: str) -> dict[str, Any]:
    """The named attributes that are known."""
    return {name: data[name] for name in names.split() if name in data}
