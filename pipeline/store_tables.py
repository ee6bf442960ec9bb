"""The tables of the store; records stand in them as JSON."""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()
THREADS = sa.Table(
    "threads",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("record", sa.Text, nullable=False),
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
)
SOURCES = sa.Table(
    "sources",
    METADATA,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("thread_id", sa.Text, primary_key=True),
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
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
)
