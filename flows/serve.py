"""The schedule: one deployment served on this machine, never two runs at once."""

from __future__ import annotations

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.schedules import Cron

from flows.run import threadgraph
from pipeline.settings import Settings

ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


def serve(settings: Settings, cron: str, timezone: str) -> None:
    """Serve the flow on a cron schedule until stopped; a run that would overlap another is cancelled.

    Args:
        settings: what to run. The key of the pseudonyms is never sent to Prefect: each run reads it anew.
        cron: five fields, minute hour day month weekday.
        timezone: IANA name.
    """
    parameters = {"settings": settings.model_dump(mode="json", exclude={"key"})}
    threadgraph.serve(
        name=settings.name,
        schedule=Cron(cron, timezone=timezone),
        global_limit=ONE_AT_A_TIME,
        limit=1,
        parameters=parameters,
        pause_on_shutdown=False,
        tags=["threadgraph"],
    )
