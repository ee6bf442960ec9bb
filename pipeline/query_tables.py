"""The two tables of a published graph, with the indexes that queries need, each made on first use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ExportError, UsageError
from pipeline.graph_schema import ATTRIBUTES, CONCEPT_TYPES, EDGES, NODES, RELATIONS

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

COMMON_NODE, COMMON_EDGE = "label type layer", "predicate layer"
STANCE_EDGES = ("supported_by", "contradicted_by", "discussed_in")


class Tables:
    """Nodes and edges of a published graph.

    Args:
        folder: folder with ``nodes.parquet`` and ``edges.parquet``.

    Raises:
        UsageError: there is no published graph in the folder.
        ExportError: later, when a table is read that is no Parquet file.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("nodes.parquet", "edges.parquet"):
            if not (folder / name).is_file():
                raise UsageError(f"no graph in {folder}: {name} is missing; threadgraph run makes one")

    @cached_property
    def nodes(self) -> pa.Table:
        """All nodes."""
        return _read(self.folder / "nodes.parquet", ("type", "layer"))

    @cached_property
    def edges(self) -> pa.Table:
        """All edges."""
        return _read(self.folder / "edges.parquet", ("predicate", "layer", "status"))

    @cached_property
    def relations(self) -> pa.Table:
        """Edges that claims add up to, with the names of their ends."""
        found = self.edges_of(*RELATIONS)
        names = dict(zip(*self._columns(self.concepts, "id", "label"), strict=True))
        for role, end in (("subject", "source"), ("object", "target")):
            ends = found[end].to_pylist()
            found = found.append_column(role, found[end])
            found = found.append_column(f"{role}_name", [[names.get(node, node) for node in ends]])
        return found.combine_chunks()

    @cached_property
    def concepts(self) -> pa.Table:
        """Nodes of concepts."""
        return self.nodes_of(*CONCEPT_TYPES)

    @cached_property
    def claims(self) -> pa.Table:
        """Nodes of claims, by date."""
        return self.nodes_of("claim").sort_by([("date", "ascending"), ("id", "ascending")])

    @cached_property
    def papers(self) -> pa.Table:
        """Nodes of papers."""
        return self.nodes_of("paper")

    @cached_property
    def places(self) -> dict[str, dict[str, Any]]:
        """Attributes of each post and thread."""
        rows = self.nodes_of("post", "thread").to_pylist()
        return {row["id"]: row for row in rows}

    def nodes_of(self, *types: str) -> pa.Table:
        """Nodes of some types, with all columns that the schema gives these types."""
        names = {name: None for type_ in types for name in f"{COMMON_NODE} {NODES[type_]}".split()}
        return _pick(self.nodes, "type", types, ("id", *names))

    def edges_of(self, *predicates: str) -> pa.Table:
        """Edges of some predicates, with all columns that the schema gives them."""
        names = {name: None for p in predicates for name in f"{COMMON_EDGE} {EDGES[p]}".split()}
        return _pick(self.edges, "predicate", predicates, ("source", "target", "key", *names))

    @cached_property
    def links(self) -> dict[str, list[dict[str, Any]]]:
        """Edges from each claim to papers: what these say to it, and what it cites."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.edges_of(*STANCE_EDGES, "cites").to_pylist():
            if row["source"].startswith("claim:"):
                found.setdefault(row["source"], []).append(row)
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """Concept of each CURIE, name and synonym, in lower case; names go before synonyms."""
        rows = self.concepts.select(["id", "label", "synonyms", "author_count"]).to_pylist()
        rows.sort(key=lambda row: (row["author_count"] or 0, row["id"]))
        found = {name.casefold(): row["id"] for row in rows for name in row["synonyms"] or ()}
        found |= {row["label"].casefold(): row["id"] for row in rows}
        return found | {row["id"].casefold(): row["id"] for row in rows}

    @property
    def spellings(self) -> list[str]:
        """All CURIEs, names and synonyms of concepts, as they are written."""
        rows = self.concepts.select(["id", "label", "synonyms"]).to_pylist()
        return [name for row in rows for name in (row["id"], row["label"], *(row["synonyms"] or ()))]

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """Direct subclasses of each concept."""
        found: dict[str, list[str]] = {}
        for child, parent in zip(
            *self._columns(self.edges_of("subclass_of"), "source", "target"), strict=True
        ):
            found.setdefault(parent, []).append(child)
        return found

    @cached_property
    def rows_at(self) -> Mapping[str, np.ndarray[Any, Any]]:
        """Numbers of the relations at each concept, either end."""
        import numpy as np

        ends = self.relations["source"].to_pylist() + self.relations["target"].to_pylist()
        numbers = np.tile(np.arange(len(ends) // 2), 2)
        return grouped(ends, numbers)

    def relations_at(self, concepts: Iterable[str]) -> pa.Table:
        """Relations that have one of the concepts at either end."""
        import numpy as np

        rows = [self.rows_at[concept] for concept in concepts if concept in self.rows_at]
        return self.relations.take(np.unique(np.concatenate([np.empty(0, np.int64), *rows])))

    def threads_like(self, words: str) -> set[str]:
        """Threads with these words in their title or address."""
        wanted = words.casefold()
        threads = ((id_, row) for id_, row in self.places.items() if row["type"] == "thread")
        return {id_ for id_, row in threads if wanted in f"{row['label']} {row['url'] or ''}".casefold()}

    def claims_with(self, stance: str | None, verdict: str | None) -> set[str]:
        """Claims with a paper of this stance and a citation of this verdict; None stands for any."""
        return {
            claim
            for claim, rows in self.links.items()
            if (stance is None or any(row["stance"] == stance for row in rows))
            and (verdict is None or any(row["verdict"] == verdict for row in rows))
        }

    def _columns(self, table: pa.Table, *names: str) -> list[list[Any]]:
        return [table[name].to_pylist() for name in names]


def grouped(keys: list[str], values: np.ndarray[Any, Any]) -> dict[str, np.ndarray[Any, Any]]:
    """Values by key, each value once a key."""
    import numpy as np

    codes: dict[str, int] = {}
    coded = np.fromiter((codes.setdefault(key, len(codes)) for key in keys), dtype=np.int64, count=len(keys))
    order = np.argsort(coded, kind="stable")
    bounds = np.searchsorted(coded[order], np.arange(len(codes) + 1))
    return {
        key: np.unique(values[order[low:high]])
        for key, low, high in zip(codes, bounds[:-1], bounds[1:], strict=True)
    }


def _read(path: Path, dictionaries: Iterable[str]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path, read_dictionary=list(dictionaries), memory_map=True)
    except (pa.ArrowInvalid, OSError) as error:
        raise ExportError(f"{path} cannot be read: {error}; publish the graph again") from error


def _pick(table: pa.Table, column: str, wanted: Iterable[str], names: Iterable[str]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    if column in table.column_names:
        mask = pc.is_in(table[column].cast(pa.string()), value_set=pa.array(list(wanted), pa.string()))
        table = table.filter(mask)
    types = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), tuple: pa.list_(pa.string())}
    for name in names:
        if name not in table.column_names:
            kind = types.get(ATTRIBUTES[name].type, pa.string())
            table = table.append_column(name, pa.nulls(table.num_rows, kind))
    return table.select(list(names))
