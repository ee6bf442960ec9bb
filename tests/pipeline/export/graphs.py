"""Graphs of every kind, for properties that must hold for all of them."""

from __future__ import annotations

import networkx as nx
from hypothesis import strategies as st

TEXTS = st.one_of(
    st.text(st.characters(), max_size=20),
    st.sampled_from(["INF", "INFLAMMATION", "NaN", "-INF", "\uffff", "\ud800", "\x00", "a\tb\r\n", " x "]),
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    TEXTS,
    st.lists(TEXTS, max_size=3),
    st.dates(),
)
NAMES = st.one_of(
    st.sampled_from(["id", "ID", "label", "type", "weight", "start", "END", "source", "kind", "date"]),
    st.text(st.characters(), max_size=5),
)
ATTRIBUTES = st.dictionaries(NAMES, VALUES, max_size=5)
TYPED = st.fixed_dictionaries(
    {},
    optional={
        "number": st.integers(-(2**63), 2**63 - 1),
        "share": st.floats(allow_nan=False),
        "flag": st.booleans(),
        "words": TEXTS,
        "Words": TEXTS,
        "names": st.lists(TEXTS, min_size=1, max_size=3).map(tuple),
    },
)
"""Attributes of one type a column, as the schema has them."""
NODES = st.one_of(st.integers(0, 3), st.text(st.characters(), max_size=4))


@st.composite
def graphs(draw, attributes=ATTRIBUTES, nodes=NODES):
    graph = nx.MultiDiGraph()
    for node in draw(st.lists(nodes, max_size=5)):
        graph.add_node(node)
        graph.nodes[node].update(draw(attributes))
    ends = st.sampled_from(list(graph)) if graph else st.nothing()
    for source, target in draw(st.lists(st.tuples(ends, ends), max_size=6 if graph else 0)):
        key = graph.add_edge(source, target)
        graph.edges[source, target, key].update(draw(attributes))
    return graph
