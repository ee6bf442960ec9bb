"""The part of the store that sources are read into: threads, posts, cursors, and what is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Literal, Self

import sqlalchemy as sa

from pipeline.records import Cursor, Post, Thread
from pipeline.store_engine import empty_log, open_engine, writing
from pipeline.store_forget import Forgotten, forget, load_forgotten
from pipeline.store_tables import CURSORS, POSTS, REVISIONS, SOURCES, THREADS, upsert
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
    unmarked,
)


class SourceStore:
    """Threads, posts and cursors of sources.

    Args:
        url: SQLAlchemy URL.

    Raises:
        SettingsError: the URL is malformed, or the database cannot be opened.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)

    def __enter__(self) -> Self:
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
