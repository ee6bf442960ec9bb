"""Revisions and tombstones of posts, states of threads, cursors, retrieved papers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Change the tables."""
    op.add_column("threads", sa.Column("state", sa.Text, nullable=False, server_default="open"))
    op.add_column("threads", sa.Column("moved_to", sa.Text))
    op.add_column("threads", sa.Column("changed_at", sa.Text))
    op.add_column("posts", sa.Column("changed_at", sa.Text))
    op.add_column("posts", sa.Column("missed", sa.Integer, nullable=False, server_default="0"))
    op.add_column("posts", sa.Column("gone_at", sa.Text))
    revisions()
    cursors()
    retrieved()


def revisions() -> None:
    """What posts said before."""
    op.create_table(
        "revisions",
        sa.Column("post_id", sa.Text, primary_key=True),
        sa.Column("said", sa.Text, primary_key=True),
        sa.Column("author", sa.Text),
        sa.Column("thread_id", sa.Text, nullable=False),
        sa.Column("text_hash", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("replaced_at", sa.Text, nullable=False),
    )
    for column in ("author", "thread_id", "text_hash"):
        op.create_index(f"ix_revisions_{column}", "revisions", [column])


def cursors() -> None:
    """How far addresses are read."""
    op.create_table(
        "cursors",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("thread_id", sa.Text),
        sa.Column("read_at", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
    )
    for column in ("thread_id", "read_at"):
        op.create_index(f"ix_cursors_{column}", "cursors", [column])


def retrieved() -> None:
    """Papers that were retrieved for questions."""
    for name, key, value in (("candidates", "question", "papers"), ("papers", "id", "record")):
        op.create_table(
            name,
            sa.Column(key, sa.Text, primary_key=True),
            sa.Column("sources", sa.Text, primary_key=True),
            sa.Column(value, sa.Text, nullable=False),
        )
