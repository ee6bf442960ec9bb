"""Which engine made a page, by the strings its templates leave in the markup."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.parse.engines import ENGINES, load

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

    from pipeline.parse.document import Document

SURE = 0.45


@dataclass(frozen=True, slots=True)
class Detection:
    """An engine that may have made the page, how sure that is (0 to 1), and what was seen."""

    engine: str
    confidence: float
    saw: tuple[str, ...]


def detect(doc: Document) -> tuple[Detection, ...]:
    """Engines that may have made the page, the surest first.

    Each clue is evidence of its own (noisy-or): two clues of 0.5 make 0.75.
    """
    clues, automaton = _clues()
    seen = sorted({index for index, _, _ in automaton.find_matches_as_indexes(doc.text, overlapping=True)})
    doubt: dict[str, float] = {}
    saw: dict[str, list[str]] = {}
    for index in seen:
        for engine, weight in clues[index][1]:
            doubt[engine] = doubt.get(engine, 1.0) * (1.0 - weight)
            saw.setdefault(engine, []).append(clues[index][0])
    found = [Detection(name, round(1.0 - rest, 3), tuple(saw[name])) for name, rest in doubt.items()]
    return tuple(sorted((one for one in found if one.confidence >= SURE), key=lambda one: -one.confidence))


@cache
def _clues() -> tuple[list[tuple[str, list[tuple[str, float]]]], AhoCorasick]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    table: dict[str, list[tuple[str, float]]] = {}
    for name in ENGINES:
        for clue, weight in load(name).clues.items():
            table.setdefault(clue, []).append((name, weight))
    clues = list(table.items())
    return clues, AhoCorasick([clue for clue, _ in clues], matchkind=MatchKind.Standard)
