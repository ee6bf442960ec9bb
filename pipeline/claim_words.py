"""A claim said back as a plain sentence, from its concepts and flags alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

Claimed = Mapping[str, Any]
"""What a claim holds, under the names of `pipeline.records.Claim`; what is not known may be absent."""

DOES: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("affects", ""): ("affect", "affects", "affected"),
    ("affects", "increase"): ("raise", "raises", "raised"),
    ("affects", "decrease"): ("lower", "lowers", "lowered"),
    ("affects", "none"): ("leave alone", "does not change", "did not change"),
    ("affects", "biphasic"): ("raise and lower", "raises and lowers", "raised and lowered"),
    ("ameliorates_condition", ""): ("improve", "improves", "improved"),
    ("ameliorates_condition", "none"): ("fail to help", "does not help", "did not help"),
    ("applied_to_treat", ""): ("be taken for", "is taken for", "was taken for"),
    ("associated_with", ""): ("be associated with", "is associated with", "was associated with"),
    ("causes", ""): ("cause", "causes", "caused"),
    ("close_match", ""): ("be a form of", "is a form of", "was a form of"),
    ("exacerbates_condition", ""): ("worsen", "worsens", "worsened"),
    ("has_adverse_event", ""): ("cause", "causes", "caused"),
    ("has_adverse_event", "increase"): ("raise", "raises", "raised"),
    ("has_adverse_event", "decrease"): ("lower", "lowers", "lowered"),
    ("has_metabolite", ""): ("be converted to", "is converted to", "was converted to"),
    ("has_phenotype", ""): ("come with", "comes with", "came with"),
    ("physically_interacts_with", ""): ("bind", "binds", "bound"),
    ("same_as", ""): ("be the same as", "is the same as", "was the same as"),
    ("similar_to", ""): ("be like", "is like", "was like"),
}
"""What the subject does to the object, by predicate and direction: after "not", now and then."""

HAPPENS: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("affects", ""): ("change", "changes", "changed"),
    ("affects", "increase"): ("rise", "rises", "rose"),
    ("affects", "decrease"): ("fall", "falls", "fell"),
    ("affects", "none"): ("stay as it was", "stays as it was", "stayed as it was"),
    ("ameliorates_condition", ""): ("improve", "improves", "improved"),
    ("ameliorates_condition", "none"): ("stay as it was", "stays as it was", "stayed as it was"),
    ("causes", ""): ("occur", "occurs", "occurred"),
    ("exacerbates_condition", ""): ("worsen", "worsens", "worsened"),
    ("has_adverse_event", ""): ("occur", "occurs", "occurred"),
    ("has_adverse_event", "increase"): ("rise", "rises", "rose"),
    ("has_adverse_event", "decrease"): ("fall", "falls", "fell"),
}
"""What befalls the object, where a claim tells when: as in `DOES`."""

UNNAMED = "something"
"""What a claim calls that for which there is no concept, where the author's word is left out."""
WHEN = {
    "before": "before",
    "on_drug": "on",
    "after_stopping": "after stopping",
    "persisting": "persistently after",
}
KINDS = {
    "experience": "reports",
    "assertion": "states",
    "hypothesis": "supposes",
    "literature_report": "tells of a study that found",
    "advice": "advises, holding",
}
DOUBTED = {
    "experience": "believes",
    "assertion": "believes",
    "literature_report": "tells of a study that suggests",
    "advice": "advises, believing",
}
BODIES = {"other": "somebody else", "animal": "animals", "cells": "cells"}
DETAILS = ("dose", "onset", "duration")


def said_back(claim: Claimed, subject: str, object_: str) -> str:
    """A claim as a sentence by which a reader can judge how it was read.

    Args:
        claim: predicate, direction, kind, negated, certainty, experiencer, phase, dose, onset, duration, and
            ``uncounted_because``: what a page that sells says is not said by an author.
        subject: what to call its subject.
        object_: what to call its object.

    Example:
        >>> told = {"predicate": "has_adverse_event", "direction": "decrease", "kind": "experience"}
        >>> said_back({**told, "phase": "after_stopping", "onset": "six weeks"}, "isotretinoin", "libido")
        'The author reports that libido fell after stopping isotretinoin (onset: six weeks).'
        >>> lowers = {"predicate": "affects", "direction": "decrease", "kind": "assertion", "negated": True}
        >>> said_back(lowers, "biotin", "DHT")
        'The author states that biotin does not lower DHT.'
    """
    known = [f"{name}: {claim[name]}" for name in DETAILS if claim.get(name)]
    details = f" ({'; '.join(known)})" if known else ""
    return f"{_lead(claim)} {_clause(claim, subject, object_)}{_whose(claim)}{details}."


def concept_names(graph: nx.MultiDiGraph, claim: Claimed) -> tuple[str, str]:
    """Names of the subject and object of a claim's node, where the words of posts are left out."""
    subject, object_ = (
        str(graph.nodes[claim[role]]["label"]) if role in claim else UNNAMED for role in ("subject", "object")
    )
    return subject, object_


def _lead(claim: Claimed) -> str:
    """Who says it, and how: up to the word "that" or "whether"."""
    who = "An advertisement" if claim.get("uncounted_because") == "promotional" else "The author"
    kind, certainty = claim["kind"], claim.get("certainty", "affirmed")
    if kind == "question" or certainty == "asked":
        return f"{who} asks whether"
    if certainty == "hypothetical" and kind in ("experience", "assertion"):
        return f"{who} supposes that"
    doubted = DOUBTED.get(kind) if certainty != "affirmed" else None
    return f"{who} {doubted or KINDS[kind]} that"


def _clause(claim: Claimed, subject: str, object_: str) -> str:
    """What is said: of the object where it is told when it happened, of the subject else."""
    phase, past = claim.get("phase"), claim["kind"] in ("experience", "literature_report")
    meaning = claim["predicate"], claim.get("direction") or ""
    if phase and (happens := _verb(HAPPENS, meaning)):
        return f"{object_} {_said(happens, claim, past)} {WHEN[phase]} {subject}"
    when = f" {WHEN[phase]} it" if phase and phase != "on_drug" else ""  # what a drug does, it does on it
    return f"{subject} {_said(_verb(DOES, meaning) or AFFECTS, claim, past)} {object_}{when}"


AFFECTS = DOES["affects", ""]


def _verb(
    table: Mapping[tuple[str, str], tuple[str, str, str]], meaning: tuple[str, str]
) -> tuple[str, str, str] | None:
    return table.get(meaning) or table.get((meaning[0], ""))


def _said(verb: tuple[str, str, str], claim: Claimed, past: bool) -> str:
    bare, now, then = verb
    if not claim.get("negated"):
        return then if past else now
    if bare.startswith("be "):
        return f"{'was' if past else 'is'} not{bare[2:]}"
    return f"{'did' if past else 'does'} not {bare}"


def _whose(claim: Claimed) -> str:
    whose = BODIES.get(claim.get("experiencer", "none"))
    return f" in {whose}" if whose else ""
