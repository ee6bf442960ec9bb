"""Commands of the operator: the schedule, and what is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from pipeline.console import FAILED, json_logs, settings_of, with_settings
from pipeline.errors import ThreadgraphError, UsageError

if TYPE_CHECKING:
    from pipeline.settings import Settings


def runner(name: str) -> Callable[..., Any]:
    """A flow, by its entry point: the package `pipeline` knows no flow by itself.

    Raises:
        UsageError: the flows are not installed.
    """
    found = entry_points(group="threadgraph.runners", name=name)
    if not found:
        raise UsageError(f"the flow {name!r} is not installed; install threadgraph with its flows")
    return next(iter(found)).load()  # type: ignore[no-any-return]


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--name", help="Name of the graph.")
@click.option("--cron", default="0 5 * * *", show_default=True, help="When to run.")
@click.option("--timezone", default="UTC", show_default=True, help="Time zone of the schedule.")
@click.option(
    "--catch-up/--no-catch-up",
    default=True,
    show_default=True,
    help="Run at once if this machine was off when a run was due.",
)
@click.option("--metrics-port", type=click.IntRange(1, 65535), help="Port of loopback for Prometheus.")
@json_logs
@with_settings
def serve(
    sources: tuple[str, ...],
    config: Path | None,
    cron: str,
    timezone: str,
    catch_up: bool,
    metrics_port: int | None,
    **arguments: Any,
) -> None:
    """Run on a schedule, on this machine, until stopped."""
    settings = settings_of(config, sources=sources or None, **arguments)
    if not settings.sources:
        raise UsageError("nothing to schedule: give a SOURCE, or sources in --config")
    runner("serve")(settings, cron, timezone, catch_up=catch_up, metrics_port=metrics_port)


class Check(NamedTuple):
    """One line of `doctor`: what, whether it is well, what was found, and the command that mends it."""

    what: str
    well: bool
    found: str
    mend: str = ""


@click.command()
@with_settings
def doctor(config: Path | None, store: str | None) -> None:
    """Say what is installed, what would be used, what is missing, and how to mend it."""
    settings = settings_of(config, store=store)
    checks = list(examine(settings))
    for check in checks:
        mark = "ok     " if check.well else "MISSING"
        click.echo(
            f"{mark} {check.what}: {check.found}" + (f"\n        mend: {check.mend}" if check.mend else "")
        )
    if not all(check.well for check in checks):
        click.get_current_context().exit(FAILED)


def examine(settings: Settings) -> Iterator[Check]:
    """All checks, in the order of the data's way."""
    for package in ("threadgraph", "spacy", "scispacy", "networkx", "beautifulsoup4", "prefect"):
        yield Check(package, True, version(package))
    for name, check in (
        ("model", model),
        ("terminology", terminology),
        ("literature", literature),
        ("store", store_check),
    ):
        try:
            yield check(settings)
        except ThreadgraphError as error:
            yield Check(name, False, str(error))


def model(settings: Settings) -> Check:
    """Which spaCy model the extractor would use."""
    from pipeline.extract.model import choose_model

    choice = choose_model(settings.model)
    return Check("model", True, f"{choice.name or 'embedded default'} {choice.version} ({choice.reason})")


def terminology(settings: Settings) -> Check:
    """Which terminology would be used."""
    from pipeline import terms

    return Check("terminology", True, terms.load().fingerprint)


def literature(settings: Settings) -> Check:
    """Which literature sources would be asked."""
    from pipeline.literature import names_on

    return Check("literature", True, ", ".join(names_on(settings)))


def store_check(settings: Settings) -> Check:
    """Whether the store opens."""
    from pipeline.store import Store, without_password

    with Store(settings.store):
        return Check("store", True, without_password(settings.store))


COMMANDS = (serve, doctor)
