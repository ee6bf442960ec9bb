"""Scores of the kinds of sentences, on sentences of real pages that were labelled for it.

``data/claim_kinds.tsv`` holds places and hashes, no text: the pages are in the shared folder.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipeline.extract.claim_kinds import KINDS, kind_of
from pipeline.extract.train_kinds import sentence_hash
from pipeline.fetch import fetch
from pipeline.parse import parse
from pipeline.records import Failure
from pipeline.settings import Settings
from pipeline.web import Web

LABELS = Path(__file__).parent / "data" / "claim_kinds.tsv"


def score(shared: Path) -> dict[str, float]:
    """Macro F1 and accuracy over the labelled sentences, and how well two passes of labelling agree.

    Args:
        shared: the folder with forum_pages/ and seeds/.
    """
    labelled = list(sentences(shared))
    pairs = [(row["kind"], kind_of(text)) for row, text in labelled]
    twice = [(row["kind"], row["again"]) for row in rows() if row["again"]]
    return {
        "found": 100 * len(labelled) / len(rows()),
        "macro_f1": sum(f1(pairs, kind) for kind in KINDS) / len(KINDS),
        "accuracy": 100 * sum(a == b for a, b in pairs) / len(pairs),
        "kappa_of_two_passes": 100 * kappa(twice),
        **{f"{kind}_f1": f1(pairs, kind) for kind in KINDS},
    }


@cache
def rows() -> list[dict[str, str]]:
    """The labelled places."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


def sentences(shared: Path) -> Iterator[tuple[dict[str, str], str]]:
    """Each place with its text; one whose post is read otherwise now is left out."""
    texts = {path: post_texts(shared / path) for path in sorted({row["path"] for row in rows()})}
    for row in rows():
        cut = (text[int(row["start"]) : int(row["end"])] for text in texts[row["path"]])
        if found := next((one for one in cut if sentence_hash(one) == row["hash"]), None):
            yield row, found


def post_texts(path: Path) -> list[str]:
    """The texts of a page's posts."""
    settings = Settings()
    with Web(settings) as web:
        pages = [page for page in fetch(str(path), settings, web) if not isinstance(page, Failure)]
    return [post.text for page in pages for post in parse(page).posts]


def f1(pairs: list[tuple[str, str]], kind: str) -> float:
    """F1 of one kind in percent, from pairs of what is so and what was said."""
    so, said = (sum(pair[i] == kind for pair in pairs) for i in (0, 1))
    return 200 * sum(a == b == kind for a, b in pairs) / max(1, so + said)


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's kappa (1960) of two labellings.

    Example:
        >>> kappa([("a", "a"), ("b", "b")])
        1.0
    """
    size = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[kind] * second[kind] for kind in first) / size**2
    return (sum(a == b for a, b in pairs) / size - chance) / (1 - chance)
