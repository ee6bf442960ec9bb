"""Scores of claims: chemical-induced disease on BC5CDR devel, and what must be read in a real thread."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from evals.mentions import trained
from pipeline.extract import Extractor
from pipeline.extract.claim_building import ILL
from pipeline.extract.claim_induced import INDUCES
from pipeline.extract.claim_reviews import LABELS
from pipeline.extract.detector import Tagger
from pipeline.extract.mention_merge import Profile
from pipeline.extract.train_induced import Abstract, abstracts
from pipeline.extract.train_reviews import Review, reviews
from pipeline.extract.train_scores import label_of
from pipeline.records import Claim, EntityType, Findings, Mention

REVIEWS = "gold/psytar/dev.jsonl"
DEVEL = "gold/bc5cdr/devel.pubtator"
THREAD = "seeds/accutane_hormesis_thread.txt"
AGENTS = frozenset({"drug", "hormone"})


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
    papers = list(abstracts(shared / DEVEL))
    cid = {
        name: induced_f1(papers, given, shared / "gold") for name, given in (("gold", True), ("own", False))
    }
    posts = list(reviews(shared / REVIEWS))
    said = {
        name: review_f1(posts, given, shared / "gold") for name, given in (("own", False), ("given", True))
    }
    findings = Extractor(model="default").extract((shared / THREAD).read_text(encoding="utf-8"))
    read = [name for name, one in EXPECTED.items() if any(fits(findings, c, one) for c in findings.claims)]
    return {
        **{f"cid_devel_{name}_mentions_f1": value for name, value in cid.items()},
        **{f"psytar_dev_{name}_{label}_f1": f1 for name, some in said.items() for label, f1 in some.items()},
        "thread_expected_claims": 100 * len(read) / len(EXPECTED),
    }


def unseeing(profile: Profile, gold: Path) -> Extractor:
    """An extractor whose detector has not seen the development parts, as the shipped one has."""
    extractor = Extractor("default", profile)
    extractor.nlp.get_pipe("threadgraph_mentions").tagger = Tagger(trained(gold) / f"{profile}.npz")  # type: ignore[attr-defined]
    return extractor


def induced_f1(papers: Sequence[Abstract], given: bool, gold: Path) -> float:
    """Document F1 of chemical-induced disease, with the labelled mentions or with our own."""
    extractor = unseeing("abstract", gold)
    right = said = wanted = 0
    for paper in papers:
        mentions = [Mention(start=s, end=e, text=paper.text[s:e], type=t) for s, e, t, _ in paper.spans]
        findings = extractor.extract(paper.text, mentions=mentions if given else None)
        found = induced(findings, paper.spans)
        right += len(found & paper.relations)
        said += len(found)
        wanted += len(paper.relations)
    return 200 * right / (said + wanted)


def induced(findings: Findings, spans: Sequence[tuple[int, int, EntityType, str]]) -> set[tuple[str, str]]:
    """Pairs of a drug and an ill that it brings about, each known by the label that it overlaps, if any."""

    def known(mention: Mention) -> str:
        labels = (id for start, end, _, id in spans if start < mention.end and mention.start < end)
        return next(labels, mention.concept_id or mention.text.lower())

    pairs = (
        (findings.mentions[claim.subject], findings.mentions[claim.object])
        for claim in findings.claims
        if claim.predicate in INDUCES and not claim.negated
    )
    return {(known(agent), known(ill)) for agent, ill in pairs if agent.type in AGENTS and ill.type in ILL}


def review_f1(posts: Sequence[Review], given: bool, gold: Path) -> dict[str, float]:
    """F1 over sentences of what their claims say the drug did, with our own mentions or the labelled."""
    extractor = unseeing("post", gold)
    counts = {label: Counter[str]() for label in LABELS}
    for post in posts:
        starts = list(accumulate((len(text) + 1 for text in post.texts), initial=0))
        spans = [
            (start + s, start + e)
            for start, example in zip(starts, post.examples, strict=False)
            for s, e, _ in example.spans
        ]
        text = " ".join(post.texts)
        mentions = [Mention(start=s, end=e, text=text[s:e], type="symptom") for s, e in sorted(spans)]
        findings = extractor.extract(text, mentions=mentions if given else None, topic=post.drug)
        for start, end, labels in zip(starts, starts[1:], post.labels, strict=False):
            told = {
                label_of(claim) for claim in findings.claims if start < claim.end and claim.start < end - 1
            }
            for label, is_so in zip(LABELS, labels, strict=True):
                counts[label].update({"right": is_so and label in told, "said": label in told, "so": is_so})
    return {name: 200 * n["right"] / max(1, n["said"] + n["so"]) for name, n in counts.items()}


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
