from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.export import drawing


def random_graph(nodes: int, edges: int) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(nx.gnm_random_graph(nodes, edges, seed=1, directed=True))
    nx.set_node_attributes(graph, {n: f"a name of {n}" for n in graph}, "label")
    return graph


def test_no_two_labels_overlap():
    graph = random_graph(150, 300)
    drawn = drawing.draw(graph)
    centres = np.array([drawn.positions[n] for n in graph])
    boxes = np.array([drawing._box(graph, n) for n in graph])
    gaps = np.abs(centres[:, None] - centres[None, :])
    overlaps = (gaps + 0.02 < (boxes[:, None] + boxes[None, :]) / 2).all(axis=2)
    np.fill_diagonal(overlaps, False)

    assert not overlaps.any()


def test_the_order_of_nodes_and_edges_does_not_matter():
    graph = random_graph(40, 80)
    other = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    one, two = drawing.draw(graph), drawing.draw(other)

    assert dict(one.positions) == dict(two.positions)
    assert dict(one.communities) == dict(two.communities)


def test_a_graph_too_large_to_look_at_gets_no_layout():
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(drawing.LAYOUT_NODES + 1))

    assert not drawing.draw(graph).positions


def test_communities_are_numbered_from_the_largest():
    graph = nx.MultiDiGraph(nx.disjoint_union(nx.complete_graph(7), nx.complete_graph(4)))
    communities = drawing.draw(graph).communities

    assert [communities[n] for n in range(11)] == [0] * 7 + [1] * 4


def test_many_equal_fractions_as_weights_end():
    graph = random_graph(120, 700)
    nx.set_edge_attributes(graph, 0.1 + 0.2, "weight")

    assert len(drawing.draw(graph).communities) == 120


def test_size_grows_with_independent_authors():
    assert drawing.size({"author_count": 9}) > drawing.size({"author_count": 4}) > drawing.size({})


@given(
    st.dictionaries(
        st.sampled_from(["author_count", "weight", "date", "year", "status"]), st.text() | st.floats()
    )
)
def test_odd_attributes_still_give_a_picture(data):
    assert drawing.size(data) >= drawing.SMALLEST
    assert drawing.THINNEST <= drawing.thickness(data) <= drawing.THICKEST
    assert drawing.edge_colour(data).startswith("#")
    drawing.since(data)
