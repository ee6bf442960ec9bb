"""Records printed as a table, as JSON Lines, or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

import click

from pipeline.console import echo_json, printable

if TYPE_CHECKING:
    from rich.text import Text

COLUMNS = (
    "date",
    "period",
    "kind",
    "what",
    "attribute",
    "type",
    "label",
    "verdict",
    "phase",
    "status",
    "change",
    "claims",
    "authors",
    "strength",
    "ic_low",
    "prr",
    "publication_status",
    "design",
    "disagrees",
    "miscited_because",
    "description",
    "meaning",
    "quote",
    "papers",
)
"""What a table shows of a record, of those fields that it has; JSON and CSV hold all of them."""
WIDE = ("description", "meaning", "quote", "papers")


def show(records: Iterable[Any], form: str) -> None:
    """Print records, or rows, as a table, JSON Lines or CSV."""
    if form == "json":
        for record in records:
            echo_json(as_row(record))
    elif form == "csv":
        click.echo(as_csv([flattened(as_row(record)) for record in records]), nl=False)
    else:
        print_table([flattened(as_row(record)) for record in records])


def as_row(record: Any) -> dict[str, Any]:
    """A record as a dictionary; a path carries its explanation."""
    row = asdict(record) if is_dataclass(record) and not isinstance(record, type) else dict(record)
    return row | {"description": record.explain()} if hasattr(record, "explain") else row


def flattened(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose cells are numbers and texts; of evidence the claim's own fields, and its papers in words.

    Example:
        >>> flattened({"claim": {"quote": "it hurts"}, "names": ("a", "b")})
        {'quote': 'it hurts', 'names': 'a | b'}
    """
    row = {**row.get("claim", {}), **{name: value for name, value in row.items() if name != "claim"}}
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    if not isinstance(value, tuple | list):
        return value
    return " | ".join(_in_words(item) if isinstance(item, dict) else str(item) for item in value)


def _in_words(item: Mapping[str, Any]) -> str:
    if "paper" in item:
        said = item["stance"] or (item["verdict"] or "cited").replace("_", " ")
        return f"{item['paper']['label']} ({said})"
    return str(item["description"])


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV; a cell that a spreadsheet would calculate gets an apostrophe before it."""
    from pipeline.export.spreadsheet import guarded

    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({n: guarded(value) if isinstance(value, str) else value for n, value in row.items()})
    return text.getvalue()


def print_table(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows for a person, as wide as the terminal."""
    from rich.console import Console
    from rich.table import Table

    table = Table(row_styles=["", "dim"])
    columns = [name for name in COLUMNS if any(row.get(name) for row in rows)]
    for name in columns:
        table.add_column(name.replace("_", " "), ratio=3 if name in WIDE else 1, overflow="fold")
    for row in rows:
        table.add_row(*(cell(name, row.get(name)) for name in columns))
    console = Console(markup=False)
    console.width = console.width if console.is_terminal else 160
    console.print(table if rows else "nothing found")


def cell(name: str, value: Any) -> Text:
    """A cell of a table; of a date only the day, of a number three digits."""
    from rich.text import Text

    text = f"{value:.3g}" if isinstance(value, float) else str("" if value is None else value)
    shown = printable(text).replace("\n", " ")
    return Text(shown[:10] if name == "date" else shown, no_wrap=name == "date")
