from __future__ import annotations

import networkx as nx
import pytest

from pipeline.errors import UnknownName, UsageError
from pipeline.export.options import Options, options, select

FINASTERIDE, LIBIDO = "CHEBI:5062", "HP:0030018"


def test_nothing_asked_nothing_changed(graph):
    assert select(graph, options()) is graph


def test_a_layer_holds_its_edges_only(graph):
    part = select(graph, options(layer="concepts"))

    assert {d["layer"] for *_, d in part.edges(data=True)} == {"concepts"}
    assert {d["type"] for _, d in part.nodes(data=True)} == {"drug", "symptom", "condition"}


def test_relations_of_too_few_authors_are_left_out(graph):
    part = select(graph, options(layer="concepts", min_authors=2))

    assert list(part.edges(keys=True)) == [(FINASTERIDE, LIBIDO, "has_adverse_event::on_drug")]
    assert set(part) == {FINASTERIDE, LIBIDO}


def test_types_choose_nodes(graph):
    part = select(graph, options(types=("drug", "symptom")))

    assert {d["type"] for _, d in part.nodes(data=True)} == {"drug", "symptom"}


def test_since_leaves_out_what_is_older(graph):
    part = select(graph, options(since="2022-01-01"))

    assert "post:a-1" not in part
    assert "post:b-1" in part
    assert not part.has_edge(FINASTERIDE, LIBIDO, "has_adverse_event::after_stopping")
    assert part.has_edge(FINASTERIDE, LIBIDO, "has_adverse_event::on_drug")


def test_top_keeps_the_relations_of_most_authors(graph):
    part = select(graph, options(layer="concepts", top=1))

    assert [key for *_, key in part.edges(keys=True)] == ["has_adverse_event::on_drug"]


def test_the_neighbourhood_reaches_as_deep_as_asked(graph):
    near = {
        depth: set(select(graph, options(layer="concepts", around=LIBIDO, depth=depth))) for depth in (0, 1)
    }

    assert near == {0: {LIBIDO}, 1: {LIBIDO, FINASTERIDE}}


def test_quotes_are_taken_out_and_the_graph_is_left_alone(graph):
    part = select(graph, options(quotes=False))

    assert not any("quote" in d for *_, d in part.edges(data=True))
    assert any("quote" in d for *_, d in graph.edges(data=True))
    assert nx.utils.edges_equal(part.edges(keys=True), graph.edges(keys=True), directed=True)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"layer": "third"}, UnknownName),
        ({"types": ("alien",)}, UnknownName),
        ({"colour": 1}, UnknownName),
        ({"top": -1}, UsageError),
        ({"around": "X:0"}, UnknownName),
    ],
)
def test_wrong_options_are_refused(graph, wrong, error):
    with pytest.raises(error):
        select(graph, options(**wrong))


def test_options_are_frozen():
    with pytest.raises(AttributeError):
        Options().top = 3
