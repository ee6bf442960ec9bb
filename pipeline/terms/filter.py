"""Which names of the sources may stand in running text: no ordinary English word becomes a concept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pipeline.records import EntityType
from pipeline.terms.entry import Name
from pipeline.terms.names import key

LONGEST = 60
ABBREVIATION = 5
COMMON: Mapping[EntityType, float] = {
    "drug": 2.3,
    "hormone": 2.7,
    "symptom": 2.7,
    "condition": 2.7,
    "gene": 2.0,
}
"""A single word of at least this Zipf frequency (log10 of uses in a billion words) is ordinary English."""

COMMON_IN_PHRASE = 3.5
SYSTEMATIC = re.compile(r"[\[\]{}]|\d,\d|\(\d|-yl\b|\d'")


class Filter:
    """Decides on names by length, word frequency and two lists.

    Args:
        frequency: Zipf frequency of a word of English.
        allow: keys that stand although they are common words.
        stop: keys that never stand.
    """

    def __init__(
        self, frequency: Callable[[str], float], allow: frozenset[str], stop: frozenset[str]
    ) -> None:
        self.frequency, self.allow, self.stop = frequency, allow, stop

    def __call__(self, name: Name, type: EntityType) -> str | None:
        """The rule that forbids a name, or None if it may stand.

        Example:
            >>> frequencies = {"water": 5.4, "acne": 3.4}
            >>> judge = Filter(lambda w: frequencies.get(w, 0.0), frozenset({"acne"}), frozenset())
            >>> judge(Name("Water"), "drug"), judge(Name("Acne"), "condition"), judge(Name("DHT"), "hormone")
            ('common word', None, 'short')
        """
        plain = key(name.text)
        words = plain.split()
        if plain in self.stop:
            return "stop list"
        if plain in self.allow:
            return None
        if len(plain) > LONGEST or SYSTEMATIC.search(name.text):
            return "systematic name"
        if not re.search(r"[^\W\d]{2}", plain):
            return "number"
        if len(words) == 1:
            return self.word(plain, type, name.exact)
        return self.phrase(words, type)

    def cased(self, name: Name, type: EntityType) -> Name:
        """A name; the abbreviation of a condition must be in capitals, unless the list allows it."""
        short = name.text.isupper() and len(name.text) <= ABBREVIATION and key(name.text) not in self.allow
        return name._replace(exact=True) if short and type in ("condition", "symptom") else name

    def word(self, word: str, type: EntityType, exact: bool) -> str | None:
        """The rule that forbids a name of one word."""
        if len(word) <= 3 - exact:
            return "short"
        return "common word" if self.frequency(word) >= COMMON[type] else None

    def phrase(self, words: list[str], type: EntityType) -> str | None:
        """The rule that forbids a name of several words; conditions are often put in plain words."""
        plain = all(len(w) == 1 or w.isdigit() or self.frequency(w) >= COMMON_IN_PHRASE for w in words)
        if plain and type in ("drug", "gene") and not self.allow.intersection(words):
            return "common phrase"
        return None
