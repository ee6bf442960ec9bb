"""JSON Lines, whatever is in the records."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.export.columns import flat


def dumps(record: Mapping[Any, Any] | Sequence[Mapping[Any, Any]]) -> bytes:
    """A record, or a list of them, as one line of JSON in UTF-8.

    Args:
        record: dates become ISO 8601, other odd values texts; lone surrogates become U+FFFD.

    Example:
        >>> dumps({"a": (1, None), "b": float("nan")})
        b'{"a":[1,null],"b":null}'
    """
    import orjson

    try:
        return orjson.dumps(record, default=flat)
    except TypeError:
        return orjson.dumps(plain(record))


def plain(value: Any) -> Any:
    """A value that any JSON writer takes.

    Example:
        >>> plain({1: 2**70, "x": {"y"}})
        {'1': '1180591620717411303424', 'x': ['y']}
    """
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {plain(flat(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in (sorted(value, key=flat) if isinstance(value, set) else value)]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool) or (isinstance(value, int) and -(2**63) <= value < 2**64):
        return value
    return flat(value)


def line_count(path: Path) -> int:
    """Read a file back: how many lines it holds, each of them JSON."""
    import orjson

    with path.open("rb") as file:
        return sum(1 for line in file if orjson.loads(line) is not None)
