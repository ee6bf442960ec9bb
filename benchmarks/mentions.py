"""Speed of finding mentions, each step beside a peer in the same run: ``python -m benchmarks.mentions``."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import ahocorasick_rs
import spacy
from scispacy.custom_tokenizer import combined_rule_tokenizer
from spacy.language import Language

from pipeline.extract.mentions import MentionFinder
from pipeline.terms.names import fold
from pipeline.terms.terminology import Terminology

POST = (
    "I took finasteride for hair loss and after six weeks I had no libido, brain fog and anxiety. "
    "My doctor measured testosterone and estradiol, both normal. Two months after I quit Propecia the "
    "crash came: erectile dysfunction, dry skin and insomnia. Nobody at work noticed a thing. "
)
ROUNDS = 300


def run() -> dict[str, float]:
    """Seconds, words a second and megabytes, and the ratios to the peers."""
    start = time.perf_counter()
    terminology = Terminology()
    load = time.perf_counter() - start
    start = time.perf_counter()
    automaton = ahocorasick_rs.AhoCorasick([f" {name}" for name in terminology.names], store_patterns=False)
    build = time.perf_counter() - start
    text = POST * ROUNDS
    nlp = tokenizer()
    find = MentionFinder("post")
    docs = [nlp.make_doc(POST * 5) for _ in range(ROUNDS // 5)]
    words = len(text.split())
    names = timed(lambda: list(terminology.matches(text)))
    peer = timed(lambda: automaton.find_matches_as_indexes(fold(text), overlapping=True))
    component = timed(lambda: [find(doc) for doc in docs])
    return {
        "terminology_load_s": load,
        "ratio_load_to_building_aho_corasick": load / build,
        "names_words_per_s": words / names,
        "ratio_names_to_aho_corasick_matching": peer / names,
        "component_words_per_s": words / component,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def tokenizer() -> Language:
    """A blank pipeline with scispaCy's tokenizer."""
    nlp = spacy.blank("en")
    nlp.tokenizer = combined_rule_tokenizer(nlp)
    return nlp


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name}\t{value:.3f}")
