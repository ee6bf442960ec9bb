"""Graph, exports and queries on 500,000 edges, each beside NetworkX in the same run.

Figures are seconds, megabytes of added memory, edges a second, and ratios to the peer; the reference graph
has the shape of a large board: most edges are mentions with eight attributes. Writers run in processes of
their own, one at a time, so that the memory of each is seen.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import networkx as nx

from pipeline.export import WRITERS, export
from pipeline.graph import build_graph
from pipeline.graph_contradictions import mark_contested
from pipeline.query import KnowledgeGraph
from pipeline.records import Claim, Concept, Findings, Link, Mention, Post, Resolution, Thread

EDGES = 500_000
CONCEPTS = 20_000
PREDICATES = ("has_adverse_event", "ameliorates_condition", "affects", "associated_with")
STATUSES = ("anecdotal_only", "literature_only", "both_agree", "conflicting")


def evidence(edges: int = EDGES) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Mentions with eight attributes each, always the same."""
    chance = random.Random(0)
    for number in range(edges):
        start = chance.randrange(5000)
        yield (
            f"post:{number // 5}",
            f"MESH:D{chance.randrange(CONCEPTS):06d}",
            f"mentions:{start}-{start + 9}",
            {
                "predicate": "mentions",
                "post_id": f"post:{number // 5}",
                "start": start,
                "end": start + 9,
                "quote": chance.choice(("finasteride", "libido & co", "brain fog", "anxiety <3")),
                "negated": chance.random() < 0.1,
                "certainty": chance.choice(("affirmed", "hedged")),
                "score": round(chance.random(), 3),
            },
        )


def plain_graph(edges: int = EDGES) -> nx.MultiDiGraph:
    """A graph of mentions."""
    graph = nx.MultiDiGraph()
    graph.add_edges_from(evidence(edges))
    nx.set_node_attributes(graph, {node: node for node in graph}, "label")
    return graph


def relations_graph(edges: int = EDGES) -> nx.MultiDiGraph:
    """A concept layer of as many relations, with the few hubs that such graphs have."""
    chance = random.Random(0)
    graph = nx.MultiDiGraph()
    for number in range(CONCEPTS):
        name = {"label": f"concept {number}", "type": "symptom", "layer": "concepts", "author_count": 3}
        graph.add_node(f"X:{number}", **name)
    for _ in range(edges):
        source, target = (int(CONCEPTS * chance.random() ** 2) for _ in range(2))
        belief, authors = round(chance.random() * 0.8, 4), chance.randrange(1, 9)
        attributes = {
            "predicate": (predicate := chance.choice(PREDICATES)),
            "layer": "concepts",
            "label": predicate,
            "status": chance.choices(STATUSES, (90, 4, 5, 1))[0],
            "authors_for": authors,
            "authors_against": int(chance.random() < 0.01),
            "papers_for": 0,
            "papers_against": 0,
            "anecdotal_belief": belief,
            "literature_belief": 0.0,
            "weight": belief,
            "last_seen": f"20{chance.randrange(10, 26)}-01-01",
        }
        graph.add_edge(f"X:{source}", f"X:{target}", f"{predicate}:{len(graph[f'X:{source}'])}", **attributes)
    mark_contested(graph.edges(data=True))
    return graph


def measured(step: Callable[..., float], *arguments: Any) -> tuple[float, float]:
    """Seconds and megabytes of a step in a process of its own; the step returns its seconds."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def child() -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds = step(*arguments)
        sender.send((seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))

    process = context.Process(target=child)
    process.start()
    seconds, megabytes = receiver.recv()
    process.join()
    return seconds, megabytes


def timed(action: Callable[[], object]) -> float:
    """Seconds of processor time that an action takes; a busy machine changes it less than the clock."""
    start = time.process_time()
    action()
    return time.process_time() - start


def write_ours(graph: nx.MultiDiGraph, format: str) -> float:
    """Our writer of a format, without the reading back."""
    writer = import_module(WRITERS[format])
    with tempfile.TemporaryDirectory() as folder:
        return timed(lambda: writer.write(graph, Path(folder) / "graph"))


def write_pandas(graph: nx.MultiDiGraph, format: str) -> float:
    """Frames of nodes and edges, written by pandas."""
    import pandas as pd

    with tempfile.TemporaryDirectory() as folder:
        edges = (
            {"source": u, "target": v, "key": k, **d} for u, v, k, d in graph.edges(keys=True, data=True)
        )
        nodes = ({"id": node, **data} for node, data in graph.nodes(data=True))

        def write() -> None:
            for name, rows in (("nodes", nodes), ("edges", edges)):
                pd.DataFrame(rows).to_parquet(Path(folder) / f"{name}.parquet", compression="zstd")

        return timed(write)


def write_networkx(graph: nx.MultiDiGraph, format: str) -> float:
    """NetworkX's writer of a format; for JSON with orjson, for GraphML with lxml."""
    import orjson

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph"
        writers: dict[str, Callable[[], object]] = {
            "gexf": lambda: nx.write_gexf(graph, path),
            "graphml": lambda: nx.write_graphml_lxml(graph, path),
            "json": lambda: path.write_bytes(orjson.dumps(nx.node_link_data(graph, edges="edges"))),
        }
        return timed(writers[format])


