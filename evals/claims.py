"""Scores of claims: chemical-induced disease on BC5CDR devel, and what must be read in a real thread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline.extract import Extractor
from pipeline.extract.claims import read_claims
from pipeline.extract.context import contextualise
from pipeline.records import Claim, Findings, Mention

DEVEL = "gold/bc5cdr/devel.pubtator"
THREAD = "seeds/accutane_hormesis_thread.txt"
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z(])|\n")
INDUCES = frozenset({"has_adverse_event", "causes", "exacerbates_condition", "associated_with"})
TYPES = {"Chemical": "drug", "Disease": "condition"}


class Expected(NamedTuple):
    """A claim that a reader finds in the thread: names (a part of the mention's text is enough) and facts."""

    subject: str
    object: str
    direction: str | None
    kinds: tuple[str, ...]
    holds: str = ""


EXPECTED = {
    "reduced_neurogenesis_cited": Expected(
        "isotretinoin", "neurogenesis", "decrease", ("literature_report",), "citations"
    ),
    "sebocytes_biphasic_quoted": Expected(
        "isotretinoin", "sebocyte", "biphasic", ("literature_report",), "citations"
    ),
    "finasteride_lowers_dht": Expected("finasteride", "dht", "decrease", ("assertion",), "dose"),
    "crash_six_weeks_after": Expected("", "crash", None, ("experience",), "onset"),
    "ed_after_one_pill": Expected("", "ed", None, ("experience",), "dose"),
    "ssris_raise_neurogenesis_asked": Expected("ssri", "neuro", "increase", ("question",)),
    "ssris_raise_neurogenesis": Expected("ssri", "neurogenesis", "increase", ("literature_report",)),
}


def score(shared: Path) -> dict[str, float]:
    """Document F1 of chemical-induced disease with gold mentions, and the share of expected claims found.

    Args:
        shared: the folder with gold/ and seeds/.
    """
    right = wrong = missed = 0
    for text, mentions, gold in abstracts(shared / DEVEL):
        found = induced(text, mentions)
        right += len(found & gold)
        wrong += len(found - gold)
        missed += len(gold - found)
    findings = Extractor(model="default").extract((shared / THREAD).read_text(encoding="utf-8"))
    read = [name for name, one in EXPECTED.items() if any(fits(findings, c, one) for c in findings.claims)]
    return {
        "cid_devel_gold_mentions_precision": 100 * right / (right + wrong),
        "cid_devel_gold_mentions_recall": 100 * right / (right + missed),
        "cid_devel_gold_mentions_f1": 200 * right / (2 * right + wrong + missed),
        "thread_expected_claims": 100 * len(read) / len(EXPECTED),
    }


def abstracts(path: Path) -> Iterator[tuple[str, list[Mention], set[tuple[str, str]]]]:
    """Text, gold mentions and gold relations of each abstract."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        title, abstract, *rows = block.split("\n")
        text = f"{title.split('|t|')[1]}\n{abstract.split('|a|')[1]}"
        fields = [row.split("\t") for row in rows]
        mentions = [
            Mention(start=int(f[1]), end=int(f[2]), text=f[3], type=TYPES[f[4]], concept_id=f[5])
            for f in fields
            if f[1] != "CID" and f[5] != "-1" and "|" not in f[5]
        ]
        yield text, mentions, {(f[2], f[3]) for f in fields if f[1] == "CID"}


def induced(text: str, mentions: list[Mention]) -> set[tuple[str, str]]:
    """Pairs of a chemical and a disease that a claim says it brings about."""
    edges = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    sentences = list(pairwise(edges))
    flagged = contextualise(text, sentences, mentions)
    pairs = (
        (flagged[claim.subject], flagged[claim.object])
        for claim in read_claims(text, sentences, flagged)
        if claim.predicate in INDUCES and not claim.negated
    )
    return {
        (str(agent.concept_id), str(thing.concept_id))
        for agent, thing in pairs
        if agent.type == "drug" and thing.type == "condition"
    }


def fits(findings: Findings, claim: Claim, expected: Expected) -> bool:
    """Whether a claim is the expected one."""
    agent, thing = findings.mentions[claim.subject], findings.mentions[claim.object]
    named = f"{agent.text} {agent.name}".lower(), f"{thing.text} {thing.name}".lower()
    return (
        expected.subject in named[0]
        and re.search(rf"\b{expected.object}", named[1]) is not None
        and claim.direction == expected.direction
        and claim.kind in expected.kinds
        and (not expected.holds or bool(getattr(claim, expected.holds)))
    )
