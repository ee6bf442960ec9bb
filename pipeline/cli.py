"""The command line: arguments in, text out. Parts are imported when their command is called."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO, Any

import click

from pipeline import cli_graph, cli_literature, cli_service
from pipeline.console import (
    FAILED,
    INPUT,
    Problems,
    echo_json,
    json_logs,
    lines,
    objects,
    printable,
    settings_of,
    tracked,
    with_settings,
    without_surrogates,
)
from pipeline.errors import InputError, ThreadgraphError, UsageError

WRONG_USE = 2


class Commands(click.Group):
    """The group of all commands: our errors become one line on stderr and an exit status."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; 1 says that an input failed, 2 that the call is wrong."""
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        try:
            return super().invoke(context)
        except ThreadgraphError as error:
            click.echo(f"threadgraph: {printable(str(error))}", err=True)
            context.exit(WRONG_USE if isinstance(error, UsageError) else FAILED)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="threadgraph")
def main() -> None:
    """Reads health forum threads into a graph in which every claim stands beside the literature."""


@main.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--name", help="Name of the graph.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder that graphs are published in.")
@click.option("--offline", is_flag=True, default=None, help="Ask nothing over the network.")
@click.option("--quotes/--no-quotes", default=None, help="Whether exports hold the words of posts.")
@click.option(
    "--runner",
    type=click.Choice(["threads", "processes", "dask", "ray"]),
    help="What runs the extraction when there is much of it.",
)
@click.option("--max-edges", type=click.IntRange(min=1), help="Relations that are drawn, at most.")
@click.option(
    "--accept", is_flag=True, default=None, help="Publish also what looks broken beside the runs before."
)
@click.option("--workers", type=click.IntRange(min=0), help="Workers of the extraction; 0: one a core.")
@json_logs
@with_settings
def run(sources: tuple[str, ...], config: Path | None, **arguments: Any) -> None:
    """Read SOURCEs (URLs, files, folders) and publish the graph, as a Prefect flow."""
    settings = settings_of(config, sources=sources or None, **arguments)
    if not settings.sources:
        raise UsageError("nothing to read: give a SOURCE (URL, file or folder), or sources in --config")
    manifest = cli_service.runner("run")(settings)
    folder = settings.out / settings.name
    for line in manifest.summary():
        click.echo(line)
    click.echo(f"published {folder}")
    problems = Problems()
    for line in (folder / "failures.jsonl").read_text(encoding="utf-8").splitlines():
        failure = json.loads(line)
        problems.add(failure["source"], f"{failure['error']} at {failure['stage']}: {failure['reason']}")
    problems.finish()


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH|URL...")
@with_settings
def parse(sources: tuple[str, ...], config: Path | None, store: str | None) -> None:
    """Print what each page holds, a JSON line an input."""
    from pipeline.fetch import fetch
    from pipeline.parse import parse as parse_page
    from pipeline.parse import to_json
    from pipeline.records import Failure
    from pipeline.web import Web

    settings, problems = settings_of(config, store=store), Problems()
    with Web(settings) as web:
        for page in tracked((page for source in sources for page in fetch(source, settings, web)), "parse"):
            if isinstance(page, Failure):
                problems.add(page.source, page.reason)
                continue
            try:
                echo_json(to_json(parse_page(page)))
            except InputError as error:
                problems.add(page.path, error)
    problems.finish()


@main.command()
@INPUT
@click.option("--profile", type=click.Choice(["post", "abstract"]), help="Kind of text.")
@click.option("--model", help="spaCy model; default: auto.")
@with_settings
def extract(file: IO[bytes], config: Path | None, **arguments: Any) -> None:
    """Print the findings of texts: JSON Lines {"id", "text"} in, findings out.

    A line may have "mentions", which are taken as given, and "topic": a title, or the name of the drug that
    "it" in the text stands for.
    """
    from pipeline.extract import Extractor
    from pipeline.extract.given import given_mentions

    settings, problems = settings_of(config, **arguments), Problems()
    extractor = Extractor(settings.model, settings.profile, settings.components)
    for place, row in tracked(objects(file, problems), "extract"):
        try:
            text, mentions = without_surrogates(row["text"]), given_mentions(row)
            topic = without_surrogates(row["topic"]) if row.get("topic") else None
        except (KeyError, TypeError, AttributeError, InputError) as error:
            problems.add(place, f'needs {{"id", "text"}} with a text: {error}')
            continue
        found = extractor.extract(text, id=str(row.get("id", place)), mentions=mentions, topic=topic)
        echo_json(found.model_dump(mode="json", exclude={"dropped"}))
    problems.finish()


