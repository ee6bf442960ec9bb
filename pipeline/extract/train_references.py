"""Training of the reference parser: ``python -m pipeline.extract.train_references --data DIR``.

DIR holds ``anystyle/core.xml``, ``anystyle/good.xml`` (AnyStyle, BSD-2-Clause) and ``grobid_citations/``
(GROBID, Apache-2.0). The same data give the same model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from random import Random

from pipeline.extract.reference_corpus import Labelled, deduplicate, read_anystyle, read_grobid
from pipeline.extract.reference_features import features
from pipeline.extract.reference_noise import noisy

SEED = 20240229
PARAMETERS = {"c1": 0.1, "c2": 0.05, "max_iterations": 80, "feature.possible_transitions": False}
SOURCES = (
    ("anystyle/core.xml", "AnyStyle, https://github.com/inukshuk/anystyle", "BSD-2-Clause"),
    ("anystyle/good.xml", "AnyStyle, https://github.com/inukshuk/anystyle", "BSD-2-Clause"),
    ("grobid_citations", "GROBID, https://github.com/kermitt2/grobid", "Apache-2.0"),
)
MODELS = Path(__file__).parent / "models"


def train(corpus: Iterable[Labelled], model: Path, *, iterations: int | None = None) -> None:
    """Train a CRF.

    Args:
        corpus: labelled strings; none may be empty.
        model: the file to write, as `pipeline.extract.references.open_tagger` opens it.
        iterations: of L-BFGS, at most; None for the number of the shipped model.
    """
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(PARAMETERS | ({"max_iterations": iterations} if iterations else {}))
    for row in corpus:
        trainer.append(features(row.text), marks(row.labels))
    trainer.train(str(model))


def marks(labels: Sequence[str]) -> list[str]:
    """Labels as the CRF learns them: B- for the first token of a field, I- for the later ones.

    Example:
        >>> marks(["author", "author", "date"])
        ['B-author', 'I-author', 'B-date']
    """
    before = [None, *labels[:-1]]
    return [("I-" if label == last else "B-") + label for label, last in zip(labels, before, strict=True)]


def with_noise(corpus: Sequence[Labelled], share: float = 0.4) -> list[Labelled]:
    """The corpus and noisy copies of a share of it, chosen by a fixed seed."""
    random = Random(SEED)  # noqa: S311
    copies = [noisy(row, random) for row in corpus if random.random() < share]
    return [*corpus, *(row for row in copies if row.labels)]


def load(data: Path) -> list[Labelled]:
    """All labelled strings, each once."""
    anystyle = [row for name in ("core", "good") for row in read_anystyle(data / "anystyle" / f"{name}.xml")]
    return deduplicate([*anystyle, *read_grobid(data / "grobid_citations")])


def manifest(data: Path, corpus: Sequence[Labelled], model: Path) -> dict[str, object]:
    """What the model was made of and how."""
    return {
        "model": "references.crf",
        "sha256": _digest(model),
        "command": "python -m pipeline.extract.train_references --data DIR",
        "seed": SEED,
        "parameters": PARAMETERS,
        "strings": len(corpus),
        "python-crfsuite": version("python-crfsuite"),
        "sources": [
            {"path": name, "from": origin, "licence": licence, "sha256": _digest(data / name)}
            for name, origin, licence in SOURCES
        ],
    }


def _digest(path: Path) -> str:
    """SHA-256 of a file, or of the files of a folder in the order of their names."""
    digest = hashlib.sha256()
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Train the shipped model and write it with its manifest."""
    parser = argparse.ArgumentParser(description="Train the reference parser.")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with anystyle/ and grobid_citations/"
    )
    parser.add_argument(
        "--out", type=Path, default=MODELS, help="folder of the model (default: the package's)"
    )
    arguments = parser.parse_args()
    corpus = load(arguments.data)
    arguments.out.mkdir(parents=True, exist_ok=True)
    model = arguments.out / "references.crf"
    train(with_noise(corpus), model)
    text = json.dumps(manifest(arguments.data, corpus, model), indent=2)
    (arguments.out / "references.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
