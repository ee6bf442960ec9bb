"""Everything that was found, as one ``networkx.MultiDiGraph`` with two layers.

The evidence layer holds every thread, post, author, claim and paper with offsets; the concept layer holds
one edge a relation of two concepts, with counts and beliefs. The attribute ``layer`` tells them apart, and
`pipeline.graph_schema` says what each attribute means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from pipeline.graph_check import check
from pipeline.graph_concepts import add_classes, add_relations
from pipeline.graph_contradictions import mark_contested
from pipeline.graph_edges import uncollected
from pipeline.graph_evidence import Place, add_findings, add_links, count_mentions, join
from pipeline.graph_papers import add_paper
from pipeline.graph_schema import EVIDENCE, node_id, present
from pipeline.graph_signals import add_signals
from pipeline.records import Concept, Findings, Link, Paper, Post, Resolution, Thread, in_order

if TYPE_CHECKING:
    import networkx as nx


def build_graph(
    threads: Iterable[Thread],
    findings: Iterable[Findings],
    resolutions: Mapping[str, Sequence[Resolution]],
    links: Iterable[Link],
    concepts: Callable[[str], Concept | None],
    papers: Iterable[Paper] = (),
    copies: Mapping[str, str] | None = None,
) -> nx.MultiDiGraph:
    """Build the graph. Whatever the order of the input, the same input gives the same graph.

    Args:
        threads: threads with their posts.
        findings: of those posts; ``findings.id`` is the post's id. Findings of other posts are left out.
        resolutions: one resolution a citation, by post id; a missing one counts as unchecked.
        links: what papers say to the claims.
        concepts: concept of a CURIE, or None.
        papers: papers of links that no resolution holds (those that were searched for).
        copies: claims that were copied, each with the id of the post that was first; they do not count.

    Returns:
        The graph, checked against the schema. Nodes are CURIEs (concepts, papers) or ``thread:…``,
        ``post:…``, ``author:…``, ``claim:…``, ``paper:…``; edge keys are unique between two nodes, and
        nodes and keys stay the same over runs.

    Raises:
        GraphError: an attribute breaks the schema.

    Example:
        >>> from pipeline.records import Mention
        >>> post = Post(id="1", author="jo", text="finasteride")
        >>> thread = Thread(id="t", path="t.txt", kind="thread", engine="text", posts=(post,))
        >>> mention = Mention(start=0, end=11, text="finasteride", type="drug", concept_id="CHEBI:5062")
        >>> drug = Concept(id="CHEBI:5062", name="finasteride", type="drug")
        >>> graph = build_graph([thread], [Findings(id="1", mentions=(mention,))], {}, [], lambda _: drug)
        >>> sorted(graph)
        ['CHEBI:5062', 'author:jo', 'post:1', 'thread:t']
    """
    import networkx as nx

    graph = nx.MultiDiGraph()
    with uncollected():
        places = add_threads(graph, threads)
        for paper in sorted(papers, key=attrgetter("id")):
            add_paper(graph, paper)
        for found in in_order(findings, "id"):
            if place := places.get(found.id):
                add_findings(graph, place, found, resolutions.get(found.id, ()), concepts, copies or {})
        linked = add_links(graph, links)
        count_mentions(graph)
        relations = add_relations(graph, linked)
        mark_contested(relations)
        add_signals(graph, relations)
        add_classes(graph, concepts)
        check(graph)
    return graph


def add_threads(graph: nx.MultiDiGraph, threads: Iterable[Thread]) -> dict[str, Place]:
    """Add all threads; return the place of each post, by post id."""
    places: dict[str, Place] = {}
    for thread in in_order(threads, "id", "path"):
        if thread.kind == "thread":
            places |= add_thread(graph, thread)
    return places


def add_thread(graph: nx.MultiDiGraph, thread: Thread) -> dict[str, Place]:
    """Add a thread, its posts and their authors; return the place of each post, by post id."""
    node = node_id(thread.id, "thread")
    graph.add_node(
        node,
        label=thread.title or thread.id,
        type="thread",
        layer=EVIDENCE,
        engine=thread.engine,
        trust=thread.trust,
        post_count=graph.nodes[node]["post_count"] if node in graph else 0,
        **present({"title": thread.title, "url": thread.url, "trust_reasons": thread.trust_reasons}),
    )
    places = {post.id: add_post(graph, thread, node, post) for post in thread.posts}
    by_number = {post.number: places[post.id].post for post in thread.posts if post.number}
    by_number |= {post.id: places[post.id].post for post in thread.posts}
    for post in thread.posts:
        add_replies(graph, places[post.id].post, post, by_number)
    return places


def add_post(graph: nx.MultiDiGraph, thread: Thread, thread_node: str, post: Post) -> Place:
    """Add a post and its author, and count it as theirs and its thread's."""
    node = node_id(post.id, "post")
    author = node_id(post.author, "author") if post.author else None
    if author and author not in graph:
        graph.add_node(author, label=post.author, type="author", layer=EVIDENCE, post_count=0)
    if node not in graph:
        for counted in filter(None, (thread_node, author)):
            graph.nodes[counted]["post_count"] += 1
    graph.add_node(
        node,
        label=f"#{post.number or post.id.rpartition('#')[2]} {post.author or 'unknown'}",
        type="post",
        layer=EVIDENCE,
        thread_id=thread_node,
        **present({"number": post.number, "url": post.url, "date": post.created_at, "author_id": author}),
        **({"trust": "promotional", "trust_reasons": post.advert} if post.advert else {}),
    )
    join(graph, node, thread_node, "in_thread", {})
    if author:
        join(graph, author, node, "wrote", present({"date": post.created_at}))
    trust = "promotional" if post.advert else thread.trust
    return Place(node, thread_node, author, post.created_at, trust)


def add_replies(graph: nx.MultiDiGraph, node: str, post: Post, by_number: Mapping[str, str]) -> None:
    """Join a post to those that it answers and quotes, where they are in the same thread."""
    named = {("replies_to", post.reply_to), *(("quotes", quote.post) for quote in post.quotes)}
    for predicate, number in sorted((predicate, number) for predicate, number in named if number):
        target = by_number.get(number)
        if target and target != node:
            join(graph, node, target, predicate, {})
