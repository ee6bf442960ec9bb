from __future__ import annotations

from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.link import Linker, link, paper_text
from pipeline.records import Citation, Claim, Findings, Link, Mention, Paper, Quantity, Span

POST = "Fin lowers DHT. See this."
MENTIONS = (
    Mention(start=0, end=3, text="Fin", type="drug", concept_id="CHEBI:5062"),
    Mention(start=11, end=14, text="DHT", type="hormone", concept_id="MESH:D013196"),
)
CITATION = Citation(start=16, end=24, text="See this", kind="vague")
PAPER = Paper(id="pmid:1", title="Finasteride in men.", abstract="It lowered DHT.", source="pubmed")


def claim(**changes: Any) -> Claim:
    fields: dict[str, Any] = {
        "id": "c",
        "start": 0,
        "end": 15,
        "text": POST[:15],
        "subject": 0,
        "predicate": "affects",
        "object": 1,
        "direction": "decrease",
        "kind": "assertion",
        "citations": (0,),
        "score": 0.9,
        "rule": "r",
    }
    return Claim(**fields | changes)


def findings(
    *claims: Claim, mentions: tuple[Mention, ...] = MENTIONS, citation: Citation = CITATION
) -> Findings:
    return Findings(id="p", mentions=mentions, citations=(citation,), claims=claims)


MEASURED = PAPER.model_copy(update={"abstract": "Both were measured."})


def linked(ours: Claim, post: Findings, paper: Paper, read: Findings, date: str | None = None) -> Link:
    (one,) = link(ours, post, POST, {0: paper}, {"pmid:1": read}, date=date)
    return one


def stance(ours: Claim, *theirs: Claim) -> str:
    read = Findings(id="pmid:1", mentions=MENTIONS, claims=theirs)
    return linked(ours, findings(ours), MEASURED, read).stance


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ({}, {}, "supports"),
        ({}, {"direction": "increase"}, "contradicts"),
        ({}, {"direction": "none"}, "contradicts"),
        ({}, {"negated": True}, "contradicts"),
        ({"negated": True}, {"direction": "none"}, "supports"),
        ({}, {"direction": "biphasic"}, "mixed"),
        (
            {"predicate": "has_adverse_event", "direction": None},
            {"predicate": "associated_with", "direction": None},
            "supports",
        ),
        (
            {"predicate": "has_adverse_event", "direction": None},
            {"predicate": "ameliorates_condition", "direction": None},
            "contradicts",
        ),
        ({"predicate": "has_metabolite", "direction": None}, {}, "about"),
    ],
)
def test_stance(ours: dict[str, Any], theirs: dict[str, Any], expected: str) -> None:
    assert stance(claim(**ours), claim(**theirs)) == expected


def test_a_paper_that_says_both_is_mixed() -> None:
    assert stance(claim(), claim(), claim(direction="increase")) == "mixed"


def test_a_paper_that_names_both_is_about_them() -> None:
    assert stance(claim()) == "about"


def test_an_unread_paper_is_silent() -> None:
    (one,) = link(claim(), findings(claim()), POST, {0: PAPER}, {})
    assert (one.stance, one.rationale) == ("silent", None)


def test_an_unresolved_citation_gives_no_link() -> None:
    assert link(claim(), findings(claim()), POST, {}, {}) == ()


def test_rationale_points_into_the_paper() -> None:
    text = paper_text(PAPER)
    theirs = claim(start=20, end=35, text=text[20:35], score=0.8)
    read = Findings(id="pmid:1", mentions=MENTIONS, claims=(theirs,))
    (one,) = link(claim(), findings(claim()), POST, {0: PAPER}, {"pmid:1": read})
    assert one.rationale
    assert text[one.rationale.start : one.rationale.end] == one.rationale.text == "It lowered DHT."
    assert (one.basis, one.score) == ("cited", 0.8)


def test_the_abstract_quoted_in_the_post_counts() -> None:
    quoted = Span(start=16, end=25, text=POST[16:25])
    citation = CITATION.model_copy(update={"quoted": quoted})
    theirs = claim(id="q", start=16, end=25, text=POST[16:25])
    (one,) = link(claim(), findings(claim(), theirs, citation=citation), POST, {0: PAPER}, {})
    assert (one.basis, one.stance) == ("quoted", "supports")


