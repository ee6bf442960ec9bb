"""Tokens of a reference string and their features for the CRF.

Fine tokens (runs of word characters, single marks) survive glued commas and stray quotes, on which
tokens between blanks fail. What a token says by itself is computed once for each word and cached.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.extract.reference_words import KEYWORDS, journal_places, lexicon

TOKEN = re.compile(r"\w+|[^\w\s]")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?$")
ROMAN = re.compile(r"[ivxlcdm]+$", re.IGNORECASE)
QUOTES = frozenset('"“”„«»‟″')
BRACKETS = {"(": 1, "[": 1, ")": -1, "]": -1}
STOPS = frozenset(".,;:()[]")
MOST = 9
EAST = "\u2e80"
"""The first character of the scripts of East Asia, which has no capitals."""

Static = tuple[list[str], list[str], list[str], list[str], list[str], str]


def features(text: str) -> list[list[str]]:
    """Features of every token.

    Args:
        text: a reference string.

    Returns:
        A list of names for each match of `TOKEN`, in order.

    Example:
        >>> rows = features("Liu, Y. 2008")
        >>> len(rows), "s=Xx" in rows[0], "+1k=year" in rows[3]
        (5, True, True)
    """
    matches = list(TOKEN.finditer(text))
    words = [match.group() for match in matches]
    own = [EDGE, EDGE, *map(static, words), EDGE, EDGE]
    rows = [
        [*here[0], *last[1], *next_[2], *before[3], *after[4], f"f-{before[5]}{last[5]}{here[5]}",
         f"f0{last[5]}{here[5]}{next_[5]}", f"f+{here[5]}{next_[5]}{after[5]}"]
        for before, last, here, next_, after in zip(own, own[1:], own[2:], own[3:], own[4:], strict=False)
    ]  # fmt: skip
    _add_places(rows, matches)
    _add_marks(rows, words)
    for place, begins in journal_places(words):
        rows[place].append("J=B" if begins else "J=I")
    return rows


@lru_cache(maxsize=1 << 16)
def static(word: str) -> Static:
    """Features of a word by itself, as the neighbour one or two before and after, and its shape."""
    lower, form = word.lower(), shape(word)
    kinds = [f"k={kind}" for kind in KEYWORDS.get(lower, ())]
    if YEAR.match(word):
        kinds.append("k=year")
    elif len(word) > 1 and ROMAN.match(word):
        kinds.append("k=roman")
    core = [f"w={lower}", f"s={form}", *kinds]
    near = [*core, *(f"x={kind}" for kind in lexicon().get(lower, ()))]
    ends = [f"p2={lower[:2]}", f"p3={lower[:3]}", f"e2={lower[-2:]}", f"e3={lower[-3:]}", f"W={word}"]
    if form == "zh":
        ends += [f"p1={lower[0]}", f"e1={lower[-1]}"]
    own = [*near, *ends] if word[0].isalnum() else core
    before, after = ([side + name for name in near] for side in ("-1", "+1"))
    before2, after2 = ([side + name for name in core] for side in ("-2", "+2"))
    return own, before, after, before2, after2, form


EDGE: Static = (["edge"], ["-1edge"], ["+1edge"], ["-2edge"], ["+2edge"], "^")


def shape(word: str) -> str:
    """Coarse form of a token: "d4", "X", "Xx", "XX", "xx", "xX", "mix", "zh" (East Asian) or the mark.

    Example:
        >>> [shape(w) for w in ("2008", "J", "Liu", "et", "e3487", ",", "第3期")]
        ['d4', 'X', 'Xx', 'xx', 'mix', ',', 'zh']
    """
    if word.isdigit():
        return f"d{min(len(word), 6)}"
    if word >= EAST and word[0].isalnum():
        return "zh"
    if not word.isalpha():
        return "mix" if word[0].isalnum() else word
    if word.isupper():
        return "X" * min(len(word), 4)
    if word.islower():
        return "x" if len(word) == 1 else "xx"
    return "Xx" if word[1:].islower() else "xX"


def _add_places(rows: list[list[str]], matches: Sequence[re.Match[str]]) -> None:
    """Where in the string a token stands, and whether a blank is before it."""
    count, end = len(rows), 0
    for i, (row, match) in enumerate(zip(rows, matches, strict=True)):
        row += (PLACES[i * 10 // count], FROM[min(i, MOST)], TO[min(count - i, MOST)])
        if match.start() > end:
            row.append("gap")
        end = match.end()


PLACES, FROM, TO = ([f"{name}={i}" for i in range(10)] for name in ("pos", "from", "to"))


def _add_marks(rows: list[list[str]], words: Sequence[str]) -> None:
    """The marks before and after a token, and whether it stands in quotes, in brackets, behind a year."""
    following, mark = [], "$"
    for word in reversed(words):
        following.append(mark)
        mark = '"' if word in QUOTES else word if word in STOPS else mark
    depth, quoted, years, mark = 0, 0, 0, "^"
    for row, word, ahead in zip(rows, words, reversed(following), strict=True):
        row += (f"n={ahead}", f"l={mark}", f"in={depth > 0:d}{quoted}", f"y={years}", f"ln={mark}{ahead}")
        if word in QUOTES:
            quoted, mark = 1 - quoted, '"'
        elif word in STOPS:
            depth, mark = depth + BRACKETS.get(word, 0), word
        elif YEAR.match(word):
            years = min(years + 1, 2)
