"""Builds the terminology that ships with the package: ``python -m pipeline.terms.build``.

The same archives and tables always give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from wordfreq import zipf_frequency

from pipeline.records import EntityType
from pipeline.terms import overlay
from pipeline.terms.entry import Entry, Name
from pipeline.terms.filter import Filter
from pipeline.terms.merge import merge
from pipeline.terms.names import key, spellings
from pipeline.terms.sources import conditions, drugs, genes, hormones, mesh
from pipeline.terms.sources.archive import PACKAGES, Archives

DATA = Path(__file__).parent / "data"
READERS = (conditions.mondo, conditions.hpo, mesh.mesh, drugs.unii, drugs.drugbank, drugs.chebi, genes.genes)
OUTRANKS: tuple[EntityType, ...] = ("hormone", "gene", "drug", "symptom", "condition")
KEPT_XREFS = ("UMLS", "MESH", "HP", "CHEBI", "DRUGBANK", "UNII", "MONDO", "TG")
LANGUAGES = ("de", "fr", "es", "it", "nl", "pt")
RARE = 1.5
"""A word of less than this Zipf frequency may be the misspelling of a drug."""

OVERLAY, PREFERRED, SYNONYM, MISSPELLING = range(4)


def build(archives: Archives, out: Path) -> dict[str, object]:
    """Write the concepts, the names and the manifest.

    Args:
        archives: the packages that carry the sources.
        out: the folder to write to.

    Returns:
        The manifest.
    """
    groups = kept([*sources(archives), *own_concepts()])
    ids = {entry.id: group[0].id for group in groups for entry in group}
    judge = Filter(frequency, overlay.words("allow.txt"), overlay.words("stop.txt"))
    rules = filtered(groups, judge)
    variants = {id: [n for n in found if rare(n)] for id, found in drugs.redmed(archives).items()}
    names = Names()
    concepts = table(groups, ids, names, hormones.hormone_names(archives), variants)
    overlay_names(ids, names)
    rows = "".join("\t".join(row) + "\n" for row in concepts)
    data = lzma.compress(f"{rows}\n{names.text(concepts)}".encode(), preset=9)
    replace(out / "terms.xz", data)
    return write_manifest(out, data, len(concepts), names, rules)


def replace(path: Path, data: bytes) -> None:
    """Write a file in one step, so that no reader sees half of it."""
    new = path.with_suffix(".new")
    new.write_bytes(data)
    new.replace(path)


def sources(archives: Archives) -> Iterator[Entry]:
    """The entries of all sources."""
    for reader in READERS:
        yield from reader(archives)


def own_concepts() -> Iterator[Entry]:
    """The overlay's own concepts."""
    for row in overlay.rows("concepts.tsv"):
        if row["id"].startswith("TG:"):
            refs = set(row["xrefs"].split())
            same = {ref for ref in refs if ref.startswith("MESH:")}
            parents = set(row["parents"].split())
            kind: EntityType = row["type"]  # type: ignore[assignment]
            yield Entry(row["id"], row["name"], kind, "threadgraph", [Name(row["name"])], same, refs, parents)


def kept(entries: list[Entry]) -> list[list[Entry]]:
    """The merged concepts; of ChEBI alone only hormones and the classes and roles of what is kept."""
    groups = merge(entries)
    chosen = {g[0].id: g for g in groups if any(e.source != "ChEBI" or e.type == "hormone" for e in g)}
    wanted = {parent for group in chosen.values() for entry in group for parent in entry.parents}
    wanted |= {row["concept"] for row in (*overlay.rows("names.tsv"), *overlay.rows("patterns.tsv"))}
    return [g for g in groups if g[0].id in chosen or any(e.id in wanted for e in g)]


@cache
def frequency(word: str) -> float:
    """Zipf frequency of a word: in English, or what makes a word of another language as common."""
    return max(zipf_frequency(word, "en"), *(zipf_frequency(word, code) - 1.0 for code in LANGUAGES))


def rare(variant: str) -> bool:
    """Whether a misspelling is no word of its own."""
    stop = overlay.words("stop.txt")
    return all(frequency(word) < RARE and word not in stop for word in variant.split())


def filtered(groups: list[list[Entry]], judge: Filter) -> Counter[str]:
    """Drop the names that may not stand in running text; how many by which rule."""
    rules: Counter[str] = Counter()
    for entry in (entry for group in groups for entry in group):
        verdicts = [(name, judge(name, entry.type)) for name in entry.names]
        rules.update(rule for _, rule in verdicts if rule)
        entry.names = [judge.cased(name, entry.type) for name, rule in verdicts if rule is None]
    return rules


class Names:
    """The table of names: for each key its senses, each a concept, a kind, a needed context and a case."""

    def __init__(self) -> None:
        self.senses: dict[str, dict[tuple[str, str, str], int]] = {}

    def add(self, text: str, id: str, kind: int, needs: str = "", exact: bool = False) -> None:
        """A name of a concept; of two kinds the better stays."""
        for spelling in spellings(text):
            senses = self.senses.setdefault(spelling, {})
            sense = (id, needs, text if exact else "")
            senses[sense] = min(kind, senses.get(sense, kind))

    def text(self, concepts: list[list[str]]) -> str:
        """The table: a key and its senses a line, the best first; of equal ones that of more sources."""
        row = {concept[0]: number for number, concept in enumerate(concepts)}
        sources = {concept[0]: concept[-1].count("+") for concept in concepts}
        lines = []
        for spelling in sorted(self.senses):
            senses = sorted(
                (kind, bool(exact), -sources[id], row[id], needs, exact)
                for (id, needs, exact), kind in self.senses[spelling].items()
            )
            parts = (f"{n}:{kind}:{needs}:{exact}".rstrip(":") for kind, _, _, n, needs, exact in senses)
            lines.append(f"{spelling}\t{'|'.join(parts)}\n")
        return "".join(lines)


