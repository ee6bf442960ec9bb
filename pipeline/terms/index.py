"""An index of names by their character trigrams, for what no exact name grounds.

``python -m pipeline.terms.index`` builds it from the terminology. It takes the place of scispaCy's nmslib
index behind the same call: it is exact, and the same names always give the same file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from pipeline.errors import NotBuilt
from pipeline.terms import overlay
from pipeline.terms.names import key
from pipeline.terms.terminology import DATA, Terminology

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

SHORTEST = 6
TYPES = ("drug", "hormone", "symptom", "condition")
WEIGHTS, VECTORS = "index.json", "index.npz"


class Index(NamedTuple):
    """The names in the order of the vectors, each with the row of its concept."""

    names: tuple[str, ...]
    rows: tuple[int, ...]
    vectorizer: TfidfVectorizer
    neighbours: Neighbours


class Neighbours:
    """Exact nearest neighbours by cosine, with the call that scispaCy makes to an nmslib index."""

    def __init__(self, vectors: csr_matrix) -> None:
        self.by_feature = vectors.T.tocsr()

    def knnQueryBatch(self, queries: csr_matrix, k: int) -> list[tuple[Any, Any]]:
        """Positions and cosine distances of the k nearest, the nearest first, for each query."""
        found = []
        for query in queries:
            scores = np.zeros(self.by_feature.shape[1], dtype=np.float32)
            for feature, weight in zip(query.indices, query.data, strict=True):
                begin, end = self.by_feature.indptr[feature : feature + 2]
                scores[self.by_feature.indices[begin:end]] += weight * self.by_feature.data[begin:end]
            best = np.argpartition(-scores, min(k, len(scores) - 1))[:k]
            best = best[np.lexsort((best, -scores[best]))]
            found.append((best, 1.0 - scores[best]))
        return found


def indexed(terminology: Terminology) -> Iterator[tuple[str, int]]:
    """Names worth finding when misspelt, of concepts that several sources name; and patients' phrases."""
    for number, row in enumerate(terminology.rows):
        _, name, kind, synonyms, *_, source = row.split("\t")
        if kind in TYPES and ("+" in source or source == "threadgraph" or kind == "hormone"):
            for text in dict.fromkeys((key(name), *map(key, synonyms.split("|")))):
                if len(text) >= SHORTEST and not (
                    kind == "drug" and text[0].isdigit() and text.count(" ") > 4
                ):
                    yield text, number
    for phrase in overlay.rows("phrases.tsv"):
        yield phrase["phrase"], terminology.row_of[phrase["concept"]]


def build(terminology: Terminology, out: Path) -> None:
    """Write the index of a terminology's names."""
    import scipy.sparse

    pairs = sorted(set(indexed(terminology)))
    vectorizer = new_vectorizer()
    vectors = vectorizer.fit_transform([name for name, _ in pairs])
    scipy.sparse.save_npz(out / VECTORS, quantised(vectors))
    data = {
        "terminology": terminology.fingerprint,
        "vocabulary": sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__),
        "idf": [round(float(weight), 4) for weight in vectorizer.idf_],
    }
    (out / WEIGHTS).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def quantised(vectors: csr_matrix) -> csr_matrix:
    """Vectors with their weights as bytes; they are at most 1."""
    vectors.data = np.round(vectors.data * 255).astype(np.uint8)
    return vectors


def load(terminology: Terminology, out: Path = DATA) -> Index:
    """Read the index of a terminology; scikit-learn is imported here and not before.

    Raises:
        NotBuilt: the index was built for another terminology.
    """
    import scipy.sparse

    data = json.loads((out / WEIGHTS).read_text(encoding="utf-8"))
    if data["terminology"] != terminology.fingerprint:
        raise NotBuilt("the index belongs to another terminology; run python -m pipeline.terms.index")
    names, rows = zip(*sorted(set(indexed(terminology))), strict=True)
    vectorizer = new_vectorizer(vocabulary={gram: i for i, gram in enumerate(data["vocabulary"])})
    vectorizer.idf_ = np.array(data["idf"])
    vectors = scipy.sparse.load_npz(out / VECTORS).astype(np.float32) / 255
    return Index(names, rows, vectorizer, Neighbours(vectors))


def new_vectorizer(**options: Any) -> TfidfVectorizer:
    """The vectors that scispaCy's linker uses: TF-IDF of character trigrams within words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), min_df=1, dtype=np.float32, **options)


if __name__ == "__main__":
    build(Terminology(), DATA)
