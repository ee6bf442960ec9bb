"""What a source says of one concept, before the sources are merged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.records import EntityType

INVERTED = re.compile(r", \w")


class Name(NamedTuple):
    """A name, and whether it is a proper symbol that must be written in exactly this case."""

    text: str
    exact: bool = False


@dataclass
class Entry:
    """One concept of one source; ``same`` are the CURIEs that the source declares equal."""

    id: str
    name: str
    type: EntityType
    source: str
    names: list[Name] = field(default_factory=list)
    same: set[str] = field(default_factory=set)
    xrefs: set[str] = field(default_factory=set)
    parents: set[str] = field(default_factory=set)


def plain_names(names: Iterable[str]) -> list[Name]:
    """Names without those that are inverted for an index ("Acid, Retinoic") or repeated."""
    return [Name(name) for name in dict.fromkeys(names) if name and not INVERTED.search(name)]
