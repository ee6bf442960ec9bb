from __future__ import annotations

from typing import Any

import pytest

from pipeline.link import link, link_paper, paper_text
from pipeline.records import Citation, Claim, Findings, Mention, Paper, Span

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


def stance(ours: Claim, *theirs: Claim) -> str:
    read = Findings(id="pmid:1", mentions=MENTIONS, claims=theirs)
    (one,) = link(ours, findings(ours), POST, {0: PAPER}, {"pmid:1": read})
    return one.stance


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
    return link_paper(ours, findings(ours), PAPER.model_copy(update=paper), (), read).mismatches


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


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("0.2 mg", "5 mg", ("dose",)),
        ("1 mg", "1.25 mg", ()),
        ("1 mg", "5 µg", ()),
        ("high doses", "low doses", ("dose",)),
        (None, "5 mg", ()),
    ],
)
def test_doses_far_apart(ours: str | None, theirs: str, expected: tuple[str, ...]) -> None:
    assert mismatches(claim(dose=ours), claim(dose=theirs)) == expected


def test_another_drug_and_another_outcome() -> None:
    dut = MENTIONS[0].model_copy(update={"concept_id": "CHEBI:521033"})
    psa = MENTIONS[1].model_copy(update={"concept_id": "HGNC:6364"})
    assert mismatches(claim(), claim(), (dut, MENTIONS[1])) == ("other_drug",)
    assert mismatches(claim(), claim(), (MENTIONS[0], psa)) == ("different_outcome",)


def test_mismatches_lower_the_score() -> None:
    read = Findings(id="pmid:1", mentions=MENTIONS, claims=(claim(),))
    good = link_paper(claim(), findings(claim()), PAPER, (), read)
    bad = link_paper(claim(), findings(claim()), PAPER.model_copy(update={"status": "retracted"}), (), read)
    assert bad.score < good.score


def test_names_stand_for_mentions_without_a_concept() -> None:
    bare = tuple(mention.model_copy(update={"concept_id": None}) for mention in MENTIONS)
    read = Findings(id="pmid:1", mentions=bare, claims=(claim(),))
    ours = claim()
    assert link_paper(ours, findings(ours, mentions=bare), PAPER, (), read).stance == "supports"
