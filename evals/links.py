"""Scores of links on claims and abstracts that we wrote: the whole way from two texts to a stance.

``links.tsv`` holds a sentence of a post, a title, an abstract and the stance that a reader gives. It was
written while the rules were, so it is a development figure, not one of unseen data.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.extract import Extractor
from pipeline.link import link, paper_text
from pipeline.link.study import study_of
from pipeline.records import Paper

PAIRS = Path(__file__).parent / "links.tsv"
SAYS = ("supports", "contradicts")


class Pair(NamedTuple):
    """A sentence of a post, a paper, and what the paper says to it."""

    sentence: str
    title: str
    abstract: str
    stance: str


def score(shared: Path) -> dict[str, float]:
    """Share of pairs with the right stance, of those whose claim is read, and precision of the two sides.

    Args:
        shared: not used; the pairs are our own.
    """
    said = Counter(judged(list(pairs())))
    read = {pair: count for pair, count in said.items() if pair[1] != "unread"}
    taken = {side: sum(n for (_, ours), n in read.items() if ours == side) for side in SAYS}
    return {
        "claims_read": 100 * sum(read.values()) / said.total(),
        "stance": 100 * sum(n for (gold, ours), n in read.items() if gold == ours) / sum(read.values()),
        **{f"{side}_precision": 100 * said[side, side] / taken[side] for side in SAYS},
    }


def pairs() -> Iterator[Pair]:
    """The pairs."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        yield from (Pair(**row) for row in csv.DictReader(file, delimiter="\t"))


def judged(some: list[Pair]) -> Iterator[tuple[str, str]]:
    """Right stance and ours of each pair; "unread" where no claim is read in the sentence."""
    post, papers = Extractor("default"), Extractor("default", "paper")
    for number, pair in enumerate(some):
        paper = Paper(id=f"pmid:{number}", title=pair.title, abstract=pair.abstract, source="own")
        found, read = (
            post.extract(pair.sentence),
            papers.extract(paper_text(paper), id=paper.id),
        )
        paper = paper.model_copy(update={"study": study_of(paper, read)})
        stances = [
            one.stance
            for claim in found.claims
            for one in link(claim, found, pair.sentence, {}, {paper.id: read}, [paper])
            if one.stance not in ("about", "silent")
        ]
        yield pair.stance, (stances or ["silent"])[0] if found.claims else "unread"
