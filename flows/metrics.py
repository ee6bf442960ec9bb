"""Prometheus metrics of a schedule: what was last published, when, how long it took, and how runs ended.

They are read from the manifests when Prometheus asks, so that they are right whichever process ran.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from prefect import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags
from prefect.client.schemas.sorting import FlowRunSort
from prometheus_client import start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

from pipeline.settings import Settings
from pipeline.snapshot import last_manifests

RUNS = 100
"""Runs, the newest ones, whose ends are counted."""


class Snapshots(Collector):
    """Metrics of the graph that settings name."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def collect(self) -> Iterator[Metric]:
        """All metrics, as they are now."""
        name = self.settings.name
        for manifest in last_manifests(self.settings.out, name)[-1:]:
            yield gauge("published_timestamp_seconds", "When it was published", at(manifest.created_at), name)
            seen = manifest.checked_at or manifest.created_at
            yield gauge("checked_timestamp_seconds", "When a run last looked", at(seen), name)
            yield family("records", "Records of the graph", "kind", manifest.counts, name)
            yield family("new", "What the last run had not done before", "step", manifest.new, name)
            yield family("step_seconds", "How long each step took", "step", manifest.seconds, name)
        yield family("runs", f"How the last {RUNS} runs ended", "state", ends(name), name)


def gauge(what: str, help: str, value: float, name: str) -> Metric:
    """A metric of one value."""
    metric = GaugeMetricFamily(f"threadgraph_{what}", help, labels=["graph"])
    metric.add_metric([name], value)
    return metric


def family(what: str, help: str, label: str, values: dict[str, int] | dict[str, float], name: str) -> Metric:
    """A metric of one value a label."""
    metric = GaugeMetricFamily(f"threadgraph_{what}", help, labels=["graph", label])
    for key, value in values.items():
        metric.add_metric([name, key], value)
    return metric


def at(text: str) -> float:
    """An ISO time as seconds since 1970."""
    return datetime.fromisoformat(text).timestamp()


def ends(name: str) -> dict[str, int]:
    """How many of the last runs of a graph are in each state, by Prefect's name of it."""
    mine = FlowRunFilter(tags=FlowRunFilterTags(all_=["threadgraph", name]))
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(
            flow_run_filter=mine, sort=FlowRunSort.EXPECTED_START_TIME_DESC, limit=RUNS
        )
    states = [run.state_name or "Unknown" for run in runs]
    return {state: states.count(state) for state in sorted(set(states))}


def serve(settings: Settings, port: int) -> None:
    """Answer Prometheus on a port of loopback, in a thread of its own."""
    registry = CollectorRegistry()
    start_http_server(port, addr="127.0.0.1", registry=registry)
    registry.register(Snapshots(settings))
