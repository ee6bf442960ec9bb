"""The store: threads, posts, findings and answers in SQLite by default, in PostgreSQL by URL.

Threads and posts stand under stable keys. Findings stand under the hash of the text they were found in
and the fingerprint of the extractor, so an unchanged post is never extracted twice, whoever wrote it and
wherever it stands. Every public method is one transaction, and those that write wait for each other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Literal

import sqlalchemy as sa

from pipeline.records import Cursor, Findings, Paper, Post, Resolution, Thread
from pipeline.store_engine import empty_log, open_engine, without_password, writing
from pipeline.store_forget import Forgotten, forget, load_forgotten
from pipeline.store_tables import (
    ANSWERS,
    CANDIDATES,
    CURSORS,
    FINDINGS,
    PAPERS,
    POSTS,
    RESOLUTIONS,
    REVISIONS,
    SOURCES,
    THREADS,
    chunks,
    upsert,
)
from pipeline.store_threads import (
    FEW,
    authors_of,
    bury,
    keep_threads,
    load_threads,
    now,
    rewrite,
    save_head,
    save_posts,
    shown_threads,
    sweep,
    text_hash,
    unmarked,
)

__all__ = ["Forgotten", "Store", "text_hash", "without_password"]


class Store:
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

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()

    def save_thread(
        self,
        source: str,
        thread: Thread,
        cursor: Cursor | None = None,
        *,
        whole: bool = True,
        since: str | None = None,
        head: bool = True,
        careful: bool = False,
    ) -> bool:
        """Put a thread in, or bring it up to date; what is forgotten stays out.

        A post that says something else now is a new revision, and the old one is kept. A post that is not
        there any more becomes a tombstone: it is kept, and stands in no graph.

        Args:
            source: the source that holds the thread.
            thread: the thread, or the pages of it that were read.
            cursor: how far it is read now, stored together with its posts.
            whole: it was read from its first post to its last.
            since: or else from this post to the last; neither: no post is missed.
            head: its first page is among them, which says what the thread is.
            careful: most posts of a thread vanish only when two readings say so.

        Returns:
            Whether the reading was believed; if not, the cursor asks for another one.
        """
        with self._writing() as connection:
            forgotten = load_forgotten(connection)
            if ("thread", thread.id) in forgotten.rows:
                return True
            thread = forgotten.clean(thread) if forgotten else thread
            upsert(connection, SOURCES, [{"source": source, "thread_id": thread.id}])
            save_head(connection, thread, replace=head)
            save_posts(connection, thread, whole=whole)
            read = [post.id for post in thread.posts]
            believed = not (whole or since) or bury(connection, thread.id, read, since=since, careful=careful)
            self._move(connection, source, cursor if believed or not cursor else unmarked(cursor))
            return believed

    def close_thread(
        self,
        source: str,
        thread_id: str,
        state: Literal["moved", "gone", "forbidden"],
        cursor: Cursor | None = None,
        *,
        moved_to: str | None = None,
        few: int = FEW,
    ) -> bool:
        """Say that a thread stands at its address no more.

        The posts of a thread that is gone, or has moved into another, become tombstones. Those of a thread
        that is now forbidden to us stay: they were open when they were read.

        Args:
            source: the source that holds the thread.
            thread_id: which.
            state: what became of it.
            cursor: of its address, or None if that is asked no more.
            moved_to: the id of the thread that stands there now.
            few: a thread of so many posts is gone only when two readings say so.

        Returns:
            Whether it was believed.
        """
        with self._writing() as connection:
            believed = state == "forbidden" or bury(
                connection, thread_id, (), since=None, careful=state == "gone", few=few
            )
            if believed:
                change = {"state": state, "moved_to": moved_to, "changed_at": now()}
                connection.execute(sa.update(THREADS).where(THREADS.c.id == thread_id).values(change))
            if cursor is None:
                mine = (CURSORS.c.source == source) & (CURSORS.c.thread_id == thread_id)
                connection.execute(sa.delete(CURSORS).where(mine))
            self._move(connection, source, cursor if believed or not cursor else unmarked(cursor))
            return believed

    def sweep(self, source: str, found: Mapping[str, Sequence[str]]) -> None:
        """Say that a source, read to its end, holds these posts (ids by thread, in order) and no others."""
        with self._writing() as connection:
            sweep(connection, found)
            keep_threads(connection, source, found)

    def keep_threads(self, source: str, thread_ids: Iterable[str]) -> None:
        """Say that a source, read to its end, holds these threads and no others.

        What is said of threads that are gone or have moved stays.
        """
        with self._writing() as connection:
            keep_threads(connection, source, thread_ids)

    def cursor(self, source: str, url: str) -> Cursor | None:
        """How far an address of a source is read."""
        where = (CURSORS.c.source == source) & (CURSORS.c.url == url)
        with self.engine.connect() as connection:
            record = connection.scalar(sa.select(CURSORS.c.record).where(where))
        return Cursor.model_validate_json(record) if record else None

    def cursors_before(self, source: str, read_at: str) -> list[Cursor]:
        """Cursors of a source whose addresses were not read whole since ``read_at``, oldest first."""
        where = (CURSORS.c.source == source) & (CURSORS.c.read_at < read_at)
        wanted = sa.select(CURSORS.c.record).where(where).order_by(CURSORS.c.read_at, CURSORS.c.url)
        with self.engine.connect() as connection:
            return [Cursor.model_validate_json(record) for record in connection.scalars(wanted)]

    def move(self, source: str, cursor: Cursor) -> None:
        """Set the cursor of an address that holds no posts of its own, such as a list of threads."""
        with self._writing() as connection:
            self._move(connection, source, cursor)

    def sources(self) -> list[str]:
        """All sources that threads were read from."""
        with self.engine.connect() as connection:
            return list(connection.scalars(sa.select(SOURCES.c.source).distinct().order_by(SOURCES.c.source)))

    def thread_ids(self, sources: Sequence[str]) -> list[str]:
        """Ids of the threads that the sources hold, sorted; those that are gone or have moved are not."""
        with self.engine.connect() as connection:
            return shown_threads(connection, sources)

    def authors(self, thread_id: str) -> set[str]:
        """Pseudonyms of all who write or are quoted in a thread."""
        with self.engine.connect() as connection:
            return authors_of(connection, thread_id)

    def rewrite(self, thread_id: str, change: Callable[[Post], Post]) -> None:
        """Put the posts of a thread, old revisions too, as ``change`` has them; this makes no revision."""
        near = {table: table.c.thread_id == thread_id for table in (POSTS, REVISIONS)}
        with self._writing() as connection:
            rewrite(connection, near, lambda post, _: change(post))

    def threads(self, thread_ids: Iterable[str]) -> Iterator[Thread]:
        """Threads with the posts that are not gone, in page order, one at a time."""
        with self.engine.connect() as connection:
            yield from load_threads(connection, thread_ids)

    def revisions(self, post_id: str) -> list[Post]:
        """What a post said before, oldest first."""
        wanted = sa.select(REVISIONS.c.record).where(REVISIONS.c.post_id == post_id)
        with self.engine.connect() as connection:
            found = connection.scalars(wanted.order_by(REVISIONS.c.replaced_at)).all()
        return [Post.model_validate_json(record) for record in found]

    def tombstones(self, thread_id: str) -> list[Post]:
        """Posts of a thread that its site shows no more."""
        gone = (POSTS.c.thread_id == thread_id) & POSTS.c.gone_at.is_not(None)
        with self.engine.connect() as connection:
            found = connection.scalars(sa.select(POSTS.c.record).where(gone).order_by(POSTS.c.position)).all()
        return [Post.model_validate_json(record) for record in found]

    def states(self, source: str) -> dict[str, tuple[str, str | None]]:
        """What became of the threads of a source that are not open, by id: state, and where it moved to."""
        both = SOURCES.join(THREADS, SOURCES.c.thread_id == THREADS.c.id)
        wanted = sa.select(THREADS.c.id, THREADS.c.state, THREADS.c.moved_to).select_from(both)
        with self.engine.connect() as connection:
            rows = connection.execute(wanted.where(SOURCES.c.source == source, THREADS.c.state != "open"))
            return {row.id: (row.state, row.moved_to) for row in rows}

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

    def forget(self, kind: str, value: str) -> dict[str, int]:
        """Take an author, a post or a thread out, for good, with old revisions and quotes by others.

        Args:
            kind: "author", "post" or "thread".
            value: pseudonym or id.

        Returns:
            How many posts, posts that quoted or named, findings and threads were taken out or changed.
        """
        with self._writing() as connection:
            removed = forget(connection, kind, value)
        empty_log(self.engine)
        return removed

    def forgotten(self) -> Forgotten:
        """All that may not come back."""
        with self.engine.connect() as connection:
            return load_forgotten(connection)

    def _writing(self) -> AbstractContextManager[sa.Connection]:
        return writing(self.engine)

    def _move(self, connection: sa.Connection, source: str, cursor: Cursor | None) -> None:
        if cursor is not None:
            row = {"url": cursor.url, "thread_id": cursor.thread_id, "read_at": cursor.read_at}
            upsert(connection, CURSORS, [row | {"source": source, "record": cursor.model_dump_json()}])
