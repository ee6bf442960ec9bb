"""Trains the detector: ``python -m pipeline.extract.train_mentions --gold FOLDER``.

The abstract model learns from BC5CDR's train abstracts, the post model from these and PsyTAR's train posts.
Neither sees the development sets, which the scores are taken on. The same files always give the same models.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from pipeline import terms
from pipeline.extract.detector import MODELS, Tokens, features, lexicon_marks, tokens
from pipeline.extract.mentions import find_mentions

PARAMETERS = {"c1": 0.05, "c2": 0.02, "max_iterations": 120, "feature.minfreq": 2}
LABELS = {"Chemical": "chemical", "Disease": "finding"}
SENTENCE_END = (". ", "? ", "! ")


class Example(NamedTuple):
    """A text with its labelled spans."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def bc5cdr(path: Path) -> Iterator[Example]:
    """The abstracts of a BC5CDR file in PubTator's format."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        title, abstract, *rows = block.splitlines()
        text = f"{title.split('|', 2)[2]} {abstract.split('|', 2)[2]}"
        cells = [row.split("\t") for row in rows]
        spans = sorted({(int(c[1]), int(c[2]), LABELS[c[4]]) for c in cells if len(c) > 4})
        yield Example(text, tuple(spans))


def psytar(path: Path) -> Iterator[Example]:
    """The sentences of a PsyTAR file; every labelled span is a finding."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = sorted({(m["start"], m["end"], "finding") for m in row["mentions"]})
        yield Example(row["text"], tuple(spans))


def with_names(example: Example) -> Example:
    """A post with the terminology's drugs labelled too: PsyTAR labels none."""
    named = find_mentions(example.text, terms.load()).mentions
    names = [(m.start, m.end, "chemical") for m in named if m.type == "drug"]
    return Example(example.text, tuple(sorted((*example.spans, *names))))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, cut at end marks and line breaks; good enough to train on."""
    start = 0
    for at in range(len(text)):
        if text[at] == "\n" or text[at : at + 2] in SENTENCE_END:
            yield start, at + 1
            start = at + 1
    yield start, len(text)


def encoded(example: Example) -> Iterator[tuple[Tokens, list[str]]]:
    """The sentences of an example as tokens and labels."""
    named = find_mentions(example.text, terms.load())
    marks = lexicon_marks((*named.mentions, *named.doubtful))
    for start, end in sentences(example.text):
        sentence = tokens(example.text, start, end, marks)
        yield sentence, labels(sentence, example.spans)


def labels(sentence: Tokens, spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """B-, I- and O for each token; of overlapping spans the first is kept."""
    found = ["O"] * len(sentence.spans)
    for start, end, label in spans:
        inside = [i for i, (a, b) in enumerate(sentence.spans) if a < end and b > start]
        if inside and all(found[i] == "O" for i in inside):
            found[inside[0]] = f"B-{label}"
            found[inside[0] + 1 : inside[-1] + 1] = [f"I-{label}"] * (len(inside) - 1)
    return found


def train(examples: Iterable[Example], model: Path) -> None:
    """Train one model and write it."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for example in examples:
        for sentence, wanted in encoded(example):
            if sentence.words:
                trainer.append(features(sentence), wanted)
    trainer.set_params(PARAMETERS)
    trainer.train(str(model))


def main() -> None:
    """Train both models and write what they were trained on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder with bc5cdr/ and psytar/")
    parser.add_argument("--out", type=Path, default=MODELS, help="folder to write to")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    abstracts, posts = arguments.gold / "bc5cdr/train.pubtator", arguments.gold / "psytar/train.jsonl"
    train(bc5cdr(abstracts), arguments.out / "abstract.crfsuite")
    train([*map(with_names, psytar(posts)), *bc5cdr(abstracts)], arguments.out / "post.crfsuite")
    manifest = {
        "parameters": PARAMETERS,
        "terminology": terms.load().fingerprint,
        "abstract": {"corpus": "BC5CDR train (NLM)", "sha256": digest(abstracts)},
        "post": {"corpus": "PsyTAR train (CC BY 4.0) and BC5CDR train", "sha256": digest(posts)},
    }
    (arguments.out / "mentions.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def digest(path: Path) -> str:
    """The hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
