"""Where names and personal addresses stand in a text.

A name is found as a run of whole words, in any case, by looking runs up and not by a pattern of all names:
so it does not matter what characters it is made of, or how many names there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

FUNCTION_WORDS, ORDINARY = (
    frozenset(part.partition("\n")[2].split())
    for part in Path(__file__).with_name("pseudonyms_words.txt").read_text(encoding="utf-8").split("\n\n")
)
TOKEN = re.compile(r"\w+|[^\w\s]")
HOST = re.compile(r"https?://[^\s/?#]+|\bwww\.[^\s/?#]+|\b10\.\d{4,9}/\S+", re.IGNORECASE)
"""Parts of addresses in which no name is looked for; a DOI is one whole."""
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[\[(]\s?at\s?[\])]\s?)[\w-]{1,63}"
    r"(?:(?:\.|\s?[\[(]\s?dot\s?[\])]\s?)[\w-]{1,63}){1,4}",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<![\w.+/-])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){1,4}(?![\w-])"
    r"|(?<![\w.+/-])\(\d{3}\) ?\d{3}[-. ]\d{4}(?![\w-])|(?<![\w.+/-])\d{3}-\d{3}-\d{4}(?![\w-])"
    r"|(?i:(?<=phone )|(?<=phone: )|(?<=tel )|(?<=tel: )|(?<=tel\. )|(?<=call me on )|(?<=call me at )"
    r"|(?<=whatsapp )|(?<=whatsapp: )|(?<=mobile )|(?<=mobile: )|(?<=telefon )|(?<=telefon: ))"
    r"\(?\d[\d ()/.-]{5,16}\d(?![\w-])"
)
PROFILE_URL = re.compile(
    r"https?://[^\s/]+/(?:[^\s/?#]+/){0,2}?(?:u|users?|members?|profiles?|people|authors?|benutzer|mitglied(?:er)?"
    r"|membres?|profil|usuarios?|utenti)/(?!\S{0,200}/publication/)[^\s)\"'>\]]+"
    r"|https?://[^\s/]+/(?:[^\s/?#]+/){0,2}(?:memberlist|member|profile|userinfo|user|viewprofile|search)\.php"
    r"\?[^\s)\"'>\]]*(?:\bu|uid|user|userid|id|author|mode=viewprofile)[^\s)\"'>\]]*"
    r"|https?://[^\s]{1,200}?[?&;](?:action=profile|showuser=|author=|username=)[^\s)\"'>\]]*",
    re.IGNORECASE,
)
MASKS = ((EMAIL, "[e-mail]"), (PHONE, "[phone]"), (PROFILE_URL, "[profile]"))
HANDLE = re.compile(r"[^\W\d][\w-]{2,30}(?:\.\w{1,30})*")
GREETING = re.compile(
    r"\b(?:hi|hey|hello|dear|thanks|thank you|thx|welcome|sorry|hallo|bonjour|hola)[ ,]+$", re.I
)
SPEAKING = re.compile(
    r":?\s+(?:wrote|said|says|posted|asked|replied|schrieb|a écrit|escribió|ha scritto)\b", re.I
)
DETERMINED = re.compile(
    r"\b(?:the|an?|my|your|his|our|their|this|that|these|no|some|any|more|less|very|i|we|you|they|can|will)\s$",
    re.I,
)
SHORTEST = 3
"""Shorter names are replaced only behind an @: they are too often words of their own."""


class Edit(NamedTuple):
    """A stretch of a text, and what is put in its place."""

    start: int
    end: int
    new: str


class Names(Protocol):
    """The names that are looked for."""

    longest: int
    """So many words and marks the longest name has."""

    def find(self, words: str, /) -> str | None:
        """The pseudonym of a run of words, if it is a name."""
        ...

    def of(self, name: str, /) -> str:
        """The pseudonym of whatever is a name."""
        ...


def edits(text: str, names: Names) -> list[Edit]:
    """All names and personal addresses of a text, in order, none over another."""
    masked = [Edit(*match.span(), mask) for pattern, mask in MASKS for match in pattern.finditer(text)]
    found: list[Edit] = []
    end = 0
    for edit in sorted([*masked, *_hosts(text)], key=lambda edit: (edit.start, not edit.new)):
        if edit.start < end:
            continue
        found += _names(text, end, edit.start, names)
        found += [edit] if edit.new else []
        end = edit.end
    return [*found, *_names(text, end, len(text), names)]


def _hosts(text: str) -> Iterator[Edit]:
    """Parts of addresses that stay as they are."""
    yield from (Edit(*match.span(), "") for match in HOST.finditer(text))


def _names(text: str, start: int, end: int, names: Names) -> Iterator[Edit]:
    """Names in a stretch of a text."""
    tokens = [match.span() for match in TOKEN.finditer(text, start, end)]
    begin = start
    for place, (at, _) in enumerate(tokens):
        if at < start:
            continue  # inside the name before
        found = _name(text, tokens[place : place + names.longest], (begin, end), names)
        if found is not None:
            start = found.end
            yield found


def _name(text: str, tokens: list[tuple[int, int]], stretch: tuple[int, int], names: Names) -> Edit | None:
    """The longest name that begins with the first of some words; an @ may follow a masked address."""
    start = tokens[0][0]
    behind_at = text[start - 1 : start] == "@" and not text[max(stretch[0], start - 2) : start - 1].isalnum()
    for _, end in reversed(tokens):
        new = names.find(text[start:end])
        if new and (behind_at or may_be_name(text, start, end)):
            return Edit(start, end, new)
    named = HANDLE.match(text, start, stretch[1]) if behind_at else None
    return Edit(start, named.end(), names.of(named[0])) if named else None


def may_be_name(text: str, start: int, end: int) -> bool:
    """Whether a run of words that is a name is one where it stands, and not a word like any other.

    Example:
        >>> may_be_name("the pain is back", 4, 8), may_be_name("Hi Pain, is it back?", 3, 7)
        (False, True)
    """
    name = text[start:end]
    if len(name) < SHORTEST or name.casefold() in FUNCTION_WORDS:
        return False
    if not name.isalpha():
        return True
    if is_ordinary(name.casefold()):
        return bool(GREETING.search(text, max(0, start - 20), start) or SPEAKING.match(text, end))
    return not (name.islower() and DETERMINED.search(text, max(0, start - 10), start))


@lru_cache(maxsize=10_000)
def is_ordinary(word: str) -> bool:
    """Whether a name is an ordinary word too, or the name of a drug, symptom or condition."""
    if word in ORDINARY or (word.endswith("s") and word[:-1] in ORDINARY):
        return True
    from pipeline import terms  # loaded only where somebody's name may be a word

    terminology = terms.load()
    concepts = (terminology.concept(found.id) for found in terminology.find(word))
    return any(concept is not None and concept.type != "gene" for concept in concepts)


def edited(text: str, changes: list[Edit]) -> str:
    """A text with changes made."""
    parts, last = [], 0
    for start, end, new in changes:
        parts += [text[last:start], new]
        last = end
    return "".join([*parts, text[last:]])


def moved(offset: int, changes: list[Edit]) -> int:
    """Where an offset of the old text stands in the new one; inside an edit, at the edit's end."""
    shift = 0
    for start, end, new in changes:
        if offset <= start:
            break
        shift += len(new) - (end - start)
        offset = max(offset, end)
    return offset + shift
