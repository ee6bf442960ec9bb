"""How a name is compared with a text: one folding, shared by the build and the matcher.

Folding keeps the length, so that an offset in the folded text is an offset in the text.
"""

from __future__ import annotations

import re

NOT_WORD = re.compile(r"[\W_]")
SPACES = re.compile(r"\s+")
GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "ω": "omega"}


def fold(text: str) -> str:
    """Lower case, every character that is no letter or digit a space; the length stays.

    Example:
        >>> fold("13-cis Retinoic_Acid")
        '13 cis retinoic acid'
    """
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals, such as the dotted İ, grow when lowered
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return NOT_WORD.sub(" ", lower)


def key(name: str) -> str:
    """A name as it is stored and looked up: folded, without outer or doubled spaces.

    Example:
        >>> key(" 5α-reductase  deficiency ")
        '5α reductase deficiency'
    """
    return SPACES.sub(" ", fold(name)).strip()


def spellings(name: str) -> set[str]:
    """The keys of a name: as written, and with its Greek letters as the letter and as the word.

    Example:
        >>> sorted(spellings("5alpha-DHT"))
        ['5alpha dht', '5α dht']
    """
    plain = key(name)
    found = {plain}
    for letter, word in GREEK.items():
        if letter in plain:
            found.add(plain.replace(letter, word))
        if word in plain and re.search(rf"(?<![^\W\d]){word}(?![^\W\d])", plain):
            found.add(re.sub(rf"(?<![^\W\d]){word}(?![^\W\d])", letter, plain))
    return found
