import json
import os
import subprocess
import sys

import pytest


@pytest.fixture(scope="module")
def first(tmp_path_factory, examples):
    """The bundled example, run as a user runs it: in a folder of its own, on an ephemeral server."""
    folder = tmp_path_factory.mktemp("work")
    return folder, threadgraph(folder, "run", str(examples), "--name", "example", "--offline")


def threadgraph(folder, *arguments):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "THREADGRAPH_"))}
    environment |= {"PREFECT_HOME": str(folder / "prefect")}
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)


def test_flow_publishes_the_graph(first):
    folder, done = first
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "published graph_exports/example"
    manifest = json.loads((folder / "graph_exports" / "example" / "manifest.json").read_text())
    assert manifest["counts"]["threads"] == 5
    assert manifest["counts"]["failures"] == 0


def test_each_step_is_a_task(first):
    _, done = first
    for step in ("read", "extract", "resolve", "extract-papers", "publish"):
        assert f"Task run '{step}" in done.stderr


@pytest.fixture(scope="module")
def second(first, examples):
    """The same, with a source that is not there."""
    return threadgraph(first[0], "run", str(examples), "nowhere.html", "--name", "example", "--offline")


def test_second_run_says_that_nothing_was_extracted(second):
    assert "nothing was extracted again" in second.stdout


def test_failed_source_is_named(second):
    assert second.returncode == 1
    assert "nowhere.html" in second.stderr.splitlines()[-1]
