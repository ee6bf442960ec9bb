"""The tables written by hand: what patients write and no ontology has, and what is ambiguous.

``names.tsv`` gives a name its concept, type and needed context; ``patterns.tsv`` and ``changes.tsv`` are
multiplied ("no", "low" … with "libido", "energy" …). ``concepts.tsv`` has concepts of our own and better
names for others; ``cues.tsv`` says what a needed context is; ``allow.txt`` and ``stop.txt`` overrule the
filter by word frequency. ``phrases.tsv`` (phrases to ground with, not to find) and ``xrefs.tsv`` (UMLS
identifiers) are taken from the train part of PsyTAR (CC BY 4.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of a table, by column; missing cells are empty."""
    header, *lines = text(table).splitlines()
    columns = header.split("\t")
    for line in lines:
        cells = line.split("\t")
        yield dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=True))


def words(table: str) -> frozenset[str]:
    """The words of a list, comments left out."""
    lines = (line for line in text(table).splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def text(table: str) -> str:
    """The text of a file of this folder."""
    return files(__name__).joinpath(table).read_text(encoding="utf-8")
