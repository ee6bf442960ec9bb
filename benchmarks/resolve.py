"""Resolving references against a million papers: milliseconds, memory, and what is found.

Run as ``python -m benchmarks.resolve [PAPERS]`` (a million by default; about ten minutes). The papers are
made by recombining the words, names and journals of the reference-matching set with a fixed seed, so that
no word of a reference is rare by itself; the set's own records are among them. Peers in the same run:
SQLite's ranked search for all words of the reference over the same index, and tantivy's if it is installed.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.resolve import Row, load, paper_of, percent
from pipeline.extract.references import parse_reference
from pipeline.literature.index import Index
from pipeline.literature.index_keys import title_words
from pipeline.literature.local import Local
from pipeline.records import Name, Paper
from pipeline.resolve import resolve
from pipeline.resolve_text import plain

PAPERS = 1_000_000
SAMPLE = 3_000
PEER_SAMPLE = 300
RANKED_SAMPLE = 15
BATCH = 5_000


def made_up(rows: Sequence[Row], count: int, seed: int = 11) -> Iterator[Paper]:
    """Papers out of the words, first authors and journals of the rows."""
    chance = random.Random(seed)
    said = [word for row in rows for word in row["atitle"].split()]
    names = [row["firstAuthor"] for row in rows if row.get("firstAuthor")]
    journals = [row["jtitle"] for row in rows]
    for number in range(count):
        yield Paper(
            id=f"doi:10.5555/made.{number}",
            doi=f"10.5555/made.{number}",
            title=" ".join(chance.choices(said, k=chance.randint(6, 16))),
            authors=tuple(Name(family=name) for name in chance.sample(names, 3)),
            container=chance.choice(journals),
            year=chance.randint(1970, 2012),
            volume=str(chance.randint(1, 400)),
            pages=str(chance.randint(1, 3000)),
            source="made up",
        )


def fill(index: Index, papers: Iterator[Paper]) -> None:
    """Put papers in, so many at a time."""
    for first in papers:
        with index.transaction():
            index.put([first, *(paper for _, paper in zip(range(BATCH), papers, strict=False))])


def milliseconds(work: Callable[[Any], object], inputs: Sequence[Any]) -> list[float]:
    """How long each input takes."""
    taken = []
    for one in inputs:
        start = time.perf_counter()
        work(one)
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def spread(name: str, taken: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    return {
        f"{name}_p50_ms": statistics.median(taken),
        f"{name}_p95_ms": statistics.quantiles(taken, n=20)[-1],
    }


def tantivy_search(papers: Iterator[Paper], folder: Path) -> Callable[[str], object] | None:
    """A search for all words of a reference with tantivy over the same papers, or None without it."""
    try:
        import tantivy
    except ImportError:
        return None
    schema = tantivy.SchemaBuilder().add_text_field("words").add_integer_field("number", stored=True).build()
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for number, paper in enumerate(papers):
        writer.add_document(tantivy.Document(words=title_words(paper), number=number))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    return lambda text: searcher.search(index.parse_query(plain(text), ["words"]), 20)


def found(sample: Sequence[Row], sources: Sequence[Local]) -> dict[str, float]:
    """Precision and recall over rows whose records are in the index, and how long each takes."""
    citations = [parse_reference(row["reference"]) for row in sample]
    answers = []
    taken = milliseconds(lambda citation: answers.append(resolve(citation, sources)), citations)
    right = [
        a.paper is not None and a.paper.doi == r["doi"].casefold()
        for a, r in zip(answers, sample, strict=True)
    ]
    verified = [answer.verdict == "verified" for answer in answers]
    good = sum(r and v for r, v in zip(right, verified, strict=True))
    return {
        **spread("resolve", taken),
        "verified_precision": percent(good, sum(verified)),
        "verified_recall": percent(good, len(sample)),
        "resolved_recall": percent(sum(right), len(sample)),
    }


def absent(sample: Sequence[Row], sources: Sequence[Local]) -> dict[str, float]:
    """How often a reference whose record is not in the index is verified, and how long the search takes."""
    citations = [parse_reference(row["reference"]) for row in sample]
    verdicts = []
    taken = milliseconds(lambda citation: verdicts.append(resolve(citation, sources).verdict), citations)
    return {**spread("absent", taken), "falsely_verified": percent(verdicts.count("verified"), len(verdicts))}


def run(papers: int = PAPERS) -> dict[str, float]:
    """All figures; every other row of the sample is in the index."""
    rows = load(Path(os.environ.get("THREADGRAPH_SHARED", "../shared")))
    chance = random.Random(3)
    sample = chance.sample(rows, min(2 * SAMPLE, len(rows)))
    out = {row["doi"] for row in sample[1::2]}
    kept = [row for row in rows if row["doi"] not in out]
    with tempfile.TemporaryDirectory() as folder, Index(Path(folder) / "index.db") as index:
        start = time.perf_counter()
        fill(index, made_up(rows, papers))
        fill(index, map(paper_of, kept))
        figures = {"papers": float(len(index)), "fill_per_second": papers / (time.perf_counter() - start)}
        index.set_fact("imported", "benchmark")
        figures["index_mb"] = (Path(folder) / "index.db").stat().st_size / 1e6
        sources = [Local(index)]
        figures |= found([row for row in sample if row["doi"] not in out], sources)
        figures |= absent([row for row in sample if row["doi"] in out], sources)
        figures["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        texts = [row["reference"] for row in sample[:PEER_SAMPLE]]
        figures |= spread(
            "ranked_fts5", milliseconds(lambda text: index.search(text, 20), texts[:RANKED_SAMPLE])
        )
        figures["ratio_to_ranked_fts5"] = figures["resolve_p50_ms"] / figures["ranked_fts5_p50_ms"]
        (place := Path(folder) / "tantivy").mkdir()
        if search := tantivy_search(made_up(rows, papers), place):
            figures |= spread("tantivy", milliseconds(search, texts))
            figures["ratio_to_tantivy"] = figures["resolve_p50_ms"] / figures["tantivy_p50_ms"]
            figures["tantivy_mb"] = sum(file.stat().st_size for file in place.iterdir()) / 1e6
    return figures


if __name__ == "__main__":
    for name, value in run(*map(int, sys.argv[1:])).items():
        print(f"{name:28} {value:14.2f}")
