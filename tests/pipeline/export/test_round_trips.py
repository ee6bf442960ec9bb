"""Every format gives back what was put in; only what it cannot hold becomes U+FFFD."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.export import export
from pipeline.export.columns import NOT_XML
from pipeline.query import KnowledgeGraph
from tests.pipeline.export.graphs import TYPED, graphs

NODES = st.text("abcXYZ09:/", min_size=1, max_size=4)
TRIPS = settings(max_examples=25)


def xml(value):
    """A value as XML holds it; a list is a joined text."""
    text = " | ".join(value) if isinstance(value, tuple) else value
    return NOT_XML.sub("\ufffd", text) if isinstance(text, str) else text


def gexf(value):
    """A value as our GEXF holds it: a joiner parts INF, which is taken out again on reading."""
    held = xml(value)
    return held.replace("\u200d", "") if isinstance(held, str) else held


def utf8(value):
    """A value as UTF-8 holds it: lone surrogates become U+FFFD."""
    if isinstance(value, tuple):
        return tuple(map(utf8, value))
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def finite(value):
    """A value as JSON holds it: a number that is not finite is null."""
    return None if value in (float("inf"), float("-inf")) else utf8(value)


def read_gexf(path):
    read = dict(nx.read_gexf(path).nodes(data=True))
    own = ("label", "community")
    return {node: {n: gexf(v) for n, v in data.items() if n not in own} for node, data in read.items()}


def read_graphml(path):
    return dict(nx.read_graphml(path, force_multigraph=True).nodes(data=True))


def read_json(path):
    read = json.loads(path.read_text())["nodes"]
    tupled = [{n: tuple(v) if isinstance(v, list) else v for n, v in node.items()} for node in read]
    return {node.pop("id"): node for node in tupled}


def read_parquet(path):
    return dict(KnowledgeGraph.open(path).to_networkx().nodes(data=True))


READERS = {
    "gexf": (read_gexf, gexf),
    "graphml": (read_graphml, xml),
    "json": (read_json, finite),
    "parquet": (read_parquet, utf8),
}


def columns(graph, format):
    """The names that attributes are written by: no two of a table differ in case only."""
    names = {}
    for name in (name for data in graph.nodes.values() for name in data):
        taken = {other.lower() for other in names.values()} if format != "json" else ()
        names.setdefault(name, f"{name}_2" if name.lower() in taken else name)
    return names


@pytest.mark.parametrize("format", READERS)
def test_attributes_come_back_as_they_were(format):
    read, held = READERS[format]

    @TRIPS
    @given(graphs(TYPED, NODES))
    def comes_back(graph):
        with tempfile.TemporaryDirectory() as folder:
            export(graph, Path(folder) / "g", format)
            found = read(Path(folder) / "g")
        names = columns(graph, format)
        assert found == {n: {names[a]: held(v) for a, v in d.items()} for n, d in graph.nodes(data=True)}

    comes_back()


@TRIPS
@given(graphs())
def test_any_graph_has_as_many_rows_of_csv(graph):
    with tempfile.TemporaryDirectory() as folder:
        export(graph, Path(folder), "csv")
        counts = []
        for name in ("nodes", "edges"):
            with (Path(folder) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            counts.append(len(rows) - 1)
            assert len({len(row) for row in rows}) == 1
            assert not any(cell.lstrip().startswith(("=", "+", "@")) for row in rows for cell in row)

    assert counts == [len(graph), graph.number_of_edges()]


@pytest.mark.parametrize("format", ["graphml", "json", "parquet", "gexf"])
def test_any_graph_comes_back_with_all_nodes_and_edges(format):
    readers = {
        "graphml": lambda path: nx.read_graphml(path, force_multigraph=True),
        "gexf": nx.read_gexf,
        "json": lambda path: nx.node_link_graph(json.loads(path.read_text()), edges="edges"),
        "parquet": lambda path: KnowledgeGraph.open(path).to_networkx(),
    }

    @TRIPS
    @given(graphs())
    def comes_back(graph):
        with tempfile.TemporaryDirectory() as folder:
            export(graph, Path(folder) / "g", format)
            read = readers[format](Path(folder) / "g")
        assert (len(read), read.number_of_edges()) == (len(graph), graph.number_of_edges())

    comes_back()
