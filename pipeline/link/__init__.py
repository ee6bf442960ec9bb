"""Links: what the papers that a claim leans on say to it.

A paper's title and abstract go through the same extractor as posts; a link compares the claim with the claims
that were read there (or in the abstract quoted in the post): the same subject and object, in the same or
another direction. What a careful reader would object to stands in ``mismatches``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from pipeline.records import Basis, Claim, Findings, Link, Mismatch, Paper, Span, Stance

Sign = Literal[-1, 0, 1]

SIGNS: Mapping[str, Sign] = {"increase": 1, "decrease": -1, "none": 0}
DEFAULT_SIGNS: Mapping[str, Sign] = {
    "has_adverse_event": 1,
    "causes": 1,
    "exacerbates_condition": 1,
    "associated_with": 1,
    "has_phenotype": 1,
    "ameliorates_condition": -1,
    "applied_to_treat": -1,
}
"""What a predicate without direction does to its object: more of it, or less."""

ANIMALS = re.compile(
    r"(?i)\b(?:rats?|mice|mouse|rabbits?|dogs?|monkeys?|hamsters?|zebrafish|animals?|rodents?|murine)\b"
)
CELLS = re.compile(r"(?i)\b(?:in vitro|cell lines?|cultured|cells|slice cultures?|ex vivo)\b")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
FAR = 5.0
"""Doses that differ by more than this factor are a mismatch."""

DOUBT = 0.85
"""What each mismatch leaves of the score."""

ABOUT, SILENT = 0.5, 0.3
"""Scores of links whose stance rests on mentions alone."""


class Evidence(NamedTuple):
    """A claim read in a paper or in the abstract quoted in the post, with the findings it belongs to."""

    claim: Claim
    findings: Findings
    basis: Basis


def paper_text(paper: Paper) -> str:
    """The text of a paper that is read and that rationales point into: title, line break, abstract.

    Example:
        >>> paper_text(Paper(id="pmid:1", title="A title.", abstract="It is so.", source="x")).splitlines()
        ['A title.', 'It is so.']
    """
    return "\n".join(part for part in (paper.title, paper.abstract) if part)


def link(
    claim: Claim,
    findings: Findings,
    text: str,
    papers: Mapping[int, Paper],
    paper_findings: Mapping[str, Findings],
) -> tuple[Link, ...]:
    """Join a claim with the papers of its citations.

    Args:
        claim: a claim of ``findings``.
        findings: what was found in the post.
        text: the post's text.
        papers: resolved papers, by index of the citation.
        paper_findings: what the extractor found in `paper_text` of each paper, by the paper's id.

    Returns:
        One link a paper, in the order of the claim's citations.
    """
    return tuple(
        link_paper(
            claim,
            findings,
            papers[index],
            tuple(_quoted(claim, findings, index)),
            paper_findings.get(papers[index].id, Findings(id=papers[index].id)),
        )
        for index in dict.fromkeys(claim.citations)
        if index in papers
    )


def link_paper(
    claim: Claim,
    findings: Findings,
    paper: Paper,
    quoted: Sequence[Evidence],
    read: Findings,
    basis: Basis = "cited",
) -> Link:
    """What one paper says to a claim.

    Args:
        claim: a claim of ``findings``.
        findings: what was found in the post.
        paper: the paper.
        quoted: claims of the paper's abstract as the post quotes it.
        read: what was found in `paper_text` of the paper.
        basis: how the claim came to the paper, unless the evidence is quoted.
    """
    evidence = [*quoted, *(Evidence(one, read, basis) for one in read.claims)]
    alike = [one for one in evidence if _same_pair(claim, findings, one)]
    signs = [(sign, one) for one in alike if (sign := _agreement(claim, one.claim)) is not None]
    stance = _stance([sign for sign, _ in signs]) if signs else _presence(claim, findings, read)
    best = max((one for sign, one in signs), key=lambda one: one.claim.score, default=None)
    mismatches = tuple(_mismatches(claim, findings, paper, best, evidence))
    score = best.claim.score if best else (ABOUT if stance == "about" else SILENT)
    return Link(
        claim_id=claim.id,
        paper_id=paper.id,
        basis=best.basis if best else ("quoted" if quoted else basis),
        stance=stance,
        score=round(score * DOUBT ** len(mismatches), 4),
        rationale=Span(start=best.claim.start, end=best.claim.end, text=best.claim.text) if best else None,
        mismatches=mismatches,
    )


def _quoted(claim: Claim, findings: Findings, index: int) -> Iterator[Evidence]:
    quoted = findings.citations[index].quoted
    for other in findings.claims if quoted else ():
        if quoted and quoted.start <= other.start and other.end <= quoted.end:
            yield Evidence(other, findings, "quoted")


def _name(findings: Findings, index: int) -> str:
    mention = findings.mentions[index]
    return mention.concept_id or mention.text.lower()


def _same_pair(claim: Claim, findings: Findings, one: Evidence) -> bool:
    return all(
        _name(findings, getattr(claim, role)) == _name(one.findings, getattr(one.claim, role))
        for role in ("subject", "object")
    )


def sign(claim: Claim) -> Sign | Literal["biphasic"] | None:
    """What a claim says of its object: more of it (1), less (-1), no effect (0), both, or none of these.

    Example:
        >>> sign(Claim(id="", start=0, end=0, text="", subject=0, predicate="affects", object=1,
        ...            direction="decrease", kind="assertion", score=1, rule=""))
        -1
    """
    if claim.direction == "biphasic":
        return "biphasic"
    said = SIGNS.get(claim.direction or "", DEFAULT_SIGNS.get(claim.predicate))
    if claim.negated:
        return 0 if said else None
    return said


def _agreement(claim: Claim, other: Claim) -> Stance | None:
    ours, theirs = sign(claim), sign(other)
    if ours is None or theirs is None:
        return "supports" if claim.predicate == other.predicate and claim.negated == other.negated else None
    if ours == theirs:
        return "supports"
    return "mixed" if "biphasic" in (ours, theirs) else "contradicts"


def _stance(said: Sequence[Stance]) -> Stance:
    return said[0] if len(set(said)) == 1 else "mixed"


def _presence(claim: Claim, findings: Findings, read: Findings) -> Stance:
    named = {_name(read, index) for index in range(len(read.mentions))}
    return "about" if {_name(findings, claim.subject), _name(findings, claim.object)} <= named else "silent"


def _mismatches(
    claim: Claim, findings: Findings, paper: Paper, best: Evidence | None, evidence: Sequence[Evidence]
) -> Iterator[Mismatch]:
    yield from _bodies(claim, paper)
    if best and _far(claim.dose, best.claim.dose):
        yield "dose"
    if not best and evidence:
        subjects = {_name(one.findings, one.claim.subject) for one in evidence}
        objects = {_name(one.findings, one.claim.object) for one in evidence}
        if _name(findings, claim.object) in objects:
            yield "other_drug"
        elif _name(findings, claim.subject) in subjects:
            yield "different_outcome"
    if paper.status in ("retracted", "concern"):
        yield "retracted" if paper.status == "retracted" else "expression_of_concern"


def _bodies(claim: Claim, paper: Paper) -> Iterator[Mismatch]:
    """Animals or cells where the claim speaks of people."""
    words = " ".join((paper_text(paper), *paper.mesh))
    human = any(term.lower() == "humans" for term in paper.mesh)
    if claim.experiencer != "cells" and CELLS.search(words) and not human:
        yield "in_vitro"
    if claim.experiencer != "animal" and ANIMALS.search(words) and not human:
        yield "species"


def _far(ours: str | None, theirs: str | None) -> bool:
    """Whether two doses are far apart: "high" against "low", or numbers of one unit by `FAR`."""
    if not ours or not theirs:
        return False
    if ("low" in ours) != ("low" in theirs) and ("high" in ours) != ("high" in theirs):
        return True
    numbers = [[float(n) for n in NUMBER.findall(dose)] for dose in (ours, theirs)]
    if not all(numbers) or NUMBER.sub("", ours).strip() != NUMBER.sub("", theirs).strip():
        return False
    low, high = sorted((max(numbers[0]), max(numbers[1])))
    return low > 0 and high / low > FAR
