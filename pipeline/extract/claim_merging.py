"""Claims of one text beside each other: duplicates leave, opposite effects at two doses are biphasic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.extract.claim_building import claim_id
from pipeline.extract.claim_topic import named
from pipeline.records import Claim, Mention

APART = 1000
"""Code points that the two halves of a biphasic claim may span."""


def best_claims(claims: Iterable[Claim], mentions: Sequence[Mention]) -> list[Claim]:
    """Of claims of one sentence with one meaning the best; one without a direction gives way to one with.

    Args:
        claims: as they were read.
        mentions: what their subjects and objects are indices of.
    """
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = (*_key(claim, mentions), claim.direction)
        if key not in best or best[key].score < claim.score:
            best[key] = claim
    directed = {key[:-1] for key in best if key[-1] is not None}
    return [claim for key, claim in best.items() if key[-1] is not None or key[:-1] not in directed]


def biphasic(text: str, claims: Sequence[Claim], mentions: Sequence[Mention]) -> Iterator[Claim]:
    """A claim for each pair that says more at one dose and less at another.

    Args:
        text: the whole text.
        claims: the best of each sentence.
        mentions: what their subjects and objects are indices of.
    """
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: claim.start):
        groups.setdefault(_key(claim, mentions)[1:], []).append(claim)
    for pair, group in groups.items():
        said = {claim.direction for claim in group}
        opposed = (two for two in pairwise(group) if _opposed(*two))
        if "biphasic" in said or not (two := next(opposed, None)):
            continue
        first, second = two
        weaker = min(two, key=lambda claim: claim.score)
        start, end = first.start, max(first.end, second.end)
        yield first.model_copy(
            update={
                "id": claim_id(text[start:end], start, end, *pair, "biphasic"),
                "end": end,
                "text": text[start:end],
                "direction": "biphasic",
                "dose": f"{first.dose}; {second.dose}",
                "citations": tuple(sorted({*first.citations, *second.citations})),
                "score": weaker.score,
                "parts": weaker.parts,
                "rule": "biphasic.pair",
            }
        )


def _opposed(first: Claim, second: Claim) -> bool:
    return (
        {first.direction, second.direction} == {"increase", "decrease"}
        and first.kind == second.kind
        and first.negated == second.negated
        and bool(first.dose and second.dose)
        and first.dose != second.dose
        and second.end - first.start <= APART
    )


def _key(claim: Claim, mentions: Sequence[Mention]) -> tuple[object, ...]:
    return claim.start, named(mentions[claim.subject]), claim.predicate, named(mentions[claim.object])
