"""Commands over published graphs: ask, compare, export, look."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.console import echo_json, printable, settings_of
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from pipeline.query import KnowledgeGraph

T = TypeVar("T")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet calculate."""

FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True
)
OUT = click.option("--out", type=click.Path(path_type=Path), help="Folder that graphs are published in.")
FILTERS: Mapping[str, str] = {
    "subject": "Concept that the claims are about: name, synonym or CURIE; a class holds its children.",
    "object": "Concept that they relate it to.",
    "predicate": "Biolink slot, such as has_adverse_event.",
    "kind": "experience, assertion, hypothesis, literature_report, advice or question.",
    "phase": "before, on_drug, after_stopping or persisting.",
    "certainty": "affirmed, hedged, hypothetical or asked.",
    "stance": "What some paper says: supports, contradicts, mixed, about or silent.",
    "verdict": "Verdict of some citation.",
    "status": "anecdotal_only, literature_only, both_agree or conflicting.",
    "since": "First ISO date.",
    "until": "Last ISO date.",
    "source": "Part of the title or address of the thread.",
}
QUESTIONS: Mapping[str, Callable[[KnowledgeGraph, dict[str, Any]], Iterable[Any]]] = {
    "claims": lambda graph, filters: graph.claims(**filters),
    "contradictions": lambda graph, filters: graph.contradictions(filters["subject"]),
    "unsupported": lambda graph, filters: graph.unsupported(filters["subject"]),
    "miscited": lambda graph, _: graph.miscited(),
}
"""What `query` can show; those beside claims look at the subject alone."""
COLUMNS = ("date", "kind", "label", "phase", "status", "change", "verdict", "description", "quote")
"""What a table shows of a record, of those fields that it has; JSON and CSV hold all of them."""


def with_filters(command: Callable[..., T]) -> Callable[..., T]:
    """Add the filters of claims."""
    for name, what in reversed(list(FILTERS.items())):
        command = click.option(f"--{name}", help=what)(command)
    return command


@click.command()
@click.argument("name")
@click.option("--show", "what", type=click.Choice(list(QUESTIONS)), default="claims", show_default=True)
@with_filters
@click.option("--min-score", type=float, default=0.0, help="Least score of a claim's reading.")
@OUT
@FORMAT
def query(name: str, what: str, out: Path | None, form: str, **filters: Any) -> None:
    """Print the claims of the graph NAME that pass all filters, each with its quote."""
    show(QUESTIONS[what](graph_of(name, out), filters), form)


@click.command()
@click.argument("old")
@click.argument("new")
@OUT
@FORMAT
def compare(old: str, new: str, out: Path | None, form: str) -> None:
    """Print what is new, stronger, weaker or withdrawn in the graph NEW against OLD."""
    show(graph_of(new, out).compare(graph_of(old, out)), form)


@click.command()
@click.argument("name")
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


@click.command()
@click.argument("name")
@click.option("--port", default=0, help="Port on loopback; default: a free one.")
@click.option("--browser/--no-browser", default=True, help="Open the browser.")
@OUT
def explore(name: str, port: int, browser: bool, out: Path | None) -> None:
    """Serve the report of the graph NAME on this machine only, and open it."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder_of(name, out)))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        url = f"http://127.0.0.1:{server.server_port}/report.html"
        click.echo(f"{url}  (Ctrl-C ends)")
        if browser:
            click.launch(url)
        server.serve_forever()


@click.command()
def schema() -> None:
    """Print the attributes of the graph: name, type, meaning, and which nodes and edges have them."""
    from pipeline.graph_schema import ATTRIBUTES, EDGES, NODES

    for what, kinds in (("node", NODES), ("edge", EDGES)):
        for kind, names in kinds.items():
            click.echo(f"{what} {kind}: {' '.join(names.split())}")
    for name, attribute in ATTRIBUTES.items():
        click.echo(f"{name} ({attribute.type.__name__}): {attribute.meaning}")


def folder_of(name: str, out: Path | None) -> Path:
    """Folder of a graph: a path, or a name under the folder that graphs are published in.

    Raises:
        UsageError: there is none; names those that there are.
    """
    home = settings_of(out=out).out
    for folder in (home / name, Path(name)):
        if (folder / "nodes.parquet").is_file():
            return folder
    found = sorted(path.parent.name for path in home.glob("*/nodes.parquet")) if home.is_dir() else []
    there = f"there are: {', '.join(found)}" if found else "threadgraph run makes one"
    raise UsageError(f"no graph {name!r} in {home}; {there}")


def graph_of(name: str, out: Path | None) -> KnowledgeGraph:
    """A published graph, by name or path."""
    from pipeline.query import KnowledgeGraph

    return KnowledgeGraph.open(folder_of(name, out))


def show(records: Iterable[Any], form: str) -> None:
    """Print records as a table, JSON Lines or CSV."""
    rows = [asdict(record) for record in records]
    if form == "json":
        for row in rows:
            echo_json(row)
    elif form == "csv":
        click.echo(as_csv(rows), nl=False)
    else:
        print_table(rows)


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV; a cell that a spreadsheet would calculate gets an apostrophe before it (OWASP)."""
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: guarded(value) for name, value in row.items()})
    return text.getvalue()


def guarded(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula.

    Example:
        >>> guarded("=1+1"), guarded(-1.5)
        ("'=1+1", -1.5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows for a person, as wide as the terminal."""
    from rich.console import Console
    from rich.table import Table

    table = Table(row_styles=["", "dim"])
    columns = [name for name in COLUMNS if any(row.get(name) for row in rows)]
    for name in columns:
        table.add_column(name, ratio=3 if name in ("description", "quote") else 1, overflow="fold")
    for row in rows:
        table.add_row(*(cell(name, row.get(name)) for name in columns))
    console = Console(markup=False)
    console.width = console.width if console.is_terminal else 160
    console.print(table if rows else "nothing found")


def cell(name: str, value: Any) -> Text:
    """A cell of a table; of a date only the day."""
    from rich.text import Text

    shown = printable(str(value or "")).replace("\n", " ")
    return Text(shown[:10] if name == "date" else shown, no_wrap=name == "date")


COMMANDS = (query, compare, export, explore, schema)
"""Commands of this module, for the command line's table."""