def mismatches(
    ours: Claim, theirs: Claim, mentions: tuple[Mention, ...] = MENTIONS, **paper: Any
) -> tuple[str, ...]:
    read = Findings(id="pmid:1", mentions=mentions, claims=(theirs,))
    return linked(ours, findings(ours), PAPER.model_copy(update=paper), read).mismatches


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        ({"abstract": "In rats it lowered DHT."}, ("species",)),
        ({"abstract": "In vitro it lowered DHT."}, ("in_vitro",)),
        ({"abstract": "In rats it lowered DHT.", "mesh": ("Humans", "Rats")}, ()),
        ({"mesh": ("Mice",)}, ("species",)),
        ({"status": "retracted"}, ("retracted",)),
        ({"status": "concern"}, ("expression_of_concern",)),
    ],
)
def test_mismatches_of_the_paper(paper: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert mismatches(claim(), claim(), **paper) == expected


def dosed(dose: str, kind: str = "dose", **value: Any) -> Findings:
    at = Quantity(start=0, end=3, text=dose, kind=kind, **value)
    return findings().model_copy(update={"quantities": (at,)})


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (("0.2 mg", 0.2, "mg"), ("5 mg", 5, "mg"), ("dose",)),
        (("1 mg", 1, "mg"), ("1.25 mg", 1.25, "mg"), ()),
        (("5 mg", 5, "mg"), ("5 mg/kg", 50, "mg/kg"), ()),
        (("high doses", None, None), ("lower doses", None, None), ("dose",)),
        (("high doses", None, None), ("large doses", None, None), ()),
        (("very high dose", None, None), ("higher doses", None, None), ()),
    ],
)
def test_doses_far_apart(ours: Any, theirs: Any, expected: tuple[str, ...]) -> None:
    post, read = (dosed(text, high=value, unit=unit) for text, value, unit in (ours, theirs))
    mine, others = claim(dose=ours[0]), claim(dose=theirs[0])
    read = read.model_copy(update={"claims": (others,)})
    assert linked(mine, post, PAPER, read).mismatches == expected


def test_another_route_is_named() -> None:
    read = dosed("gel", "route", unit="topical").model_copy(update={"claims": (claim(),)})
    one = linked(claim(), dosed("orally", "route", unit="oral"), PAPER, read)
    assert (one.mismatches, one.objections) == (
        ("route",),
        ("the paper's route is topical, the claim's oral",),
    )


def test_evidence_of_a_like_dose_goes_before_the_other() -> None:
    low, high = (
        Quantity(start=s, end=s + 4, text="x", kind="dose", high=v, unit="mg") for s, v in ((0, 1), (20, 9))
    )
    theirs = (claim(dose="1 mg"), claim(dose="9 mg", start=20, end=35, direction="increase"))
    read = Findings(id="pmid:1", mentions=MENTIONS, claims=theirs, quantities=(low, high))
    post = findings().model_copy(update={"quantities": (low,)})
    assert linked(claim(dose="1 mg"), post, PAPER, read).stance == "supports"


def test_another_drug_of_the_class_speaks_with_an_objection() -> None:
    dut = MENTIONS[0].model_copy(update={"concept_id": "CHEBI:521033", "name": "dutasteride"})
    one = linked(
        claim(), findings(), PAPER, Findings(id="pmid:1", mentions=(dut, MENTIONS[1]), claims=(claim(),))
    )
    assert (one.stance, one.mismatches) == ("supports", ("other_drug",))
    assert one.objections == ("about dutasteride, another 5-alpha reductase inhibitor, not Fin",)


def test_a_strange_drug_and_another_outcome_say_nothing() -> None:
    other = MENTIONS[0].model_copy(update={"concept_id": "CHEBI:6942", "name": "minoxidil"})
    psa = MENTIONS[1].model_copy(update={"concept_id": "HGNC:6364", "name": "PSA"})
    assert mismatches(claim(), claim(), (other, MENTIONS[1])) == ("other_drug",)
    assert mismatches(claim(), claim(), (MENTIONS[0], psa)) == ("different_outcome",)
    assert mismatches(claim(), claim(), (other, psa)) == ("unrelated",)


