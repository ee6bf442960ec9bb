"""Where batches of texts are extracted: in this process, in a pool of processes, on Dask or on Ray."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from pipeline.errors import UsageError
from pipeline.settings import Settings

Runner = TaskRunner[Any]


def threads(settings: Settings, workers: int) -> Runner:
    """Threads of this process: they share one model, and one core."""
    return ThreadPoolTaskRunner(max_workers=workers)


def processes(settings: Settings, workers: int) -> Runner:
    """Processes of this machine, each with the model."""
    return ProcessPoolTaskRunner(max_workers=workers)


def dask(settings: Settings, workers: int) -> Runner:
    """A Dask cluster by its address, or one of this machine."""
    try:
        from prefect_dask import DaskTaskRunner
    except ImportError as error:
        raise UsageError("the runner dask needs: pip install 'threadgraph[dask]'") from error
    if settings.cluster:
        return DaskTaskRunner(address=settings.cluster)
    own = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None}
    return DaskTaskRunner(cluster_kwargs=own)


def ray(settings: Settings, workers: int) -> Runner:
    """A Ray cluster by its address, or one of this machine."""
    try:
        from prefect_ray import RayTaskRunner
    except ImportError as error:
        raise UsageError("the runner ray needs: pip install 'threadgraph[ray]'") from error
    if settings.cluster:
        return RayTaskRunner(address=settings.cluster)
    return RayTaskRunner(init_kwargs={"num_cpus": workers, "include_dashboard": False})


RUNNERS: Mapping[str, Callable[[Settings, int], Runner]] = {
    "threads": threads,
    "processes": processes,
    "dask": dask,
    "ray": ray,
}
"""Task runners by the name that `Settings.runner` gives them."""


def workers(settings: Settings) -> int:
    """How many workers extract at once."""
    return settings.workers or len(os.sched_getaffinity(0))
