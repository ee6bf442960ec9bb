from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.claim_tables import cues, frames, outcomes
from pipeline.extract.claims import ClaimComponent, read_claims
from pipeline.extract.context import contextualise
from pipeline.extract.quantities import read_quantities
from pipeline.records import Citation, Claim, Mention, Span

from .marked import marked


def claims(written: str, citations: tuple[Citation, ...] = ()) -> list[Claim]:
    text, sentences, mentions = marked(written)
    quantities = read_quantities(text, sentences, mentions, citations)
    return list(read_claims(text, sentences, contextualise(text, sentences, mentions), quantities, citations))


def said(written: str) -> set[tuple[str, str, str | None, str]]:
    _, _, mentions = marked(written)
    return {
        (mentions[c.subject].text, c.predicate, c.direction, mentions[c.object].text) for c in claims(written)
    }


@pytest.mark.parametrize(
    ("written", "claim"),
    [
        ("{drug:Fin} lowers {hormone:DHT}.", ("Fin", "affects", "decrease", "DHT")),
        ("{hormone:DHT} is reduced by {drug:fin}.", ("fin", "affects", "decrease", "DHT")),
        ("{drug:Fin} does nothing to {hormone:E2}.", ("Fin", "affects", "none", "E2")),
        (
            "{hormone:ALLO} has a biphasic effect on {symptom:anxiety}.",
            ("ALLO", "affects", "biphasic", "anxiety"),
        ),
        ("{drug:Fin} gave me {symptom:brain fog}.", ("Fin", "has_adverse_event", None, "brain fog")),
        ("I got {condition:PFS} from {drug:fin}.", ("fin", "has_adverse_event", None, "PFS")),
        ("{drug:fin}-induced {condition:depression}", ("fin", "has_adverse_event", None, "depression")),
        ("{drug:Fin} killed my {symptom:libido}.", ("Fin", "has_adverse_event", "decrease", "libido")),
        ("no {symptom:libido} since taking {drug:fin}", ("fin", "has_adverse_event", "decrease", "libido")),
        (
            "{drug:Zoloft} made my {symptom:anxiety} much worse.",
            ("Zoloft", "exacerbates_condition", "increase", "anxiety"),
        ),
        (
            "{drug:Zoloft} helped my {symptom:anxiety}.",
            ("Zoloft", "ameliorates_condition", "decrease", "anxiety"),
        ),
        (
            "{drug:Zoloft} did nothing for my {symptom:panic}.",
            ("Zoloft", "ameliorates_condition", "none", "panic"),
        ),
        ("I take {drug:Zoloft} for {condition:OCD}.", ("Zoloft", "applied_to_treat", None, "OCD")),
        ("{drug:Fin} binds the {gene:AR}.", ("Fin", "physically_interacts_with", None, "AR")),
        ("{hormone:T} is converted to {hormone:DHT}.", ("T", "has_metabolite", None, "DHT")),
        ("{hormone:T} -> {hormone:DHT}", ("T", "has_metabolite", None, "DHT")),
        (
            "{symptom:anhedonia} is a core symptom of {condition:MDD}",
            ("MDD", "has_phenotype", None, "anhedonia"),
        ),
        ("{drug:Propecia} is the same as {drug:fin}.", ("Propecia", "same_as", None, "fin")),
        ("{symptom:Fatigue} is linked to {condition:MDD}.", ("Fatigue", "associated_with", None, "MDD")),
    ],
)
def test_relations(written: str, claim: tuple[str, str, str | None, str]) -> None:
    assert claim in said(written)


def test_listed_subjects_and_objects_each_make_a_claim() -> None:
    assert {
        (s, o) for s, _, _, o in said("{drug:fin} and {drug:dut} lower {hormone:DHT} and {hormone:ALLO}")
    } == {
        ("fin", "DHT"),
        ("fin", "ALLO"),
        ("dut", "DHT"),
        ("dut", "ALLO"),
    }


def test_one_concept_named_twice_makes_one_claim() -> None:
    text = "Propecia/fin lowers DHT."
    mentions = [
        Mention(start=0, end=8, text="Propecia", type="drug", concept_id="CHEBI:5062"),
        Mention(start=9, end=12, text="fin", type="drug", concept_id="CHEBI:5062"),
        Mention(start=20, end=23, text="DHT", type="hormone", concept_id="MESH:D013196"),
    ]
    assert len(read_claims(text, [(0, len(text))], mentions)) == 1


