"""Migrations of the store (Alembic): a store of any release is brought up to date when it is opened."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from pipeline.errors import SettingsError
from pipeline.store_tables import METADATA

FOLDER = Path(__file__).parent
FIRST = "0001"
"""The tables of 0.1.0, which kept no version."""
HEAD = max(file.stem for file in (FOLDER / "versions").glob("[0-9]*.py"))[:4]
"""Version of the tables that this release works with."""
VERSION = sa.table("alembic_version", sa.column("version_num"))


def version_of(connection: sa.Connection) -> str | None:
    """Version of a store's tables; None if it has none."""
    there = sa.inspect(connection)
    if there.has_table("alembic_version"):
        return connection.scalar(sa.select(VERSION.c.version_num))
    return FIRST if there.has_table("posts") else None


def migrate(connection: sa.Connection) -> None:
    """Make the tables of an empty store, or bring those of an older release up to date.

    Args:
        connection: of a transaction that writes; a migration that fails leaves the store as it was.

    Raises:
        SettingsError: the store is of a later release.
    """
    version = version_of(connection)
    if version == HEAD:
        return
    if version is not None and version > HEAD:
        raise SettingsError(
            f"the store's tables are of version {version}, this threadgraph knows {HEAD}: upgrade threadgraph"
        )
    if version is None:
        METADATA.create_all(connection)
    run_alembic(connection, version)


def run_alembic(connection: sa.Connection, version: str | None) -> None:
    """Upgrade from a version; from None: only say that the tables are up to date."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    if version is None:
        command.stamp(config, "head")
        return
    if not sa.inspect(connection).has_table("alembic_version"):
        command.stamp(config, version)
    command.upgrade(config, "head")
