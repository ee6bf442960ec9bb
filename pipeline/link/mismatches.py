"""What a careful reader would object to a paper that is held beside a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pipeline.link.concepts import kin, name, same_thing, shared_class, shown
from pipeline.link.study import ANIMAL, CELLS, species_of
from pipeline.records import Claim, Findings, Mismatch, Species

if TYPE_CHECKING:
    from pipeline.link.reading import Reading

DOUBTS: Mapping[Mismatch, float] = {
    "species": 0.6,
    "in_vitro": 0.5,
    "dose": 0.8,
    "route": 0.8,
    "other_drug": 0.6,
    "different_outcome": 0.6,
    "unrelated": 0.5,
    "retracted": 0.1,
    "older_than_retraction": 1.0,
    "expression_of_concern": 0.5,
}
"""What each mismatch leaves of the score."""

FAR = 5.0
"""Doses that differ by more than this factor are a mismatch."""
NAMED = 3
"""Concepts that an objection names at most."""
INJECTED = frozenset({"injection", "intravenous", "intraperitoneal", "subcutaneous"})
LEVELS = {"low": re.compile(r"\b(?:low|small)(?:er)?\b"), "high": re.compile(r"\b(?:high|larg)e?(?:er)?\b")}
PLURALS = {"rat": "rats", "mouse": "mice", "murine": "mice", "animal": "animals", "rabbit": "rabbits"}
DRUGS = ("drug", "hormone")
MEASURES = ("dose", "concentration")

Claimed = tuple[Claim, Findings]
"""A claim with the findings that its indices count in."""


class Objection(NamedTuple):
    """A mismatch, and the same in plain words."""

    kind: Mismatch
    words: str


def objections(
    claim: Claim,
    findings: Findings,
    reading: Reading,
    best: Claimed | None,
    others: Sequence[Claimed],
    date: str | None,
) -> Iterator[Objection]:
    """All objections to a paper.

    Args:
        claim: a claim of ``findings``.
        findings: what was found in the post.
        reading: the paper.
        best: the paper's claim that the stance rests on, if it rests on one.
        others: claims of the paper that are about something else.
        date: ISO date of the post.
    """
    yield from bodies(claim, reading)
    if best:
        yield from amounts(claim, findings, *best)
        yield from class_of_drug(claim, findings, *best)
    elif others:
        yield from other_things(claim, findings, others)
    if not best and reading.paper.abstract and is_unrelated(claim, findings, reading):
        names = f"{shown(findings, claim.subject)} nor {shown(findings, claim.object)}"
        yield Objection("unrelated", f"the abstract names neither {names}")
    yield from notices(reading, date)


def bodies(claim: Claim, reading: Reading) -> Iterator[Objection]:
    """Animals or cells, where the claim speaks of people."""
    text = "\n".join(filter(None, (reading.paper.title, reading.paper.abstract)))
    study = reading.paper.study
    studied: tuple[Species, ...] = study.species if study else species_of(reading.paper.mesh, text)
    if "human" in studied and "cells" not in studied:
        return
    if "animal" in studied and "human" not in studied and claim.experiencer != "animal":
        word = ANIMAL.search(text)
        animals = word[0].lower() if word else "animals"
        yield Objection("species", f"studied in {PLURALS.get(animals, animals)}, not in people")
    if "cells" in studied and "animal" not in studied and claim.experiencer != "cells":
        word = CELLS.search(text)
        how = f" ({word[0].lower()})" if word else ""
        yield Objection("in_vitro", f"studied outside the body{how}, not in people")


def amounts(claim: Claim, findings: Findings, other: Claim, of: Findings) -> Iterator[Objection]:
    """Another dose or another route."""
    if doses_apart(claim, findings, other, of):
        yield Objection("dose", f"the paper's dose is {other.dose}, the claim's {claim.dose}")
    ours, theirs = routes(claim, findings), routes(other, of)
    if ours and theirs and not ours & theirs:
        given = " or ".join(sorted(theirs))
        yield Objection("route", f"the paper's route is {given}, the claim's {' or '.join(sorted(ours))}")


def doses_apart(claim: Claim, findings: Findings, other: Claim, of: Findings) -> bool:
    """Whether two doses are far apart: "high" against "low", or numbers of one unit by `FAR`."""
    if not claim.dose or not other.dose:
        return False
    ours, theirs = measured(claim, findings), measured(other, of)
    for unit in ours.keys() & theirs.keys():
        low, high = sorted((max(ours[unit]), max(theirs[unit])))
        return low > 0 and high / low > FAR
    levels = [{level for level, words in LEVELS.items() if words.search(d)} for d in (claim.dose, other.dose)]
    return all(levels) and not levels[0] & levels[1]


def measured(claim: Claim, findings: Findings) -> dict[str, list[float]]:
    """The doses of a claim, by unit."""
    found: dict[str, list[float]] = {}
    for one in findings.quantities:
        inside = claim.start <= one.start and one.end <= claim.end
        if inside and one.kind in MEASURES and one.unit and one.high is not None:
            found.setdefault(one.unit, []).append(one.high)
    return found


def routes(claim: Claim, findings: Findings) -> set[str]:
    """The routes of administration that a claim names; all injections are one."""
    said = (q for q in findings.quantities if q.kind == "route" and claim.start <= q.start < claim.end)
    return {"injection" if q.unit in INJECTED else q.unit or q.text.lower() for q in said}


def class_of_drug(claim: Claim, findings: Findings, other: Claim, of: Findings) -> Iterator[Objection]:
    """The paper speaks of the class of the drug, or of another drug of it."""
    ours, theirs = name(findings, claim.subject), name(of, other.subject)
    said, drug = shown(of, other.subject), shown(findings, claim.subject)
    match kin(ours, theirs):
        case "sibling":
            yield Objection("other_drug", f"about {said}, another {shared_class(ours, theirs)}, not {drug}")
        case "broader":
            yield Objection("other_drug", f"about {said} as a class, not {drug} itself")


def other_things(claim: Claim, findings: Findings, others: Sequence[Claimed]) -> Iterator[Objection]:
    """The paper says something of another drug, or of another outcome."""
    subject, object_ = name(findings, claim.subject), name(findings, claim.object)
    near = [
        (one, of, same_thing(subject, name(of, one.subject)), same_thing(object_, name(of, one.object)))
        for one, of in others
    ]
    drugs = [shown(of, one.subject) for one, of, same, alike in near if alike and not same]
    outcomes = [shown(of, one.object) for one, of, same, alike in near if same and not alike]
    if drugs and findings.mentions[claim.subject].type in DRUGS:
        yield Objection("other_drug", f"about {listed(drugs)}, not {shown(findings, claim.subject)}")
    elif outcomes:
        yield Objection("different_outcome", f"about {listed(outcomes)}, not {shown(findings, claim.object)}")


def listed(names: Sequence[str]) -> str:
    """Names as a person lists them, each once, the first few.

    Example:
        >>> listed(["acne", "hair loss", "acne"])
        'acne and hair loss'
    """
    *front, last = list(dict.fromkeys(names))[:NAMED]
    return f"{', '.join(front)} and {last}" if front else last


def is_unrelated(claim: Claim, findings: Findings, reading: Reading) -> bool:
    """Whether a paper names neither concept of a claim, nor any near them."""
    ours = name(findings, claim.subject), name(findings, claim.object)
    return not any(kin(one, other) for one in ours for other in reading.names)


def notices(reading: Reading, date: str | None) -> Iterator[Objection]:
    """A retraction, and whether the post's author could know of it; or an expression of concern."""
    paper = reading.paper
    since = f" ({paper.status_date})" if paper.status_date else ""
    if paper.status == "concern":
        yield Objection("expression_of_concern", f"its publisher has expressed concern{since}")
    if paper.status == "retracted":
        yield Objection("retracted", f"the paper has been retracted{since}")
        if date and paper.status_date and date[: len(paper.status_date)] < paper.status_date:
            yield Objection("older_than_retraction", f"the post ({date[:10]}) is older than the retraction")
