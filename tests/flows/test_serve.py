import json

import pytest

from flows import serve as module
from pipeline.settings import Settings


@pytest.fixture
def served(monkeypatch):
    """What would be told to Prefect."""
    told = {}
    monkeypatch.setattr(module.threadgraph, "serve", lambda **arguments: told.update(arguments))
    module.serve(Settings(sources=("a.html",), name="mine", key="secret"), "0 5 * * *", "Europe/Berlin")
    return told


def test_schedule_has_its_time_zone(served):
    assert (served["schedule"].cron, served["schedule"].timezone) == ("0 5 * * *", "Europe/Berlin")


def test_runs_never_overlap(served):
    assert served["global_limit"].limit == 1
    assert served["global_limit"].collision_strategy.value == "CANCEL_NEW"


def test_key_is_never_sent_to_prefect(served):
    shown = json.dumps(served["parameters"])
    assert "secret" not in shown
    assert served["parameters"]["settings"]["sources"] == ["a.html"]
