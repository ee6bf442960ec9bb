"""Questions to a published graph; every answer leads back to a quoted sentence and a paper.

graph = KnowledgeGraph.open("graph_exports/threads")
for claim in graph.claims(subject="finasteride", object="libido", phase="after_stopping"):
    print(graph.evidence(claim))
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from pipeline.errors import UnknownName, UsageError
from pipeline.query_answers import Answers, polars_frame, record
from pipeline.query_compare import changes
from pipeline.query_filters import ClaimFilters, RelationFilters
from pipeline.query_networkx import as_networkx
from pipeline.query_paths import LONGEST, Network, network, path, ways
from pipeline.query_records import (
    Change,
    Evidence,
    Miscitation,
    Path,
    Period,
    Reading,
    Relation,
    Source,
    Statement,
)
from pipeline.query_selection import (
    filtered,
    filtered_claims,
    filtered_papers,
    filtered_relations,
    miscited,
    uncited,
)
from pipeline.query_tables import Tables
from pipeline.query_timeline import periods

if TYPE_CHECKING:
    from typing import Unpack

    import networkx as nx
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl
    import pyarrow as pa

NO_PAPERS = {"papers_for": 0, "papers_against": 0}


class KnowledgeGraph:
    """A graph, to be asked.

    Concepts are named by CURIE, name or synonym, in any case; a class stands for all its subclasses.
    Filters that are None let everything pass. Nothing is read before the first question.

    Args:
        graph: as `build_graph` makes it, or its tables; `KnowledgeGraph.open` opens a published one.
    """

    def __init__(self, graph: nx.MultiDiGraph | Tables) -> None:
        self.tables = graph if isinstance(graph, Tables) else Tables.of(graph, "graph in memory")

    @classmethod
    def open(cls, source: str | FilePath) -> KnowledgeGraph:
        """The graph in a folder that ``threadgraph run`` or the format ``parquet`` wrote, or that of a store.

        Args:
            source: folder, or URL of a store, ``sqlite:///threadgraph.db``; the graph of a store is built of
                all that it holds, with the settings of the environment and of ``threadgraph.toml``.

        Raises:
            UsageError: there is no graph.
            SettingsError: the store cannot be opened.
        """
        if "://" not in str(source):
            return cls(Tables.in_folder(FilePath(source)))
        from pipeline.gathering import graph_of_store
        from pipeline.store import without_password

        return cls(Tables.of(graph_of_store(str(source)), without_password(str(source))))

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
        self, *, subject: str | None = None, object: str | None = None, **filters: Unpack[ClaimFilters]
    ) -> Answers[Statement]:
        """Claims, by date.

        Args:
            subject: concept that they are about.
            object: concept that they relate it to.
            filters: see `ClaimFilters`.

        Raises:
            UnknownName: no such concept, filter or value; the error lists near ones.
        """
        found = filtered_claims(self.tables, self._all(subject), self._all(object), filters)
        return Answers(found, Statement)

    def relations(
        self, *, subject: str | None = None, object: str | None = None, **filters: Unpack[RelationFilters]
    ) -> Answers[Relation]:
        """Relations that claims add up to.

        Args:
            subject: concept that they are about.
            object: concept that they relate it to.
            filters: see `RelationFilters`.
        """
        ends = {"source": self._all(subject), "target": self._all(object)}
        found = filtered(self._at(subject or object), {}, ends)
        return Answers(filtered_relations(found, filters), Relation)

    def neighbors(self, concept: str, **filters: Unpack[RelationFilters]) -> Answers[Relation]:
        """Relations at a concept or its subclasses, whichever end it is; filters see `RelationFilters`."""
        return Answers(filtered_relations(self._at(concept), filters), Relation)

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
        if not (found := ways(net, start, end, max_length, limit)):
            return ()
        rows = sorted({net.relation(*step) for way in found for step in pairwise(way)})
        relations = dict(zip(rows, Answers(self.tables.relations.take(rows), Relation), strict=True))
        return tuple(path(net, way, [relations[net.relation(*s)] for s in pairwise(way)]) for way in found)

    def evidence(self, claim: Statement | str) -> Evidence:
        """A claim with the place it stands in and the papers beside it.

        Args:
            claim: a claim, or the id of one.

        Raises:
            UnknownName: the graph has no such claim.
        """
        said = claim if isinstance(claim, Statement) else self._claim(claim)
        post, thread = (self.tables.places[id_] for id_ in (said.post_id, said.thread_id))
        rows = self.tables.links.get(said.id, ())
        papers = tuple(reading(row, self._papers[row["target"]]) for row in rows)
        url = post["url"] or thread["url"]
        return Evidence(said, post["label"], thread["label"], thread["trust"], url, papers)

    def papers(
        self,
        *,
        concept: str | None = None,
        verdict: str | None = None,
        stance: str | None = None,
        publication_status: str | None = None,
    ) -> Answers[Source]:
        """Papers, cited or searched for; those that were not found have the verdict "not_found".

        Args:
            concept: concept of the claims that they are linked to.
            verdict: verdict of a citation of theirs.
            stance: what they say to some claim.
            publication_status: published, corrected, concern or retracted.
        """
        given = {"verdict": verdict, "stance": stance, "publication_status": publication_status}
        claims = {c.id for c in self._about(concept)} if concept else None
        return Answers(filtered_papers(self.tables, claims, given), Source)

    def contradictions(self, concept: str | None = None) -> Answers[Relation]:
        """Relations on which authors or papers stand on both sides, or whose opposite is said too."""
        return Answers(filtered(self._at(concept), {"contested": True}), Relation)

    def unsupported(self, concept: str | None = None) -> Answers[Statement]:
        """Claims that count as evidence, with no paper that supports or contradicts them."""
        among = {"subject": self.concepts(concept)} if concept else {}
        return Answers(filtered(self.tables.claims, NO_PAPERS | {"counted": True}, among), Statement)

    def uncited_science(self, concept: str | None = None) -> Answers[Relation]:
        """Relations that papers support or contradict, none of which any claim cites or quotes."""
        return Answers(uncited(self._at(concept)), Relation)

    def signals(self, concept: str | None = None) -> Answers[Relation]:
        """Relations of a drug and an ill that three authors or more tell of, the most disproportionate first.

        Where the information component is above 0 at the lower end of its 95 % interval (Norén et al. 2013,
        doi:10.1177/0962280211403604), the two are told of together more often than each by itself: a signal
        of this forum, and no rate of a population.
        """
        found = filtered(self._at(concept), {}, {}, {"signal_authors": 1})
        return Answers(found.sort_by([("ic_low", "descending")]), Relation)

    def miscited(self) -> tuple[Miscitation, ...]:
        """Citations that do not hold: the paper differs, is retracted, not found, or says something else."""
        return tuple(Answers(miscited(self.tables), Miscitation))

    def timeline(self, concept: str | None = None, by: str = "month") -> tuple[Period, ...]:
        """Claims that count as evidence, and their independent authors, by year, month or day."""
        return periods(self._about(concept) if concept else self.claims(), by)

    def authors_count(
        self, *, subject: str | None = None, object: str | None = None, **filters: Unpack[ClaimFilters]
    ) -> int:
        """Independent authors of claims that count as evidence; filters as of `claims`."""
        filters["counted"] = True
        found = self.claims(subject=subject, object=object, **filters)
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
        return polars_frame(self.tables.nodes), polars_frame(self.tables.edges)

    def __repr__(self) -> str:
        return f"<KnowledgeGraph {self.tables.name}>"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(self.tables.name)}</p>{self.relations()._repr_html_()}"

    def _all(self, name: str | None) -> set[str] | None:
        return self.concepts(name) if name else None

    def _at(self, name: str | None) -> pa.Table:
        return self.tables.relations if name is None else self.tables.relations_at(self.concepts(name))

    def _about(self, concept: str) -> list[Statement]:
        """Claims with a concept or its subclasses at either end."""
        some = [*self.claims(subject=concept), *self.claims(object=concept)]
        return list({claim.id: claim for claim in some}.values())

    def _claim(self, id_: str) -> Statement:
        found = Answers(filtered(self.tables.claims, {"id": id_}), Statement)
        if not found:
            raise UnknownName("claim", id_, self.tables.claims["id"].to_pylist())
        return found[0]

    @cached_property
    def _papers(self) -> dict[str, Source]:
        return {paper.id: paper for paper in self.papers()}

    @cached_property
    def _network(self) -> Network:
        import pyarrow.compute as pc

        beliefs = (self.tables.relations[f"{kind}_belief"] for kind in ("anecdotal", "literature"))
        strength = pc.max_element_wise(*beliefs)
        return network(self.tables.ends, strength.to_numpy(zero_copy_only=False))


def reading(row: dict[str, Any], paper: Source) -> Reading:
    """What a paper says, out of the edge to it; the quote of a citation is no rationale."""
    return record(Reading, row, paper=paper, rationale=row["quote"] if row["stance"] else None)
