"""The worked notebook runs from top to bottom, as Jupyter would run it, and each cell shows something."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).parents[2] / "examples" / "graph.ipynb"


def cells(kind):
    return ["".join(c["source"]) for c in json.loads(NOTEBOOK.read_text())["cells"] if c["cell_type"] == kind]


def run(source, names):
    """Run a cell; what its last line evaluates to, if it is an expression."""
    body = ast.parse(source).body
    last = ast.Expression(body.pop().value) if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    return eval(compile(last, "cell", "eval"), names) if last else None


def test_every_cell_runs_and_shows_something(capsys, monkeypatch):
    monkeypatch.chdir(NOTEBOOK.parent)
    names = {}
    shown = []
    for source in cells("code"):
        value = run(source, names)
        shown.append(value is not None or bool(capsys.readouterr().out.strip()))
        if hasattr(value, "_repr_html_"):
            assert value._repr_html_().startswith(("<p>", "<table>"))

    assert len(shown) > 10
    assert shown.count(False) <= 2, "citations that hold and graphs that stay show nothing"


def test_the_notebook_holds_no_output_that_could_grow_old():
    for cell in json.loads(NOTEBOOK.read_text())["cells"]:
        assert not cell.get("outputs")


@pytest.mark.parametrize(
    "word", ["claims", "evidence", "contradictions", "paths", "timeline", "compare", "export"]
)
def test_the_notebook_shows_every_kind_of_question(word):
    assert any(f"{word}(" in source for source in cells("code"))