def table(
    groups: Iterable[list[Entry]],
    ids: dict[str, str],
    names: Names,
    hormone_keys: set[str],
    variants: dict[str, list[str]],
) -> list[list[str]]:
    """The rows of the concepts, by id; their names are added to ``names``."""
    named = {row["id"]: row for row in overlay.rows("concepts.tsv")}
    types = overlay_types(ids)
    rows = []
    for group in groups:
        id = group[0].id
        title = named[id]["name"] if id in named else best_name(group)
        kind = types.get(id) or concept_type(group, hormone_keys)
        for entry in group:
            for name in entry.names:
                names.add(
                    name.text, id, PREFERRED if name.text in (entry.name, title) else SYNONYM, "", name.exact
                )
            for variant in variants.get(entry.id, ()):
                if key(variant) not in names.senses:
                    names.add(variant, id, MISSPELLING)
        rows.append([id, title, kind, *cells(group, ids, title, named.get(id, {}).get("parents", ""))])
    return rows


def cells(group: list[Entry], ids: dict[str, str], title: str, more: str) -> Iterator[str]:
    """Synonyms, cross-references, parents and sources of a concept."""
    mine = {entry.id for entry in group}
    refs = {ref for e in group for ref in e.xrefs if ref.split(":")[0] in KEPT_XREFS} | mine
    refs |= {row["xref"] for row in overlay.rows("xrefs.tsv") if row["concept"] in mine}
    parents = {ids[parent] for e in group for parent in e.parents if parent in ids} | set(more.split())
    synonyms = dict.fromkeys(name.text for entry in group for name in entry.names)
    folded = {key(name): name for name in reversed(synonyms) if key(name) != key(title)}
    yield "|".join(sorted(folded.values()))
    yield " ".join(sorted(refs - {group[0].id}))
    yield " ".join(sorted(parents - mine))
    yield "+".join(entry.source for entry in group)


def best_name(group: list[Entry]) -> str:
    """The preferred entry's name; a drug's official name before ChEBI's systematic one."""
    official = next((e.name for e in group if e.source in ("DrugBank", "UNII")), group[0].name)
    return (
        official.lower()
        if group[0].source == "ChEBI" and group[0].name != group[0].name.lower()
        else group[0].name
    )


def concept_type(group: list[Entry], hormone_keys: set[str]) -> EntityType:
    """The type that outranks the others; what MeSH or HPO alone call a symptom is one."""
    types = {entry.type for entry in group}
    if types & {"drug", "hormone"} and any(key(n.text) in hormone_keys for e in group for n in e.names):
        return "hormone"
    if "condition" in types and "symptom" in types:
        return next((entry.type for entry in group if entry.source == "MeSH"), "condition")
    return next(kind for kind in OUTRANKS if kind in types)


def overlay_types(ids: dict[str, str]) -> dict[str, EntityType]:
    """The types that the overlay gives to concepts; that of ``concepts.tsv`` comes first."""
    rows = [(row["concept"], row["type"]) for row in overlay.rows("names.tsv") if row["needs"] != "never"]
    rows += [(row["id"], row["type"]) for row in overlay.rows("concepts.tsv")]
    return {ids.get(id, id): kind for id, kind in rows}  # type: ignore[misc]


def overlay_names(ids: dict[str, str], names: Names) -> None:
    """Add the overlay's names; one without conditions takes the name from all other concepts."""
    rows = [*overlay.rows("names.tsv"), *patterns()]
    for row in rows:
        for spelling in spellings(row["name"]):
            names.senses.pop(spelling, None)
    for row in rows:
        if row["needs"] != "never":
            names.add(row["name"], ids[row["concept"]], OVERLAY, row["needs"], row["case"] == "exact")


def patterns() -> Iterator[dict[str, str]]:
    """The names that ``patterns.tsv`` and ``changes.tsv`` give together, unless a row has them already."""
    changes = {row["change"]: row["words"].split("|") for row in overlay.rows("changes.tsv")}
    written = {key(row["name"]) for row in overlay.rows("names.tsv")}
    for row in overlay.rows("patterns.tsv"):
        for change in changes[row["change"]]:
            for target in row["target"].split("|"):
                name = f"{change} {target}"
                if key(name) not in written:
                    yield {"name": name, "concept": row["concept"], "needs": "", "case": ""}


def write_manifest(
    out: Path, data: bytes, concepts: int, names: Names, rules: Counter[str]
) -> dict[str, object]:
    """Write what the data was built from, and what came out."""
    manifest: dict[str, object] = {
        "packages": [package._asdict() for package in PACKAGES],
        "concepts": concepts,
        "names": len(names.senses),
        "names_left_out": dict(sorted(rules.items())),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    replace(out / "manifest.json", (json.dumps(manifest, indent=1) + "\n").encode("utf-8"))
    return manifest


def main() -> None:
    """Build from a folder of packages; those that are missing are downloaded with pip."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--packages", type=Path, default=Path("build/packages"), help="folder of the archives"
    )
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    arguments = parser.parse_args()
    build(Archives(arguments.packages), arguments.out)


if __name__ == "__main__":
    main()
