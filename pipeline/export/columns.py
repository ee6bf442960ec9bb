"""Any attribute of any node or edge, flattened into columns of one type each.

The graph's own attributes follow its schema; a graph of somebody else may hold None, lists, dates, and
numbers and texts under one name. A column takes the narrowest of boolean, integer, double, list,
string and mixed that holds all its values.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 does not allow, escaped or not."""
KINDS: dict[type, str] = {
    bool: "boolean",
    int: "integer",
    float: "double",
    tuple: "list",
    list: "list",
    str: "string",
}
LONG = 2**63
SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the attribute it holds, the name it is shown by, and its type.

    ``kind`` is "boolean", "integer" (64 bits), "double", "list" (of texts), "string", or "mixed": texts and
    what is written as text.
    """

    attribute: Hashable
    name: str
    kind: str


def columns(
    rows: Iterable[Mapping[Hashable, Any]], reserved: Mapping[str, str] | None = None
) -> tuple[Column, ...]:
    """Columns that hold all attributes of some nodes or edges.

    Args:
        rows: attributes of each node or edge.
        reserved: names, in lower case, that the format keeps for itself, and what to call ours instead.

    Returns:
        Columns in the order in which the attributes first appear; no two names differ in case only, and an
        attribute that is never known has none.

    Example:
        >>> [(c.name, c.kind) for c in columns([{"n": 1, "N": True, "none": None}, {"n": 2.5}])]
        [('n', 'double'), ('N_2', 'boolean')]
    """
    kinds: dict[Hashable, set[str]] = {}
    shapes: dict[tuple[Any, ...], list[Hashable]] = {}
    for row in rows:
        shape = (*row, *map(type, row.values()))
        whole = shapes.get(shape)
        if whole is None:
            whole = shapes[shape] = [name for name, value in row.items() if type(value) is int]
            for name, value in row.items():
                if value is not None:
                    kinds.setdefault(name, set()).add(kind_of(value))
        for name in whole:
            if not -LONG <= row[name] < LONG:
                kinds[name].add("mixed")
    taken: set[str] = set()
    return tuple(Column(name, _free(name, taken, reserved or {}), _merge(kinds[name])) for name in kinds)


def kind_of(value: Any) -> str:
    """Type of the narrowest column that holds a value."""
    kind = KINDS.get(type(value), "mixed")
    return "mixed" if kind == "integer" and not -LONG <= value < LONG else kind


def _merge(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"integer", "double"} else "mixed"


def _free(attribute: Hashable, taken: set[str], reserved: Mapping[str, str]) -> str:
    name = NOT_XML.sub("\ufffd", str(attribute)).strip() or "unnamed"
    name = free = reserved.get(name.lower(), name)
    number = 2
    while free.casefold() in taken:
        free = f"{name}_{number}"
        number += 1
    taken.add(free.casefold())
    return free


def identifiers(nodes: Iterable[Hashable]) -> dict[Hashable, str]:
    """An id for each node: its text, made unique, without what no XML can hold.

    Example:
        >>> identifiers([1, "1", "a|b"])
        {1: '1', '1': '1_2', 'a|b': 'a%7Cb'}
    """
    ids: dict[Hashable, str] = {}
    taken: set[str] = set()
    for node in nodes:
        name = free = NOT_XML.sub("\ufffd", flat(node)).replace("|", "%7C").strip() or "_"
        number = 2
        while free in taken:
            free = f"{name}_{number}"
            number += 1
        taken.add(free)
        ids[node] = free
    return ids


def flat(value: Any) -> str:
    """A value as a text: lists joined, dates in ISO 8601, dictionaries as ``key: value``.

    Example:
        >>> flat(("a", None, date(2020, 1, 2)))
        'a | 2020-01-02'
    """
    if isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return SEPARATOR.join(f"{flat(key)}: {flat(item)}" for key, item in value.items())
    if isinstance(value, set | frozenset):
        return SEPARATOR.join(sorted(flat(item) for item in value if item is not None))
    if isinstance(value, list | tuple):
        return SEPARATOR.join(flat(item) for item in value if item is not None)
    return str(value).lower() if isinstance(value, bool) else str(value)


def number(value: float) -> str:
    """A number as XML readers take it.

    Example:
        >>> number(float("inf")), number(0.5)
        ('Infinity', '0.5')
    """
    if math.isfinite(value):
        return repr(float(value))
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


TEXTS: dict[str, Callable[[Any], str]] = {
    "boolean": lambda value: "true" if value else "false",
    "integer": str,
    "double": number,
    "list": flat,
    "mixed": flat,
    "string": str,
}
"""How a value of each kind of column is written."""
