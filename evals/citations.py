"""Scores of the reference parser and the finder of citations.

Parser figures come from models trained here, on the training side of each split only, with the command's
own training code but fewer iterations (so that all of it runs in about a minute). The shipped model is
scored only on strings that are in no training file.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

from rapidfuzz import fuzz

from pipeline.extract.citation_references import find_references
from pipeline.extract.citations import find_citations
from pipeline.extract.reference_corpus import (
    Labelled,
    deduplicate,
    half,
    key,
    read_anystyle,
    read_grobid,
)
from pipeline.extract.reference_features import TOKEN, features
from pipeline.extract.reference_noise import noisy
from pipeline.extract.references import fields, open_tagger, parse_reference, segments
from pipeline.extract.train_references import marks, train, with_noise
from pipeline.records import Citation

HALF_ITERATIONS = 100
ITERATIONS = 60
FIELDS = {"title": "title", "journal": "container", "date": "year", "volume": "volume", "pages": "pages"}
ALIKE = 90.0
BEFORE = "I found this one interesting, what do you think?\n\n"
AFTER = "\n\nI think it is worth a read for all of us here."
SEED = 7

Tag = Callable[[str], list[str]]
"""Marks of the tokens of a string, such as "B-author"."""


def score(shared: Path) -> dict[str, float]:
    """All figures, in percent.

    Args:
        shared: the folder with gold/ and seeds/.

    Returns:
        Name and figure.
    """
    core = deduplicate(read_anystyle(shared / "gold" / "anystyle" / "core.xml"))
    grobid = deduplicate(read_grobid(shared / "gold" / "grobid_citations"))
    strings = _strings(shared)
    return (
        halves(core) | out_of_domain(core, grobid) | shipped_fields(strings) | finder(strings) | seeds(shared)
    )


def halves(core: Sequence[Labelled]) -> dict[str, float]:
    """Token accuracy (tokens between blanks) and whole strings right: each half of core by the other."""
    tokens = right = whole = 0
    for side in (0, 1):
        tag = _trained([row for row in core if half(row.text) != side], HALF_ITERATIONS)
        for row in (row for row in core if half(row.text) == side):
            found = [mark[2:] for mark in tag(row.text)]
            pairs = list(zip(_blanks(row.text, row.labels), _blanks(row.text, found), strict=True))
            hits = sum(a == b for a, b in pairs)
            tokens, right, whole = tokens + len(pairs), right + hits, whole + (hits == len(pairs))
    return {"core_tokens": 100 * right / tokens, "core_strings": 100 * whole / len(core)}


def out_of_domain(core: Sequence[Labelled], grobid: Sequence[Labelled]) -> dict[str, float]:
    """GROBID's strings by a model of core and its noise: field F1, and what forum noise takes from it."""
    known = {key(row.text) for row in core}
    test = [row for row in grobid if key(row.text) not in known]
    tag = _trained(with_noise(core), ITERATIONS)
    random = Random(SEED)  # noqa: S311
    figures = {f"grobid_{name}": value for name, value in field_f1(test, tag).items()}
    noise = field_f1([row for row in (noisy(r, random) for r in test) if row.labels], tag)["micro"]
    return figures | {"noise_lost_max": figures["grobid_micro"] - noise}


def field_f1(rows: Sequence[Labelled], tag: Tag) -> dict[str, float]:
    """F1 of the parser's fields, by field and together; one is right if its letters and digits are alike."""
    counts = {name: [0, 0, 0] for name in ("author", *FIELDS)}
    for row in rows:
        gold = _words(fields(segments(row.text, marks(row.labels)), ""))
        found = _words(fields(segments(row.text, tag(row.text)), row.text))
        for name, count in counts.items():
            a, b = gold.get(name), found.get(name)
            count[0] += bool(a and b and fuzz.ratio(a, b) >= ALIKE)
            count[1] += bool(a)
            count[2] += bool(b)
    figures = {name: _f1(*count) for name, count in counts.items()}
    return figures | {"micro": _f1(*(sum(count[i] for count in counts.values()) for i in range(3)))}


