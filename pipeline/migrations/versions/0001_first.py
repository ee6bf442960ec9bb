"""The tables of 0.1.0."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def table(name: str, keys: str, texts: str = "") -> None:
    """Make a table of texts."""
    columns = [sa.Column(key, sa.Text, primary_key=True) for key in keys.split()]
    op.create_table(name, *columns, *(sa.Column(text, sa.Text, nullable=False) for text in texts.split()))


def upgrade() -> None:
    """Make the tables."""
    table("threads", "id", "record")
    table("posts", "id", "thread_id text_hash record")
    op.add_column("posts", sa.Column("position", sa.Integer, nullable=False, server_default="0"))
    op.add_column("posts", sa.Column("author", sa.Text))
    for column in ("thread_id", "author", "text_hash"):
        op.create_index(f"ix_posts_{column}", "posts", [column])
    table("sources", "source thread_id")
    table("findings", "text_hash fingerprint", "record")
    table("resolutions", "citation sources", "record")
    table("answers", "source question", "answered_at answer")
    table("forgotten", "kind value")