@pytest.mark.parametrize(
    ("written", "subject", "rule"),
    [
        ("{drug:Fin} lowers {hormone:DHT}, it does not lower {hormone:T}.", "Fin", "carry.clause"),
        ("I took {drug:fin}. It gave me {symptom:acne}.", "fin", "carry.sentence1"),
        ("I took {drug:fin}. My {symptom:libido} crashed.", "fin", "carry.sentence1"),
        ("{drug:fin}.\n\nLater.\n\nMy {symptom:libido} crashed.", "fin", "carry.text"),
    ],
)
def test_carried_subjects_name_the_rule_and_score_less(written: str, subject: str, rule: str) -> None:
    _, _, mentions = marked(written)
    *_, claim = claims(written)
    assert mentions[claim.subject].text == subject
    assert claim.rule.endswith(rule)
    assert claim.score < 0.9


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("My {symptom:libido} crashed after {drug:fin}.", "experience"),
        ("My friend got {symptom:acne} from {drug:T}.", "experience"),
        ("{drug:Fin} lowers {hormone:DHT}.", "assertion"),
        ("It stands to reason that {drug:fin} lowers {hormone:ALLO}.", "hypothesis"),
        ("{drug:Fin} might lower {hormone:ALLO}.", "hypothesis"),
        ("Studies show that {drug:fin} lowers {hormone:ALLO}.", "literature_report"),
        ("You should take {drug:zinc} for {condition:acne}.", "advice"),
        ("Does {drug:fin} lower {hormone:ALLO}?", "question"),
    ],
)
def test_kinds(written: str, kind: str) -> None:
    assert [claim.kind for claim in claims(written)] == [kind]


def test_what_happened_to_whom_when_and_with_how_much() -> None:
    (claim,) = claims("My {symptom:libido} crashed 6 weeks after stopping 1 mg {drug:fin}.")
    assert (claim.experiencer, claim.phase, claim.dose, claim.onset) == (
        "author",
        "after_stopping",
        "1 mg",
        "6 weeks",
    )


def test_other_members_and_animals_are_told_apart() -> None:
    (other,) = claims("@bob got {symptom:acne} from {drug:fin}.")
    (animal,) = claims("In rats, {drug:fin} lowers {hormone:DHT}.")
    assert (other.experiencer, animal.experiencer) == ("other", "animal")


@pytest.mark.parametrize(
    "written",
    ["{drug:Fin} does not lower {hormone:E2}.", "I never had {symptom:acne} from {drug:fin}."],
)
def test_negated(written: str) -> None:
    assert [claim.negated for claim in claims(written)] == [True]


@pytest.mark.parametrize(
    "written",
    [
        "{symptom:libido} was fine before {drug:fin}.",
        "{drug:fin} and {symptom:acne}",
        "{condition:PFS} patients after stopping {drug:fin} say hello.",
        "I like {drug:fin}.",
        "",
    ],
)
def test_no_claim(written: str) -> None:
    assert claims(written) == []


def reference(text: str, quoted: str | None = None) -> Citation:
    start = text.index("[[")
    end = text.index("]]") + 2
    span = None
    if quoted:
        span = Span(start=text.index(quoted), end=text.index(quoted) + len(quoted), text=quoted)
    return Citation(start=start, end=end, text=text[start:end], kind="reference", quoted=span)


def test_words_of_a_title_claim_nothing() -> None:
    written = "[[Smith. {drug:Fin} lowers {hormone:DHT}. 2001]]"
    assert claims(written, (reference(marked(written)[0]),)) == []


@pytest.mark.parametrize(
    "written",
    [
        "{drug:Fin} lowers {hormone:DHT} [[1]].",
        "{drug:Fin} lowers {hormone:DHT}:\n\n[[Smith. A title. 2001]]",
        "[[Smith. A title. 2001]]\n\nThis shows that {drug:fin} lowers {hormone:DHT}.",
        "{drug:Fin} lowers {hormone:DHT}.\n\nThe paper:\n\n[[Smith. A title. 2001]]",
    ],
)
def test_leans_on_the_citation_beside_it(written: str) -> None:
    assert [claim.citations for claim in claims(written, (reference(marked(written)[0]),))] == [(0,)]


def test_a_vague_citation_leads_to_the_reference_below() -> None:
    written = "Studies show {drug:fin} lowers {hormone:DHT}:\n\n[[Smith. A title. 2001]]"
    text = marked(written)[0]
    vague = Citation(start=0, end=12, text=text[:12], kind="vague")
    assert [claim.citations for claim in claims(written, (vague, reference(text)))] == [(0, 1)]


