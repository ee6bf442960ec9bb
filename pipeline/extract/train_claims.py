"""Trains the scorers of claims: ``python -m pipeline.extract.train_claims --gold FOLDER [NAME …]``.

The same files always give the same models. Thresholds are chosen on held-out folds of what is trained on.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.extract import claim_model
from pipeline.extract.claim_reviews import LABELS
from pipeline.extract.train_induced import abstracts, train_induced
from pipeline.extract.train_kinds import train_kinds
from pipeline.extract.train_reviews import reviews, train_reviews


def induced(gold: Path, out: Path, whole: bool) -> str:
    """Train on BC5CDR, with devel if ``whole``; returns what it reached."""
    parts = ("train", "devel") if whole else ("train",)
    papers = [paper for part in parts for paper in abstracts(gold / f"bc5cdr/{part}.pubtator")]
    return f"F1 {train_induced(papers, out):.1f}"


def reviewed(gold: Path, out: Path, whole: bool) -> str:
    """Train on PsyTAR, with dev if ``whole``; returns what it reached."""
    parts = ("train", "dev") if whole else ("train",)
    posts = [post for part in parts for post in reviews(gold / f"psytar/{part}.jsonl")]
    scores = zip(LABELS, train_reviews(posts, out), strict=True)
    return ", ".join(f"{label} F1 {f1:.1f}" for label, f1 in scores)


def kinds(gold: Path, out: Path, whole: bool) -> str:
    """Train on written and labelled sentences; returns what it reached."""
    return f"accuracy {train_kinds(gold / 'psytar/train.jsonl', out):.1f}"


TRAINED: Mapping[str, Callable[[Path, Path, bool], str]] = {
    "induced": induced,
    "reviews": reviewed,
    "kinds": kinds,
}


def main() -> None:
    """Train the named models, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(TRAINED)}; default: all")
    parser.add_argument("--gold", type=Path, required=True, help="folder with bc5cdr/ and psytar/")
    parser.add_argument("--out", type=Path, default=claim_model.MODELS, help="folder to write to")
    parser.add_argument("--all", action="store_true", help="learn from the development sets, too")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in arguments.names or TRAINED:
        print(f"{name}: on held-out folds {TRAINED[name](arguments.gold, arguments.out, arguments.all)}")


if __name__ == "__main__":
    main()
