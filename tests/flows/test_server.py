import subprocess
import sys
import time

import pytest

from flows import server


@pytest.fixture(autouse=True)
def no_server_configured(monkeypatch, tmp_path):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))


def test_no_server_is_configured_by_default():
    assert not server.is_configured()


def test_server_of_the_environment_is_used(monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    assert server.is_configured()


def test_server_of_the_active_profile_is_used(tmp_path):
    (tmp_path / "profiles.toml").write_text(
        'active = "mine"\n[profiles.mine]\nPREFECT_API_URL = "http://127.0.0.1:4200/api"\n'
    )
    assert server.is_configured()


def test_server_of_another_profile_is_not_used(tmp_path):
    (tmp_path / "profiles.toml").write_text(
        'active = "mine"\n[profiles.mine]\n[profiles.other]\nPREFECT_API_URL = "http://127.0.0.1:4200/api"\n'
    )
    assert not server.is_configured()


def test_server_that_does_not_start_is_named(monkeypatch):
    monkeypatch.setattr(server, "PATIENCE", 0.2)
    with pytest.raises(TimeoutError, match="did not start"):
        server.wait_for(f"http://127.0.0.1:{server.free_port()}/api/health")


def test_server_ends_with_the_process_that_started_it():
    code = "from flows.server import end_with_parent; end_with_parent()"
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    assert child.poll() is None
    child.stdin.close()
    for _ in range(100):
        if child.poll() is not None:
            break
        time.sleep(0.1)
    assert child.wait(1) == 0
