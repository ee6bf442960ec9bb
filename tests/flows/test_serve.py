import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from prefect import get_client
from prefect.automations import Automation

from flows import serve as module
from pipeline.errors import SettingsError
from pipeline.settings import Settings
from tests.pipeline.test_snapshot import manifest


@pytest.fixture(scope="module")
def served(prefect_server, tmp_path_factory):
    """A schedule registered at a real server, without the wait for its runs."""
    patch = pytest.MonkeyPatch()
    patch.setattr(module.Runner, "start", lambda self: done())
    given = {"sources": ("a.html",), "name": "mine", "key": "secret", "literature_keys": {"pubmed": "secret"}}
    store = "postgresql+psycopg://jo:secret@db.example/threads"
    settings = Settings(**given, store=store, out=tmp_path_factory.mktemp("out"))
    for name in ("STORE", "KEY", "LITERATURE_KEYS"):
        patch.delenv(f"THREADGRAPH_{name}", raising=False)
    module.serve(settings, "0 5 * * *", "Europe/Berlin")
    module.serve(settings, "0 5 * * *", "Europe/Berlin")
    passed_on = {name: value for name, value in os.environ.items() if name.startswith("THREADGRAPH_")}
    with get_client(sync_client=True) as client:
        yield client.read_deployment_by_name("threadgraph/mine"), passed_on
    for name in ("STORE", "KEY", "LITERATURE_KEYS"):
        os.environ.pop(f"THREADGRAPH_{name}", None)
    patch.undo()


async def done():
    return None


def test_schedule_has_its_time_zone(served):
    schedule = served[0].schedules[0].schedule
    assert (schedule.cron, schedule.timezone) == ("0 5 * * *", "Europe/Berlin")


def test_runs_never_overlap(served):
    assert served[0].global_concurrency_limit.limit == 1
    assert served[0].concurrency_options.collision_strategy.value == "CANCEL_NEW"


def test_secrets_are_never_sent_to_prefect_and_reach_the_runs(served):
    deployment, passed_on = served
    shown = json.dumps(deployment.parameters)
    assert "secret" not in shown
    assert deployment.parameters["settings"]["sources"] == ["a.html"]
    assert "jo:secret@" in passed_on["THREADGRAPH_STORE"]
    assert json.loads(passed_on["THREADGRAPH_LITERATURE_KEYS"]) == {"pubmed": "secret"}


def test_parameters_are_described_for_the_interface(served):
    assert "Settings" in json.dumps(served[0].parameter_openapi_schema)


@pytest.mark.parametrize("what", ["stuck", "failed"])
def test_failed_and_stuck_runs_have_one_automation(served, what):
    assert Automation.read(name=f"threadgraph-mine-{what}").enabled


@pytest.mark.parametrize(("cron", "zone"), [("nonsense", "UTC"), ("0 5 * * *", "Mars/Base")])
def test_schedule_that_cannot_be_is_named(cron, zone):
    with pytest.raises(SettingsError, match="no schedule"):
        module.last_due(cron, zone)


@pytest.mark.parametrize(("hours", "missed"), [(1, False), (30, True)])
def test_missed_run_is_caught_up(monkeypatch, hours, missed):
    due = datetime.now(UTC) - timedelta(hours=5)
    seen = manifest(created_at=(datetime.now(UTC) - timedelta(hours=hours)).isoformat())
    monkeypatch.setattr(module, "last_manifests", lambda *_: [seen])
    assert module.was_missed(Settings(), due) is missed


def test_new_schedule_has_missed_nothing(tmp_path):
    assert not module.was_missed(Settings(out=tmp_path), datetime.now(UTC))
