"""`prefect.yaml` against a real server and a real worker, and the schedule as an operator starts it."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from flows.server import free_port, wait_for

pytestmark = pytest.mark.cluster
ROOT = Path(__file__).parents[2]
PREFECT = [sys.executable, "-m", "prefect"]
PATIENCE = 300


@pytest.fixture(scope="module")
def database():
    """A PostgreSQL of our own for Prefect, where PostgreSQL is installed; otherwise SQLite."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs or os.geteuid() != 0:
        yield None
        return
    folder, port = Path(tempfile.mkdtemp(prefix="postgresql")), free_port()
    shutil.chown(folder, "postgres")
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    run([*as_postgres, programs[-1] / "initdb", "-D", folder / "data", "-A", "trust", "-U", "jo"], cwd="/")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    control = [*as_postgres, programs[-1] / "pg_ctl", "-D", folder / "data", "-w"]
    run([*control, "-o", options, "-l", folder / "log", "start"], cwd="/")
    run([programs[-1] / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "jo", "prefect"])
    yield f"postgresql+asyncpg://jo@127.0.0.1:{port}/prefect"
    run([*control, "stop", "-m", "immediate"], cwd="/")
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def environment(database, tmp_path_factory):
    """A Prefect server on loopback, and the environment of those who use it."""
    home, port = tmp_path_factory.mktemp("prefect"), free_port()
    known = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "THREADGRAPH_"))}
    known |= {"PREFECT_HOME": str(home), "PREFECT_API_URL": f"http://127.0.0.1:{port}/api"}
    known |= {"PYTHONPATH": str(ROOT), "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    if database:
        known["PREFECT_API_DATABASE_CONNECTION_URL"] = database
    command = [*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"]
    with started(command, known, home / "server.log"):
        wait_for(f"http://127.0.0.1:{port}/api/health")
        yield known


@contextlib.contextmanager
def started(command, environment, log, cwd=ROOT):
    with log.open("w") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=file, cwd=cwd)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def run(command, env=None, cwd=ROOT):
    done = subprocess.run(
        list(map(str, command)), env=env, cwd=cwd, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def wait_until(what):
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.5)


def test_deployment_runs_on_a_worker(environment, tmp_path):
    store, key, out = f"sqlite:///{tmp_path}/store.db", str(tmp_path / "key"), tmp_path / "out"
    mine = environment | {"THREADGRAPH_STORE": store, "THREADGRAPH_KEY_FILE": key}
    mine["THREADGRAPH_OUT"] = str(out)
    run([*PREFECT, "work-pool", "create", "threadgraph", "--type", "process"], mine)
    run([*PREFECT, "--no-prompt", "deploy", "--all"], mine)
    run([*PREFECT, "deployment", "run", "threadgraph/example"], mine)
    manifest = out / "example" / "manifest.json"
    with started([*PREFECT, "worker", "start", "--pool", "threadgraph"], mine, tmp_path / "log"):
        wait_until(manifest.is_file)
    assert json.loads(manifest.read_text())["counts"]["threads"] == 5


def test_schedule_catches_up_and_tells_prometheus(environment, tmp_path):
    (tmp_path / "a.txt").write_text("Subject: a\n\nFrom: Jo\nDate: 2024-01-02\n\nNo acne on finasteride.\n")
    port = free_port()
    cli = [sys.executable, "-c", "from pipeline.cli import main; main()"]
    run([*cli, "run", "a.txt", "--offline", "--name", "mine"], environment, tmp_path)
    manifest = tmp_path / "graph_exports" / "mine" / "manifest.json"
    old = json.loads(manifest.read_text()) | {"created_at": "2020-01-01T00:00:00+00:00", "checked_at": ""}
    manifest.write_text(json.dumps(old))
    (tmp_path / "threadgraph.toml").write_text("offline = true\n")
    served = [*cli, "serve", "a.txt", "--name", "mine", "--metrics-port", str(port), "--json-logs"]
    with started(served, environment, tmp_path / "log", tmp_path):
        wait_until(lambda: json.loads(manifest.read_text()).get("checked_at"))
        wait_until(lambda: b'state="Completed"' in metrics(port))
        assert b'threadgraph_records{graph="mine",kind="posts"} 1.0' in metrics(port)
    said = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines() if line.startswith("{")]
    assert any("run" in line for line in said)


def metrics(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30).read()
    except OSError:
        return b""