def test_does_not_lean_on_a_citation_further_away() -> None:
    written = "{drug:Fin} lowers {hormone:DHT}.\n\nI like tea.\n\n[[Smith. A title. 2001]]"
    assert [claim.citations for claim in claims(written, (reference(marked(written)[0]),))] == [()]


def test_a_quoted_abstract_is_a_report_of_its_reference() -> None:
    written = "[[Smith. A title. 2001]]\n\n{drug:Fin} lowered {hormone:DHT}."
    citation = reference(marked(written)[0], "Fin lowered DHT.")
    (claim,) = claims(written, (citation,))
    assert (claim.kind, claim.citations) == ("literature_report", (0,))


def test_opposite_effects_at_two_doses_are_biphasic() -> None:
    first, second, both = sorted(
        claims(
            "{drug:RA} at low doses raises {hormone:E2}, while {drug:RA} at high doses lowers {hormone:E2}."
        ),
        key=lambda claim: claim.rule == "biphasic.pair",
    )
    assert {first.direction, second.direction} == {"increase", "decrease"}
    assert (both.direction, both.dose) == ("biphasic", f"{first.dose}; {second.dose}")


def test_opposite_effects_without_doses_are_not_biphasic() -> None:
    written = "{drug:RA} raises {hormone:E2}.\n{drug:RA} lowers {hormone:E2}."
    assert [claim.direction for claim in claims(written)] == ["increase", "decrease"]


def test_what_is_treated_is_no_side_effect() -> None:
    assert [c.predicate for c in claims("I took {drug:Zoloft} for {condition:OCD}.")] == ["applied_to_treat"]


def test_ids_are_stable_and_apart() -> None:
    written = "{drug:Fin} lowers {hormone:DHT} and {hormone:ALLO}."
    first, second = claims(written)
    assert [claim.id for claim in claims(written)] == [first.id, second.id]
    assert first.id != second.id


def test_every_class_of_a_frame_has_cues_and_every_outcome_is_used() -> None:
    assert set(frames()) <= set(cues()[0])
    changes = {frame.change for group in frames().values() for frame in group if frame.predicate == "outcome"}
    assert {change for _, _, change in outcomes()} <= changes


def component(text: str, topic: Mention | None) -> list[tuple[str, str | None]]:
    nlp = spacy.blank("en")
    nlp.add_pipe("threadgraph_sentences")
    read = ClaimComponent()
    doc = nlp(text)
    doc._.topic = topic
    start = text.index("ED")
    doc._.mentions = (Mention(start=start, end=start + 2, text="ED", type="condition", phase="on_drug"),)
    doc = read(doc)
    return [(doc._.mentions[c.subject].text, doc._.mentions[c.subject].concept_id) for c in doc._.claims]


def test_a_pill_stands_for_the_drug_of_the_thread() -> None:
    topic = Mention(start=0, end=8, text="Accutane", type="drug", concept_id="CHEBI:6067")
    assert component("ED was immediate after a pill.", topic) == [("pill", "CHEBI:6067")]


def test_in_a_review_a_drug_that_nobody_names_has_no_concept() -> None:
    assert component("ED was immediate after a pill.", None) == [("pill", None)]


def test_outside_of_reviews_nothing_stands_for_a_drug() -> None:
    assert (
        component("The ED of this paper had it coming, and it was great." + " Yes it was." * 20, None) == []
    )


PARTS = [
    "lowers",
    "and",
    ",",
    "I",
    "gave me",
    "crashed",
    "it",
    "?",
    "not",
    ".",
    "\n",
    "after",
    "->",
    "by raising",
    "🙃",
]
MARKS = ["{drug:fin}", "{drug:dut}", "{symptom:acne}", "{symptom:libido}", "{hormone:DHT}", "{condition:PFS}"]


@given(st.lists(st.sampled_from(PARTS + MARKS), max_size=20).map(" ".join))
def test_claims_quote_the_text_and_point_to_mentions(written: str) -> None:
    text, _, mentions = marked(written)
    for claim in claims(written):
        assert text[claim.start : claim.end] == claim.text
        assert claim.subject != claim.object
        assert max(claim.subject, claim.object) < len(mentions)


def test_many_mentions_in_one_line_take_no_square_time() -> None:
    written = "{drug:fin} lowers {hormone:DHT}, " * 400
    assert claims(written)