def exports() -> dict[str, float]:
    """Writers beside NetworkX's, or pandas'; what they import is imported before their memory is measured."""
    graph, small, figures = plain_graph(), plain_graph(EDGES // 10), {}
    for format in ("gexf", "graphml", "json", "parquet"):
        peer = write_pandas if format == "parquet" else write_networkx
        for step in (write_ours, peer):
            step(nx.MultiDiGraph([("a", "b")]), format)
        ours, theirs = measured(write_ours, graph, format), measured(peer, graph, format)
        figures[f"{format} s"], figures[f"{format} MB"] = ours
        figures[f"{format} MB of a tenth"] = measured(write_ours, small, format)[1]
        figures[f"{format} peer s"], figures[f"{format} peer MB"] = theirs
        figures[f"{format} of the peer's time"] = ours[0] / theirs[0]
    return figures


def load(folder: Path) -> float:
    """A published graph as NetworkX."""
    return timed(lambda: KnowledgeGraph.open(folder).to_networkx())


def queries() -> dict[str, float]:
    """Questions to 500,000 relations, and loading them, beside NetworkX."""
    graph, chance, figures = relations_graph(), random.Random(1), {}
    with tempfile.TemporaryDirectory() as folder:
        export(graph, Path(folder), "parquet")
        figures["load s"], figures["load MB"] = measured(load, Path(folder))
        asked = KnowledgeGraph.open(folder)
        figures["first question s"] = timed(lambda: (asked.neighbors("X:1"), asked.paths("X:1", "X:2")))
        nodes = [f"X:{chance.randrange(CONCEPTS)}" for _ in range(200)]
        pairs = list(zip(nodes[::2], nodes[1::2], strict=True))
        questions: dict[str, list[Callable[[], object]]] = {
            "neighbors": [partial(asked.neighbors, n, status="conflicting", min_authors=2) for n in nodes],
            "contradictions of a concept": [partial(asked.contradictions, n) for n in nodes],
            "paths": [partial(asked.paths, *pair) for pair in pairs],
        }
        for name, calls in questions.items():
            times = sorted(1000 * timed(lambda call=call: list(call())) for call in calls)
            figures[f"{name} p50 ms"] = statistics.median(times)
            figures[f"{name} p95 ms"] = times[int(0.95 * len(times))]
        figures["all contradictions ms"] = 1000 * timed(asked.contradictions)
    figures["all contradictions networkx ms"] = 1000 * timed(lambda: scan(graph))
    figures["paths networkx ms"] = 1000 * timed(lambda: list(islice(simple_paths(graph, *pairs[0]), 20)))
    return figures


def scan(graph: nx.MultiDiGraph) -> list[tuple[str, str, str]]:
    """All contradictions by a full scan."""
    return [
        (source, target, key)
        for source, target, key, data in graph.edges(keys=True, data=True)
        if data["status"] == "conflicting" or (data["authors_for"] and data["authors_against"])
    ]


def simple_paths(graph: nx.MultiDiGraph, one: str, other: str) -> Iterator[list[str]]:
    """Paths by NetworkX, whichever way the edges point."""
    return nx.all_simple_paths(graph.to_undirected(as_view=True), one, other, cutoff=3)


def build() -> dict[str, float]:
    """`build_graph` beside bare ``add_node`` and ``add_edge`` with the same attributes."""
    world = records(60_000)
    seconds = timed(lambda: build_graph(*world))
    graph = build_graph(*world)
    rows = [(u, v, key, dict(data)) for u, v, key, data in graph.edges(keys=True, data=True)]
    nodes = [(node, dict(data)) for node, data in graph.nodes(data=True)]
    bare = nx.MultiDiGraph()

    def add() -> None:
        for node, data in nodes:
            bare.add_node(node, **data)
        for source, target, key, data in rows:
            bare.add_edge(source, target, key, **data)

    peer = timed(add)
    return {
        "build edges/s": len(rows) / seconds,
        "bare edges/s": len(rows) / peer,
        "build of the bare speed": peer / seconds,
    }


def records(posts: int) -> tuple[list[Thread], list[Findings], dict[str, list[Resolution]], list[Link], Any]:
    """Posts with six mentions and a claim each, in threads of twenty."""
    chance = random.Random(0)
    concepts = {f"X:{n}": Concept(id=f"X:{n}", name=f"concept {n}", type="drug") for n in range(2000)}
    names = list(concepts)
    written = [Post(id=f"p{n}", number=str(n), author=f"u{n % 5000}", text="x" * 300) for n in range(posts)]
    threads = [
        Thread(id=f"t{n}", path="", kind="thread", engine="text", posts=tuple(written[n : n + 20]))
        for n in range(0, posts, 20)
    ]
    found = []
    for post in written:
        places = [(20 * i, names[int(2000 * chance.random() ** 2)]) for i in range(6)]
        mentions = tuple(
            Mention(start=s, end=s + 9, text="x" * 9, type="drug", concept_id=c, name=c) for s, c in places
        )
        known = {"subject": 0, "predicate": "has_adverse_event", "object": 1, "rule": "r", "score": 0.9}
        claim = Claim(id=f"{post.id}#0", start=0, end=90, text="x" * 90, kind="experience", **known)
        found.append(Findings(id=post.id, mentions=mentions, claims=(claim,)))
    return threads, found, {}, [], concepts.get


def run() -> dict[str, float]:
    """All figures."""
    return exports() | queries() | build()


if __name__ == "__main__":
    for name, figure in run().items():
        sys.stdout.write(f"{name}: {figure:.3g}\n")
