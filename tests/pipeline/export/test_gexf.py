from __future__ import annotations

import json
import os
import shutil
import subprocess

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from pipeline.export import export
from tests.pipeline.export.graphs import graphs
from tests.pipeline.graph_sample import sample

NAMESPACE = {"g": "http://gexf.net/1.3"}
GRAPHOLOGY = """
const Graph = require("graphology"), gexf = require("graphology-gexf"), fs = require("fs");
for (const file of process.argv.slice(1)) {
  const graph = gexf.parse(Graph, fs.readFileSync(file, "utf-8"));
  console.log(JSON.stringify([graph.order, graph.size, graph.getNodeAttributes(graph.nodes()[0])]));
}
"""


@pytest.fixture(scope="session")
def schema(shared):
    return etree.XMLSchema(etree.parse(shared / "gexf_schema" / "1.3" / "gexf.xsd"))


def written(graph, path, **options):
    export(graph, path, "gexf", **options)
    return etree.parse(path)


def elements(tree, path):
    return tree.iterfind(f".//{path}", NAMESPACE)


@pytest.mark.parametrize("layer", ["concepts", "evidence", None])
def test_files_are_valid(graph, schema, tmp_path, layer):
    schema.assertValid(written(graph, tmp_path / "g.gexf", layer=layer))


def test_hostile_files_are_valid(hostile, schema, tmp_path):
    schema.assertValid(written(hostile, tmp_path / "g.gexf"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs())
def test_any_graph_gives_a_valid_file_that_networkx_reads(schema, tmp_path, graph):
    tree = written(graph, tmp_path / "g.gexf")
    schema.assertValid(tree)
    read = nx.read_gexf(tmp_path / "g.gexf")

    assert len(read) == len(graph)
    assert read.number_of_edges() == graph.number_of_edges()
    ids = [edge.get("id") for edge in elements(tree, "g:edge")]
    assert len(ids) == len(set(ids))


def test_networkx_reads_the_same_counts_and_values(graph, tmp_path):
    written(graph, tmp_path / "g.gexf")
    read = nx.read_gexf(tmp_path / "g.gexf")

    assert (len(read), read.number_of_edges()) == (len(graph), graph.number_of_edges())
    assert read.nodes["HP:0030018"]["author_count"] == 3
    assert read.nodes["CHEBI:5062"]["synonyms"] == "Propecia | fin"


def test_graphology_reads_the_same_counts(graph, hostile, tmp_path):
    modules = os.environ.get("THREADGRAPH_NODE_MODULES", "")
    if not shutil.which("node") or not os.path.isdir(os.path.join(modules, "graphology-gexf")):
        pytest.skip("needs Node and THREADGRAPH_NODE_MODULES with graphology and graphology-gexf")
    some = {"concepts": graph, "evidence": graph, "hostile": hostile}
    for name, one in some.items():
        written(one, tmp_path / f"{name}.gexf", layer=name if one is graph else None)
    read = [nx.read_gexf(tmp_path / f"{name}.gexf") for name in some]
    command = ["node", "-e", GRAPHOLOGY, *(str(tmp_path / f"{name}.gexf") for name in some)]
    done = subprocess.run(command, env={**os.environ, "NODE_PATH": modules}, capture_output=True, check=True)
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]

    assert [tuple(answer[:2]) for answer in answers] == [(len(g), g.number_of_edges()) for g in read]
    assert answers[0][2]["color"] == "rgb(59,111,182)"
    assert {"x", "y", "size"} <= set(answers[0][2])


def test_what_gephi_merges_is_kept_apart_by_kind(graph, hostile, tmp_path):
    for one in (graph, hostile):
        edges = list(elements(written(one, tmp_path / "g.gexf"), "g:edge"))
        places = [(edge.get("source"), edge.get("target"), edge.get("kind")) for edge in edges]

        assert len(places) == len(set(places))
        assert len({edge.get("kind") for edge in edges}) < 25


def test_no_column_has_a_name_that_gephi_takes_for_something_else(graph, hostile, tmp_path):
    taken = {"id", "label", "start", "end", "timestamp", "weight", "source", "target", "kind"}
    for one in (graph, hostile):
        tree = written(one, tmp_path / "g.gexf")
        for class_ in ("node", "edge"):
            titles = [c.get("title") for c in elements(tree, f"g:attributes[@class='{class_}']/g:attribute")]
            folded = [title.casefold() for title in titles]

            assert not taken & set(folded)
            assert len(folded) == len(set(folded))
        assert "type" not in folded


def test_every_weight_is_one_that_gephi_keeps(hostile, tmp_path):
    weights = [e.get("weight") for e in elements(written(hostile, tmp_path / "g.gexf"), "g:edge")]

    assert [float(weight) for weight in weights if weight] == [0.001, 0.001, 1.0, 2.0]


def test_inf_in_a_word_is_parted(hostile, tmp_path):
    written(hostile, tmp_path / "g.gexf")
    texts = [v.get("value") for v in elements(etree.parse(tmp_path / "g.gexf"), "g:attvalue")]

    assert any("I\u200dNFLAMMATION" in text for text in texts)
    assert not any("INF" in text for text in texts)


def test_colours_are_whole_numbers_under_the_literal_prefix(graph, tmp_path):
    written(graph, tmp_path / "g.gexf")
    page = (tmp_path / "g.gexf").read_text()

    assert '<viz:color r="59" g="111" b="182"/>' in page
    assert "hex=" not in page


def test_edges_are_coloured_by_status_and_as_thick_as_belief(graph, tmp_path):
    tree = written(graph, tmp_path / "g.gexf", layer="concepts")
    looks = {
        e.get("id").split("|")[1] + e.get("target"): (
            e.find("g:color", NAMESPACE).get("r"),
            float(e.find("g:thickness", NAMESPACE).get("value")),
        )
        for e in elements(tree, "g:edge")
    }

    assert looks["has_adverse_event::on_drugHP:0030018"][0] == "200"
    assert looks["has_adverse_event::on_drugHP:0030018"][1] > looks["has_adverse_event::HP:0000739"][1] > 1


def test_dates_make_a_timeline(graph, tmp_path):
    tree = written(graph, tmp_path / "g.gexf")
    starts = {node.get("id"): node.get("start") for node in elements(tree, "g:node")}

    assert tree.find("g:graph", NAMESPACE).get("timerepresentation") == "interval"
    assert starts["post:a-1"] == "2020-01-05"
    assert starts["pmid:1234"] == "1998-01-01"
    assert starts["post:a-4"] is None


def test_a_date_that_is_none_is_left_out(tmp_path):
    graph = nx.MultiDiGraph()
    graph.add_node("a", date="2020-13-45")

    assert "start=" not in etree.tostring(written(graph, tmp_path / "g.gexf")).decode()


@pytest.mark.parametrize("nodes", [[], ["a"]])
def test_an_empty_graph_and_one_node_are_files_too(schema, tmp_path, nodes):
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(nodes)

    schema.assertValid(written(graph, tmp_path / "g.gexf"))
    assert len(nx.read_gexf(tmp_path / "g.gexf")) == len(nodes)


def test_the_same_graph_gives_the_same_bytes(tmp_path):
    for name in "ab":
        written(sample().graph(), tmp_path / f"{name}.gexf", layer="concepts")

    assert (tmp_path / "a.gexf").read_bytes() == (tmp_path / "b.gexf").read_bytes()
