"""Claims said back: every flag in words, and no word of the post."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from pipeline.claim_words import said_back
from pipeline.graph_concepts import PHRASES
from pipeline.records.base import Certainty, ClaimKind, Direction, Experiencer, Phase


def said(subject="fin", object_="libido", predicate="affects", **flags):
    return said_back({"predicate": predicate, "kind": "assertion", **flags}, subject, object_)


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        ({"direction": "decrease"}, "The author states that fin lowers libido."),
        ({"direction": "increase", "negated": True}, "The author states that fin does not raise libido."),
        ({"direction": "none"}, "The author states that fin does not change libido."),
        ({"direction": "decrease", "certainty": "hedged"}, "The author believes that fin lowers libido."),
        (
            {"kind": "hypothesis", "direction": "biphasic"},
            "The author supposes that fin raises and lowers libido.",
        ),
        ({"kind": "question", "direction": "increase"}, "The author asks whether fin raises libido."),
        (
            {"kind": "literature_report", "direction": "decrease", "experiencer": "animal", "dose": "1 mg"},
            "The author tells of a study that found that fin lowered libido in animals (dose: 1 mg).",
        ),
        (
            {"kind": "advice", "predicate": "ameliorates_condition", "object_": "acne"},
            "The author advises, holding that fin improves acne.",
        ),
        (
            {
                "kind": "experience",
                "predicate": "ameliorates_condition",
                "direction": "none",
                "object_": "acne",
            },
            "The author reports that fin did not help acne.",
        ),
        (
            {"predicate": "applied_to_treat", "object_": "acne", "phase": "on_drug"},
            "The author states that fin is taken for acne.",
        ),
        ({"predicate": "same_as", "negated": True}, "The author states that fin is not the same as libido."),
        (
            {
                "kind": "experience",
                "predicate": "has_adverse_event",
                "object_": "dry lips",
                "phase": "on_drug",
                "negated": True,
            },
            "The author reports that dry lips did not occur on fin.",
        ),
        (
            {"kind": "experience", "direction": "decrease", "phase": "after_stopping", "onset": "six weeks"},
            "The author reports that libido fell after stopping fin (onset: six weeks).",
        ),
        (
            {
                "kind": "experience",
                "direction": "decrease",
                "experiencer": "other",
                "uncounted_because": "promotional",
            },
            "An advertisement reports that fin lowered libido in somebody else.",
        ),
    ],
)
def test_claim_is_said_back(flags, sentence):
    assert said(**flags) == sentence


def test_claims_that_differ_in_a_flag_are_said_otherwise():
    flags = {
        "kind": get_args(ClaimKind)[:5],  # a question asks, whatever else it is
        "certainty": get_args(Certainty)[:2],
        "experiencer": get_args(Experiencer)[1:],
        "phase": (None, *get_args(Phase)),
        "direction": get_args(Direction)[:3],
        "negated": (False, True),
    }
    claims = [dict(zip(flags, values, strict=True)) for values in product(*flags.values())]
    hypotheses = {"kind": "hypothesis", "certainty": "hedged"}
    distinct = [claim for claim in claims if not hypotheses.items() <= claim.items()]
    assert len({said(**claim) for claim in distinct}) == len(distinct)


@pytest.mark.parametrize("predicate", sorted(PHRASES))
def test_every_predicate_of_the_graph_has_words_of_its_own(predicate):
    told = {said(predicate=other) for other in PHRASES if other != predicate}
    assert said(predicate=predicate) not in told or predicate in ("causes", "has_adverse_event")
