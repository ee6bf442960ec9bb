import sqlite3

import httpx
import pytest
import sqlalchemy as sa

from flows.retries import DATABASE, NETWORK, NEVER, kind_of, may_pass, options
from pipeline.errors import SettingsError


def database(error):
    return sa.exc.OperationalError("select 1", {}, error)


def caused(error):
    wrapped = SettingsError("the store cannot be opened")
    wrapped.__cause__ = error
    return wrapped


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (database(ConnectionRefusedError("server closed the connection")), DATABASE),
        (caused(database(ConnectionRefusedError("server closed the connection"))), DATABASE),
        (database(sqlite3.OperationalError("database is locked")), DATABASE),
        (database(sqlite3.OperationalError("unable to open database file")), NEVER),
        (httpx.ConnectTimeout("slow"), NETWORK),
        (OSError(28, "No space left on device"), NEVER),
        (ValueError("a bug"), NEVER),
    ],
)
def test_failures_are_told_apart(error, kind):
    assert kind_of(error) == kind


class Failed:
    def __init__(self, error):
        self.error = error

    def result(self, raise_on_failure):
        return self.error


@pytest.mark.parametrize(("count", "again"), [(1, True), (4, True), (5, False)])
def test_network_is_tried_four_times_again(count, again):
    class Run:
        run_count = count

    assert may_pass(None, Run, Failed(httpx.ReadTimeout("slow"))) is again


def test_each_wait_is_longer():
    waits = options("read")["retry_delay_seconds"]
    assert len(waits) == options("read")["retries"]
    assert waits == sorted(waits)
