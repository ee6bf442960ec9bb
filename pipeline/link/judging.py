"""What one paper says to one claim."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.link.concepts import kin, lacking, name, shown, sign
from pipeline.link.mismatches import DOUBTS, Objection, doses_apart, objections
from pipeline.link.reading import Passage, Reading
from pipeline.link.stance import SURE, features, load_model
from pipeline.records import Basis, Claim, Findings, Link, Part, Span, Stance

NO_EVIDENCE = frozenset({"question", "advice"})
CERTAIN = {"affirmed": 1.0, "hedged": 0.7, "hypothetical": 0.4}
"""Part of the score: how surely the paper says it."""
GUESSED = 0.6
"""Part of the score: the model compared sentences, no claim was read."""
PRESENCE = {"about": 0.5, "silent": 0.3}
"""Scores of links whose stance rests on mentions alone."""
VERBS = {1: "increases", -1: "decreases", 0: "does not change"}


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
    read = [(one, reading.findings) for one in reading.findings.claims]
    sources: tuple[tuple[Basis, Sequence[tuple[Claim, Findings]]], ...] = (("quoted", quoted), (basis, read))
    said = [(one, of, where) for where, some in sources for one, of in some if is_evidence(one)]
    alike = list(comparable(claim, findings, said))
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
    against = objections(claim, findings, reading, None, [(one, of) for one, of, _ in said], date)
    return Judgement(where, stance, (Part(name="presence", value=PRESENCE[stance]),), None, tuple(against))


def by_claims(
    claim: Claim, findings: Findings, reading: Reading, alike: Sequence[Evidence], date: str | None
) -> Judgement:
    """A judgement by claims about the same two things; those of a like dose go before the others."""
    near = [one for one in alike if not doses_apart(claim, findings, one.claim, one.findings)] or alike
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


def quoted_claims(claim: Claim, findings: Findings, index: int) -> Iterator[tuple[Claim, Findings]]:
    """Claims of the abstract that a post quotes below a citation."""
    quoted = findings.citations[index].quoted
    for other in findings.claims if quoted else ():
        if quoted and quoted.start <= other.start and other.end <= quoted.end:
            yield other, findings


def is_evidence(claim: Claim) -> bool:
    """Whether a paper's claim says what was found."""
    return claim.kind not in NO_EVIDENCE and claim.certainty != "asked"


def comparable(
    claim: Claim, findings: Findings, said: Sequence[tuple[Claim, Findings, Basis]]
) -> Iterator[Evidence]:
    """Claims about the same object and the same subject, or one of its class, and what they say to ours.

    A paper on the very drug speaks; one on its class or on another drug of it, only if there is none.
    """
    for kinds in (("same", "narrower"), ("broader", "sibling")):
        found = False
        for other, of, basis in said:
            near = kin(name(findings, claim.subject), name(of, other.subject)) in kinds
            if near and (stance := agreement(claim, findings, other, of)):
                found = True
                yield Evidence(other, of, basis, stance)
        if found:
            return


def agreement(claim: Claim, findings: Findings, other: Claim, of: Findings) -> Stance | None:
    """What one claim says to another about the same object; None if their objects or relations differ.

    "More of decreased libido" and "less libido" are the same.
    """
    ours, theirs = name(findings, claim.object), name(of, other.object)
    near = kin(ours, theirs)
    turned = lacking(shown(findings, claim.object)) != lacking(shown(of, other.object))
    if near not in ("same", "narrower") and not (turned and near):
        return None
    said, answered = sign(claim), sign(other)
    if said is None or answered is None:
        same = claim.predicate == other.predicate and claim.negated == other.negated
        return "supports" if same and near == "same" else None
    if "biphasic" in (said, answered):
        return "supports" if said == answered else "mixed"
    if turned and near != "same" and answered != "biphasic":
        answered = -answered
    return "supports" if said == answered else "contradicts"


def guess(claim: Claim, findings: Findings, reading: Reading) -> tuple[Stance, Passage, float] | None:
    """What the model says of the sentences that name both, if it is sure of one; and how sure it is.

    It is trained on sentences that speak for or against a claim. Most that name two things do neither, so
    a direction, or a negation on one side alone, must be there as well.
    """
    said, best = statement(claim, findings), None
    ours = name(findings, claim.subject), name(findings, claim.object)
    for passage in reading.passages if said else ():
        if all(any(kin(one, other) in ("same", "narrower") for other in passage.names) for one in ours):
            chance, facts = load_model()(said, passage.text), features(said, passage.text)
            agree, apart = facts["directions_agree"], facts["negated_apart"]
            backed = agree > 0 and not apart if chance >= 0.5 else agree < 0 or apart > 0
            sure = max(chance, 1.0 - chance)
            if backed and sure >= SURE and (best is None or sure > best[2]):
                best = ("supports" if chance >= 0.5 else "contradicts", passage, sure)
    return best  # type: ignore[return-value]


def statement(claim: Claim, findings: Findings) -> str:
    """A claim as a plain sentence of a subject, a direction and an object; empty if it has no direction."""
    verb = VERBS.get(sign(claim))  # type: ignore[arg-type]
    return f"{shown(findings, claim.subject)} {verb} {shown(findings, claim.object)}." if verb else ""


def presence(claim: Claim, findings: Findings, reading: Reading) -> Stance:
    """Whether a paper that says nothing to a claim is at least about its two concepts."""
    ours = name(findings, claim.subject), name(findings, claim.object)
    there = (any(kin(one, other) in ("same", "narrower") for other in reading.names) for one in ours)
    return "about" if all(there) else "silent"
