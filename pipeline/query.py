"""Questions to a published graph; every answer leads back to a quoted sentence and a paper.

graph = KnowledgeGraph.open("graph_exports/threads")
for claim in graph.claims(subject="finasteride", object="libido", phase="after_stopping"):
    print(graph.evidence(claim))
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from pipeline.errors import UnknownName, UsageError
from pipeline.query_compare import changes
from pipeline.query_filters import about, contested, filtered, filtered_relations
from pipeline.query_networkx import as_networkx
from pipeline.query_paths import LONGEST, Network, network, ways
from pipeline.query_records import (
    Answers,
    Change,
    Evidence,
    Miscitation,
    Path,
    Period,
    Relation,
    Source,
    Statement,
    as_reading,
    as_relation,
    as_source,
    as_statement,
    periods,
    record,
)
from pipeline.query_tables import Tables

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl
    import pyarrow as pa

MISCITED = ("mismatch", "retracted", "not_found")


class KnowledgeGraph:
    """A published graph, to be asked.

    Concepts are named by CURIE, name or synonym, in any case; a class stands for all its subclasses.
    Filters that are None let everything pass. Nothing is read before the first question.

    Args:
        tables: the graph's tables; `KnowledgeGraph.open` makes them.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    @classmethod
    def open(cls, path: str | FilePath) -> KnowledgeGraph:
        """The graph in a folder that ``threadgraph run`` or the format ``parquet`` wrote.

        Raises:
            UsageError: there is none.
        """
        return cls(Tables(FilePath(path)))

    def concept(self, name: str) -> str:
        """CURIE of a concept of the graph.

        Raises:
            UnknownName: the graph has no such concept; the error lists near ones.
        """
        try:
            return self.tables.names[name.strip().casefold()]
        except KeyError:
            raise UnknownName("concept", name, self.tables.spellings) from None

    def concepts(self, name: str) -> set[str]:
        """CURIEs of a concept and all its subclasses in the graph."""
        waiting, found = [self.concept(name)], set[str]()
        while waiting:
            if (node := waiting.pop()) not in found:
                found.add(node)
                waiting += self.tables.children.get(node, ())
        return found

    def claims(
        self,
        *,
        subject: str | None = None,
        object: str | None = None,
        predicate: str | None = None,
        kind: str | None = None,
        phase: str | None = None,
        certainty: str | None = None,
        negated: bool | None = None,
        counted: bool | None = None,
        stance: str | None = None,
        verdict: str | None = None,
        status: str | None = None,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        min_score: float = 0.0,
    ) -> Answers[Statement]:
        """Claims, by date.

        Args:
            subject: concept that they are about.
            object: concept that they relate it to.
            predicate: Biolink slot.
            kind: experience, assertion, hypothesis, literature_report, advice or question.
            phase: before, on_drug, after_stopping or persisting.
            certainty: affirmed, hedged, hypothetical or asked.
            negated: whether they say that it is not so.
            counted: whether they count as evidence.
            stance: what some linked paper says to them.
            verdict: verdict of some citation of theirs.
            status: status of their relation.
            since: first ISO date.
            until: last ISO date.
            source: part of the title or address of their thread.
            min_score: least score of the reading.
        """
        equal = {
            "predicate": predicate,
            "kind": kind,
            "phase": phase,
            "certainty": certainty,
            "negated": negated,
            "counted": counted,
        }
        among: dict[str, set[str] | None] = {
            "subject": self._all(subject),
            "object": self._all(object),
            "thread_id": self.tables.threads_like(source) if source else None,
            "id": self.tables.claims_with(stance, verdict) if stance or verdict else None,
        }
        found = filtered(self.tables.claims, equal, among, {"score": min_score}, ("date", since, until))
        if status:
            found = about(found, filtered_relations(self.tables.relations, status=status))
        return Answers(found, as_statement)

    def relations(
        self, *, subject: str | None = None, object: str | None = None, **filters: Any
    ) -> Answers[Relation]:
        """Relations that claims add up to.

        Args:
            subject: concept that they are about.
            object: concept that they relate it to.
            filters: as of `pipeline.query_filters.filtered_relations`.
        """
        ends = {"source": self._all(subject), "target": self._all(object)}
        found = filtered(self._at(subject or object), {}, ends)
        return Answers(filtered_relations(found, **filters), as_relation)

    def neighbors(self, concept: str, **filters: Any) -> Answers[Relation]:
        """Relations at a concept or its subclasses, whichever end it is; filters as of `relations`."""
        return Answers(filtered_relations(self._at(concept), **filters), as_relation)

    def paths(self, a: str, b: str, max_length: int = 3, limit: int = 20) -> tuple[Path, ...]:
        """Ways from one concept to another, shorter ones first, then by the strength of the weakest relation.

        Args:
            a: concept.
            b: concept.
            max_length: most relations on a way, 1 to 3.
            limit: most ways.
        """
        if not 1 <= max_length <= LONGEST:
            raise UsageError(f"max_length must be 1 to {LONGEST}, not {max_length}")
        net = self._network
        start, end = (net.numbers.get(self.concept(name)) for name in (a, b))
        if start is None or end is None or start == end:
            return ()
        found = ways(net, start, end, max_length, limit)
        rows = sorted({net.relation(*step) for way in found for step in pairwise(way)})
        steps = dict(zip(rows, self.tables.relations.take(rows).to_pylist(), strict=True)) if rows else {}
        known = {row: as_relation(data) for row, data in steps.items()}
        return tuple(path(net, way, [known[net.relation(*step)] for step in pairwise(way)]) for way in found)

    def evidence(self, claim: Statement | str) -> Evidence:
        """A claim with the place it stands in and the papers beside it.

        Args:
            claim: a claim, or the id of one.

        Raises:
            UnknownName: the graph has no such claim.
        """
        statement = claim if isinstance(claim, Statement) else self._claim(claim)
        post, thread = (self.tables.places[id_] for id_ in (statement.post_id, statement.thread_id))
        rows = self.tables.links.get(statement.id, ())
        readings = tuple(as_reading(row, self._papers[row["target"]]) for row in rows)
        return Evidence(
            statement, post["label"], thread["label"], thread["trust"], post["url"] or thread["url"], readings
        )

    def papers(
        self,
        *,
        concept: str | None = None,
        verdict: str | None = None,
        stance: str | None = None,
        publication_status: str | None = None,
    ) -> Answers[Source]:
        """Papers, cited or searched for; those that were not found have the verdict "not_found"."""
        among: dict[str, set[str] | None] = {"id": None}
        if concept or stance:
            about = {c.id for c in self._about(concept)} if concept else None
            among["id"] = {
                row["target"]
                for claim, rows in self.tables.links.items()
                for row in rows
                if (about is None or claim in about) and (stance is None or row["stance"] == stance)
            }
        equal = {"verdict": verdict, "publication_status": publication_status}
        found = filtered(self.tables.papers, equal, among)
        return Answers(found, as_source)

    def contradictions(self, concept: str | None = None) -> Answers[Relation]:
        """Relations on which authors or papers stand on both sides, or whose opposite is said too."""
        return Answers(contested(self._at(concept)), as_relation)

    def unsupported(self, concept: str | None = None) -> Answers[Statement]:
        """Claims that count as evidence, with no paper that supports or contradicts them."""
        import pyarrow.compute as pc

        among = {"subject": self.concepts(concept)} if concept else {}
        found = filtered(self.tables.claims, {"counted": True}, among)
        linked = pc.add(pc.fill_null(found["papers_for"], 0), pc.fill_null(found["papers_against"], 0))
        return Answers(found.filter(pc.equal(linked, 0)), as_statement)

    def miscited(self) -> tuple[Miscitation, ...]:
        """Citations in posts that do not hold: the paper differs, is retracted, or was not found."""
        rows = self.tables.edges_of("cites").to_pylist()
        labels = {id_: paper.label for id_, paper in self._papers.items()}
        return tuple(
            record(Miscitation, row, paper=row["target"], paper_label=labels[row["target"]])
            for row in rows
            if row["verdict"] in MISCITED and row["source"] == row["post_id"]
        )

    def timeline(self, concept: str | None = None, by: str = "month") -> tuple[Period, ...]:
        """Claims that count as evidence, and their independent authors, by year, month or day."""
        return periods(self._about(concept) if concept else self.claims(), by)

    def authors_count(self, **which: Any) -> int:
        """Independent authors of claims that count as evidence; filters as of `claims`."""
        found = self.claims(**{"counted": True, **which})
        return len({claim.author_id or claim.thread_id for claim in found})

    def compare(self, other: KnowledgeGraph) -> tuple[Change, ...]:
        """What became of the relations of an earlier snapshot, ``other``, in this one."""
        return changes(other.tables.relations, self.tables.relations)

    def to_networkx(self) -> nx.MultiDiGraph:
        """The graph as it was before it was published."""
        return as_networkx(self.tables.nodes, self.tables.edges)

    def to_pandas(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Nodes and edges as pandas frames (pandas must be installed)."""
        return self.tables.nodes.to_pandas(), self.tables.edges.to_pandas()

    def to_polars(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Nodes and edges as Polars frames (Polars must be installed)."""
        nodes, edges = (Answers(table, dict).to_polars() for table in (self.tables.nodes, self.tables.edges))
        return nodes, edges

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.tables.folder}>"

    def _repr_html_(self) -> str:
        top = self.relations()
        return f"<p>{self.tables.folder}</p>{top._repr_html_()}"

    def _all(self, name: str | None) -> set[str] | None:
        return self.concepts(name) if name else None

    def _at(self, name: str | None) -> pa.Table:
        return self.tables.relations if name is None else self.tables.relations_at(self.concepts(name))

    def _about(self, concept: str) -> list[Statement]:
        """Claims with a concept or its subclasses at either end."""
        some = [*self.claims(subject=concept), *self.claims(object=concept)]
        return list({claim.id: claim for claim in some}.values())

    def _claim(self, id_: str) -> Statement:
        found = filtered(self.tables.claims, {"id": id_})
        if not found.num_rows:
            raise UnknownName("claim", id_, self.tables.claims["id"].to_pylist())
        return record(Statement, found.to_pylist()[0])

    @cached_property
    def _papers(self) -> dict[str, Source]:
        return {paper.id: paper for paper in self.papers()}

    @cached_property
    def _network(self) -> Network:
        return network(self.tables.relations)


def path(net: Network, way: Sequence[int], relations: Sequence[Relation]) -> Path:
    """A way with its relations; it is as strong as its weakest relation."""
    strength = min(max(r.anecdotal_belief, r.literature_belief) for r in relations)
    return Path(tuple(net.names[node] for node in way), tuple(relations), strength)
