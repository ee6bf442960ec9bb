from __future__ import annotations

import dataclasses
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import ExportError, UnknownName, UsageError
from pipeline.export import export
from pipeline.query import KnowledgeGraph
from pipeline.query_answers import html_table
from pipeline.query_paths import ends, network, ways
from tests.pipeline.graph_sample import sample

FINASTERIDE, LIBIDO = "CHEBI:5062", "HP:0030018"


@pytest.fixture(scope="module")
def graph():
    return sample().graph()


@pytest.fixture(scope="module")
def asked(graph, tmp_path_factory):
    folder = tmp_path_factory.mktemp("graph")
    export(graph, folder, "parquet")
    return KnowledgeGraph.open(folder)


def ids(claims):
    return {claim.id.removeprefix("claim:") for claim in claims}


def test_the_graph_comes_back_as_it_was(asked, graph):
    assert nx.utils.graphs_equal(asked.to_networkx(), graph)


@pytest.mark.parametrize("name", [FINASTERIDE, "Finasteride", "PROPECIA", " fin "])
def test_concepts_have_many_names(asked, name):
    assert asked.concept(name) == FINASTERIDE


def test_a_wrong_name_lists_near_ones(asked):
    with pytest.raises(UnknownName, match="did you mean finasteride"):
        asked.claims(subject="finasterid")


def test_a_class_stands_for_its_members(asked):
    assert {claim.subject for claim in asked.claims(subject="5-ARI")} == {FINASTERIDE, "CHEBI:521033"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"subject": "finasteride", "object": "low libido"}, {"a-1#0", "a-2#0", "a-3#0", "b-2#0"}),
        ({"phase": "after_stopping"}, {"a-2#0"}),
        ({"negated": True}, {"a-3#0"}),
        ({"kind": "question"}, {"a-4#0"}),
        ({"certainty": "hedged"}, {"b-1#1"}),
        ({"counted": False}, {"a-4#0", "c-1#0"}),
        ({"stance": "contradicts"}, {"a-1#0"}),
        ({"verdict": "retracted"}, {"b-1#1"}),
        ({"status": "both_agree"}, {"b-1#0"}),
        ({"since": "2022-01-02"}, {"b-2#0", "c-1#0"}),
        ({"until": "2020-01-05"}, {"a-1#0"}),
        ({"source": "thread b"}, {"b-1#0", "b-1#1", "b-2#0"}),
        ({"predicate": "ameliorates_condition", "counted": True}, {"b-1#0"}),
        ({"min_score": 0.95}, set()),
    ],
)
def test_claims_pass_filters(asked, filters, expected):
    assert ids(asked.claims(**filters)) == expected


@pytest.mark.parametrize(
    ("filters", "near"),
    [
        ({"kind": "experience "}, "did you mean experience"),
        ({"phase": "after"}, "after_stopping"),
        ({"predicate": "has_adverse_effect"}, "has_adverse_event"),
        ({"status": "conflict"}, "conflicting"),
        ({"sbject": "finasteride"}, "did you mean"),
    ],
)
def test_a_wrong_filter_or_value_lists_the_near_ones(asked, filters, near):
    with pytest.raises(UnknownName, match=near):
        asked.claims(**filters)


def test_a_date_must_be_one(asked):
    with pytest.raises(UsageError, match="since must be an ISO date"):
        asked.claims(since="last May")


def test_a_month_holds_all_its_days(asked):
    assert ids(asked.claims(until="2020-01")) == {"a-1#0"}


def test_belief_filters_claims_by_their_relation(asked):
    assert ids(asked.claims(min_literature=0.4, predicate="biolink:ameliorates_condition")) == {"b-1#0"}


def test_evidence_leads_to_a_quoted_sentence_and_to_papers(asked):
    evidence = asked.evidence("claim:a-1#0")
    text = sample().threads[0].posts[0].text

    assert evidence.claim.quote == text[evidence.claim.start : evidence.claim.end]
    assert (evidence.post, evidence.thread, evidence.trust) == ("#1 user_1", "Thread a", "board")
    assert {(r.paper.label.split(":")[0], r.stance, r.verdict) for r in evidence.papers} == {
        ("Irwig 2011", "supports", None),
        ("Irwig 2011", None, "verified"),
        ("Kaufman 1998", "contradicts", None),
        ("Nobody 2050", None, "not_found"),
    }


def test_evidence_takes_a_claim_too(asked):
    claim = asked.claims(kind="question")[0]

    assert asked.evidence(claim).claim == claim


def test_a_wrong_claim_is_refused(asked):
    with pytest.raises(UnknownName, match="no claim 'claim:z'"):
        asked.evidence("claim:z")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"verdict": "not_found"}, {"Nobody 2050"}),
        ({"publication_status": "retracted"}, {"2015: Anxiety explained"}),
        ({"stance": "contradicts"}, {"Kaufman 1998: A trial of finasteride"}),
        ({"concept": "hair loss"}, {"Kaufman 1998: A trial of finasteride"}),
    ],
)
def test_papers_pass_filters(asked, filters, expected):
    assert {paper.label for paper in asked.papers(**filters)} == expected


def test_neighbors_are_relations_at_either_end(asked):
    assert {r.subject for r in asked.neighbors("low libido")} == {FINASTERIDE}
    assert {r.phase for r in asked.neighbors("finasteride", status="anecdotal_only")} == {"after_stopping"}
    assert len(asked.neighbors("finasteride", min_authors=2)) == 1
    assert len(asked.neighbors("finasteride", min_literature=0.9)) == 0
    assert len(asked.neighbors("DHT")) == 0


def test_relations_keep_the_two_beliefs_apart(asked):
    (relation,) = asked.relations(subject="dutasteride", object="hair loss")

    assert (relation.anecdotal_belief, relation.literature_belief) == (0.36, 0.4275)
    assert relation.papers == ("pmid:1234",)


