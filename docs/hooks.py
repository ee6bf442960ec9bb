"""What the pages of the docs hold that the code knows best: commands, settings, floors of the scores."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from pipeline.cli import main
from pipeline.settings import Settings

ROOT = Path(__file__).parent.parent


def commands() -> str:
    """Every command with its options."""
    return "\n".join(described(main, "threadgraph"))


def described(command: click.Command, name: str) -> Iterator[str]:
    """A command, and those below it."""
    if isinstance(command, click.Group):
        for key, below in sorted(command.commands.items()):
            yield from described(below, f"{name} {key}")
        return
    context = click.Context(command, info_name=name, max_content_width=100)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"## {name}\n\n{command.help}\n\n```text\n{name} {usage}\n```\n"
    options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    if options:
        yield "| option | what |\n|---|---|"
        yield from (f"| `{' '.join(o.opts + o.secondary_opts)}` | {o.help or ''} |" for o in options)
        yield ""


def settings() -> str:
    """Every setting."""
    rows = (
        f"| `{name}` | {field.description} | `{shown(field.get_default(call_default_factory=True))}` |"
        for name, field in Settings.model_fields.items()
    )
    return "\n".join(("| setting | what | default |", "|---|---|---|", *rows))


def shown(value: Any) -> str:
    """A default, in short."""
    return str(list(value) if isinstance(value, tuple) else value)


def scores() -> str:
    """The floors below which continuous integration fails."""
    floors = tomllib.loads((ROOT / "evals" / "floors.toml").read_text(encoding="utf-8"))
    rows = (f"| {'.'.join(path)} | {value} |" for path, value in leaves(floors))
    return "\n".join(("| score | floor |", "|---|---|", *rows))


def leaves(tree: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Values of nested tables, with their paths."""
    for name, value in tree.items():
        yield from leaves(value, (*path, name)) if isinstance(value, dict) else [((*path, name), value)]


PARTS: dict[str, Callable[[], str]] = {"commands": commands, "settings": settings, "scores": scores}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put each part in the place of its name (mkdocs calls this for every page)."""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: PARTS[match[1]](), markdown)
