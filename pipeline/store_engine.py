"""The database behind the store: how it is opened, and how transactions begin."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import sqlalchemy as sa

from pipeline.errors import SettingsError
from pipeline.migrations import HEAD, migrate, version_of

WRITERS = 7468
"""The number of the lock under which PostgreSQL lets one writer in at a time."""


def open_engine(url: str) -> sa.Engine:
    """The database behind a URL, with its tables.

    Raises:
        SettingsError: the URL is malformed, or the database cannot be opened.
    """
    try:
        engine = sa.create_engine(url)
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", tune_sqlite)
        sa.event.listen(engine, "begin", begin)
        with engine.connect() as connection:
            is_old = version_of(connection) != HEAD
        if is_old:
            with writing(engine) as connection:
                migrate(connection)
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise SettingsError(
            f"store {without_password(url)} cannot be opened: {reason}; see --store"
        ) from error
    return engine


def writing(engine: sa.Engine) -> AbstractContextManager[sa.Connection]:
    """A transaction that writes; it waits for those that write already."""
    return engine.execution_options(writes=True).begin()


def tune_sqlite(connection: Any, _: object) -> None:
    """Readers and one writer at once, a second writer waits; what is deleted is overwritten."""
    connection.isolation_level = None  # transactions begin where `begin` says, not at the first change
    for pragma in ("busy_timeout=60000", "journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: sa.Connection) -> None:
    """Begin a transaction."""
    writes = connection.get_execution_options().get("writes", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif writes:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


def empty_log(engine: sa.Engine) -> None:
    """Empty SQLite's log, in which words stand that were deleted."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.rollback()  # a checkpoint waits for no transaction of its own
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def without_password(url: str) -> str:
    """A store URL that may be shown."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return "(malformed URL)"
