from __future__ import annotations

import os
from pathlib import Path

import networkx as nx
import pytest

from tests.pipeline.graph_sample import sample


@pytest.fixture(scope="session")
def graph() -> nx.MultiDiGraph:
    return sample().graph()


@pytest.fixture(scope="session")
def shared() -> Path:
    path = Path(os.environ.get("THREADGRAPH_SHARED", Path(__file__).parents[4] / "shared"))
    if not path.is_dir():
        pytest.skip(f"no shared data at {path}; set THREADGRAPH_SHARED")
    return path


NASTY = "\x00\x1b[2J<b>&amp;</b>\ud800\uffff\ufffe 🙃\u202e\tINFLAMMATION\r\n\"'=1+1"


@pytest.fixture
def hostile() -> nx.MultiDiGraph:
    """Everything that breaks some reader, in one graph."""
    graph = nx.MultiDiGraph()
    graph.add_node(
        "a b<c>", label=NASTY, type="drug", none=None, ids=["x", None, "y"], mixed=1, Case=1, case="x"
    )
    graph.add_node("a|b", id="shadow", label="", mixed="INF", when=__import__("datetime").date(2020, 1, 2))
    graph.add_node(1, mixed=float("nan"), text="NaN", big=2**80, flag=True)
    graph.add_node("1", **{"weird key \x00 <": NASTY})
    graph.add_edge(
        "a b<c>", "a|b", key="k", type="t", start=3, end=9, weight=0, kind=NASTY, id="e", label=NASTY
    )
    graph.add_edge("a b<c>", "a|b", key="l", weight=-1.5, source="s", target="t", predicate="p")
    graph.add_edge("a b<c>", "a|b", key="m", weight=float("inf"), predicate="p")
    graph.add_edge(1, 1, weight=2)
    graph.add_edge("1", 1, mixed=[1, 2])
    return graph
