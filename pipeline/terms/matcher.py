"""Finds the names of a dictionary in a text, over word boundaries.

A dictionary of folded names answers word by word. An automaton (Aho-Corasick) over the same names matches
faster, but takes seconds to build at every start; at six microseconds a word the dictionary holds nothing up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.terms.names import fold

WORD = re.compile(r"\w+")
PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))


class Hit(NamedTuple):
    """``text[start:end]`` folds to ``key``, but for a plural ending."""

    start: int
    end: int
    key: str


def heads(names: Mapping[str, str]) -> dict[str, int]:
    """The first words of the names, each with the number of words of its longest name."""
    longest: dict[str, int] = {}
    for name in names:
        head = name.partition(" ")[0]
        size = name.count(" ") + 1
        if size > longest.get(head, 0):
            longest[head] = size
    return longest


def find_names(text: str, names: Mapping[str, str], longest: Mapping[str, int]) -> Iterator[Hit]:
    """All occurrences of names in a text, overlapping ones included, by start, the longest first.

    Args:
        text: any text; offsets are code points of it.
        names: folded names.
        longest: what `heads` gives for them.

    Example:
        >>> names = {"dry skin": "", "skin": ""}
        >>> [hit.key for hit in find_names("Very DRY-SKIN, ok", names, heads(names))]
        ['dry skin', 'skin']
    """
    folded = fold(text)
    words = [(m.start(), m.end()) for m in WORD.finditer(folded)]
    for i, (start, end) in enumerate(words):
        word = folded[start:end]
        size = longest.get(word, 1 if word[-1] == "s" else 0)
        if size and not after_apostrophe(text, start):
            for _, last in reversed(words[i : i + size]):
                name = known(folded[start:last], names)
                if name and "\n" not in text[start:last] and plausible(text[start:last], name):
                    yield Hit(start, last, name)


def known(phrase: str, names: Mapping[str, str]) -> str | None:
    """The name that a phrase is, as it stands or without a plural ending."""
    if phrase in names:
        return phrase
    singulars = (phrase[: -len(old)] + new for old, new in PLURALS if phrase.endswith(old))
    return next((name for name in singulars if len(name) > 3 and name in names), None)


def plausible(written: str, name: str) -> bool:
    """Whether a phrase may be the plural of a short name: only of one in capitals ("SSRIs", no "bless")."""
    return len(name) > 4 or len(written) == len(name) or written[:-1].isupper()


def after_apostrophe(text: str, start: int) -> bool:
    """Whether a word is the rest of a contraction ("don't", "it's")."""
    return start > 1 and text[start - 1] in "'’" and text[start - 2].isalpha()
