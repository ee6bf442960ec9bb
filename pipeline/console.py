"""What the commands share: settings, reading lines, printing safely, naming what failed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pipeline.settings import Settings

T = TypeVar("T")
FAILED = 1
INPUT = click.argument("file", type=click.File("rb"), default="-")
ESCAPED = {
    code: f"\\u{code:04x}" for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFFFE, 0xFFFF)
}


def with_settings(command: Callable[..., T]) -> Callable[..., T]:
    """Add the options of a command that touches the store."""
    store = click.option("--store", metavar="URL", help="SQLAlchemy URL of the store.")
    config = click.option(
        "--config", type=click.Path(path_type=Path), help="Settings; default: threadgraph.toml, if there."
    )
    return config(store(command))


def json_logs(command: Callable[..., T]) -> Callable[..., T]:
    """Add the option of a command that logs."""

    def use(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
        if wanted:
            from pipeline.logs import as_json

            as_json()

    return click.option(
        "--json-logs", is_flag=True, callback=use, expose_value=False, help="Log JSON Lines, for machines."
    )(command)


def settings_of(config: Path | None = None, **arguments: Any) -> Settings:
    """Settings of a command; arguments that were not given are None."""
    from pipeline.settings import load_settings

    return load_settings(config, **arguments)


def echo_json(row: Any) -> None:
    """Print one JSON line; control characters are escaped, so that no text can steer a terminal."""
    click.echo(json.dumps(row, ensure_ascii=False).translate(ESCAPED))


def printable(text: str) -> str:
    r"""A text that cannot steer a terminal: other controls than line breaks become spaces.

    Example:
        >>> printable("a\x1b[2Jb")
        'a [2Jb'
    """
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


class Problems:
    """Inputs that failed; each is named on stderr, and the command ends with 1."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, place: str, reason: object) -> None:
        """Name one."""
        self.count += 1
        click.echo(f"{printable(place)}: {printable(str(reason))}", err=True)

    def finish(self) -> None:
        """End the command with the right status."""
        if self.count:
            click.get_current_context().exit(FAILED)


def lines(file: IO[bytes]) -> Iterator[tuple[str, str]]:
    """The lines of an input that are not empty, each with the place that names it."""
    for number, line in enumerate(file, 1):
        text = line.decode("utf-8-sig" if number == 1 else "utf-8", "replace").rstrip("\r\n")
        if text.strip():
            yield f"line {number}", text


def objects(file: IO[bytes], problems: Problems) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON objects of a JSON Lines input; a line that is none is a problem."""
    for place, line in lines(file):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.add(place, f"not JSON ({error}); give one object a line")
            continue
        if isinstance(row, dict):
            yield place, row
        else:
            problems.add(place, f"a {type(row).__name__}, not an object; give one object a line")


def without_surrogates(text: str) -> str:
    """A text that can be encoded; each lone surrogate becomes U+FFFD, so offsets stay."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def tracked(items: Iterable[T], what: str) -> Iterator[T]:
    """The items, with a progress bar on stderr where that is a terminal."""
    if not sys.stderr.isatty():
        return iter(items)
    from rich.console import Console
    from rich.progress import track

    return iter(track(items, what, console=Console(stderr=True), transient=True))
