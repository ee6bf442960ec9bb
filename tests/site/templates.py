"""The HTML of the test boards, one file a piece of page."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "templates"


@cache
def template(name: str) -> Template:
    return Template((FOLDER / f"{name}.html").read_text(encoding="utf-8"))


def fill(name: str, *, html: dict[str, str] | None = None, **values: object) -> str:
    """A piece of page; ``values`` are escaped, ``html`` is put in as it is."""
    return template(name).substitute(
        {key: escape(str(value)) for key, value in values.items()}, **(html or {})
    )