def shipped_fields(strings: Sequence[dict[str, str]]) -> dict[str, float]:
    """First author, title, volume and first page of real strings that the shipped model never saw."""
    counts = {name: [0, 0] for name in ("author", "title", "volume", "page")}
    for row in strings:
        for name, right in _agrees(parse_reference(row["reference"]), row):
            counts[name] = [counts[name][0] + right, counts[name][1] + 1]
    return {f"shipped_{name}": 100 * right / of for name, (right, of) in counts.items()}


def finder(strings: Sequence[dict[str, str]]) -> dict[str, float]:
    """Real strings pasted into a post: found over nine tenths of their length; all else that was found."""
    found = right = 0
    for row in strings:
        reference = row["reference"].strip()
        start, end = len(BEFORE), len(BEFORE) + len(reference)
        places = find_references(BEFORE + reference + AFTER)
        right += any(min(p.end, end) - max(p.start, start) > 0.9 * len(reference) for p in places)
        found += len(places)
    return {"finder_recall": 100 * right / len(strings), "finder_precision": 100 * right / found}


def seeds(shared: Path) -> dict[str, float]:
    """Citations of the two seed pages against a count by hand (references, author-year, vague)."""
    counted = {"accutane_hormesis_thread.txt": (11, 0, 6), "isotroin_pharmacy_page.txt": (0, 2, 4)}
    agree = total = 0
    for name, counts in counted.items():
        found = find_citations((shared / "seeds" / name).read_text(encoding="utf-8"))
        for kind, count in zip(("reference", "author_year", "vague"), counts, strict=True):
            got = sum(c.kind == kind for c in found)
            agree, total = agree + min(got, count), total + max(got, count)
    return {"seeds_counted": 100 * agree / total}


def _trained(rows: Sequence[Labelled], iterations: int) -> Tag:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.crf"
        train(rows, path, iterations=iterations)
        tagger = open_tagger(path)
    return lambda text: list(tagger.tag(features(text)))


def _strings(shared: Path, count: int = 1500) -> list[dict[str, str]]:
    lines = (shared / "gold" / "reference_matching" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    chosen = Random(SEED).sample(lines, count)  # noqa: S311
    return [json.loads(line) for line in chosen]


def _blanks(text: str, labels: Sequence[str]) -> list[str]:
    """One label for each stretch between blanks: that of its first word, or mark."""
    words = groupby(
        zip(TOKEN.finditer(text), labels, strict=True), key=lambda p: text.count(" ", 0, p[0].start())
    )
    pairs = [list(group) for _, group in words]
    return [next((label for m, label in group if m[0][0].isalnum()), group[0][1]) for group in pairs]


def _words(read: dict[str, Any]) -> dict[str, str]:
    """The fields of a reference as letters and digits."""
    words = {"author": " ".join(name.family for name in read["authors"])} | {
        name: str(read[field] or "") for name, field in FIELDS.items()
    }
    return {name: re.sub(r"\W", "", value).lower() for name, value in words.items()}


def _agrees(found: Citation, gold: dict[str, str]) -> Iterator[tuple[str, bool]]:
    """Whether each field that the gold record has agrees."""
    first = found.authors[0].family if found.authors else ""
    page = (found.pages or "").split("–")[0]
    pairs = {"author": (first, "firstAuthor"), "title": (found.title, "atitle")}
    pairs |= {"volume": (found.volume, "volume"), "page": (page, "firstPage")}
    for name, (value, of) in pairs.items():
        if gold.get(of):
            yield name, _same(value, gold[of])


def _same(one: str | None, other: Any) -> bool:
    letters = [re.sub(r"\W", "", str(words or "")).lower() for words in (one, other)]
    return fuzz.ratio(*letters) >= ALIKE


def _f1(right: int, gold: int, found: int) -> float:
    return 200 * right / (gold + found) if gold + found else 0.0
