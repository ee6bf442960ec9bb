"""Tables of studies: what the row of a citation says of participants and findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

TABLE = re.compile(r"(?:^[ \t]*\|[^\n]*\|[ \t]*(?:\n|\Z)){2,}", re.MULTILINE)
CELL = re.compile(r"[^|\n]+")
RULE = re.compile(r"^[\s|:-]+$")
ROLES = {
    "study": re.compile(r"\b(?:stud(?:y|ies)|authors?|references?|source|paper|citation|trial)\b", re.I),
    "participants": re.compile(
        r"\b(?:participants?|patients?|subjects?|sample(?:\ssize)?|population|n|cohort)\b", re.I
    ),
    "findings": re.compile(r"\b(?:findings?|results?|outcomes?|conclusions?|effects?|reported)\b", re.I),
}


class Row(NamedTuple):
    """A row of a table of studies; ``study_start, study_end`` is the cell that names the study."""

    start: int
    end: int
    study_start: int
    study_end: int
    participants: str | None
    findings: str | None


def study_rows(text: str) -> list[Row]:
    r"""Rows of the tables whose header has a column of studies and one of participants or findings.

    Args:
        text: a post, a table in it as one line ``| cell | cell |`` a row.

    Returns:
        The rows below the headers.

    Example:
        >>> table = "| Study | Participants |\n|---|---|\n| Smith et al. (2020) | 1,200 patients |"
        >>> [(table[r.study_start:r.study_end], r.participants) for r in study_rows(table)]
        [('Smith et al. (2020)', '1,200 patients')]
    """
    return [row for table in TABLE.finditer(text) for row in _rows(text, table.start(), table.end())]


def _rows(text: str, start: int, end: int) -> Iterator[Row]:
    lines = [m for m in re.compile(r"[^\n]+").finditer(text, start, end) if not RULE.match(m[0])]
    header = [text[a:b] for a, b in _cells(text, lines[0].start(), lines[0].end())] if lines else []
    roles = {
        role: i
        for role, form in ROLES.items()
        for i, cell in reversed(list(enumerate(header)))
        if form.search(cell)
    }
    if "study" not in roles or len(roles) < 2:
        return
    for line in lines[1:]:
        cells = _cells(text, line.start(), line.end())
        if len(cells) == len(header):
            said = {role: text[slice(*cells[i])] or None for role, i in roles.items()}
            yield Row(
                line.start(),
                line.end(),
                *cells[roles["study"]],
                said.get("participants"),
                said.get("findings"),
            )


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Places of the cells of a line, without the blanks around them."""
    spans = []
    for cell in CELL.finditer(text, start, end):
        left = len(cell[0]) - len(cell[0].lstrip())
        inner = cell[0].strip()
        spans.append((cell.start() + left, cell.start() + left + len(inner)))
    return spans
