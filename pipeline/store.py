"""The store: threads, posts, findings and answers in SQLite by default, in PostgreSQL by URL.

Threads and posts stand under stable keys. Findings stand under the hash of the text they were found in
and the fingerprint of the extractor, so an unchanged post is never extracted twice, whoever wrote it and
wherever it stands. Every public method is one transaction, and those that write wait for each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

import sqlalchemy as sa

from pipeline.records import Findings, Paper, Post, Resolution
from pipeline.store_engine import without_password
from pipeline.store_forget import Forgotten
from pipeline.store_sources import SourceStore
from pipeline.store_tables import ANSWERS, CANDIDATES, FINDINGS, PAPERS, POSTS, RESOLUTIONS, chunks, upsert
from pipeline.store_threads import text_hash

__all__ = ["Forgotten", "Store", "text_hash", "without_password"]


class Store(SourceStore):
    """The database behind a URL.

    Args:
        url: SQLAlchemy URL, ``sqlite:///file.db`` or ``postgresql+psycopg://…``.

    Raises:
        SettingsError: the URL is malformed, or the database cannot be opened.

    Example:
        >>> with Store("sqlite://") as store:
        ...     store.thread_ids(["nowhere"])
        []
    """

    def texts_to_extract(self, thread_ids: Iterable[str], fingerprint: str) -> list[str]:
        """Hashes of the texts that have no findings of this extractor yet, sorted; see `posts_of`."""
        known = sa.select(FINDINGS.c.text_hash).where(FINDINGS.c.fingerprint == fingerprint)
        new: set[str] = set()
        with self.engine.connect() as connection:
            for ids in chunks(thread_ids):
                wanted = POSTS.c.thread_id.in_(ids) & POSTS.c.text_hash.not_in(known)
                wanted &= POSTS.c.gone_at.is_(None)
                new.update(connection.scalars(sa.select(POSTS.c.text_hash).where(wanted)))
        return sorted(new)

    def posts_of(self, text_hashes: Iterable[str]) -> list[Post]:
        """A post of each text, in the order of their hashes."""
        found: dict[str, str] = {}
        with self.engine.connect() as connection:
            for hashes in chunks(text_hashes):
                rows = sa.select(POSTS.c.text_hash, POSTS.c.record).where(POSTS.c.text_hash.in_(hashes))
                found.update({row.text_hash: row.record for row in connection.execute(rows)})
        return [Post.model_validate_json(record) for _, record in sorted(found.items())]

    def save_findings(self, found: Iterable[tuple[Post, Findings]], fingerprint: str) -> None:
        """Keep the findings of some posts."""
        rows = [
            {"text_hash": text_hash(p), "fingerprint": fingerprint, "record": f.with_id("").model_dump_json()}
            for p, f in found
        ]
        with self._writing() as connection:
            upsert(connection, FINDINGS, rows)

    def findings(self, posts: Sequence[Post], fingerprint: str) -> Iterator[Findings]:
        """Findings of the posts, in their order; a post that could not be extracted is left out."""
        hashes = {post.id: text_hash(post) for post in posts}
        records: dict[str, str] = {}
        with self.engine.connect() as connection:
            for some in chunks(set(hashes.values())):
                wanted = FINDINGS.c.text_hash.in_(some) & (FINDINGS.c.fingerprint == fingerprint)
                rows = connection.execute(sa.select(FINDINGS.c.text_hash, FINDINGS.c.record).where(wanted))
                records.update({row.text_hash: row.record for row in rows})
        for post in posts:
            if record := records.get(hashes[post.id]):
                yield Findings.model_validate_json(record).with_id(post.id)

    def save_resolutions(self, found: Mapping[str, Resolution], sources: str) -> None:
        """Keep what the literature sources, named by ``sources``, said of citations, by citation key."""
        rows = [
            {"citation": key, "sources": sources, "record": resolution.model_dump_json()}
            for key, resolution in found.items()
        ]
        with self._writing() as connection:
            upsert(connection, RESOLUTIONS, rows)

    def resolutions(self, keys: Iterable[str], sources: str) -> dict[str, Resolution]:
        """What is kept of these citation keys."""
        found: dict[str, Resolution] = {}
        with self.engine.connect() as connection:
            for some in chunks(keys):
                wanted = RESOLUTIONS.c.citation.in_(some) & (RESOLUTIONS.c.sources == sources)
                for row in connection.execute(sa.select(RESOLUTIONS).where(wanted)):
                    found[row.citation] = Resolution.model_validate_json(row.record)
        return found

    def save_candidates(self, found: Mapping[str, Sequence[Paper]], sources: str) -> None:
        """Keep the papers that were retrieved for questions, best first."""
        papers = {paper.id: paper for some in found.values() for paper in some}
        rows = [
            {"question": question, "sources": sources, "papers": json.dumps([paper.id for paper in some])}
            for question, some in found.items()
        ]
        with self._writing() as connection:
            upsert(connection, CANDIDATES, rows)
            records = [
                {"id": id, "sources": sources, "record": paper.model_dump_json(exclude_defaults=True)}
                for id, paper in papers.items()
            ]
            upsert(connection, PAPERS, records)

    def candidates(self, questions: Iterable[str], sources: str) -> dict[str, tuple[Paper, ...]]:
        """The papers that are kept of these questions, best first; a question not asked yet is not there."""
        ids: dict[str, list[str]] = {}
        papers: dict[str, Paper] = {}
        with self.engine.connect() as connection:
            for some in chunks(questions):
                wanted = CANDIDATES.c.question.in_(some) & (CANDIDATES.c.sources == sources)
                for row in connection.execute(sa.select(CANDIDATES).where(wanted)):
                    ids[row.question] = json.loads(row.papers)
            for some in chunks({id for found in ids.values() for id in found}):
                wanted = PAPERS.c.id.in_(some) & (PAPERS.c.sources == sources)
                for row in connection.execute(sa.select(PAPERS).where(wanted)):
                    papers[row.id] = Paper.model_validate_json(row.record)
        return {question: tuple(papers[id] for id in found) for question, found in ids.items()}

    def get(self, source: str, question: str) -> tuple[str, str] | None:
        """A literature source's kept answer and its ISO date, if there is one."""
        where = (ANSWERS.c.source == source) & (ANSWERS.c.question == question)
        with self.engine.connect() as connection:
            row = connection.execute(sa.select(ANSWERS).where(where)).first()
        return (row.answer, row.answered_at) if row else None

    def put(self, source: str, question: str, answer: str, answered_at: str) -> None:
        """Keep a literature source's answer."""
        row = {"source": source, "question": question, "answer": answer, "answered_at": answered_at}
        with self._writing() as connection:
            upsert(connection, ANSWERS, [row])
