"""Threads and posts in the store: a changed post is a new revision, one that is gone becomes a tombstone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from pipeline.records import Cursor, Post, Thread
from pipeline.store_tables import CURSORS, POSTS, REVISIONS, SOURCES, THREADS, chunks, upsert

FEW = 5
"""Fewer posts than this may vanish at once without a second reading."""
SHOWN = ("open", "forbidden")
"""States of threads that stand in the graph: a page that is closed to us now was open when it was read."""


def text_hash(post: Post) -> str:
    """Hash of all that the findings of a post depend on: its text, its hyperlinks, its thread's title."""
    links = [[link.url, link.start, link.end] for link in post.links]
    return hashlib.sha256(json.dumps([post.text, links, post.topic]).encode()).hexdigest()


def said(post: Post) -> str:
    """Hash of what a post says, by which its revisions are told apart."""
    words = post.model_dump_json(include={"text", "links", "quotes", "tables"})
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def now() -> str:
    """The time in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def post_row(thread_id: str, post: Post) -> dict[str, Any]:
    """A post as a row of the store, its place aside."""
    return {
        "id": post.id,
        "thread_id": thread_id,
        "author": post.author,
        "text_hash": text_hash(post),
        "record": post.model_dump_json(),
    }


def save_head(connection: sa.Connection, thread: Thread, *, replace: bool) -> None:
    """Put the thread's own record in; a later page of a thread that is there says its title alone."""
    held = connection.scalar(sa.select(THREADS.c.record).where(THREADS.c.id == thread.id))
    if held and Thread.model_validate_json(held).title != thread.title:
        retitle(connection, thread)
    head = thread.model_copy(update={"posts": ()})
    if held and not replace:
        head = Thread.model_validate_json(held).model_copy(update={"title": thread.title})
    state = {"state": "open", "moved_to": None, "changed_at": now()}
    upsert(connection, THREADS, [{"id": thread.id, "record": head.model_dump_json(), **state}])


def retitle(connection: sa.Connection, thread: Thread) -> None:
    """Tell the posts that are there what their thread is called now."""
    for row in _rows(connection, thread.id):
        post = post_row(thread.id, _post(row).model_copy(update={"topic": thread.title}))
        change = {"record": post["record"], "text_hash": post["text_hash"]}
        connection.execute(sa.update(POSTS).where(POSTS.c.id == row.id).values(change))


def save_posts(connection: sa.Connection, thread: Thread, *, whole: bool) -> None:
    """Bring posts up to date; ``whole``: the thread was read from its first post to its last."""
    held = {row.id: row for row in _rows(connection, thread.id)}
    last = max((row.position for row in held.values()), default=-1)
    rows, old = [], []
    for place, post in enumerate(thread.posts):
        post = post.model_copy(update={"topic": thread.title})
        row, before = post_row(thread.id, post), held.get(post.id)
        position = place if whole else before.position if before else last + 1 + place
        row |= {"position": position, "changed_at": now(), "missed": 0, "gone_at": None}
        if before is None or before.record != row["record"]:
            old += [revision(before)] if before and said(_post(before)) != said(post) else []
            rows.append(row)
        elif (before.position, before.missed, before.gone_at) != (position, 0, None):
            rows.append(row | {"changed_at": before.changed_at})
    upsert(connection, REVISIONS, old)
    upsert(connection, POSTS, rows)


def _rows(connection: sa.Connection, thread_id: str) -> Sequence[sa.Row[Any]]:
    return connection.execute(sa.select(POSTS).where(POSTS.c.thread_id == thread_id)).all()


def _post(row: sa.Row[Any]) -> Post:
    return Post.model_validate_json(row.record)


def revision(row: sa.Row[Any]) -> dict[str, Any]:
    """The row of a post as one of its revisions."""
    return {
        "post_id": row.id,
        "said": said(_post(row)),
        "author": row.author,
        "thread_id": row.thread_id,
        "text_hash": row.text_hash,
        "record": row.record,
        "replaced_at": now(),
    }