def test_less_of_a_function_is_more_of_its_lack() -> None:
    libido = MENTIONS[1].model_copy(update={"concept_id": "TG:0000005", "name": "libido", "type": "symptom"})
    lack = libido.model_copy(update={"concept_id": "HP:0046504", "name": "Decreased libido"})
    ours = claim(predicate="has_adverse_event", direction="decrease")
    theirs = claim(predicate="has_adverse_event", direction=None)
    read = Findings(id="pmid:1", mentions=(MENTIONS[0], lack), claims=(theirs,))
    post = findings(ours, mentions=(MENTIONS[0], libido))
    assert linked(ours, post, PAPER, read).stance == "supports"
    denied = read.model_copy(update={"claims": (theirs.model_copy(update={"negated": True}),)})
    assert linked(ours, post, PAPER, denied).stance == "contradicts"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2014-05-01", ("retracted", "older_than_retraction")),
        ("2016-01-01", ("retracted",)),
        (None, ("retracted",)),
    ],
)
def test_a_post_may_be_older_than_a_retraction(date: str | None, expected: tuple[str, ...]) -> None:
    gone = PAPER.model_copy(update={"status": "retracted", "status_date": "2015-03"})
    read = Findings(id="pmid:1", mentions=MENTIONS, claims=(claim(),))
    assert linked(claim(), findings(), gone, read, date).mismatches == expected


def test_the_score_is_the_product_of_its_parts() -> None:
    read = Findings(id="pmid:1", mentions=MENTIONS, claims=(claim(certainty="hedged"),))
    one = linked(claim(), findings(), PAPER.model_copy(update={"status": "concern"}), read)
    assert [part.name for part in one.parts] == ["reading", "certainty", "mismatches"]
    assert one.score == pytest.approx(0.9 * 0.7 * 0.5)


def test_a_question_of_a_paper_is_no_evidence() -> None:
    assert stance(claim(), claim(kind="question", certainty="asked")) == "about"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Fin lowered serum DHT by 70 %.", "supports"),
        ("Fin raised serum DHT by 70 %.", "contradicts"),
        ("We asked whether Fin lowers DHT.", "about"),
        ("Fin and DHT were measured.", "about"),
    ],
)
def test_where_no_claim_was_read_the_model_compares_sentences(sentence: str, expected: str) -> None:
    paper = PAPER.model_copy(update={"title": None, "abstract": sentence})
    places = [(sentence.index(m.text), m) for m in MENTIONS]
    mentions = tuple(
        m.model_copy(update={"start": at, "end": at + len(m.text), "name": m.text}) for at, m in places
    )
    one = linked(claim(), findings(mentions=mentions), paper, Findings(id="pmid:1", mentions=mentions))
    assert one.stance == expected
    if expected != "about":
        assert one.rationale
        assert sentence[one.rationale.start : one.rationale.end] == one.rationale.text


def test_names_stand_for_mentions_without_a_concept() -> None:
    bare = tuple(mention.model_copy(update={"concept_id": None}) for mention in MENTIONS)
    read = Findings(id="pmid:1", mentions=bare, claims=(claim(),))
    assert linked(claim(), findings(mentions=bare), PAPER, read).stance == "supports"


def test_retrieved_papers_are_linked_unless_they_are_silent_or_cited() -> None:
    read = Findings(id="pmid:1", mentions=MENTIONS, claims=(claim(),))
    other = PAPER.model_copy(update={"id": "pmid:2"})
    found = link(
        claim(citations=()),
        findings(),
        POST,
        {},
        {"pmid:1": read, "pmid:2": Findings(id="pmid:2")},
        [PAPER, other],
    )
    assert [(one.paper_id, one.basis, one.stance) for one in found] == [("pmid:1", "retrieved", "supports")]
    (cited,) = link(claim(), findings(), POST, {0: PAPER}, {"pmid:1": read}, [PAPER])
    assert cited.basis == "cited"


def test_a_claim_with_a_verb_goes_before_what_a_model_joins() -> None:
    implied = claim(predicate="has_adverse_event", direction=None, rule="induced.pair")
    assert stance(claim(), claim(), implied) == "supports"


