"""Speed of the whole extractor beside a medspaCy pipeline: ``MEDSPACY=PYTHON python -m benchmarks.extract``.

PYTHON is an interpreter that has medspaCy; `benchmarks.peer_medspacy` says how to make one. Without it the
peer is left out. Texts are the posts of THREADGRAPH_SHARED if it is there, and made ones, full of mentions.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

from benchmarks.context import SENTENCES
from benchmarks.mentions import POST
from pipeline.errors import ParseError
from pipeline.extract import Extractor
from pipeline.fetch import fetch
from pipeline.parse import parse
from pipeline.records import Failure
from pipeline.settings import Settings
from pipeline.terms.terminology import Terminology

SHARED = Path(os.environ.get("THREADGRAPH_SHARED", "../shared"))
TARGETS = 2000
LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
"""Words of the texts that the growth is measured on."""


def dense() -> list[str]:
    """Posts of about 130 words in which most sentences name something."""
    return [f"{i}. {POST}{' '.join(text for text, _ in SENTENCES)}" for i in range(100)]


def forum() -> list[str]:
    """The posts of the shared forum pages."""
    found = []
    for page in fetch(str(SHARED / "forum_pages"), Settings(offline=True)):
        if not isinstance(page, Failure):
            with suppress(ParseError):
                found += [post.text for post in parse(page).posts]
    return found


def run() -> dict[str, float]:
    """Words a CPU second, ratios, seconds to load, megabytes, gain of a second process, growth."""
    start = time.process_time()
    extractor = Extractor(model="default")
    figures = {"load_s": time.process_time() - start, "memory_mb": memory()}
    sets = {"dense": dense()} | ({"forum": forum()} if SHARED.is_dir() else {})
    for name, texts in sets.items():
        ours = seconds(extractor, texts)
        figures[f"{name}_words_per_s"] = words(texts) / ours
        if python := os.environ.get("MEDSPACY"):
            theirs = peer(python, texts)
            figures |= {f"{name}_peer_words_per_s": words(texts) / theirs, f"{name}_ratio": theirs / ours}
    figures["memory_after_mb"] = memory()
    figures["gain_of_two_processes"] = gain(sets["dense"] * 10)
    return figures | growth(extractor)


def words(texts: Sequence[str]) -> int:
    """Words between blanks."""
    return sum(len(text.split()) for text in texts)


def seconds(extractor: Extractor, texts: Sequence[str]) -> float:
    """CPU seconds for all texts, warmed up with the first."""
    for text in texts[:20]:
        extractor.extract(text)
    start = time.process_time()
    for text in texts:
        extractor.extract(text)
    return time.process_time() - start


def peer(python: str, texts: Sequence[str]) -> float:
    """CPU seconds of medspaCy for the same texts, with names of the same terminology as its targets."""
    terminology = Terminology()
    names = list(terminology.names)[:: max(1, len(terminology.names) // TARGETS)]
    targets = [(name, terminology.head(terminology.senses(name)[0].row)[2].upper()) for name in names]
    given = json.dumps({"texts": texts, "targets": targets})
    script = str(Path(__file__).parent / "peer_medspacy.py")
    done = subprocess.run([python, script], input=given, capture_output=True, text=True, check=True)  # noqa: S603
    return float(json.loads(done.stdout.splitlines()[-1])["seconds"])


def memory() -> float:
    """The most memory so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def extract_all(texts: Sequence[str]) -> float:
    """Wall seconds of one process for its share, its loading aside."""
    extractor = Extractor(model="default")
    start = time.perf_counter()
    for text in texts:
        extractor.extract(text)
    return time.perf_counter() - start


def gain(texts: Sequence[str]) -> float:
    """How many times faster two processes are than one."""
    half = len(texts) // 2
    with ProcessPoolExecutor(2) as pool:
        one = next(pool.map(extract_all, [texts]))
        both = max(pool.map(extract_all, [texts[:half], texts[half:]]))
    return one / both


def growth(extractor: Extractor) -> dict[str, float]:
    """Words a second on one text, by its length."""
    text = " ".join(dense())
    size = words([text])
    figures = {}
    for length in LENGTHS:
        long = text * max(1, length // size)
        long = long[: len(text) * length // size] if length < size else long
        start = time.process_time()
        extractor.extract(long)
        figures[f"words_per_s_of_{length}"] = words([long]) / (time.process_time() - start)
    return figures


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:28} {value:10.2f}")
    sys.exit(0)
