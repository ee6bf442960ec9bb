from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.graph_signals import LEAST_AUTHORS, Table, add_signals, figures

CELL = st.integers(0, 10_000)


def graph(*told: tuple[str, str, str], **changes: object) -> nx.MultiDiGraph:
    made = nx.MultiDiGraph()
    for number, (author, drug, symptom) in enumerate(told):
        made.add_node(drug, type="drug")
        made.add_node(symptom, type="symptom")
        claim = {"type": "claim", "subject": drug, "object": symptom, "author_id": author, "counted": True}
        claim |= {"kind": "experience", "experiencer": "author", "negated": False}
        made.add_node(f"claim:{number}", **claim | {"predicate": "has_adverse_event"} | changes)
        made.add_edge(drug, symptom, predicate="has_adverse_event")
    add_signals(made, made.edges(data=True))
    return made


CROWD = [(f"a{n}", "fin", "libido") for n in range(3)] + [(f"b{n}", "iso", "dry lips") for n in range(9)]


def test_a_pair_that_is_told_together_is_a_signal() -> None:
    data = graph(*CROWD).edges["fin", "libido", 0]
    assert data["signal_authors"] == 3
    assert data["prr_low"] < data["prr"] < data["prr_high"]
    assert data["prr"] > 1
    assert data["ic"] > 0


def test_authors_count_and_not_their_posts() -> None:
    data = graph(*CROWD[:2], *CROWD[:2], *CROWD[3:]).edges["fin", "libido", 0]
    assert "signal_authors" not in data


@pytest.mark.parametrize(
    "changes",
    [
        {"counted": False},
        {"negated": True},
        {"kind": "assertion"},
        {"experiencer": "other"},
        {"author_id": "x"},
    ],
)
def test_only_what_authors_suffered_themselves_counts(changes: dict[str, object]) -> None:
    assert "prr" not in graph(*CROWD, **changes).edges["fin", "libido", 0]


@given(st.integers(LEAST_AUTHORS, 10_000), CELL, CELL, CELL)
def test_figures_lie_inside_their_intervals(both: int, drug: int, symptom: int, neither: int) -> None:
    found = figures(Table(both, drug, symptom, neither))
    assert all(math.isfinite(value) for value in found.values())
    for name in ("prr", "ror", "ic"):
        assert found[f"{name}_low"] <= found[name] <= found[f"{name}_high"]


def test_what_is_told_of_all_drugs_alike_is_no_signal() -> None:
    found = figures(Table(10, 90, 100, 900))
    assert (found["prr"], found["ror"]) == (1.0, 1.0)
    assert abs(found["ic"]) < 0.01
