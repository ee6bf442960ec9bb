from __future__ import annotations

import random
import unicodedata
from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import GraphError
from pipeline.graph import build_graph
from pipeline.graph_check import check
from pipeline.graph_schema import describe, node_id
from pipeline.records import Concept, Findings, Mention, Resolution, Study
from tests.pipeline.graph_sample import CONCEPTS, IRWIG, TRIAL, sample, thread
from tests.pipeline.graph_sample import post as make_post

FINASTERIDE, LIBIDO, HAIR, ANXIETY = "CHEBI:5062", "HP:0030018", "MONDO:0004907", "HP:0000739"
ON_DRUG = "has_adverse_event::on_drug"


@pytest.fixture(scope="module")
def graph():
    return sample().graph()


def test_every_node_and_edge_belongs_to_one_of_two_layers(graph):
    layers = {d["layer"] for _, d in graph.nodes(data=True)} | {
        d["layer"] for *_, d in graph.edges(data=True)
    }

    assert layers == {"evidence", "concepts"}


def test_quotes_are_what_stands_at_their_offsets(graph):
    texts = {node_id(p.id, "post"): p.text for t in sample().threads for p in t.posts}
    quoted = [d for *_, d in graph.edges(data=True) if d["layer"] == "evidence" and "post_id" in d]
    quoted += [d for _, d in graph.nodes(data=True) if d["type"] == "claim"]

    assert len(quoted) > 30
    assert all(texts[d["post_id"]][d["start"] : d["end"]] == d["quote"] for d in quoted)


def test_a_relation_counts_independent_authors_posts_and_papers_apart(graph):
    relation = graph.edges[FINASTERIDE, LIBIDO, ON_DRUG]

    assert (relation["authors_for"], relation["authors_against"]) == (2, 1)
    assert (relation["post_count"], relation["claim_count"]) == (3, 3)
    assert (relation["papers_for"], relation["papers_against"]) == (1, 1)
    assert relation["papers"] == ("doi:10.1000/irwig", "pmid:1234")


def test_an_author_who_repeats_himself_counts_once():
    world = sample()
    again = world.findings[5].model_copy(update={"id": "b-3"})
    claims = tuple(c.model_copy(update={"id": "b-3#0"}) for c in again.claims)
    blog = world.threads[1]
    more = make_post("b-3", "user_2", "2022-02-02", blog.posts[1].text)
    threads = (world.threads[0], blog.model_copy(update={"posts": (*blog.posts, more)}), world.threads[2])
    repeated = replace(
        world, threads=threads, findings=(*world.findings, again.model_copy(update={"claims": claims}))
    )
    before, after = (w.graph().edges[FINASTERIDE, LIBIDO, ON_DRUG] for w in (world, repeated))

    assert after["post_count"] == before["post_count"] + 1
    assert after["authors_for"] == before["authors_for"]
    assert after["anecdotal_belief"] == before["anecdotal_belief"]


def test_the_two_beliefs_are_never_merged(graph):
    world = sample()
    unlinked = replace(world, links=()).graph()

    assert (
        unlinked.edges[FINASTERIDE, LIBIDO, ON_DRUG]["anecdotal_belief"]
        == graph.edges[FINASTERIDE, LIBIDO, ON_DRUG]["anecdotal_belief"]
    )
    assert unlinked.edges[FINASTERIDE, LIBIDO, ON_DRUG]["literature_belief"] == 0.0


def test_effects_after_stopping_are_a_relation_of_their_own(graph):
    assert graph.edges[FINASTERIDE, LIBIDO, "has_adverse_event::after_stopping"]["authors_for"] == 1


@pytest.mark.parametrize(
    ("subject", "object", "key", "status"),
    [
        (FINASTERIDE, LIBIDO, ON_DRUG, "conflicting"),
        (FINASTERIDE, LIBIDO, "has_adverse_event::after_stopping", "anecdotal_only"),
        ("CHEBI:521033", HAIR, "ameliorates_condition::", "both_agree"),
        ("CHEBI:521033", ANXIETY, "has_adverse_event::", "anecdotal_only"),
    ],
)
def test_status_says_who_agrees(graph, subject, object, key, status):
    assert graph.edges[subject, object, key]["status"] == status


def test_papers_alone_make_a_relation_of_the_literature():
    world = sample()
    shop = world.findings[-1].claims[0]
    links = (world.links[2].model_copy(update={"claim_id": shop.id}),)
    relation = replace(world, links=links).graph().edges[FINASTERIDE, HAIR, "ameliorates_condition::"]

    assert (relation["status"], relation["authors_for"]) == ("literature_only", 0)


def test_questions_and_promotional_claims_are_no_evidence(graph):
    because = {n: d.get("uncounted_because") for n, d in graph.nodes(data=True) if d["type"] == "claim"}

    assert because["claim:a-4#0"] == "question"
    assert because["claim:c-1#0"] == "promotional"
    assert not graph.has_edge(FINASTERIDE, HAIR)
    assert not graph.has_edge(FINASTERIDE, "CHEBI:16330")


