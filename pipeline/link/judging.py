"""What one paper says to one claim."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.link.concepts import (
    DEFAULT_SIGNS,
    SIGNS,
    Sign,
    answers,
    kin,
    lacks,
    name,
    said,
    same_thing,
    shown,
)
from pipeline.link.mismatches import DOUBTS, Objection, doses_apart, objections
from pipeline.link.reading import INDUCED, Passage, Reading
from pipeline.link.stance import SURE, features, load_model
from pipeline.records import Basis, Claim, Findings, Link, Part, Span, Stance

NO_EVIDENCE = frozenset({"question", "advice"})
LEAST = 0.45
"""Score of a reading that is evidence: subjects carried from far away are not."""
CERTAIN = {"affirmed": 1.0, "hedged": 0.7, "hypothetical": 0.4}
"""Part of the score: how surely the paper says it."""
CLEARLY = 1.1
"""So many times the score of another reading of its sentence makes one the better."""
GUESSED = 0.6
"""Part of the score: the model compared sentences, no claim was read."""
PRESENCE = {"about": 0.5, "silent": 0.3}
"""Scores of links whose stance rests on mentions alone."""
VERBS: Mapping[object, str] = {1: "increases", -1: "decreases"}
ANSWERS: Mapping[tuple[bool, bool], Stance] = {
    (False, True): "supports",
    (False, False): "contradicts",
    (True, True): "contradicts",
    (True, False): "supports",
}
"""Stance by whether the claim says that it is not so, and whether the sentence says that it is."""
TURNED: Mapping[Sign, Sign] = {1: -1, -1: 1, 0: 0}
LESS = ("decreas", "reduc", "less ", "fewer ", "lower", "diminish", "declin")
TREATS = frozenset({"applied_to_treat", "ameliorates_condition"})
"""What is taken for something may make it worse all the same: it is held against these alone."""


class Evidence(NamedTuple):
    """A claim read in a paper or in the abstract quoted in the post, and what it says to ours."""

    claim: Claim
    findings: Findings
    basis: Basis
    stance: Stance


class Judgement(NamedTuple):
    """What a paper says to a claim, whoever makes the claim."""

    basis: Basis
    stance: Stance
    parts: tuple[Part, ...]
    rationale: Span | None
    objections: tuple[Objection, ...]

    def link(self, claim_id: str, paper_id: str) -> Link:
        """The link of a claim and a paper."""
        doubts = math.prod(DOUBTS[one.kind] for one in self.objections)
        parts = (*self.parts, Part(name="mismatches", value=round(doubts, 4)))
        return Link(
            claim_id=claim_id,
            paper_id=paper_id,
            basis=self.basis,
            stance=self.stance,
            score=round(math.prod(part.value for part in parts), 4),
            parts=parts,
            rationale=self.rationale,
            mismatches=tuple(one.kind for one in self.objections),
            objections=tuple(one.words for one in self.objections),
        )


def judge(
    claim: Claim,
    findings: Findings,
    reading: Reading,
    quoted: Sequence[tuple[Claim, Findings]] = (),
    date: str | None = None,
    basis: Basis = "cited",
) -> Judgement:
    """What one paper says to a claim.

    Args:
        claim: a claim of ``findings``.
        findings: what was found in the post.
        reading: the paper.
        quoted: claims of the paper's abstract as the post quotes it, with their findings.
        date: ISO date of the post.
        basis: how the claim came to the paper, unless the evidence is quoted.
    """
    read = [(one, reading.findings) for one in reading.claims]
    sources: tuple[tuple[Basis, Sequence[tuple[Claim, Findings]]], ...] = (("quoted", quoted), (basis, read))
    told = [(one, of, where) for where, some in sources for one, of in some if is_evidence(one)]
    alike = list(comparable(claim, findings, told))
    if alike:
        return by_claims(claim, findings, reading, alike, date)
    where: Basis = "quoted" if quoted else basis
    if guessed := guess(claim, findings, reading):
        stance, passage, sure = guessed
        parts = (Part(name="sentence", value=GUESSED), Part(name="model", value=round(sure, 4)))
        span = Span(start=passage.start, end=passage.end, text=passage.text)
        against = objections(claim, findings, reading, None, (), date)
        return Judgement(basis, stance, parts, span, tuple(against))
    stance = presence(claim, findings, reading)
    against = objections(claim, findings, reading, None, [(one, of) for one, of, _ in told], date)
    return Judgement(where, stance, (Part(name="presence", value=PRESENCE[stance]),), None, tuple(against))


def by_claims(
    claim: Claim, findings: Findings, reading: Reading, alike: Sequence[Evidence], date: str | None
) -> Judgement:
    """A judgement by claims about the same two things; those of a like dose, and with a verb, go first."""
    near = [one for one in alike if not doses_apart(claim, findings, one.claim, one.findings)] or alike
    near = [one for one in near if claim.dose and one.claim.dose] or near
    near = [one for one in near if not one.claim.rule.startswith(INDUCED)] or near
    near = list(clearest(near))
    stances = {one.stance for one in near}
    stance = stances.pop() if len(stances) == 1 else "mixed"
    best = max(near, key=lambda one: (one.claim.score, -one.claim.start))
    parts = (
        Part(name="reading", value=best.claim.score),
        Part(name="certainty", value=CERTAIN[best.claim.certainty]),
    )
    against = objections(claim, findings, reading, (best.claim, best.findings), (), date)
    span = Span(start=best.claim.start, end=best.claim.end, text=best.claim.text)
    return Judgement(best.basis, stance, parts, span, tuple(against))


def clearest(some: Sequence[Evidence]) -> Iterator[Evidence]:
    """Evidence without readings of a sentence that contradict a clearly better one of the same sentence."""
    best: dict[tuple[object, ...], float] = {}
    for one in some:
        place = one.basis, one.claim.start, one.claim.dose
        best[place] = max(best.get(place, 0.0), one.claim.score)
    for one in some:
        if one.claim.score * CLEARLY >= best[one.basis, one.claim.start, one.claim.dose]:
            yield one


def quoted_claims(claim: Claim, findings: Findings, index: int) -> Iterator[tuple[Claim, Findings]]:
    """Claims of the abstract that a post quotes below a citation."""
    quoted = findings.citations[index].quoted
    for other in findings.claims if quoted else ():
        if quoted and quoted.start <= other.start and other.end <= quoted.end:
            yield other, findings


def is_evidence(claim: Claim) -> bool:
    """Whether a paper's claim says what was found, and was surely read."""
    return claim.kind not in NO_EVIDENCE and claim.certainty != "asked" and claim.score >= LEAST