@main.command()
@INPUT
def cite(file: IO[bytes]) -> None:
    """Parse reference strings: one a line in, one citation as JSON a line out."""
    from pipeline.extract.references import parse_reference

    for _, line in tracked(lines(file), "cite"):
        echo_json(parse_reference(line).model_dump(mode="json"))


@main.command()
@INPUT
@click.option("--offline", is_flag=True, default=None, help="Ask no live source.")
@with_settings
def resolve(file: IO[bytes], config: Path | None, **arguments: Any) -> None:
    """Say which paper each citation is: citation JSON Lines in, the same with a verdict out."""
    from pydantic import ValidationError

    from pipeline.literature import open_sources
    from pipeline.records import Citation
    from pipeline.resolve import resolve as resolve_citation
    from pipeline.store import Store
    from pipeline.web import Web

    settings, problems = settings_of(config, **arguments), Problems()
    with Store(settings.store) as store, Web(settings) as web:
        sources = open_sources(settings, web, store)
        for place, row in tracked(objects(file, problems), "resolve"):
            try:
                citation = Citation.model_validate(
                    {"start": 0, "end": 0, "text": "", "kind": "reference"} | row
                )
            except ValidationError as error:
                problems.add(place, f"not a citation: {error.errors()[0]['loc']} {error.errors()[0]['msg']}")
                continue
            echo_json(row | resolve_citation(citation, sources).model_dump(mode="json"))
    problems.finish()


@main.command()
@click.argument("names", nargs=-1, required=True, metavar="ID|NAME...")
def concepts(names: tuple[str, ...]) -> None:
    """Print concepts by CURIE, name or synonym, a JSON line each."""
    from pipeline import terms

    terminology, problems = terms.load(), Problems()
    for name in names:
        found = terminology.find(name)
        if not found:
            problems.add(name, "no such concept; try another name of it, or a CURIE such as MESH:D015474")
        for concept in filter(None, (terminology.concept(candidate.id) for candidate in found)):
            echo_json(concept.model_dump(mode="json"))
    problems.finish()


@main.command()
@click.option("--author", help="Name of an author, as the site shows it, or a pseudonym.")
@click.option("--post", help="Id of a post.")
@click.option("--thread", help="Id of a thread.")
@with_settings
def forget(config: Path | None, store: str | None, **wanted: str | None) -> None:
    """Take an author, a post or a thread out of the store and of every later graph."""
    from pipeline.pseudonyms import PSEUDONYM, load_key, pseudonym
    from pipeline.run import forget as take_out

    given = [(kind, value) for kind, value in wanted.items() if value]
    if len(given) != 1:
        raise UsageError("give one of --author NAME, --post ID, --thread ID")
    kind, value = given[0]
    settings = settings_of(config, store=store)
    if kind == "author" and not PSEUDONYM.fullmatch(value):
        value = pseudonym(value, load_key(settings))
    removed = take_out(kind, value, settings)
    click.echo(
        f"forgot {kind} {printable(value)}: removed "
        + ", ".join(f"{n} {what}" for what, n in removed.items())
    )


@main.command()
@click.option("--days", type=click.FloatRange(min=0), default=90.0, show_default=True, help="Age.")
@with_settings
def prune(config: Path | None, store: str | None, days: float) -> None:
    """Take out raw pages that no site was asked about in so many days; threads and posts stay."""
    from pipeline.run import prune as take_out

    removed = take_out(settings_of(config, store=store), days)
    click.echo(f"removed {removed} raw pages of more than {days:g} days")


for command in (*cli_graph.COMMANDS, *cli_literature.COMMANDS, *cli_service.COMMANDS):
    main.add_command(command)
