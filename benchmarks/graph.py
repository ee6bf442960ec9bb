"""Graph, exports and queries on 500,000 edges, each beside NetworkX in the same run.

Figures are seconds, megabytes of added memory, edges a second, and ratios to the peer; the reference graph
has the shape of a large board: most edges are mentions with eight attributes. Each step runs in a process of its
own, one at a time, so that memory is measured honestly.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx

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


def plain_graph() -> nx.MultiDiGraph:
    """A graph of mentions."""
    graph = nx.MultiDiGraph()
    graph.add_edges_from(evidence())
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
    """Seconds that an action takes."""
    start = time.process_time()
    action()
    return time.process_time() - start
