"""What Gephi makes of names, kinds and weights, whichever file they come in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.export.columns import Column, flat

RESERVED = {
    # taken for time, and the graph turns dynamic
    "start": "quote_start",
    "end": "quote_end",
    "timestamp": "timestamp_value",
    "interval": "interval_value",
    "timeset": "timeset_value",
    # columns that Gephi has itself
    "id": "id_value",
    "label": "label_value",
    "source": "source_value",
    "target": "target_value",
    "weight": "weight_value",
    "kind": "kind_value",
    "community": "community_value",
}
EDGE_RESERVED = {**RESERVED, "type": "type_value"}
LEAST_WEIGHT = 0.001
"""Gephi drops an edge of weight 0."""


def without(found: Iterable[Column], *names: str) -> list[Column]:
    """Columns but those that the format has a place of its own for."""
    return [column for column in found if column.attribute not in names]


def kinds(parallel: Mapping[Any, Mapping[Any, Any]]) -> Iterable[str]:
    """A kind for each of the edges between two nodes; Gephi merges those of one kind.

    The kind is the edge's label or predicate, numbered where two would be the same: few kinds in all, for
    Gephi holds 65,534 of them.

    Example:
        >>> list(kinds({0: {"predicate": "mentions"}, 1: {"predicate": "mentions"}}))
        ['mentions', 'mentions 2']
    """
    if len(parallel) == 1:
        (data,) = parallel.values()
        return (_kind(data),)
    seen: dict[str, int] = {}
    found = []
    for data in parallel.values():
        kind = _kind(data)
        seen[kind] = seen.get(kind, 0) + 1
        found.append(kind if seen[kind] == 1 else f"{kind} {seen[kind]}")
    return found


def _kind(data: Mapping[Any, Any]) -> str:
    predicate = data.get("predicate", "edge")
    if "phase" in data or "direction" in data:
        return " ".join(filter(None, (flat(predicate), data.get("direction"), data.get("phase"))))
    return flat(predicate)


def weight(value: Any) -> float:
    """Weight of an edge; Gephi drops an edge of weight 0, and one without a weight weighs 1.

    Example:
        >>> weight(0), weight(None), weight(2)
        (0.001, 1.0, 2.0)
    """
    if type(value) not in (int, float) or not math.isfinite(value):
        return 1.0
    return max(float(value), LEAST_WEIGHT)
