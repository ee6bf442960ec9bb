"""Trains the detector: ``python -m pipeline.extract.train_mentions --gold FOLDER``.

The abstract model learns from BC5CDR's abstracts, the post model from these and PsyTAR's posts. What is
shipped learns from the train and the development parts; `evals.mentions` scores models of its own, trained
on the train parts alone. The same files always give the same models.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import pycrfsuite
from spacy.language import Language

from pipeline import terms
from pipeline.extract.detector import LABELS, MODELS
from pipeline.extract.detector_features import Tokens, features
from pipeline.extract.mentions import find_mentions, sentence_tokens
from pipeline.extract.model import choose_model, load_base

PARAMETERS = {
    "abstract": {"c1": 0.1, "c2": 0.05, "max_iterations": 120, "feature.minfreq": 2},
    "post": {"c1": 0.05, "c2": 0.3, "max_iterations": 120, "feature.minfreq": 1},
}
"""Penalties, chosen on parts of the train sets that were held out."""

PARTS = ("train", "development")
FILES = {
    ("bc5cdr", "train"): "train.pubtator",
    ("bc5cdr", "development"): "devel.pubtator",
    ("psytar", "train"): "train.jsonl",
    ("psytar", "development"): "dev.jsonl",
}
CLASS = {"Chemical": "chemical", "Disease": "finding"}


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
        spans = sorted({(int(c[1]), int(c[2]), CLASS[c[4]]) for c in cells if len(c) > 4})
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


@cache
def reader() -> Language:
    """What cuts a text into tokens and sentences, and finds its short forms."""
    nlp = load_base(choose_model("default"))
    nlp.add_pipe("threadgraph_sentences")
    nlp.add_pipe("abbreviation_detector").global_matcher.add("no rule", [[{"ORTH": ""}]])  # type: ignore[attr-defined]
    return nlp


def encoded(example: Example) -> Iterator[tuple[Tokens, list[str]]]:
    """The sentences of an example as tokens and labels."""
    found = find_mentions(example.text, terms.load())
    for sentence in sentence_tokens(reader()(example.text), found):
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
    """Train the model of the profile that the file is named for, and write it."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for example in examples:
        for sentence, wanted in encoded(example):
            if sentence.words:
                trainer.append(features(sentence), wanted)
    trainer.set_params(PARAMETERS[model.stem])
    with TemporaryDirectory() as folder:
        trainer.train(f"{folder}/crf")
        write(f"{folder}/crf", model)


def write(trained: str, model: Path) -> None:
    """Write the weights of a trained CRF as `Tagger` reads them."""
    tagger = pycrfsuite.Tagger()
    tagger.open(trained)
    info = tagger.info()
    names = sorted({feature for feature, _ in info.state_features})
    row = {name: i for i, name in enumerate(names)}
    weights = np.zeros((len(names), len(LABELS)), np.float16)
    for (feature, label), weight in info.state_features.items():
        weights[row[feature], LABELS.index(label)] = weight
    moves = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for (before, label), weight in info.transitions.items():
        moves[LABELS.index(before), LABELS.index(label)] = weight
    text = np.frombuffer("\n".join(names).encode("utf-8"), np.uint8)
    np.savez_compressed(model, features=text, weights=weights, moves=moves)


def train_all(gold: Path, out: Path, parts: Sequence[str] = PARTS) -> None:
    """Train both models and write them with what they were trained on.

    Args:
        gold: folder with bc5cdr/ and psytar/.
        out: folder to write to.
        parts: of the corpora, out of `PARTS`; a score on a part asks for models that were not trained on it.
    """
    out.mkdir(parents=True, exist_ok=True)
    papers = [gold / f"bc5cdr/{FILES['bc5cdr', part]}" for part in parts]
    reviews = [gold / f"psytar/{FILES['psytar', part]}" for part in parts]
    abstracts = [example for path in papers for example in bc5cdr(path)]
    posts = [with_names(example) for path in reviews for example in psytar(path)]
    train(abstracts, out / "abstract.npz")
    train([*posts, *abstracts], out / "post.npz")
    manifest = {
        "parameters": PARAMETERS,
        "terminology": terms.load().fingerprint,
        "parts": list(parts),
        "corpora": ["BC5CDR (NLM)", "PsyTAR (CC BY 4.0): for posts"],
        "sha256": {f"{path.parent.name}/{path.name}": digest(path) for path in (*papers, *reviews)},
    }
    (out / "mentions.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train the models that are shipped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="folder with bc5cdr/ and psytar/")
    parser.add_argument("--out", type=Path, default=MODELS, help="folder to write to")
    arguments = parser.parse_args()
    train_all(arguments.gold, arguments.out)


def digest(path: Path) -> str:
    """The hash of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
