"""What holds for every format; a new one is covered as soon as it stands in the table."""

from __future__ import annotations

import csv
import json
import os
from importlib import import_module

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ExportError, GraphError, UnknownName, UsageError
from pipeline.export import WRITERS, export
from pipeline.export.kgx import OWN
from pipeline.export.spreadsheet import guarded
from tests.pipeline.graph_sample import sample

FOREIGN = sorted(set(WRITERS) - {"kgx", "html"})
"""Formats that take any graph, not only ours."""
WORDS = ("Finasteride killed my", "never gave me")


def everything(path):
    if path.is_file():
        return {"": path.read_bytes()}
    return {file.name: file.read_bytes() for file in sorted(path.iterdir())}


@pytest.mark.parametrize("format", WRITERS)
def test_a_format_writes_what_it_reads_back(graph, tmp_path, format):
    export(graph, tmp_path / "out", format)

    nodes, edges = import_module(WRITERS[format]).count(tmp_path / "out")
    assert nodes > 4
    assert edges >= 4


@pytest.mark.parametrize("format", WRITERS)
def test_the_same_graph_gives_the_same_bytes(tmp_path, format):
    for name in "ab":
        export(sample().graph(), tmp_path / name, format)

    assert everything(tmp_path / "a") == everything(tmp_path / "b")


@pytest.mark.parametrize("format", WRITERS)
def test_an_empty_graph_is_written(tmp_path, format):
    export(nx.MultiDiGraph(), tmp_path / "out", format)

    assert import_module(WRITERS[format]).count(tmp_path / "out") == (0, 0)


@pytest.mark.parametrize("format", FOREIGN)
def test_hostile_attributes_are_written(hostile, tmp_path, format):
    export(hostile, tmp_path / "out", format)

    assert import_module(WRITERS[format]).count(tmp_path / "out") == (4, 5)


@pytest.mark.parametrize("format", sorted(set(WRITERS) - {"parquet", "kgx"}))
def test_quotes_can_be_left_out(tmp_path, format):
    for quotes in (True, False):
        export(sample().graph(), tmp_path / str(quotes), format, quotes=quotes)
        said = b"".join(everything(tmp_path / str(quotes)).values()).decode()

        assert any(words in said for words in WORDS) == (quotes and format != "html")
        assert ("killed my" in said) == quotes


def test_parquet_without_quotes_has_no_column_of_words(tmp_path):
    import pyarrow.parquet as pq

    export(sample().graph(), tmp_path, "parquet", quotes=False)

    assert "quote" not in pq.read_schema(tmp_path / "edges.parquet").names
    assert "subject_text" not in pq.read_schema(tmp_path / "nodes.parquet").names


