"""Which failures pass by themselves, how often each is tried again, and how long each step may take."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import sqlalchemy as sa

DATABASE, NETWORK, NEVER = "database", "network", "never"
TRIES = {DATABASE: 8, NETWORK: 4, NEVER: 0}
"""How often a step is tried again, by the kind of its failure; each step takes up where it stopped."""
DELAYS = (2.0, 5.0, 15.0, 30.0, 60.0, 120.0, 240.0, 300.0)
"""Seconds before each try: a database that restarts is back within the first, a site within the last."""
PATIENCE = {
    "read": timedelta(hours=12),
    "extraction": timedelta(hours=12),
    "resolve": timedelta(hours=6),
    "retrieve": timedelta(hours=6),
    "extract-papers": timedelta(hours=3),
    "publish": timedelta(hours=3),
}
"""How long a task or flow may run, by its name; a batch has no limit of its own: threads cannot be ended."""


def kind_of(error: BaseException) -> str:
    """Which kind of failure an error is, by itself or by what caused it.

    Example:
        >>> kind_of(ConnectionResetError()), kind_of(ValueError())
        ('network', 'never')
    """
    for one in causes(error):
        if isinstance(one, sa.exc.OperationalError | sa.exc.InterfaceError):
            return DATABASE if is_away(one) else NEVER
        if isinstance(one, httpx.TransportError | ConnectionError):
            return NETWORK
    return NEVER


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and the errors behind it."""
    while error is not None:
        yield error
        error = error.__cause__


def is_away(error: sa.exc.DBAPIError) -> bool:
    """Whether a database may come back: SQLite is never away, only busy; its other errors are of the file."""
    said = str(error.orig)
    return "locked" in said or "busy" in said if type(error.orig).__module__ == "sqlite3" else True


def may_pass(task: Any, task_run: Any, state: Any) -> bool:
    """Whether a failed task is worth another try (Prefect's ``retry_condition_fn``)."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, BaseException) and task_run.run_count <= TRIES[kind_of(error)]


def options(name: str) -> dict[str, Any]:
    """Retries, back-off and time-out of a task, as Prefect's ``task`` takes them."""
    return {
        "name": name,
        "retries": max(TRIES.values()),
        "retry_delay_seconds": [delay * random.uniform(1.0, 1.3) for delay in DELAYS],  # noqa: S311 - no secret
        "retry_condition_fn": may_pass,
        "timeout_seconds": PATIENCE[name].total_seconds() if name in PATIENCE else None,
    }
