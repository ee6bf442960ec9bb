"""What Gephi makes of our files; the stand-in is shown to fall into each trap first."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.export import export
from tests.pipeline.export.gephi_importer import Aborted, gephi_import
from tests.pipeline.export.graphs import graphs

HEAD = '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3"><graph>'
PAIR = '<nodes><node id="a"/><node id="b"/></nodes>'


def page(columns="", nodes=PAIR, edges=""):
    return f"{HEAD}{columns}{nodes}<edges>{edges}</edges></graph></gexf>".encode("utf-8", "surrogatepass")


def column(id_, type_="string", class_="node"):
    return f'<attributes class="{class_}"><attribute id="{id_}" title="{id_}" type="{type_}"/></attributes>'


def node(value, of="x", more=""):
    values = f'<attvalues><attvalue for="{of}" value="{value}"/></attvalues>'
    return f'<nodes><node id="a">{values}{more}</node></nodes>'


def edge(more="", id_="e"):
    return f'<edge id="{id_}" source="a" target="b" {more}/>'


@pytest.mark.parametrize(
    ("trap", "complaint"),
    [
        (page(edges=edge() + edge(id_="f")), "merged into another"),
        (page(edges=edge() + edge('kind="k"')), "there twice"),
        (page(edges=edge('weight="0"')), "weighs nothing"),
        (page(column("x", "double"), node("text")), "is lost"),
        (page(column("x", "long"), node(str(2**63))), "is lost"),
        (page(column("x", "anyURI"), node("http://e.example")), "is ignored"),
        (page(column("x") + column("X"), node("1")), "overwrites another"),
        (page(column("start"), node("1", "start")), "taken for something else"),
        (page(column("type", class_="edge")), "taken for something else"),
        (page(nodes='<nodes><node id="a" pid="b"/></nodes>'), "hierarchy"),
        (page(nodes='<nodes><node id="a" timestamp="1"/></nodes>'), "timestamps without"),
    ],
)
def test_the_importer_falls_into_the_traps_of_gephi(trap, complaint):
    assert any(complaint in text for text in gephi_import(trap).complaints)


def test_the_importer_corrupts_inf():
    assert gephi_import(page(column("x"), node("INFLAMMATION"))).nodes["a"]["x"] == "InfinityLAMMATION"


@pytest.mark.parametrize(
    "trap",
    [
        page(column("x"), node("\x00")),
        page(column("x"), node("\uffff")),
        page(column("x"), node("\ud800")),
        page(column("x"), node("1", more='<viz:color r="0.5" g="0" b="0"/>')),
        page(column("x"), node("1", more='<viz:color hex="#ffffff" a="0.5"/>')),
    ],
)
def test_the_importer_aborts_where_gephi_does(trap):
    with pytest.raises(Aborted):
        gephi_import(trap)


@pytest.mark.parametrize("layer", ["concepts", "evidence", None])
def test_our_graph_is_imported_whole(graph, tmp_path, layer):
    export(graph, tmp_path / "g.gexf", "gexf", layer=layer)
    found = gephi_import((tmp_path / "g.gexf").read_bytes())

    assert found.complaints == []
    if layer is None:
        assert len(found.edges) == graph.number_of_edges()
        assert found.nodes["claim:a-1#0"]["quote"] == graph.nodes["claim:a-1#0"]["quote"]
        assert found.nodes["claim:a-1#0"]["counted"] is True


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs())
def test_any_graph_is_imported_whole(tmp_path, graph):
    export(graph, tmp_path / "g.gexf", "gexf")
    found = gephi_import((tmp_path / "g.gexf").read_bytes())

    assert found.complaints == []
    assert (len(found.nodes), len(found.edges)) == (len(graph), graph.number_of_edges())
    numbers = {v for d in graph.nodes.values() for v in d.values() if isinstance(v, float)}
    texts = {v for d in found.nodes.values() for v in d.values() if isinstance(v, str)}
    assert "Infinity" not in texts or inf in numbers