def comparable(
    claim: Claim, findings: Findings, told: Sequence[tuple[Claim, Findings, Basis]]
) -> Iterator[Evidence]:
    """Claims about the same object and the same subject, or one of its class, and what they say to ours.

    A paper on the very drug speaks; one on its class or on another drug of it, only if there is none.
    """
    for kinds in (("same", "narrower"), ("broader", "sibling")):
        found = False
        for other, of, basis in told:
            near = kin(name(findings, claim.subject), name(of, other.subject)) in kinds
            if near and (stance := agreement(claim, findings, other, of)):
                found = True
                yield Evidence(other, of, basis, stance)
        if found:
            return


def agreement(claim: Claim, findings: Findings, other: Claim, of: Findings) -> Stance | None:
    """What one claim says to another about the same object; None if their objects or relations differ."""
    same = same_thing(name(findings, claim.object), name(of, other.object))
    predicates = {claim.predicate, other.predicate}
    if not same or ("applied_to_treat" in predicates and not predicates <= TREATS):
        return None
    ours, theirs = said(claim), said(other)
    if ours is None or theirs is None:
        alike = len(predicates) == 1 and claim.negated == other.negated
        return "supports" if alike and same == 1 else None
    if (same == -1) != turned(of, other) and theirs.sign != "biphasic":
        theirs = theirs._replace(sign=TURNED[theirs.sign])
    return answers(ours, theirs)


def turned(of: Findings, claim: Claim) -> bool:
    """Whether a claim's object is called less than its concept is: "reduced depression"."""
    words = of.mentions[claim.object].text.lower()
    return words.startswith(LESS) and not lacks(name(of, claim.object))


def guess(claim: Claim, findings: Findings, reading: Reading) -> tuple[Stance, Passage, float] | None:
    """What the model says of the sentences that name both, if it is sure of one; and how sure it is.

    It is trained on sentences that speak for or against a claim. Most that name two things do neither, so
    a direction, or a negation, must be there as well. A claim that something is not so is asked turned round.
    """
    words, best = statement(claim, findings), None
    for passage in reading.passages if words else ():
        if names_both(claim, findings, passage.names) and not understood(claim, findings, reading, passage):
            chance, facts = load_model()(words, passage.text), features(words, passage.text)
            agree, apart = facts["directions_agree"], facts["negated_apart"]
            backed = agree > 0 and not apart if chance >= 0.5 else agree < 0 or apart > 0
            sure = max(chance, 1.0 - chance)
            if backed and sure >= SURE and (best is None or sure > best[2]):
                best = (ANSWERS[claim.negated or claim.direction == "none", chance >= 0.5], passage, sure)
    return best


def names_both(claim: Claim, findings: Findings, names: Iterable[str]) -> bool:
    """Whether both concepts of a claim are among some names."""
    ends = name(findings, claim.subject), name(findings, claim.object)
    return all(any(same_thing(one, other) for other in names) for one in ends)


def understood(claim: Claim, findings: Findings, reading: Reading, passage: Passage) -> bool:
    """Whether the extractor read in a passage what the subject does, or what did it to the object."""
    subject, thing = name(findings, claim.subject), name(findings, claim.object)
    return any(
        passage.start <= one.start < passage.end
        and (
            same_thing(subject, name(reading.findings, one.subject))
            or same_thing(thing, name(reading.findings, one.object))
        )
        for one in reading.claims
    )


def statement(claim: Claim, findings: Findings) -> str:
    """What a claim says or denies, as a sentence of subject, direction and object; empty if it has none."""
    if claim.predicate == "applied_to_treat":
        return ""
    sign = SIGNS.get(claim.direction or "") or DEFAULT_SIGNS.get(claim.predicate, 1)
    verb = VERBS.get(sign) if claim.direction != "biphasic" else None
    return f"{shown(findings, claim.subject)} {verb} {shown(findings, claim.object)}." if verb else ""


def presence(claim: Claim, findings: Findings, reading: Reading) -> Stance:
    """Whether a paper that says nothing to a claim is at least about its two concepts."""
    return "about" if names_both(claim, findings, reading.names) else "silent"
