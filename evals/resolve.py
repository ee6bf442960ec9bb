"""Does the resolver find the paper that a reference means, and stay silent when the paper is not there?

Real reference strings with the paper that each means: the reference-matching set of biblio-glutton, whose
records are the papers of the index. The strings are parsed with our own parser first, as in a run.
Nothing is trained on them. Corrupted citations are made from the same records, with a fixed seed.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.extract.references import parse_reference
from pipeline.literature.index import Index
from pipeline.literature.items import make_paper, name_of
from pipeline.literature.local import Local
from pipeline.records import Citation, Paper
from pipeline.resolve import resolve
from pipeline.resolve_text import squeezed

Row = dict[str, str]


def score(shared: Path) -> dict[str, float]:
    """Percentages: precision and recall, falsely verified, and wrongly verified by kind of corruption."""
    rows = load(shared)
    return matched(rows, rows) | {"falsely_verified_max": falsely_verified(rows)} | corrupted(rows)


def falsely_verified(rows: Sequence[Row]) -> float:
    """How often a reference is verified though its paper is not in the index, which holds one half at a time.

    A row counts only if its reference has the title of its record, since some rows of the set name another
    paper than their string; and if no row of the other half has that title.
    """
    halves = [[row for row in rows if half_of(row) == half] for half in (0, 1)]
    verdicts = []
    for here, there in (halves, halves[::-1]):
        known = {row["doi"].casefold() for row in here}
        asked = [
            row
            for row in there
            if row["doi"].casefold() not in known and squeezed(row["atitle"]) in squeezed(row["reference"])
        ]
        verdicts += [verdict for verdict, _ in resolved(asked, here)]
    return percent(verdicts.count("verified"), len(verdicts))


def half_of(row: Row) -> int:
    """The half of a row, by its title."""
    return sha256(squeezed(row["atitle"]).encode()).digest()[0] % 2


def load(shared: Path) -> list[Row]:
    """The rows that have a title."""
    lines = (shared / "gold/reference_matching/dev.jsonl").read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row.get("atitle", "").strip()]


def paper_of(row: Row) -> Paper:
    """The record of a row as a paper."""
    author = name_of(row.get("firstAuthor", "") + ",")
    return make_paper(
        "gold",
        title=row["atitle"],
        authors=(author,) if author else (),
        container=row.get("jtitle"),
        volume=row.get("volume"),
        pages=row.get("firstPage"),
        doi=row["doi"],
        pmid=row.get("pmid"),
    )


def resolved(rows: Sequence[Row], indexed: Iterable[Row]) -> list[tuple[str, str | None]]:
    """Verdict and DOI of the paper for each row's reference, asked of an index of other rows."""
    with Index(":memory:") as index:
        with index.transaction():
            index.put(map(paper_of, indexed))
        index.set_fact("imported", "gold")
        sources = [Local(index)]
        answers = [resolve(parse_reference(row["reference"]), sources) for row in rows]
    return [(a.verdict, a.paper.doi if a.paper else None) for a in answers]


def matched(rows: Sequence[Row], indexed: Sequence[Row]) -> dict[str, float]:
    """Precision and recall over rows whose records are in the index."""
    answers = resolved(rows, indexed)
    right = [doi == row["doi"].casefold() for row, (_, doi) in zip(rows, answers, strict=True)]
    verified = [verdict == "verified" for verdict, _ in answers]
    found = [doi is not None for _, doi in answers]
    good = sum(r and v for r, v in zip(right, verified, strict=True))
    return {
        "verified_precision": percent(good, sum(verified)),
        "verified_recall": percent(good, len(rows)),
        "resolved_precision": percent(sum(right), sum(found)),
        "resolved_recall": percent(sum(right), len(rows)),
    }


Corruption = Callable[[Row, Row, random.Random], dict[str, Any]]


def number(chance: random.Random) -> str:
    """A volume or page that no record has by rule."""
    return str(chance.randint(2000, 9999))


CORRUPTIONS: dict[str, Corruption] = {
    "other_title": lambda row, other, chance: {"title": other["atitle"]},
    "wrong_place": lambda row, other, chance: {
        "container": other["jtitle"],
        "volume": number(chance),
        "pages": number(chance),
    },
    "title_only": lambda row, other, chance: {
        "authors": (name_of("Invented, A."),),
        "container": other["jtitle"],
        "year": 1903,
        "volume": number(chance),
        "pages": number(chance),
    },
    "invented": lambda row, other, chance: {
        "title": " ".join(chance.sample((row["atitle"] + " " + other["atitle"]).split(), k=4))
        + " of mice and men",
        "authors": (name_of("Invented, A."),),
        "volume": number(chance),
        "pages": number(chance),
    },
}


def corrupted(rows: Sequence[Row]) -> dict[str, float]:
    """How often a citation that is made wrong in a certain way is called verified."""
    chance = random.Random(5)  # noqa: S311
    with Index(":memory:") as index:
        with index.transaction():
            index.put(map(paper_of, rows))
        index.set_fact("imported", "gold")
        sources = [Local(index)]
        sample = chance.sample(list(rows), 1000)
        figures = {}
        for name, corrupt in CORRUPTIONS.items():
            made = (cited(row, corrupt(row, chance.choice(sample), chance)) for row in sample)
            verdicts = [resolve(citation, sources).verdict for citation in made]
            figures[f"{name}_verified_max"] = percent(verdicts.count("verified"), len(verdicts))
    return figures


def cited(row: Row, wrong: dict[str, Any]) -> Citation:
    """A citation of a record, with some fields made wrong, written out as a reference string."""
    paper = paper_of(row)
    fields = {
        name: getattr(paper, name) for name in ("authors", "title", "container", "volume", "pages")
    } | wrong
    authors = ", ".join(author.family for author in fields["authors"])
    text = "{by}. {title}. {container}. {volume}:{pages}.".format(by=authors, **fields)
    known = {name: value for name, value in fields.items() if value}
    return Citation(start=0, end=len(text), text=text, kind="reference", **known)


def percent(part: float, whole: float) -> float:
    """A percentage; 0 of nothing."""
    return 100 * part / whole if whole else 0.0
