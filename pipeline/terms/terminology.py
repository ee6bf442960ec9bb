"""The terminology in memory: rows are parsed when they are asked for."""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pipeline.records import Candidate, Concept
from pipeline.terms.matcher import Hit, find_names, heads, known
from pipeline.terms.names import key

DATA = Path(__file__).parent / "data"
FILE = "terms.xz"
SCORES = (1.0, 0.95, 0.9, 0.8)
"""How much a name says: of the overlay, preferred, a synonym, a misspelling."""


class Sense(NamedTuple):
    """One meaning of a name: the concept's row, the name's kind, the context and the case it needs."""

    row: int
    kind: int
    needs: str = ""
    exact: str = ""


class Terminology:
    """Concepts by identifier and by name.

    Args:
        folder: where the file is that the build wrote.

    Example:
        >>> terms = Terminology(DATA)
        >>> terms.concept("CHEBI:6067").name
        'isotretinoin'
    """

    def __init__(self, folder: Path = DATA) -> None:
        self._packed = (folder / FILE).read_bytes()
        concepts, names = lzma.decompress(self._packed).decode("utf-8").split("\n\n")
        self.rows = concepts.splitlines()
        self.names: dict[str, str] = dict(line.split("\t", 1) for line in names.splitlines())
        self.longest = heads(self.names)

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the file; another file, other findings."""
        return hashlib.sha256(self._packed).hexdigest()[:16]

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Rows by identifier; cross-references lead to the concept that has them, its own id comes first."""
        found: dict[str, int] = {}
        for number, row in enumerate(self.rows):
            for ref in row.split("\t")[4].split():
                found.setdefault(ref, number)
        found.update((row.partition("\t")[0], number) for number, row in enumerate(self.rows))
        return found

    @cached_property
    def below(self) -> dict[str, list[int]]:
        """Rows of the children, by parent."""
        found: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows):
            for parent in row.split("\t")[5].split():
                found.setdefault(parent, []).append(number)
        return found

    def concept(self, curie: str) -> Concept | None:
        """The concept of an identifier, or of a cross-reference; None if there is none.

        Args:
            curie: for example "CHEBI:6067", or "MESH:D015474" for the same.
        """
        number = self.row_of.get(curie)
        return None if number is None else self.at(number)

    def at(self, number: int) -> Concept:
        """The concept of a row."""
        id, name, kind, synonyms, xrefs, parents, source = self.rows[number].split("\t")
        return Concept(
            id=id,
            name=name,
            type=kind,  # type: ignore[arg-type]
            synonyms=tuple(synonyms.split("|")) if synonyms else (),
            xrefs=tuple(xrefs.split()),
            parents=tuple(parents.split()),
            source=source,
        )

    def head(self, number: int) -> tuple[str, str, str]:
        """Id, name and type of the concept of a row."""
        id, name, kind, _ = self.rows[number].split("\t", 3)
        return id, name, kind

    def find(self, name: str) -> tuple[Candidate, ...]:
        """The concepts that a name, a CURIE or a cross-reference stands for, the best first.

        Example:
            >>> from pipeline.terms import load
            >>> [c.id for c in load().find("post-finasteride syndrome")]
            ['MONDO:0975897']
        """
        concept = self.concept(name)
        if concept:
            return (Candidate(id=concept.id, name=concept.name, score=1.0),)
        folded = known(key(name), self.names)
        return self.candidates(self.senses(folded)) if folded else ()

    def senses(self, folded: str) -> tuple[Sense, ...]:
        """The senses of a folded name, the best first."""
        return tuple(sense(cell) for cell in self.names.get(folded, "").split("|") if cell)

    def candidates(self, senses: tuple[Sense, ...]) -> tuple[Candidate, ...]:
        """Senses as candidates, one a concept; a name of several concepts says less of each."""
        found: dict[str, Candidate] = {}
        for place, item in enumerate(senses):
            id, name, _ = self.head(item.row)
            score = SCORES[item.kind] * (1.0 if place == 0 else 0.5)
            found.setdefault(id, Candidate(id=id, name=name, score=round(score, 3)))
        return tuple(found.values())

    def children(self, curie: str) -> tuple[Concept, ...]:
        """The concepts one step below a concept."""
        concept = self.concept(curie)
        return tuple(self.at(n) for n in self.below.get(concept.id, ())) if concept else ()

    def matches(self, text: str) -> Iterator[Hit]:
        """Where names stand in a text: overlapping and ambiguous ones too, by start, the longest first."""
        return find_names(text, self.names, self.longest)


def sense(cell: str) -> Sense:
    """A sense as the build writes it: ``row:kind:needs:exact``, empty fields at the end left out.

    Example:
        >>> sense("12:0:testosterone:T")
        Sense(row=12, kind=0, needs='testosterone', exact='T')
    """
    row, kind, *rest = cell.split(":", 3)
    return Sense(int(row), int(kind), *rest)
