"""Trains what decides which ills an abstract says a drug brings about, on BC5CDR."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipeline.extract import claim_model
from pipeline.extract.claim_induced import MODEL, beside, parents
from pipeline.extract.claim_model import rows
from pipeline.extract.claim_pairs import Pair, PairReader
from pipeline.extract.claim_topic import named
from pipeline.extract.claims import read_claims
from pipeline.extract.extractor import Extractor
from pipeline.extract.train_linear import FOLDS, best_threshold, fitted, held_out, linear_of, table
from pipeline.records import EntityType, Mention

PAIR_SIZE = 2**17
PAIR_PENALTY = 0.03


class Abstract(NamedTuple):
    """An abstract's text, its labelled spans (start, end, type, MeSH id) and relations."""

    text: str
    spans: tuple[tuple[int, int, EntityType, str], ...]
    relations: frozenset[Pair]


def abstracts(path: Path) -> Iterator[Abstract]:
    """The abstracts of a BC5CDR file in PubTator's format; spans without exactly one id are left out."""
    types: dict[str, EntityType] = {"Chemical": "drug", "Disease": "condition"}
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        title, abstract, *lines = block.split("\n")
        cells = [line.split("\t") for line in lines]
        spans = sorted(
            (int(c[1]), int(c[2]), types[c[4]], c[5])
            for c in cells
            if c[1] != "CID" and c[5] != "-1" and "|" not in c[5]
        )
        yield Abstract(
            f"{title.split('|t|')[1]} {abstract.split('|a|')[1]}",
            tuple(spans),
            frozenset((c[2], c[3]) for c in cells if c[1] == "CID"),
        )


def pair_readers(papers: Iterable[Abstract]) -> Iterator[tuple[PairReader, dict[Pair, Pair]]]:
    """Each abstract with its labelled spans given, and what its pairs are labelled."""
    extractor = Extractor("default", "abstract")
    extractor.nlp.remove_pipe("threadgraph_claims")
    for paper in papers:
        given = [Mention(start=s, end=e, text=paper.text[s:e], type=t) for s, e, t, _ in paper.spans]
        doc = extractor.read(paper.text, mentions=given)
        sentences = [(sent.start_char, sent.end_char) for sent in doc.sents]
        found = doc._.mentions
        claims = read_claims(doc.text, sentences, found, doc._.quantities, doc._.citations)
        reader = PairReader(doc.text, sentences, found, claims, parents)
        yield reader, labelled(paper, reader)


def labelled(paper: Abstract, reader: PairReader) -> dict[Pair, Pair]:
    """The labels of each pair of what the mentions are known by: those that most of them have."""
    ids: dict[str, Counter[str]] = defaultdict(Counter)
    spans = {(start, end): id for start, end, _, id in paper.spans}
    for mention in reader.mentions:
        ids[named(mention)][spans.get((mention.start, mention.end), mention.text)] += 1
    known = {name: some.most_common(1)[0][0] for name, some in ids.items()}
    return {(agent, ill): (known[agent], known[ill]) for agent, ill in reader.pairs()}


def train_induced(papers: Sequence[Abstract], folder: Path) -> float:
    """Train both models of `claim_induced`; returns F1 on held-out folds."""
    read = list(pair_readers(papers))
    hashed = [rows(reader.features(pair), PAIR_SIZE) for reader, labels in read for pair in labels]
    labels = [(i, pair) for i, (_, some) in enumerate(read) for pair in some.values()]
    y = np.array([pair in papers[i].relations for i, pair in labels])
    folds = np.array([i % FOLDS for i, _ in labels])
    x = table(hashed, PAIR_SIZE)
    alone = iter(held_out(x, y, folds, PAIR_PENALTY))
    compared = np.concatenate([beside({pair: next(alone) for pair in some}) for _, some in read if some])
    middle, spread = compared.mean(0), compared.std(0)
    scaled = (compared - middle) / spread
    scores: dict[tuple[int, Pair], float] = {}
    for label, score in zip(labels, held_out(scaled, y, folds, 1.0), strict=True):
        scores[label] = max(score, scores.get(label, score))
    threshold, f1 = best_threshold(
        np.array(list(scores.values())),
        np.array([pair in papers[i].relations for i, pair in scores]),
        sum(len(paper.relations) for paper in papers),
    )
    first, second = fitted(x, y, PAIR_PENALTY), fitted(scaled, y, 1.0)
    weights = second.coef_[0] / spread
    claim_model.save(
        MODEL,
        linear_of(first),
        folder,
        second=weights,
        second_bias=second.intercept_[0] - (weights * middle).sum(),
        threshold=claim_model.odds_to_probability(threshold),
    )
    return f1
