"""Commands over the literature: fill the local index, search it, say which sources are asked."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from pipeline.console import Problems, echo_json, printable, settings_of, with_settings


@click.group()
def literature() -> None:
    """The papers that citations are resolved with."""


@literature.command(name="import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@with_settings
def import_command(files: tuple[str, ...], config: Path | None, store: str | None) -> None:
    """Read FILEs of papers (PubMed XML, PubTator, Europe PMC, Crossref, OpenAlex, CSL-JSON, RIS, NBIB)."""
    from pipeline.literature import import_papers

    problems = Problems()
    for done in import_papers(files, settings_of(config, store=store)):
        echo_json(asdict(done))
        if done.error:
            problems.add(done.path, done.error)
    problems.finish()


@literature.command()
@click.argument("text")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1), help="Papers at most.")
@with_settings
def search(text: str, limit: int, config: Path | None, store: str | None) -> None:
    """Print papers of the local index about TEXT, best first, a JSON line each."""
    from pipeline.literature import search as find

    for paper in find(text, limit, settings_of(config, store=store)):
        echo_json(paper.model_dump(mode="json", exclude_none=True))


@literature.command()
@with_settings
def status(config: Path | None, store: str | None) -> None:
    """Say which sources are asked, and what the local index holds."""
    from pipeline.literature import status as sources

    for source in sources(settings_of(config, store=store)):
        papers = "" if source.papers is None else f", {source.papers} papers in {source.path}"
        click.echo(printable(f"{source.name}: {'on' if source.on else 'off'}{papers}"))


COMMANDS = (literature,)
"""Commands of this module, for the command line's table."""