def test_an_advertisement_on_a_board_is_no_witness(graph):
    world = sample()
    first, *others = world.threads[0].posts
    spam = world.threads[0].model_copy(
        update={"posts": (first.model_copy(update={"advert": ("sells",)}), *others)}
    )
    sold = replace(world, threads=(spam, *world.threads[1:])).graph()

    assert sold.nodes["claim:a-1#0"]["uncounted_because"] == "promotional"
    assert sold.nodes["post:a-1"]["trust"] == "promotional"
    assert sold.nodes[LIBIDO]["author_count"] == graph.nodes[LIBIDO]["author_count"] - 1


def test_a_copied_claim_does_not_count_and_leads_to_the_first_post(graph):
    copied = replace(sample(), copies={"a-2#0": "a-1"}).graph()
    claim, after = copied.nodes["claim:a-2#0"], "has_adverse_event::after_stopping"

    assert (claim["counted"], claim["uncounted_because"]) == (False, "copied")
    assert claim["copied_from"] == "post:a-1"
    assert graph.has_edge(FINASTERIDE, LIBIDO, after)
    assert not copied.has_edge(FINASTERIDE, LIBIDO, after)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"stance": "contradicts"}, "says_the_contrary"),
        ({"stance": "silent", "mismatches": ("unrelated",)}, "about_something_else"),
        ({"stance": "silent"}, None),
        ({"stance": "contradicts", "basis": "retrieved"}, None),
    ],
)
def test_a_citation_whose_paper_says_something_else_is_marked(said, reason):
    world = sample()
    changed = replace(world, links=(world.links[0].model_copy(update=said),)).graph()

    assert changed.edges["claim:a-1#0", IRWIG.id, "cites:0"].get("miscited_because") == reason


def test_papers_that_are_cited_are_told_from_those_that_were_retrieved(graph):
    relation = graph.edges[FINASTERIDE, LIBIDO, ON_DRUG]

    assert (len(relation["papers"]), relation["papers_cited"]) == (2, 1)


def test_the_design_of_a_study_weighs():
    world = sample()
    mice = TRIAL.model_copy(update={"study": Study(design="animal_study")})
    key = ("CHEBI:521033", HAIR, "ameliorates_condition::")
    people, animals = (replace(world, papers=(paper,)).graph().edges[key] for paper in (TRIAL, mice))

    assert people["literature_belief"] > animals["literature_belief"] > 0


def test_doses_of_a_relation_stand_side_by_side():
    world = sample()
    first = world.findings[0]
    dosed = first.model_copy(update={"claims": (first.claims[0].model_copy(update={"dose": "5 mg"}),)})
    graph = replace(world, findings=(dosed, *world.findings[1:])).graph()

    assert graph.edges[FINASTERIDE, LIBIDO, ON_DRUG]["doses"] == ("5 mg",)


def test_an_advertiser_is_no_independent_author(graph):
    assert graph.nodes[HAIR]["mention_count"] == 2
    assert graph.nodes[HAIR]["author_count"] == 1


def test_a_retracted_paper_is_shown_and_never_counts(graph):
    relation = graph.edges["CHEBI:521033", ANXIETY, "has_adverse_event::"]

    assert graph.nodes["doi:10.1000/gone"]["publication_status"] == "retracted"
    assert (relation["papers_retracted"], relation["papers_for"], relation["literature_belief"]) == (
        1,
        0,
        0.0,
    )


def test_a_citation_that_was_not_found_is_a_paper_with_its_verdict(graph):
    (paper,) = [n for n, d in graph.nodes(data=True) if d.get("verdict") == "not_found"]

    assert paper.startswith("paper:")
    assert graph.nodes[paper]["label"] == "Nobody 2050"
    assert {d["verdict"] for *_, d in graph.in_edges(paper, data=True)} == {"not_found"}


def test_a_citation_nobody_was_asked_about_is_unchecked():
    graph = replace(sample(), resolutions={}).graph()

    assert {d["verdict"] for *_, d in graph.edges(data=True) if d["predicate"] == "cites"} == {"unchecked"}


def test_citations_that_say_the_same_share_a_paper():
    world = sample()
    cited = world.findings[0].citations[1]
    findings = (
        world.findings[0],
        world.findings[1].model_copy(update={"citations": (cited,)}),
        *world.findings[2:],
    )
    missing = [Resolution(verdict="not_found")]
    graph = replace(world, findings=findings, resolutions={**world.resolutions, "a-2": missing}).graph()

    assert len([n for n, d in graph.nodes(data=True) if d.get("verdict") == "not_found"]) == 1


def test_replies_and_quotes_join_posts(graph):
    assert {d["predicate"] for d in graph.get_edge_data("post:a-2", "post:a-1").values()} == {
        "replies_to",
        "quotes",
    }


def test_classes_of_concepts_are_added_up_to_the_top(graph):
    assert graph.has_edge(FINASTERIDE, "LOCAL:5ari", "subclass_of")


def test_a_concept_that_the_terminology_does_not_know_keeps_the_name_of_its_mention():
    world = sample()
    unknown = world.findings[0].mentions[0].model_copy(update={"concept_id": "X:1", "name": "Wonder"})
    first = world.findings[0].model_copy(update={"mentions": (unknown, world.findings[0].mentions[1])})

    assert replace(world, findings=(first,)).graph().nodes["X:1"]["label"] == "Wonder"