@pytest.mark.parametrize("format", WRITERS)
def test_a_failed_write_leaves_the_old_file(graph, tmp_path, format, monkeypatch):
    export(graph, tmp_path / "out", format)
    before = everything(tmp_path / "out")
    monkeypatch.setattr(import_module(WRITERS[format]), "count", lambda path: (0, 0))

    with pytest.raises(ExportError, match="reads back with"):
        export(sample().without_post("a-1").graph(), tmp_path / "out", format)
    assert everything(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_place_that_cannot_be_written_is_named(graph, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(ExportError, match=r"file/out\.gexf cannot be written"):
        export(graph, tmp_path / "file" / "out.gexf", "gexf")


@pytest.mark.parametrize("format", WRITERS)
@pytest.mark.parametrize(
    "part",
    [
        {"layer": "concepts"},
        {"layer": "evidence"},
        {"types": ("claim", "drug")},
        {"types": ("paper",)},
        {"since": "2022"},
        {"top": 1},
        {"around": "HP:0030018", "depth": 1},
        {"around": "HP:0030018", "depth": 0},
        {"quotes": False},
    ],
    ids=str,
)
def test_every_part_of_a_graph_is_written_in_every_format(graph, tmp_path, format, part):
    export(graph, tmp_path / "out", format, **part)

    assert import_module(WRITERS[format]).count(tmp_path / "out")[0] <= len(graph)


@pytest.mark.parametrize("other", [nx.Graph, nx.DiGraph, nx.MultiGraph])
def test_another_kind_of_graph_is_refused_with_what_mends_it(tmp_path, other):
    with pytest.raises(UsageError, match=r"networkx\.MultiDiGraph\(graph\) makes one"):
        export(other([("a", "b")]), tmp_path / "x", "gexf")


def test_a_report_is_made_of_our_graphs_only(tmp_path):
    with pytest.raises(GraphError, match="type None is not one of thread"):
        export(nx.MultiDiGraph([("a", "b")]), tmp_path / "x", "html")


def test_an_unknown_format_names_the_known_ones(graph, tmp_path):
    with pytest.raises(UnknownName, match="did you mean gexf"):
        export(graph, tmp_path / "x", "gefx")


def test_graphml_gives_networkx_the_same_graph(graph, tmp_path):
    export(graph, tmp_path / "g.graphml", "graphml")
    read = nx.read_graphml(tmp_path / "g.graphml")

    assert set(read) == set(graph)
    assert read.number_of_edges() == graph.number_of_edges()
    assert read.nodes["claim:a-1#0"]["quote"] == graph.nodes["claim:a-1#0"]["quote"]
    assert read.nodes["claim:a-1#0"]["counted"] is True


def test_node_link_json_gives_networkx_the_same_graph(graph, tmp_path):
    export(graph, tmp_path / "g.json", "json")
    read = nx.node_link_graph(json.loads((tmp_path / "g.json").read_text()), edges="edges")

    assert set(read.edges(keys=True)) == set(graph.edges(keys=True))
    assert read.nodes["CHEBI:5062"]["synonyms"] == list(graph.nodes["CHEBI:5062"]["synonyms"])


def test_an_attribute_never_hides_the_id_of_a_node_or_the_ends_of_an_edge(hostile, tmp_path):
    export(hostile, tmp_path / "g.json", "json")
    read = json.loads((tmp_path / "g.json").read_text())

    assert read["nodes"][1]["id"] == "a|b"
    assert read["nodes"][1]["id_value"] == "shadow"
    assert read["edges"][1]["source_value"] == "s"


def kgx(graph, path):
    export(graph, path, "kgx")
    return [
        [json.loads(line) for line in (path / f"{name}.jsonl").read_text().splitlines()]
        for name in ("nodes", "edges")
    ]


def test_kgx_speaks_biolink(graph, tmp_path):
    nodes, edges = kgx(graph, tmp_path)
    relation = next(edge for edge in edges if edge.get("phase") == "on_drug")

    assert relation["category"] == ["biolink:ChemicalOrDrugOrTreatmentAdverseEventAssociation"]
    assert relation["predicate"] == "biolink:has_adverse_event"
    assert (relation["knowledge_level"], relation["agent_type"]) == ("observation", "text_mining_agent")
    assert "PMID:1234" in relation["publications"]
    ids = {node["id"] for node in nodes}
    assert all({edge["subject"], edge["object"], *edge.get("publications", ())} <= ids for edge in edges)


def test_kgx_calls_no_adverse_event_what_comes_after_the_drug(graph, tmp_path):
    _, edges = kgx(graph, tmp_path)
    after = next(edge for edge in edges if edge.get("phase") == "after_stopping")

    assert (after["predicate"], after["original_predicate"]) == ("biolink:affects", "has_adverse_event")


def test_kgx_is_valid_by_the_biolink_model(graph, tmp_path):
    """Run where the package biolink-model is installed; our own attributes are no part of the model."""
    model = pytest.importorskip("biolink_model.datamodel.pydanticmodel_v2", reason="needs biolink-model")
    nodes, edges = kgx(graph, tmp_path)

    for record in [*nodes, *edges]:
        class_ = getattr(model, record["category"][0].removeprefix("biolink:"))
        class_(**{name: value for name, value in record.items() if name not in OWN.split()})


def test_csv_has_the_columns_gephi_knows(graph, tmp_path):
    export(graph, tmp_path, "csv")
    with (tmp_path / "edges.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert {"Source", "Target", "Type", "Kind", "Id", "Label", "Weight"} <= set(rows[0])
    assert len({(row["Source"], row["Target"], row["Kind"]) for row in rows}) == len(rows)
    assert all(float(row["Weight"]) > 0 for row in rows)


@given(st.text())
def test_no_cell_begins_a_formula(text):
    cell = guarded(text)

    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert not cell.startswith(("\t", "\r"))
    cell.encode()


def test_csv_of_hostile_texts_reads_as_many_rows(hostile, tmp_path):
    export(hostile, tmp_path, "csv")
    with (tmp_path / "nodes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert [row["Id"] for row in rows] == ["a b<c>", "a%7Cb", "1", "1_2"]


def test_a_megabyte_in_one_attribute_is_written(tmp_path):
    graph = nx.MultiDiGraph()
    graph.add_node("a", quote='"<&\n' * 250_000)
    for format in FOREIGN:
        export(graph, tmp_path / format, format)

    assert nx.read_graphml(tmp_path / "graphml").nodes["a"]["quote"].count("&") == 250_000


def test_a_draft_never_stays_behind(graph, tmp_path):
    for format in WRITERS:
        export(graph, tmp_path / format, format)

    assert sorted(os.listdir(tmp_path)) == sorted(WRITERS)
