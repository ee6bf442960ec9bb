"""Disproportionality: symptoms that are told of with one drug more often than with the others.

The figures are those of pharmacovigilance, with authors in place of reports: proportional reporting ratio
(Evans et al. 2001, doi:10.1002/pds.677), reporting odds ratio (van Puijenbroek et al. 2002,
doi:10.1002/pds.668), information component (Norén et al. 2013, doi:10.1177/0962280211403604). They are
signals of a forum, where people who suffer gather, and not of a population.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import networkx as nx

LEAST_AUTHORS = 3
"""Authors who tell of a pair; of fewer nothing is said."""
HARMS = ("has_adverse_event", "causes", "exacerbates_condition")
DRUGS, SYMPTOMS = ("drug", "hormone"), ("symptom", "condition")
Z = 1.96


class Table(NamedTuple):
    """Authors who tell of both, of the drug alone, of the symptom alone, and of neither."""

    both: float
    drug: float
    symptom: float
    neither: float


def add_signals(graph: nx.MultiDiGraph, relations: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Write on each relation of a drug and an ill how disproportionate it is.

    The denominator is all authors who tell of a harm of any drug.

    Args:
        graph: with its claims.
        relations: ends and attributes of all of them; attributes are changed in place.
    """
    pairs = authors_of_pairs(graph)
    drugs: dict[str, set[str]] = defaultdict(set)
    symptoms: dict[str, set[str]] = defaultdict(set)
    for (drug, symptom), authors in pairs.items():
        drugs[drug] |= authors
        symptoms[symptom] |= authors
    everybody = set().union(*drugs.values())
    for drug, symptom, data in relations:
        both = pairs.get((drug, symptom), ()) if data["predicate"] in HARMS else ()
        if len(both) >= LEAST_AUTHORS:
            of_drug, of_symptom = drugs[drug], symptoms[symptom]
            alone = len(of_drug) - len(both), len(of_symptom) - len(both)
            neither = len(everybody) - len(of_drug | of_symptom)
            data |= {"signal_authors": len(both)} | figures(Table(len(both), *alone, neither))


def authors_of_pairs(graph: nx.MultiDiGraph) -> dict[tuple[str, str], set[str]]:
    """Authors who tell that a drug did something to them, by drug and ill."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    nodes = dict(graph.nodes(data=True))
    for data in nodes.values():
        if data["type"] == "claim" and tells_of_harm(data):
            ends = data["subject"], data["object"]
            if nodes[ends[0]]["type"] in DRUGS and nodes[ends[1]]["type"] in SYMPTOMS:
                found[ends].add(data["author_id"])
    return found


def tells_of_harm(claim: dict[str, Any]) -> bool:
    """Whether a claim is what its author suffered."""
    known = all(name in claim for name in ("subject", "object", "author_id"))
    own = claim["kind"] == "experience" and claim["experiencer"] == "author"
    return known and own and claim["counted"] and not claim["negated"] and claim["predicate"] in HARMS


def figures(table: Table) -> dict[str, float]:
    """The three figures with their 95 % intervals; with an empty cell, half an author is added to each.

    Example:
        >>> found = figures(Table(both=20, drug=80, symptom=100, neither=800))
        >>> found["prr"], found["ror"], round(found["ic"], 2)
        (1.8, 2.0, 0.71)
    """
    a, b, c, d = table if all(table) else (cell + 0.5 for cell in table)
    prr = (a / (a + b)) / (c / (c + d))
    ror = (a * d) / (b * c)
    expected = (table.both + table.drug) * (table.both + table.symptom) / sum(table)
    ic = math.log2((table.both + 0.5) / (expected + 0.5))
    half = table.both + 0.5
    return {
        **ratio("prr", prr, math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))),
        **ratio("ror", ror, math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)),
        "ic": round(ic, 3),
        "ic_low": round(ic - 3.3 * half**-0.5 - 2.0 * half**-1.5, 3),
        "ic_high": round(ic + 2.4 * half**-0.5 - 0.5 * half**-1.5, 3),
    }


def ratio(name: str, value: float, error: float) -> dict[str, float]:
    """A ratio with the interval of its logarithm."""
    ends = (("", 0.0), ("_low", -Z), ("_high", Z))
    return {f"{name}{end}": round(value * math.exp(z * error), 3) for end, z in ends}