def bury(
    connection: sa.Connection,
    thread_id: str,
    read: Iterable[str],
    *,
    since: str | None,
    careful: bool,
    few: int = FEW,
) -> bool:
    """Make tombstones of the posts that a reading did not find.

    Args:
        connection: of a transaction that writes.
        thread_id: which thread was read.
        read: ids of the posts that are there.
        since: the reading began at this post; those before it are not missing.
        careful: if most of what should be there is missing, wait for a second reading that says so too: a
            site that is under repair shows half a page, or none.
        few: fewer posts than this are believed to be missing at once.

    Returns:
        Whether the reading was believed.
    """
    held = [row for row in _rows(connection, thread_id) if row.gone_at is None]
    start = next((row.position for row in held if row.id == since), 0)
    due, found = [row for row in held if row.position >= start], set(read)
    missing = [row for row in due if row.id not in found]
    doubted = careful and len(missing) >= few and 2 * len(missing) > len(due)
    believed = not doubted or all(row.missed for row in missing)
    change = {"gone_at": now()} if believed else {"missed": POSTS.c.missed + 1}
    for some in chunks([row.id for row in missing]):
        connection.execute(sa.update(POSTS).where(POSTS.c.id.in_(some)).values(change))
    return believed


def unmarked(cursor: Cursor) -> Cursor:
    """A cursor whose thread is read again from its first page by the next run, whatever its list says."""
    nothing = {"mark": None, "read_at": "", "last_page": None, "ids": (), "failure": None}
    return cursor.model_copy(update=nothing)


def sweep(connection: sa.Connection, found: Mapping[str, Sequence[str]]) -> None:
    """Make tombstones of all posts of some threads but these, which stand in this order."""
    for thread_id, posts in found.items():
        bury(connection, thread_id, posts, since=None, careful=False)
        places = [{"key": id, "place": place} for place, id in enumerate(dict.fromkeys(posts))]
        if places:
            move = sa.update(POSTS).where(POSTS.c.id == sa.bindparam("key"))
            connection.execute(move.values(position=sa.bindparam("place")), places)


def keep_threads(connection: sa.Connection, source: str, thread_ids: Iterable[str]) -> None:
    """Take the threads out of a source that it holds no more; those that are gone or moved stay noted."""
    for some in chunks(set(shown_threads(connection, [source])) - set(thread_ids)):
        for table in (SOURCES, CURSORS):
            mine = (table.c.source == source) & table.c.thread_id.in_(some)
            connection.execute(sa.delete(table).where(mine))


def authors_of(connection: sa.Connection, thread_id: str) -> set[str]:
    """Pseudonyms of all who write or are quoted in a thread."""
    shown = (POSTS.c.thread_id == thread_id) & POSTS.c.gone_at.is_(None)
    posts = map(Post.model_validate_json, connection.scalars(sa.select(POSTS.c.record).where(shown)))
    found = {name for post in posts for name in (post.author, *(quote.author for quote in post.quotes))}
    return {name for name in found if name}


def rewrite(
    connection: sa.Connection, near: Mapping[sa.Table, Any], change: Callable[[Post, str], Post]
) -> int:
    """Put posts and their revisions in other words, which makes no new revision.

    Args:
        connection: of a transaction that writes.
        near: which rows of which tables may have to change.
        change: from a post and the id of its thread to the post as it is to be.

    Returns:
        How many have changed.
    """
    changed = 0
    for table, where in near.items():
        for row in connection.execute(sa.select(table).where(where)).all():
            post = Post.model_validate_json(row.record)
            new = change(post, row.thread_id)
            if new != post:
                changed += 1
                values = {**row._mapping, **post_row(row.thread_id, new)}
                upsert(connection, table, [{c.name: values[c.name] for c in table.columns}])
    return changed


def shown_threads(connection: sa.Connection, sources: Sequence[str]) -> list[str]:
    """Ids of the threads that the sources hold and that stand in the graph, sorted."""
    both = SOURCES.join(THREADS, SOURCES.c.thread_id == THREADS.c.id)
    wanted = SOURCES.c.source.in_(sources) & THREADS.c.state.in_(SHOWN)
    return sorted(connection.scalars(sa.select(THREADS.c.id).select_from(both).where(wanted).distinct()))


def load_threads(connection: sa.Connection, thread_ids: Iterable[str]) -> Iterator[Thread]:
    """Threads with the posts that are not gone, in page order, one at a time."""
    for thread_id in thread_ids:
        record = connection.scalar(sa.select(THREADS.c.record).where(THREADS.c.id == thread_id))
        if record is not None:
            shown = (POSTS.c.thread_id == thread_id) & POSTS.c.gone_at.is_(None)
            found = sa.select(POSTS.c.record).where(shown).order_by(POSTS.c.position, POSTS.c.id)
            posts = tuple(Post.model_validate_json(row) for row in connection.scalars(found))
            yield Thread.model_validate_json(record).model_copy(update={"posts": posts})
