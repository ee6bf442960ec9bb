"""The store: threads, posts, findings and answers in SQLite by default, in PostgreSQL by URL.

Threads and posts stand under stable keys. Findings stand under the hash of the text they were found in
and the fingerprint of the extractor, so an unchanged post is never extracted twice, whoever wrote it and
wherever it stands. Every public method is one transaction.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.errors import SettingsError
from pipeline.records import Findings, Post, Resolution, Thread
from pipeline.store_tables import ANSWERS, FINDINGS, FORGOTTEN, METADATA, POSTS, RESOLUTIONS, SOURCES, THREADS

T = TypeVar("T")
CHUNK = 500
"""Rows of one statement; SQLite allows 32,766 variables."""


def text_hash(post: Post) -> str:
    """Hash of all that the findings of a post depend on: its text and its hyperlinks."""
    links = [[link.url, link.start, link.end] for link in post.links]
    return hashlib.sha256(json.dumps([post.text, links]).encode()).hexdigest()


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
        try:
            self.engine = sa.create_engine(url)
            if self.engine.dialect.name == "sqlite":
                sa.event.listen(self.engine, "connect", tune_sqlite)
            METADATA.create_all(self.engine)
        except (sa.exc.SQLAlchemyError, ImportError) as error:
            reason = str(error).splitlines()[0]
            raise SettingsError(
                f"store {without_password(url)} cannot be opened: {reason}; see --store"
            ) from error

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()

    def save_thread(self, source: str, thread: Thread, *, append: bool = False) -> None:
        """Put a thread in, or bring it up to date; posts and authors that are forgotten stay out.

        Args:
            source: the source that holds the thread.
            thread: the thread, or a page of it.
            append: its posts follow those that are there; otherwise they replace them.
        """
        with self.engine.begin() as connection:
            if ("thread", thread.id) in (gone := self._forgotten(connection)):
                return
            kept = [p for p in thread.posts if not {("post", p.id), ("author", p.author)} & gone]
            posts = [remembered(post, gone) for post in kept]
            self._upsert(connection, SOURCES, [{"source": source, "thread_id": thread.id}])
            record = thread.model_copy(update={"posts": ()}).model_dump_json()
            self._upsert(connection, THREADS, [{"id": thread.id, "record": record}])
            mine = POSTS.c.thread_id == thread.id
            if not append:
                connection.execute(sa.delete(POSTS).where(mine))
            first = connection.scalar(sa.select(sa.func.count()).select_from(POSTS).where(mine)) or 0
            self._upsert(connection, POSTS, [post_row(thread.id, first + i, p) for i, p in enumerate(posts)])

    def keep_threads(self, source: str, thread_ids: Iterable[str]) -> None:
        """Say that a source, read to its end, holds these threads and no others."""
        keep = set(thread_ids)
        with self.engine.begin() as connection:
            for thread_id in set(self._thread_ids(connection, [source])) - keep:
                where = (SOURCES.c.source == source) & (SOURCES.c.thread_id == thread_id)
                connection.execute(sa.delete(SOURCES).where(where))

    def thread_ids(self, sources: Sequence[str]) -> list[str]:
        """Ids of the threads that the sources hold, sorted."""
        with self.engine.connect() as connection:
            return self._thread_ids(connection, sources)

    def threads(self, thread_ids: Iterable[str]) -> Iterator[Thread]:
        """Threads with their posts in page order, one at a time."""
        with self.engine.connect() as connection:
            for thread_id in thread_ids:
                record = connection.scalar(sa.select(THREADS.c.record).where(THREADS.c.id == thread_id))
                if record is not None:
                    rows = sa.select(POSTS.c.record).where(POSTS.c.thread_id == thread_id)
                    found = connection.scalars(rows.order_by(POSTS.c.position))
                    posts = tuple(Post.model_validate_json(row) for row in found)
                    yield Thread.model_validate_json(record).model_copy(update={"posts": posts})

    def posts_to_extract(self, thread_ids: Iterable[str], fingerprint: str) -> list[Post]:
        """Posts whose text has no findings of this extractor yet, each text once."""
        known = sa.select(FINDINGS.c.text_hash).where(FINDINGS.c.fingerprint == fingerprint)
        new: dict[str, str] = {}
        with self.engine.connect() as connection:
            for ids in chunks(thread_ids):
                wanted = POSTS.c.thread_id.in_(ids) & POSTS.c.text_hash.not_in(known)
                rows = connection.execute(sa.select(POSTS.c.text_hash, POSTS.c.record).where(wanted))
                new.update({row.text_hash: row.record for row in rows})
        return [Post.model_validate_json(record) for _, record in sorted(new.items())]

    def save_findings(self, found: Iterable[tuple[Post, Findings]], fingerprint: str) -> None:
        """Keep the findings of some posts."""
        rows = [
            {"text_hash": text_hash(p), "fingerprint": fingerprint, "record": f.with_id("").model_dump_json()}
            for p, f in found
        ]
        with self.engine.begin() as connection:
            self._upsert(connection, FINDINGS, rows)

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
        with self.engine.begin() as connection:
            self._upsert(connection, RESOLUTIONS, rows)

    def resolutions(self, keys: Iterable[str], sources: str) -> dict[str, Resolution]:
        """What is kept of these citation keys."""
        found: dict[str, Resolution] = {}
        with self.engine.connect() as connection:
            for some in chunks(keys):
                wanted = RESOLUTIONS.c.citation.in_(some) & (RESOLUTIONS.c.sources == sources)
                for row in connection.execute(sa.select(RESOLUTIONS).where(wanted)):
                    found[row.citation] = Resolution.model_validate_json(row.record)
        return found

    def get(self, source: str, question: str) -> tuple[str, str] | None:
        """A literature source's kept answer and its ISO date, if there is one."""
        where = (ANSWERS.c.source == source) & (ANSWERS.c.question == question)
        with self.engine.connect() as connection:
            row = connection.execute(sa.select(ANSWERS).where(where)).first()
        return (row.answer, row.answered_at) if row else None

    def put(self, source: str, question: str, answer: str, answered_at: str) -> None:
        """Keep a literature source's answer."""
        row = {"source": source, "question": question, "answer": answer, "answered_at": answered_at}
        with self.engine.begin() as connection:
            self._upsert(connection, ANSWERS, [row])

    def forget(self, kind: str, value: str) -> dict[str, int]:
        """Take an author's (pseudonym's), a post or a thread out, for good.

        Args:
            kind: "author", "post" or "thread".
            value: pseudonym or id.

        Returns:
            How many posts, findings and threads were removed.
        """
        column = {"author": POSTS.c.author, "post": POSTS.c.id, "thread": POSTS.c.thread_id}[kind]
        with self.engine.begin() as connection:
            self._upsert(connection, FORGOTTEN, [{"kind": kind, "value": value}])
            if kind == "author":
                self._forget_quotes(connection, value)
            hashes = connection.scalars(sa.select(POSTS.c.text_hash).where(column == value)).all()
            posts = connection.execute(sa.delete(POSTS).where(column == value)).rowcount
            orphans = FINDINGS.c.text_hash.in_(hashes) & FINDINGS.c.text_hash.not_in(
                sa.select(POSTS.c.text_hash)
            )
            findings = connection.execute(sa.delete(FINDINGS).where(orphans)).rowcount if hashes else 0
            threads = 0
            if kind == "thread":
                threads = connection.execute(sa.delete(THREADS).where(THREADS.c.id == value)).rowcount
                connection.execute(sa.delete(SOURCES).where(SOURCES.c.thread_id == value))
        return {"posts": posts, "findings": findings, "threads": threads}

    def _forget_quotes(self, connection: sa.Connection, author: str) -> None:
        for row in connection.execute(sa.select(POSTS).where(POSTS.c.record.contains(author))).all():
            post = Post.model_validate_json(row.record)
            new = post_row(row.thread_id, row.position, remembered(post, {("author", author)}))
            self._upsert(connection, POSTS, [new])

    def _thread_ids(self, connection: sa.Connection, sources: Sequence[str]) -> list[str]:
        wanted = sa.select(SOURCES.c.thread_id).where(SOURCES.c.source.in_(sources)).distinct()
        return sorted(connection.scalars(wanted))

    def _forgotten(self, connection: sa.Connection) -> set[tuple[str, str | None]]:
        return {(row.kind, row.value) for row in connection.execute(sa.select(FORGOTTEN))}

    def _upsert(self, connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        insert = sqlite.insert if self.engine.dialect.name == "sqlite" else postgresql.insert
        keys = [column.name for column in table.primary_key]
        for some in chunks(rows):
            statement = insert(table)
            new = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
            if new:
                statement = statement.on_conflict_do_update(index_elements=keys, set_=new)
            else:
                statement = statement.on_conflict_do_nothing(index_elements=keys)
            connection.execute(statement, some)


def remembered(post: Post, forgotten: set[tuple[str, str | None]]) -> Post:
    """A post without the words of forgotten authors that it quotes."""
    quotes = tuple(quote for quote in post.quotes if ("author", quote.author) not in forgotten)
    return post.model_copy(update={"quotes": quotes})


def post_row(thread_id: str, position: int, post: Post) -> dict[str, Any]:
    """A post as a row of the store."""
    return {
        "id": post.id,
        "thread_id": thread_id,
        "position": position,
        "author": post.author,
        "text_hash": text_hash(post),
        "record": post.model_dump_json(),
    }


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """Lists of at most `CHUNK` items."""
    iterator = iter(items)
    while some := list(islice(iterator, CHUNK)):
        yield some


def without_password(url: str) -> str:
    """A store URL that may be shown."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return "(malformed URL)"


def tune_sqlite(connection: Any, _: object) -> None:
    """Let readers and one writer work at once, and a second writer wait instead of failing."""
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=60000"):
        connection.execute(f"PRAGMA {pragma}")
