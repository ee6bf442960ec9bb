"""The two tables of a published graph, with the indexes that queries need, each made on first use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ExportError, UsageError
from pipeline.graph_schema import ATTRIBUTES, CONCEPT_TYPES, EDGES, NODES, RELATIONS
from pipeline.query_paths import Ends, ends

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa

    from pipeline.export.parquet import Streamed

COMMON_NODE, COMMON_EDGE = "label type layer", "predicate layer"
STANCE_EDGES = ("supported_by", "contradicted_by", "discussed_in")


class Tables:
    """Nodes and edges of a graph, each read when it is first asked for.

    Args:
        name: what to call the graph.
        read_nodes: gives the table of nodes.
        read_edges: gives the table of edges.
    """

    def __init__(
        self, name: str, read_nodes: Callable[[], pa.Table], read_edges: Callable[[], pa.Table]
    ) -> None:
        self.name = name
        self._read_nodes, self._read_edges = read_nodes, read_edges

    @classmethod
    def in_folder(cls, folder: Path) -> Tables:
        """The tables of a published graph.

        Raises:
            UsageError: there is none in the folder.
            ExportError: later, when a table is read that is no Parquet file.
        """
        nodes, edges = folder / "nodes.parquet", folder / "edges.parquet"
        for file in (nodes, edges):
            if not file.is_file():
                raise UsageError(f"no graph in {folder}: {file.name} is missing; threadgraph run makes one")
        dictionaries = ("type", "layer", "predicate", "status")
        return cls(str(folder), lambda: _read(nodes, dictionaries), lambda: _read(edges, dictionaries))

    @classmethod
    def of(cls, graph: nx.MultiDiGraph, name: str) -> Tables:
        """The tables of a graph in memory."""
        from pipeline.export.parquet import edges_of, nodes_of

        return cls(name, lambda: _whole(nodes_of(graph)), lambda: _whole(edges_of(graph)))

    @cached_property
    def nodes(self) -> pa.Table:
        """All nodes."""
        return self._read_nodes()

    @cached_property
    def edges(self) -> pa.Table:
        """All edges."""
        return self._read_edges()

    @cached_property
    def ends(self) -> Ends:
        """Numbers of the concepts at the ends of all relations."""
        return ends(self.relations)

    @cached_property
    def relations(self) -> pa.Table:
        """Edges that claims add up to, with the names of their ends; those of most authors first."""
        import pyarrow.compute as pc

        found, concepts = self.edges_of(*RELATIONS).combine_chunks(), self.concepts.combine_chunks()
        for role, end in (("subject", "source"), ("object", "target")):
            place = pc.index_in(found[end], value_set=concepts["id"])
            found = found.append_column(role, found[end])
            found = found.append_column(
                f"{role}_name", pc.coalesce(concepts["label"].take(place), found[end])
            )
        return found.sort_by([("authors_for", "descending"), ("weight", "descending")])

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

    def relations_at(self, concepts: Iterable[str]) -> pa.Table:
        """Relations that have one of the concepts at either end."""
        return self.relations.take(self.ends.rows(concepts))

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

    def papers_with(self, claims: Collection[str] | None, stance: str | None) -> set[str]:
        """Papers linked to some claims with this stance; None stands for any."""
        return {
            row["target"]
            for claim, rows in self.links.items()
            for row in rows
            if (claims is None or claim in claims) and (stance is None or row["stance"] == stance)
        }

    def _columns(self, table: pa.Table, *names: str) -> list[list[Any]]:
        return [table[name].to_pylist() for name in names]


def _read(path: Path, dictionaries: Iterable[str]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path, read_dictionary=list(dictionaries), memory_map=True)
    except (pa.ArrowInvalid, OSError) as error:
        raise ExportError(f"{path} cannot be read: {error}; publish the graph again") from error


def _whole(stream: Streamed) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_batches(stream.batches, stream.schema)


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
