"""Commands over published graphs: ask, compare, export, look."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem, get_completion_class

from pipeline.cli_answers import show
from pipeline.cli_questions import QUESTIONS, answers, with_filters
from pipeline.console import settings_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.query import KnowledgeGraph

F = TypeVar("F", bound=Callable[..., Any])
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="For a person, for a program, or for a spreadsheet.",
)
OUT = click.option("--out", type=click.Path(path_type=Path), help="Folder that graphs are published in.")


def graph_names(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """Published graphs whose names begin so, for the shell."""
    with suppress(Exception):  # a broken settings file must not break the shell's line
        home = settings_of(out=context.params.get("out")).out
        return [CompletionItem(name) for name in published(home) if name.startswith(typed)]
    return []


def name_argument(name: str) -> Callable[[F], F]:
    """The argument that names a graph."""
    return click.argument(name, shell_complete=graph_names)


@click.command()
@name_argument("name")
@click.option(
    "--show",
    "what",
    type=click.Choice(list(QUESTIONS)),
    default="claims",
    show_default=True,
    help="What is asked.",
)
@with_filters
@OUT
@FORMAT
def query(name: str, what: str, out: Path | None, form: str, **filters: Any) -> None:
    """Print what the graph NAME says: claims, each with its quote, or what --show asks for.

    NAME is a published graph, NAME@previous or NAME@2026-05-31 an earlier snapshot of it, a folder, or the
    URL of a store.
    """
    show(answers(graph_of(name, out), what, filters), form)


@click.command()
@name_argument("old")
@name_argument("new")
@OUT
@FORMAT
def compare(old: str, new: str, out: Path | None, form: str) -> None:
    """Print what is new, stronger, weaker or withdrawn in the graph NEW against OLD.

    With OLD as NAME@previous: since the run before the last.
    """
    show(graph_of(new, out).compare(graph_of(old, out)), form)


@click.command()
@name_argument("name")
@click.option("--format", "form", required=True, help="gexf, graphml, kgx, json, csv, parquet or html.")
@click.option("--to", type=click.Path(path_type=Path), help="File or folder to write; default: NAME.FORMAT.")
@click.option("--layer", help="evidence or concepts; default: both.")
@click.option("--quotes/--no-quotes", default=True, help="Whether the words of posts are in it.")
@click.option("--min-authors", type=int, default=0, help="Least number of independent authors of a relation.")
@click.option("--type", "types", multiple=True, help="Type of node to keep; may be repeated.")
@click.option("--since", help="First ISO date.")
@click.option("--top", type=int, help="Relations to keep, the heaviest first.")
@click.option("--around", help="Concept to keep the neighbourhood of.")
@click.option("--depth", type=int, default=1, show_default=True, help="Edges the neighbourhood reaches.")
@OUT
def export(
    name: str, form: str, to: Path | None, out: Path | None, around: str | None, **options: Any
) -> None:
    """Write the graph NAME, or a part of it, in another format."""
    from pipeline.export import export as write

    graph = graph_of(name, out)
    path = to or Path(f"{Path(name).name}.{form}")
    options["around"] = graph.concept(around) if around else None
    write(graph.to_networkx(), path, form, **options)
    click.echo(f"wrote {path}")


class Reports(SimpleHTTPRequestHandler):
    """Serves a folder to this machine's own browser, and to no page of another site that asks through it."""

    def send_head(self) -> Any:
        """The answer's head; a request under any other name of this machine is refused."""
        if self.headers.get("Host", "").rpartition(":")[0] not in ("127.0.0.1", "localhost"):
            return self.send_error(403, "ask for 127.0.0.1")
        return super().send_head()


@click.command()
@name_argument("name")
@click.option("--port", default=0, help="Port on loopback; default: a free one.")
@click.option("--browser/--no-browser", default=True, help="Open the browser.")
@OUT
def explore(name: str, port: int, browser: bool, out: Path | None) -> None:
    """Serve the report of the graph NAME on this machine only, and open it."""
    folder = folder_of(name, out)
    if not (folder / "report.html").is_file():
        raise UsageError(f"no report.html in {folder}; threadgraph export {name} --format html writes one")
    with ThreadingHTTPServer(("127.0.0.1", port), partial(Reports, directory=str(folder))) as server:
        url = f"http://127.0.0.1:{server.server_port}/report.html"
        click.echo(f"{url}  (Ctrl-C ends)")
        if browser:
            click.launch(url)
        with suppress(KeyboardInterrupt):
            server.serve_forever()


@click.command()
@FORMAT
def schema(form: str) -> None:
    """Print the attributes of the graph: what has them, their type and their meaning."""
    from pipeline.graph_schema import describe

    show(describe(), form)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a SHELL complete commands, options and names of graphs.

    For bash: threadgraph completion bash >> ~/.bashrc
    """
    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(context.find_root().command, {}, "threadgraph", "_THREADGRAPH_COMPLETE").source())


def published(home: Path) -> list[str]:
    """Names of the graphs in a folder."""
    return sorted(path.parent.name for path in home.glob("*/nodes.parquet")) if home.is_dir() else []


def folder_of(name: str, out: Path | None) -> Path:
    """Folder of a graph: a path, a name under the folder that graphs are published in, or NAME@WHEN.

    Raises:
        UsageError: there is none; names those that there are.
    """
    home = settings_of(out=out).out
    for folder in (home / name, Path(name)):
        if (folder / "nodes.parquet").is_file():
            return folder
    graph, at, when = name.rpartition("@")
    if at and graph in published(home):
        return snapshot_of(home, graph, when)
    found = published(home)
    there = f"there are: {', '.join(found)}" if found else "threadgraph run makes one"
    raise UsageError(f"no graph {name!r} in {home}; {there}")


def snapshot_of(home: Path, name: str, when: str) -> Path:
    """Folder of a kept snapshot: "previous", or the last one of a date or time.

    Raises:
        UsageError: none was kept; names those that were.
    """
    from pipeline.snapshot import snapshots

    kept = snapshots(home, name)
    wanted = re.sub(r"\D", "", when)
    found = [folder for folder in kept if wanted and re.sub(r"\D", "", folder.name).startswith(wanted)]
    if when == "previous":
        found = kept[:-1]
    if not found:
        raise UsageError(f"no snapshot {when!r} of {name}; kept: {', '.join(folder.name for folder in kept)}")
    return found[-1]


def graph_of(name: str, out: Path | None) -> KnowledgeGraph:
    """A graph, by name, path or URL of a store."""
    from pipeline.query import KnowledgeGraph

    return KnowledgeGraph.open(name if "://" in name else folder_of(name, out))


COMMANDS = (query, compare, export, explore, schema, completion)
"""Commands of this module, for the command line's table."""
