"""The schedule: one deployment served on this machine, never two runs at once."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from cronsim import CronSim, CronSimError
from prefect.automations import Automation
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments import run_deployment
from prefect.events.actions import CancelFlowRun, DoNothing
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.exceptions import ObjectNotFound
from prefect.runner import Runner
from prefect.schedules import Cron

from flows import metrics
from flows.run import threadgraph
from pipeline.errors import SettingsError
from pipeline.settings import Settings
from pipeline.snapshot import last_manifests

ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
STUCK = timedelta(hours=18)
"""A run that takes longer is cancelled: the next morning's would be."""
SECRET = ("key", "literature_keys", "credentials")
"""Settings that Prefect is never told; runs read them anew, from the environment or a file."""


def serve(
    settings: Settings, cron: str, timezone: str, *, catch_up: bool = True, metrics_port: int | None = None
) -> None:
    """Serve the flow on a cron schedule until stopped; a run that would overlap another is cancelled.

    Args:
        settings: what to run.
        cron: five fields, minute hour day month weekday.
        timezone: IANA name.
        catch_up: run at once if this machine was off when the last run was due.
        metrics_port: port of loopback for Prometheus; None for none.

    Raises:
        SettingsError: no such schedule.
    """
    due = last_due(cron, timezone)
    runner = Runner(name=settings.name, pause_on_shutdown=False, limit=1)
    deployment: UUID = runner.add_flow(  # type: ignore[assignment]
        threadgraph,
        name=settings.name,
        schedule=Cron(cron, timezone=timezone),
        concurrency_limit=ONE_AT_A_TIME,
        parameters=parameters(settings),
        tags=["threadgraph", settings.name],
        description=f"Publishes {settings.out / settings.name}",
    )
    watch(settings.name, deployment)
    if catch_up and was_missed(settings, due):
        run_deployment(deployment, timeout=0, tags=["catch-up"])
    if metrics_port is not None:
        metrics.serve(settings, metrics_port)
    asyncio.run(runner.start())


def parameters(settings: Settings) -> dict[str, Any]:
    """Settings as Prefect keeps and shows them; secrets go to the runs by the environment."""
    given = settings.model_dump(mode="json", exclude={*SECRET})
    if sa.make_url(settings.store).password:
        os.environ["THREADGRAPH_STORE"] = settings.store
        del given["store"]
    if settings.key:
        os.environ["THREADGRAPH_KEY"] = settings.key.get_secret_value()
    if settings.literature_keys:
        keys = {name: key.get_secret_value() for name, key in settings.literature_keys.items()}
        os.environ["THREADGRAPH_LITERATURE_KEYS"] = json.dumps(keys)
    if settings.credentials:
        headers = {
            host: {name: value.get_secret_value() for name, value in some.items()}
            for host, some in settings.credentials.items()
        }
        os.environ["THREADGRAPH_CREDENTIALS"] = json.dumps(headers)
    return {"settings": given}


def last_due(cron: str, timezone: str) -> datetime:
    """When the schedule was last due.

    Raises:
        SettingsError: no such schedule, or no such time zone.
    """
    try:
        return next(CronSim(cron, datetime.now(ZoneInfo(timezone)), reverse=True))
    except (CronSimError, LookupError, OSError, ValueError) as error:
        raise SettingsError(
            f"no schedule {cron!r} in {timezone!r}: {error}; "
            'give five fields such as "0 5 * * *", and a time zone such as Europe/Berlin'
        ) from error


def was_missed(settings: Settings, due: datetime) -> bool:
    """Whether a graph that was published before has not been looked at since its schedule was due."""
    before = last_manifests(settings.out, settings.name)
    seen = max((m.checked_at or m.created_at for m in before), default="")
    return bool(seen) and datetime.fromisoformat(seen).astimezone(UTC) < due


def watch(name: str, deployment: UUID) -> None:
    """Make the automations of a deployment: stuck runs are cancelled, failed ones marked for all to see."""
    mine = {"prefect.resource.role": "deployment", "prefect.resource.id": f"prefect.deployment.{deployment}"}
    every = {"match": {"prefect.resource.id": "prefect.flow-run.*"}, "match_related": mine}
    ended = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Crashed", "Cancelled")}
    stuck = EventTrigger(
        **every,
        after={"prefect.flow-run.Running"},
        expect=ended,
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        within=STUCK,
    )
    failed = EventTrigger(
        **every, expect={"prefect.flow-run.Failed", "prefect.flow-run.Crashed"}, posture=Posture.Reactive
    )
    for what, trigger, action in (("stuck", stuck, CancelFlowRun()), ("failed", failed, DoNothing())):
        renew(Automation(name=f"threadgraph-{name}-{what}", trigger=trigger, actions=[action]))


def renew(automation: Automation) -> None:
    """Make an automation, in place of one of the same name."""
    try:
        automation.id = Automation.read(name=automation.name).id
        automation.update()
    except (ValueError, ObjectNotFound):
        automation.create()
