"""Which relations of a graph are contested: somebody, or some paper, says the opposite."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

OPPOSITES = {
    ("ameliorates_condition", ""): ("exacerbates_condition", "has_adverse_event"),
    ("exacerbates_condition", ""): ("ameliorates_condition",),
    ("has_adverse_event", ""): ("ameliorates_condition",),
    ("affects", "increase"): ("affects decrease",),
    ("affects", "decrease"): ("affects increase",),
}
"""What cannot both be so of one subject and one object at one time."""
AFTER = ("after_stopping", "persisting")
"""Phases that say nothing against what happens on the drug."""


def mark_contested(relations: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Write on each relation whether it is contested.

    It is if authors stand on both sides, if its status is conflicting, or if authors say its opposite of the
    same concepts, both on the drug or both after it.

    Args:
        relations: ends and attributes of all of them; attributes are changed in place.
    """
    placed = [(place(source, target, data), data) for source, target, data in relations]
    said = {(where, said_of(data)) for where, data in placed if data["authors_for"]}
    for where, data in placed:
        opposites = OPPOSITES.get((data["predicate"], data.get("direction", "")), ())
        opposed = data["authors_for"] and any((where, opposite) in said for opposite in opposites)
        both = data["authors_for"] and data["authors_against"]
        data["contested"] = bool(opposed or both or data["status"] == "conflicting")


def place(source: str, target: str, data: dict[str, Any]) -> tuple[str, str, bool]:
    """Where an opposite would have to stand."""
    return source, target, data.get("phase") in AFTER


def said_of(data: dict[str, Any]) -> str:
    """A relation as `OPPOSITES` names it.

    Example:
        >>> said_of({"predicate": "affects", "direction": "increase"})
        'affects increase'
    """
    return f"{data['predicate']} {data.get('direction', '')}".strip()
