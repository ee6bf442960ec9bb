"""Cue lexicons: tables of patterns, and one linear pass that finds them in a text.

A pattern is a small regular expression over words. A blank stands for white space, ``(a|b)`` for a
choice, ``(a )?`` for an option, ``…`` for up to three words between, ``{drug}`` (or any other type,
``{any}``, or ``{a/b}``) for a mention and ``{n}`` for a number. Matching is dispatched on the first word,
so that a lexicon of hundreds of rows costs one dictionary look-up a word.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple, get_args

from pipeline.records import EntityType, Mention

TYPES: tuple[EntityType, ...] = get_args(EntityType)
MASKS: Mapping[EntityType, str] = {type: chr(0xE000 + i) for i, type in enumerate(TYPES)}
"""The private-use character that stands for every character of a mention of a type."""

ANY = "".join(MASKS.values())
WORD = re.compile(rf"[{ANY}]+|\w+(?:'\w+)*|\S")
SLOT = re.compile(r"\{([a-z/]+)\}")
QUOTES = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-"} | dict.fromkeys(ANY, "\ufffd"))
NUMBER_WORDS = (
    *("a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"),
    *("few", "couple", "several", "many", "some"),
)
NUMBER = rf"(?:\d[\d.,]*(?:\s?(?:-|–|to)\s?\d[\d.,]*)?|(?:a\s)?(?:{'|'.join(NUMBER_WORDS)})(?:\sof)?)"
GAP = rf"(?:\s+(?:[\w'{ANY}-]++)){{0,3}}?\s+"

LONG = 2000
"""Code points from which on a sentence is read in pieces."""


class Hit(NamedTuple):
    """A row of a lexicon (its number) and where its pattern was found."""

    row: int
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case, straight quotes and plain hyphens, with every offset unchanged.

    Example:
        >>> fold("I don’t")
        "i don't"
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lowered.translate(QUOTES)


def mask(text: str, mentions: Sequence[Mention]) -> str:
    """`fold` the text and replace every mention by the mark of its type; the longest wins.

    Example:
        >>> masked = mask("no ED", [Mention(start=3, end=5, text="ED", type="condition")])
        >>> masked == "no " + MASKS["condition"] * 2
        True
    """
    folded = fold(text)
    if not mentions:
        return folded
    chars = list(folded)
    for mention in sorted(mentions, key=lambda m: m.end - m.start):
        chars[mention.start : mention.end] = MASKS[mention.type] * (mention.end - mention.start)
    return "".join(chars)


def pieces(text: str, sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences, one longer than `LONG` cut at blanks, so that no line costs more than its length.

    Example:
        >>> list(pieces("word " * 1000, [(0, 5000)]))
        [(0, 2000), (2000, 4000), (4000, 5000)]
    """
    for start, end in sentences:
        while end - start > LONG:
            cut = text.rfind(" ", start + LONG // 2, start + LONG) + 1 or start + LONG
            yield start, cut
            start = cut
        yield start, end


class Lexicon:
    """Patterns, compiled for search by their first word.

    Args:
        patterns: one pattern a row; see the module's docstring.

    Example:
        >>> [hit.row for hit in Lexicon(["not only", "not"]).find("not once, not only twice")]
        [1, 0]
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        rows: dict[str, list[int]] = {}
        for row, pattern in enumerate(patterns):
            for word in first_words(pattern):
                rows.setdefault(word, []).append(row)
        self._by_word = {
            word: tuple((row, _compiled(patterns[row])) for row in dict.fromkeys(of_word))
            for word, of_word in rows.items()
        }

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Hit]:
        """Hits in order: the first start wins, then the longest; of rows that are as long, each is a hit.

        Args:
            text: folded or masked text.
            start: where to begin, in code points.
            end: where to stop; the end of the text if None.
        """
        stop = len(text) if end is None else end
        done = start
        for word in WORD.finditer(text, start, stop):
            if word.start() < done:
                continue
            for hit in self._longest(_key(word.group()), text, word.start(), stop):
                done = hit.end
                yield hit

    def _longest(self, key: str, text: str, start: int, stop: int) -> list[Hit]:
        best: list[Hit] = []
        for row, pattern in self._by_word.get(key, ()):
            if not (found := pattern.match(text, start, stop)):
                continue
            end = start + len(found.group().rstrip())
            if not best or end > best[0].end:
                best = [Hit(row, start, end)]
            elif end == best[0].end:
                best.append(Hit(row, start, end))
        return best


def _key(word: str) -> str:
    if word[0] in ANY:
        return word[0]
    return "{n}" if word[0].isdigit() else word


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(expression(pattern) + r"(?:(?<=\s)|(?!\w))")


def expression(pattern: str) -> str:
    """The regular expression of a pattern."""
    body = (
        re.sub(r"\((?!\?)", "(?:", pattern.replace(")*", ")*+"))
        .replace(" … ", GAP)
        .replace(" ?", r"\s?")
        .replace(" ", r"\s+")
        .replace("{n}", NUMBER)
    )
    return SLOT.sub(lambda slot: f"[{_marks(slot[1])}]+", body)


def _marks(names: str) -> str:
    return ANY if names == "any" else "".join(MASKS[name] for name in TYPES if name in names.split("/"))


def first_words(pattern: str) -> tuple[str, ...]:
    """The words with which a match of the pattern can begin.

    Example:
        >>> first_words("(has|have) (n't )?been"), first_words("{drug} induced") == (MASKS["drug"],)
        (('has', 'have'), True)
    """
    pattern = pattern.lstrip()
    if pattern.startswith("("):
        body, rest = _group(pattern)
        heads = tuple(head for choice in _choices(body) for head in first_words(choice))
        return heads + first_words(rest[1:]) if rest[:1] in ("?", "*") else heads
    if pattern.startswith("{n}"):
        return ("{n}", *NUMBER_WORDS)
    if slot := SLOT.match(pattern):
        return tuple(_marks(slot[1]))
    if word := WORD.match(pattern.removeprefix("\\")):
        return (word.group(),)
    raise ValueError(f"pattern {pattern!r} begins with no word")


def _group(pattern: str) -> tuple[str, str]:
    """The inside of the group that a pattern begins with, and what follows it."""
    depth = 0
    for i, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return pattern[1:i], pattern[i + 1 :]
    raise ValueError(f"pattern {pattern!r} has an open group")


def _choices(body: str) -> list[str]:
    """The alternatives of a group, those of inner groups left together."""
    choices, depth = [""], 0
    for char in body:
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            choices.append("")
        else:
            choices[-1] += char
    return choices


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of a TSV file of ``extract/data``; lines that begin with ``#`` are comments."""
    lines = (files("pipeline.extract") / "data" / name).read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(
        (line for line in lines if line and not line.startswith("#")),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
    return list(rows)