def test_a_claim_without_a_concept_stays_in_the_evidence():
    world = sample()
    vague = world.findings[0].mentions[1].model_copy(update={"concept_id": None})
    first = world.findings[0].model_copy(update={"mentions": (world.findings[0].mentions[0], vague)})
    graph = replace(world, findings=(first,), links=()).graph()

    assert graph.nodes["claim:a-1#0"]["object_text"] == "low libido"
    assert "object" not in graph.nodes["claim:a-1#0"]


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(chance: random.Random):
    world = sample()

    def shuffled(items):
        return tuple(chance.sample(items, len(items)))

    other = replace(
        world,
        threads=shuffled(world.threads),
        findings=shuffled(world.findings),
        links=shuffled(world.links),
        resolutions=dict(shuffled(list(world.resolutions.items()))),
    )
    one, two = world.graph(), other.graph()

    assert nx.utils.graphs_equal(one, two)
    assert list(one) == list(two)
    assert list(one.edges) == list(two.edges)


@settings(max_examples=20)
@given(st.sets(st.sampled_from([p.id for t in sample().threads for p in t.posts])))
def test_what_is_deleted_leaves_no_trace(gone):
    world = sample()
    for id_ in gone:
        world = world.without_post(id_)
    kept = tuple(found for found in world.findings if found.id not in gone)
    claims = {claim.id for found in kept for claim in found.claims}
    clean = replace(world, findings=kept, links=tuple(k for k in world.links if k.claim_id in claims))

    assert nx.utils.graphs_equal(world.graph(), clean.graph())
    assert not {f"post:{id_}" for id_ in gone} & set(world.graph())


def test_a_page_that_is_no_thread_adds_nothing():
    listing = thread("l", make_post("l-1", "a", None, "x")).model_copy(update={"kind": "listing"})

    assert len(replace(sample(), threads=(listing,), papers=()).graph()) == 0


@given(st.text())
def test_ids_hold_nothing_that_a_reader_trips_over(text):
    name = node_id(text, "post")

    assert name.startswith("post:")
    assert not {c for c in name if c.isspace() or c == "|" or unicodedata.category(c) in ("Cc", "Cs", "Zs")}
    name.encode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"post_count": "1"}, "post_count is str, the schema says int"),
        ({"colour": "red"}, "colour is not one of"),
        ({"type": "alien"}, "type 'alien' is not one of"),
    ],
)
def test_a_graph_that_breaks_the_schema_is_refused(change, message):
    graph = nx.MultiDiGraph()
    graph.add_node("author:a", **{"label": "a", "type": "author", "layer": "evidence", **change})

    with pytest.raises(GraphError, match=message):
        check(graph)


def test_the_schema_describes_all_that_a_graph_holds(graph):
    described = {(row["what"], row["kind"], row["attribute"]) for row in describe()}
    nodes = {("node", d["type"], name) for _, d in graph.nodes(data=True) for name in d}
    edges = {("edge", d["predicate"], name) for *_, d in graph.edges(data=True) for name in d}

    assert nodes | edges <= described


def test_concepts_carry_their_synonyms(graph):
    assert graph.nodes[FINASTERIDE]["synonyms"] == CONCEPTS[FINASTERIDE].synonyms


def test_class_named_by_a_cross_reference_is_the_concept_it_was_merged_into():
    acne = Concept(id="MONDO:0011438", name="acne", type="condition", xrefs=("HP:0001061",))
    pores = Concept(id="TG:0000013", name="clogged pores", type="symptom", parents=("HP:0001061",))
    known = {"MONDO:0011438": acne, "HP:0001061": acne, "TG:0000013": pores}
    mention = Mention(start=0, end=5, text="pores", type="symptom", concept_id="TG:0000013")
    page = thread("t", make_post("1", "ann", None, "pores"))
    built = build_graph([page], [Findings(id="1", mentions=(mention,))], {}, [], known.get)
    assert built.has_edge("TG:0000013", "MONDO:0011438", "subclass_of")
    assert "HP:0001061" not in built


@pytest.mark.parametrize(
    ("phase", "contested"),
    [("on_drug", True), (None, True), ("after_stopping", False)],
)
def test_the_opposite_is_a_contradiction_in_the_same_phase_only(phase, contested):
    world = sample()
    (found,) = [f for f in world.findings if f.id == "b-2"]
    first = found.claims[0].model_copy(update={"predicate": "ameliorates_condition", "phase": phase})
    others = (f for f in world.findings if f.id not in ("a-3", "b-2"))
    graph = replace(
        world, findings=(*others, found.model_copy(update={"claims": (first,)})), links=()
    ).graph()

    key = f"ameliorates_condition::{phase or ''}"
    assert graph.edges[FINASTERIDE, LIBIDO, ON_DRUG]["contested"] is contested
    assert graph.edges[FINASTERIDE, LIBIDO, key]["contested"] is (contested or phase == "after_stopping")