def said_in(sentence: str) -> str:
    paper = PAPER.model_copy(update={"title": None, "abstract": sentence})
    theirs = claim(end=len(sentence), text=sentence)
    read = Findings(id="pmid:1", mentions=MENTIONS, claims=(theirs,))
    return linked(claim(), findings(), paper, read).stance


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Fin lowered DHT in all men.", "supports"),
        ("Lower DHT was seen on Fin, but this was not statistically significant.", "supports"),
        ("Lower DHT was seen on Fin; this was not statistically significant.", "contradicts"),
        ("DHT was similar with Fin and placebo.", "contradicts"),
        ("Low DHT was not observed with Fin.", "contradicts"),
        ("We asked whether Fin lowers DHT.", "about"),
        ("We asked whether Fin lowers DHT, and found that it does.", "supports"),
    ],
)
def test_null_results_and_aims_are_no_findings(sentence: str, expected: str) -> None:
    assert said_in(sentence) == expected


def test_a_title_that_only_joins_names_finds_nothing() -> None:
    title = "DHT in men on Fin"
    theirs = claim(end=len(title), text=title, rule="event.phase")
    read = Findings(id="pmid:1", mentions=MENTIONS, claims=(theirs,))
    assert linked(claim(), findings(), MEASURED.model_copy(update={"title": title}), read).stance == "about"


def test_a_sentence_that_names_no_drug_is_about_that_of_the_title() -> None:
    drug, hormone = MENTIONS[0], MENTIONS[1].model_copy(update={"start": 31, "end": 34})
    paper = PAPER.model_copy(
        update={"title": "Fin in men.", "abstract": "Serum levels of the DHT decreased."}
    )
    read = Findings(id="pmid:1", mentions=(drug, hormone))
    one = linked(claim(), findings(), paper, read)
    assert one.stance == "supports"
    assert one.rationale
    assert one.rationale.text == paper.abstract


def test_no_change_that_is_negated_is_no_change() -> None:
    assert stance(claim(), claim(direction="none", negated=True)) == "contradicts"


def test_a_paper_on_the_same_drug_is_about_no_other() -> None:
    treats = claim(predicate="applied_to_treat", direction=None)
    read = Findings(id="pmid:1", mentions=MENTIONS, claims=(treats,))
    one = linked(claim(predicate="has_adverse_event", direction=None), findings(), PAPER, read)
    assert (one.stance, one.mismatches) == ("about", ())


def test_a_mention_may_hold_the_direction() -> None:
    pain = MENTIONS[1].model_copy(update={"concept_id": "HP:0012531", "name": "Pain", "text": "reduced pain"})
    theirs = claim(predicate="has_adverse_event", direction=None)
    ours = claim(predicate="has_adverse_event", direction=None)
    post = findings(ours, mentions=(MENTIONS[0], pain.model_copy(update={"text": "pain"})))
    read = Findings(id="pmid:1", mentions=(MENTIONS[0], pain), claims=(theirs,))
    assert linked(ours, post, PAPER, read).stance == "contradicts"


def test_of_two_readings_of_a_sentence_the_clearly_better_one_counts() -> None:
    assert stance(claim(), claim(score=0.9), claim(score=0.6, direction="increase")) == "supports"
    assert stance(claim(), claim(score=0.9), claim(score=0.88, direction="increase")) == "mixed"
    elsewhere = claim(score=0.6, direction="increase", start=20, end=35)
    assert stance(claim(), claim(score=0.9), elsewhere) == "mixed"


def test_a_function_is_no_ill_that_a_model_can_join_to_a_drug() -> None:
    libido = MENTIONS[1].model_copy(update={"concept_id": "TG:0000005", "name": "libido", "type": "symptom"})
    joined = claim(predicate="has_adverse_event", direction=None, rule="induced.pair.abstract")
    ours = claim(predicate="has_adverse_event", direction="decrease")
    read = Findings(id="pmid:1", mentions=(MENTIONS[0], libido), claims=(joined,))
    post = findings(ours, mentions=(MENTIONS[0], libido))
    assert linked(ours, post, MEASURED, read).stance == "about"


def test_a_claim_of_another_text_is_refused() -> None:
    with pytest.raises(UsageError, match="does not stand in this text"):
        link(claim(), findings(), "Another text.", {}, {})


def test_claims_that_say_the_same_share_what_was_judged() -> None:
    read = Findings(id="pmid:1", mentions=MENTIONS, claims=(claim(),))
    linker, same = Linker({"pmid:1": read}), claim(id="d", citations=())
    (first,), (second,) = (linker.links(c, findings(), {}, [PAPER]) for c in (claim(citations=()), same))
    assert (first.claim_id, second.claim_id) == ("c", "d")
    assert first.parts is second.parts
