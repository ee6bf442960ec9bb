"""The tables of the store, and how rows are written; records stand in them as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
CHUNK = 500
"""Rows of one statement; SQLite allows 32,766 variables."""

METADATA = sa.MetaData()
THREADS = sa.Table(
    "threads",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False, server_default="open"),  # open, moved, gone, forbidden
    sa.Column("moved_to", sa.Text),
    sa.Column("changed_at", sa.Text),
)
POSTS = sa.Table(
    "posts",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("thread_id", sa.Text, nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("author", sa.Text, index=True),
    sa.Column("text_hash", sa.Text, nullable=False, index=True),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("changed_at", sa.Text),
    sa.Column("missed", sa.Integer, nullable=False, server_default="0"),  # readings in a row without it
    sa.Column("gone_at", sa.Text),  # a tombstone: the site shows the post no more
)
REVISIONS = sa.Table(
    "revisions",  # what posts said before
    METADATA,
    sa.Column("post_id", sa.Text, primary_key=True),
    sa.Column("said", sa.Text, primary_key=True),  # hash of the words, quotes and tables
    sa.Column("author", sa.Text, index=True),
    sa.Column("thread_id", sa.Text, nullable=False, index=True),
    sa.Column("text_hash", sa.Text, nullable=False, index=True),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("replaced_at", sa.Text, nullable=False),
)
SOURCES = sa.Table(
    "sources",
    METADATA,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("thread_id", sa.Text, primary_key=True),
)
CURSORS = sa.Table(
    "cursors",
    METADATA,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("thread_id", sa.Text, index=True),
    sa.Column("read_at", sa.Text, nullable=False, index=True),
    sa.Column("record", sa.Text, nullable=False),
)
FINDINGS = sa.Table(
    "findings",
    METADATA,
    sa.Column("text_hash", sa.Text, primary_key=True),
    sa.Column("fingerprint", sa.Text, primary_key=True),
    sa.Column("record", sa.Text, nullable=False),
)
RESOLUTIONS = sa.Table(
    "resolutions",
    METADATA,
    sa.Column("citation", sa.Text, primary_key=True),
    sa.Column("sources", sa.Text, primary_key=True),
    sa.Column("record", sa.Text, nullable=False),
)
CANDIDATES = sa.Table(
    "candidates",  # what was retrieved for a question
    METADATA,
    sa.Column("question", sa.Text, primary_key=True),
    sa.Column("sources", sa.Text, primary_key=True),
    sa.Column("papers", sa.Text, nullable=False),  # JSON list of ids, best first
)
PAPERS = sa.Table(
    "papers",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("sources", sa.Text, primary_key=True),
    sa.Column("record", sa.Text, nullable=False),
)
ANSWERS = sa.Table(
    "answers",
    METADATA,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("question", sa.Text, primary_key=True),
    sa.Column("answered_at", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
)
FORGOTTEN = sa.Table(
    "forgotten",
    METADATA,
    sa.Column(
        "kind", sa.Text, primary_key=True
    ),  # author, post, thread; quote: a hash; number: thread#number
    sa.Column("value", sa.Text, primary_key=True),
)


def upsert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows; a row whose key is there already takes the place of the old one, as far as it goes."""
    if not rows:
        return
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    keys = [column.name for column in table.primary_key]
    statement = insert(table)
    new = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    conflict: dict[str, Any] = {"index_elements": keys}
    resolved = (
        statement.on_conflict_do_update(set_=new, **conflict)
        if new
        else statement.on_conflict_do_nothing(**conflict)
    )
    for some in chunks(rows):
        connection.execute(resolved, some)


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """Lists of at most `CHUNK` items."""
    iterator = iter(items)
    while some := list(islice(iterator, CHUNK)):
        yield some
