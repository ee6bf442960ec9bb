"""How the concepts of a claim and of a paper stand to each other, and what is said of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from pipeline import terms
from pipeline.records import Claim, Findings, Stance

Kin = Literal["same", "narrower", "broader", "sibling"]
Sign = Literal[-1, 0, 1]

SIGNS: dict[str, Sign] = {"increase": 1, "decrease": -1, "none": 0}
DEFAULT_SIGNS: dict[str, Sign] = {
    "has_adverse_event": 1,
    "causes": 1,
    "exacerbates_condition": 1,
    "associated_with": 1,
    "has_phenotype": 1,
    "ameliorates_condition": -1,
    "applied_to_treat": -1,
}
"""What a predicate without direction does to its object: more of it, or less."""

LACKING = (
    "decreased",
    "reduced",
    "low",
    "loss",
    "lack",
    "absent",
    "diminished",
    "abnormal",
    "impaired",
    "hypo",
)
"""How the name of a concept begins that is less of something: more of "decreased libido" is less libido."""

CLASS = 60
"""A class with more members than this joins what has little in common."""


ROLE = re.compile(r"(?i)(?:inhibitor|antagonist|agonist|blocker|drug|agent|antidepressant|SSRI|hormone)s?$")
"""How a class is called that tells what its members do."""


def name(findings: Findings, index: int) -> str:
    """Concept of a mention, or its words."""
    mention = findings.mentions[index]
    return mention.concept_id or mention.text.lower()


def shown(findings: Findings, index: int) -> str:
    """Name of a mention's concept, as a person reads it."""
    mention = findings.mentions[index]
    return mention.name or mention.text


@lru_cache(maxsize=200_000)
def kin(ours: str, theirs: str) -> Kin | None:
    """How the concept of a paper stands to that of a claim; None if they are strangers.

    Example:
        >>> kin("CHEBI:5062", "CHEBI:5062"), kin("CHEBI:50949", "CHEBI:9123")  # a drug; SSRI and sertraline
        ('same', 'narrower')
        >>> shared_class("CHEBI:5062", "CHEBI:521033")  # finasteride and dutasteride
        '5-alpha reductase inhibitor'
    """
    if ours == theirs:
        return "same"
    if ours in above(theirs):
        return "narrower"
    if theirs in above(ours):
        return "broader"
    return "sibling" if shared_class(ours, theirs) else None


@lru_cache(maxsize=50_000)
def parents(curie: str) -> tuple[str, ...]:
    """Concepts one step above a concept, by their own identifiers."""
    known = terms.load().concept(curie)
    found = (terms.load().concept(parent) for parent in known.parents) if known else ()
    return tuple(dict.fromkeys(one.id for one in found if one and one.id != curie))


@lru_cache(maxsize=50_000)
def above(curie: str) -> frozenset[str]:
    """Concepts one or two steps above a concept."""
    near = parents(curie)
    return frozenset(near).union(*(parents(one) for one in near))


@lru_cache(maxsize=50_000)
def shared_class(ours: str, theirs: str) -> str | None:
    """Name of the smallest class of two concepts; what its members do goes before their chemistry."""
    below = terms.load().below
    both = [one for one in set(parents(ours)) & set(parents(theirs)) if len(below.get(one, ())) <= CLASS]
    named = {one.name: len(below.get(id, ())) for id in both if (one := terms.load().concept(id))}
    return min(named, key=lambda name: (not ROLE.search(name), named[name], name), default=None)


def same_thing(ours: str, theirs: str) -> Literal[-1, 0, 1]:
    """Whether a paper's concept is that of a claim, or one below it (1), or the lack of it (-1).

    Example:
        >>> same_thing("TG:0000005", "HP:0046504")  # libido, decreased libido
        -1
    """
    near = kin(ours, theirs)
    if near and near != "same" and lacks(ours) != lacks(theirs):
        return -1
    return 1 if near in ("same", "narrower") else 0


@lru_cache(maxsize=50_000)
def lacks(curie: str) -> bool:
    """Whether a concept is less of something, by its name."""
    known = terms.load().concept(curie)
    return (known.name if known else curie).lower().startswith(LACKING)


class Said(NamedTuple):
    """What a claim says of its object: more (1), less (-1), no change (0), or both; or that it is not so."""

    sign: Sign | Literal["biphasic"]
    denied: bool


def said(claim: Claim) -> Said | None:
    """What a claim says of its object; None if it says nothing of the kind.

    Example:
        >>> said(Claim(id="", start=0, end=0, text="", subject=0, predicate="affects", object=1, score=1,
        ...            direction="decrease", kind="assertion", negated=True, rule=""))
        Said(sign=-1, denied=True)
    """
    if claim.direction == "biphasic":
        return Said("biphasic", claim.negated)
    sign = SIGNS.get(claim.direction or "", DEFAULT_SIGNS.get(claim.predicate))
    # "did not change" is read as no change, and its negation once more
    return None if sign is None else Said(sign, claim.negated and sign != 0)


def answers(ours: Said, theirs: Said) -> Stance | None:
    """What one says to the other; None if both may be so: "no less of it" leaves open whether there is more.

    Example:
        >>> answers(Said(1, False), Said(-1, False)), answers(Said(-1, False), Said(-1, True))
        ('contradicts', 'contradicts')
        >>> answers(Said(1, True), Said(0, False)), answers(Said(1, False), Said(-1, True))
        ('supports', None)
    """
    if "biphasic" in (ours.sign, theirs.sign):
        return "supports" if ours == theirs else "mixed"
    if ours.denied == theirs.denied:
        same = ours.sign == theirs.sign
        return "supports" if same else None if ours.denied else "contradicts"
    if ours.sign == theirs.sign:
        return "contradicts"
    return "supports" if 0 in (ours.sign, theirs.sign) else None
