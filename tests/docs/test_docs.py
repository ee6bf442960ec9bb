"""The docs say what is so: their commands exist, their Python runs, and nothing is left out."""

import re
import shlex
from pathlib import Path

import click
import pytest

from docs import hooks
from pipeline.cli import main
from pipeline.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(*languages):
    for page in PAGES:
        for language, text in BLOCK.findall(page.read_text(encoding="utf-8")):
            if language in languages:
                yield page.name, text


def leaves(command, name=()):
    if isinstance(command, click.Group):
        for key, below in command.commands.items():
            yield from leaves(below, (*name, key))
    else:
        yield " ".join(name), command


COMMANDS = dict(leaves(main))
LINES = [
    (page, line.removeprefix("$ "))
    for page, text in blocks("console", "")
    for line in text.splitlines()
    if line.startswith(("$ threadgraph ", "threadgraph "))
]


@pytest.mark.parametrize(("page", "line"), LINES)
def test_command_of_the_docs_is_one_that_exists(page, line):
    words = shlex.split(line, comments=True)[1:]
    name = next(n for n in (" ".join(words[:2]), words[0]) if n in COMMANDS)
    command = COMMANDS[name]
    context = click.Context(command, resilient_parsing=True)
    command.parse_args(context, words[len(name.split()) :])
    flags = {flag for option in command.params for flag in (*option.opts, *option.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= flags


@pytest.mark.parametrize(("page", "code"), [b for b in blocks("python") if 'example")' not in b[1]])
def test_python_of_the_docs_runs(page, code, monkeypatch):
    monkeypatch.chdir(ROOT)
    exec(compile(code, page, "exec"), {})


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_described(name):
    command = COMMANDS[name]
    assert command.help
    assert [o.name for o in command.params if isinstance(o, click.Option) and not (o.help or o.hidden)] == []
    assert f"## threadgraph {name}\n" in hooks.commands()


def test_every_setting_is_described():
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
    assert all(f"| `{name}` |" in hooks.settings() for name in Settings.model_fields)


def test_every_page_is_in_the_navigation():
    shown = (ROOT / "mkdocs.yml").read_text()
    assert [page.name for page in PAGES[1:] if page.name not in shown] == []
