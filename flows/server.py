"""Prefect's own server for one run or one schedule, with nothing to start by hand.

Prefect can do this by itself, but begins only when all of Prefect is imported, and imports the server into
the client first. Here the server starts in a process of its own while the rest is imported: half the wait.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import tomllib
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.snapshot import Manifest

PATIENCE = 180.0
"""Seconds that the server may take to start; a busy machine needs some."""

SCHEDULING = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
"""Settings of a server that keeps a schedule; what the user has set stays."""

ONE_RUN = SCHEDULING | {
    "PREFECT_UI_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
}
"""Settings of a server that lives for one run."""


def run(settings: Settings) -> Manifest:
    """Run the flow here and now, on a server of its own if the user has configured none.

    Args:
        settings: which sources, which store, where to publish.

    Raises:
        TimeoutError: the server did not start.
    """
    url = None if is_configured() else start(ONE_RUN)
    if sys.stderr.isatty():  # a person sees the progress, and what goes wrong
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
    from flows.run import threadgraph  # takes about as long as the server takes to start

    if url:
        wait_for(f"{url}/health")
    return threadgraph(settings)


def serve(settings: Settings, cron: str, timezone: str, **options: Any) -> None:
    """Keep the schedule until stopped; Prefect's ephemeral server would keep none, this one does."""
    if not is_configured():
        wait_for(f"{start(SCHEDULING)}/health")
    from flows.serve import serve as keep

    keep(settings, cron, timezone, **options)


def start(services: Mapping[str, str]) -> str:
    """Start a server that ends with this process; Prefect, imported later, finds it by the environment."""
    port = free_port()
    command = [sys.executable, "-m", "flows.server", str(port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env={**services, **os.environ})  # noqa: S603 - this file
    # it outlives the flow, for what Prefect has yet to tell it, and ends when its standard input is closed
    threading.Thread(target=process.wait, daemon=True).start()
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    return os.environ["PREFECT_API_URL"]


def is_configured() -> bool:
    """Whether the user has a Prefect server: in the environment, or in a profile."""
    home = Path(os.environ.get("PREFECT_HOME", Path.home() / ".prefect"))
    profiles = home / "profiles.toml"
    if "PREFECT_API_URL" in os.environ or not profiles.is_file():
        return "PREFECT_API_URL" in os.environ
    given = tomllib.loads(profiles.read_text(encoding="utf-8"))
    return "PREFECT_API_URL" in given.get("profiles", {}).get(given.get("active", ""), {})


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own URL
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(
        f"Prefect's server did not start in {PATIENCE:.0f} s; run again, or set PREFECT_API_URL"
    )


def main() -> None:
    """Serve until the process that started this one ends, however it ends."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    import uvicorn

    app = "prefect.server.api.server:create_app"
    uvicorn.run(app, factory=True, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")


def end_with_parent() -> None:
    """Wait for the end of standard input: the other end of the pipe is closed even by kill -9."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