def test_contradictions_have_both_sides(asked):
    assert [r.label for r in asked.contradictions()] == ["has adverse event (on it)"]
    assert len(asked.contradictions("dutasteride")) == 0


def test_unsupported_claims_have_no_paper_on_either_side(asked):
    assert ids(asked.unsupported()) == {"a-2#0", "a-3#0", "b-1#1", "b-2#0"}
    assert ids(asked.unsupported("dutasteride")) == {"b-1#1"}


def test_miscited_names_what_does_not_hold(asked):
    assert {(m.quote, m.verdict, m.disagrees) for m in asked.miscited()} == {
        ("Nobody 2050", "not_found", ()),
        ("Gone 2015", "retracted", ("year",)),
    }


def test_timeline_counts_claims_and_their_authors(asked):
    years = [(p.period, p.claims, p.authors) for p in asked.timeline(by="year")]

    assert years == [("2020", 2, 2), ("2021", 1, 1), ("2022", 3, 1)]
    assert [p.period for p in asked.timeline("hair loss", by="day")] == ["2022-01-01"]
    with pytest.raises(UnknownName, match="month"):
        asked.timeline(by="moon")


def test_authors_are_counted_once(asked):
    assert asked.authors_count(subject="finasteride", object="low libido") == 3


def test_paths_are_explained(asked):
    (way,) = asked.paths("hair loss", "anxiety")

    assert way.concepts == ("MONDO:0004907", "CHEBI:521033", "HP:0000739")
    assert way.explain().startswith("dutasteride ameliorates hair loss: 1 author says so")
    assert asked.paths("hair loss", "low libido") == ()
    assert asked.paths("hair loss", "hair loss") == ()
    with pytest.raises(UsageError, match="1 to 3"):
        asked.paths("hair loss", "anxiety", max_length=4)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 9)), min_size=1, max_size=25),
    st.integers(1, 3),
)
def test_paths_are_those_that_networkx_finds(edges, longest):
    import pyarrow as pa

    columns = {"source": [str(a) for a, _, _ in edges], "target": [str(b) for _, b, _ in edges]}
    net = network(ends(pa.table(columns)), np.array([w / 10 for _, _, w in edges]))
    plain = nx.Graph([(str(a), str(b)) for a, b, _ in edges if a != b])
    one, other = net.names[0], net.names[-1]
    found = [tuple(net.names[n] for n in way) for way in ways(net, 0, len(net.names) - 1, longest, 1000)]
    simple = nx.all_simple_paths(plain, one, other, longest) if {one, other} <= set(plain) else []

    assert sorted(found) == sorted(map(tuple, simple if one != other else []))
    assert [len(way) for way in found] == sorted(len(way) for way in found)
    for way in found:
        for step in pairwise(way):
            row = net.relation(*(net.numbers[name] for name in step))
            strongest = max(w for a, b, w in edges if {str(a), str(b)} == set(step))
            assert edges[row][2] == strongest


def test_compare_tells_what_became_of_relations(asked, tmp_path):
    export(sample().without_post("a-2").without_post("b-2").graph(), tmp_path, "parquet")
    before = KnowledgeGraph.open(tmp_path)

    assert [(c.change, c.predicate) for c in asked.compare(before)] == [
        ("new", "has_adverse_event"),
        ("stronger", "has_adverse_event"),
    ]
    assert [c.change for c in before.compare(asked)] == ["withdrawn", "weaker"]
    assert asked.compare(asked) == ()
    assert "authors 1 for" in asked.compare(before)[1].before


def test_answers_are_sequences_of_frozen_records(asked):
    claims = asked.claims()

    assert claims[-1] == list(claims)[-1]
    assert list(claims[1:3]) == list(claims)[1:3]
    with pytest.raises(IndexError):
        claims[99]
    with pytest.raises(dataclasses.FrozenInstanceError):
        claims[0].quote = "other"


def test_answers_become_frames(asked):
    assert asked.claims().to_pandas().shape[0] == len(asked.claims())
    assert asked.claims().to_polars().height == len(asked.claims())
    nodes, edges = asked.to_polars()
    assert (nodes.height, edges.height) == tuple(frame.shape[0] for frame in asked.to_pandas())


def test_a_notebook_shows_texts_as_text(asked):
    (claim, *_) = asked.claims()
    page = html_table([dataclasses.replace(claim, quote="<script>alert(1)</script>")], 1)

    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "conflicting" in asked._repr_html_()


def test_a_folder_without_a_graph_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"nodes\.parquet is missing"):
        KnowledgeGraph.open(tmp_path)


def test_a_broken_table_is_named(tmp_path):
    export(sample().graph(), tmp_path, "parquet")
    (tmp_path / "nodes.parquet").write_bytes(b"nothing")

    with pytest.raises(ExportError, match=r"nodes\.parquet cannot be read"):
        KnowledgeGraph.open(tmp_path).claims()


def test_an_empty_graph_answers_nothing(tmp_path):
    export(nx.MultiDiGraph(), tmp_path, "parquet")
    empty = KnowledgeGraph.open(tmp_path)

    assert len(empty.claims()) == len(empty.relations()) == len(empty.contradictions()) == 0
    assert empty.timeline() == empty.miscited() == ()
    assert len(empty.to_networkx()) == 0


def test_a_graph_without_quotes_still_answers(tmp_path):
    export(sample().graph(), tmp_path, "parquet", quotes=False)
    asked = KnowledgeGraph.open(tmp_path)

    assert {claim.quote for claim in asked.claims()} == {None}
    assert asked.evidence("claim:a-1#0").claim.label.startswith("finasteride")
