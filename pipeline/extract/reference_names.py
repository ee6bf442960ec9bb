"""Author lists of references, split into names, and names into family and given.

A list is cut into parts at commas; each part is of one of four forms (initials alone, initials and
family, family and initials, words alone), and the forms of neighbours say which parts make one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.records import Name

ET_AL = re.compile(
    r"[\s,(\[]*\b(?:et\.?\s*al\b\.?|and\s+(?:others|colleagues)\b|u\.\s?a\.)[\])]*.*$", re.I | re.S
)
ROLE = re.compile(r"[(\[]?\s*\b(?:eds?|editors?|hrsg|hg|trans|translators?|comps?|dir)\b\.?\s*[)\]]?,?", re.I)
LEAD = re.compile(r"^(?:in|by|edited by|ed\. by|translated by|trans\. by|with|and|&)\b:?\s+", re.I)
AND = re.compile(r"\s*(?:;|,?\s*&|,?\s+\b(?:and|et|und|y|og|och|e|with)\b)\s+", re.I)
COMMA = re.compile(r"\s*,\s*")
SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|2nd|3rd)\.?$", re.I)
NOISE = re.compile(r"(?:[\"“”„«»*†‡§\[\]()]|\d(?!(?:nd|rd)\b))+")
LAST_SUFFIX = re.compile(r"(?<=[A-Z.])\s+(?=(?:[JS]r|III|2nd|3rd)\b\.?(?:,|;|$|\s+(?:and|&)\s))")
GLUED_INITIALS = re.compile(r"(?<=[^\W\d_]\.)(?=[^\W\d_]{2})")
LOOSE_DOT = re.compile(r"\s+\.\s*")
NEXT_FAMILY = re.compile(r"(?<=\.)\s+(?=[^\W\d_]{2})")
LAST_DOT = re.compile(r"(?:(?:^|[\s.-])[^\W\d_]|\b[JjSs]r)\.$")

_INITIAL = r"[^\W\d_a-zà-ÿ]\.?"
INITIALS = re.compile(rf"^(?:{_INITIAL}(?:[\s-]?){{1}})?(?:{_INITIAL}[\s-]?){{0,4}}(?:\s?{_INITIAL})$")
_PARTICLES = """van von de der den del della di da dos das du la le las los ten ter el al bin ibn af av zu zur
    vom do d' l' st st. santa o'"""
PARTICLES = frozenset(_PARTICLES.split())
ORGANISATION = re.compile(
    r"\b(?:organi[sz]ation|group|institut\w*|association|committee|consortium|cent(?:er|re)|universit\w+|society"
    r"|department|agency|ministry|council|collaboration|team|network|trial|investigators|foundation|commission"
    r"|administration|bureau|board|academy|college|office|union|federation|inc|ltd|project|program(?:me)?)\b",
    re.I,
)


def parse_names(text: str) -> tuple[Name, ...]:
    """Split the author part of a reference.

    Args:
        text: an author list in any usual style.

    Returns:
        The names in order, without "et al.".

    Example:
        >>> [n.family for n in parse_names("K. C. O’Reilly, F. Gonzalez-Lima, and M. A. Lane,")]
        ['O’Reilly', 'Gonzalez-Lima', 'Lane']
        >>> parse_names("van der Berg, J., Jr., & Dweck, C.")[0]
        Name(family='van der Berg', given='J., Jr.')
    """
    clean = LEAD.sub("", ROLE.sub(" ", ET_AL.sub("", NOISE.sub(" ", text)))).strip(" ,;:")
    clean = GLUED_INITIALS.sub(" ", LOOSE_DOT.sub(".", " ".join(clean.split())))
    clean = LAST_SUFFIX.sub(", ", clean)
    if ORGANISATION.search(clean) and "," not in clean:
        return (Name(family=clean.rstrip(".")),)
    parts = [[p for p in map(_trim, COMMA.split(chunk)) if p] for chunk in AND.split(clean)]
    pairs = ";" in clean and all(len(chunk) == 2 for chunk in parts)
    surnames_only = len(parts) > 1 and all(_form(p) == "words" and " " not in p for c in parts for p in c)
    if surnames_only and not pairs:
        return tuple(Name(family=p) for chunk in parts for p in chunk)
    return tuple(name for chunk in parts for name in _names(chunk))


def _trim(part: str) -> str:
    """A part without the marks around it; the dot of a last initial or suffix stays."""
    part = part.strip(" ,;:")
    return part if LAST_DOT.search(part) else part.rstrip(" .")


def _names(parts: list[str]) -> Iterator[Name]:
    """Names of one stretch between two "and"s, from its comma-separated parts."""
    rest = list(_unchained(parts))
    while rest:
        part, form = rest[0], _form(rest[0])
        rest = rest[1:]
        name = _whole(part, form)
        if form == "words" and _alone(part) and rest and _is_given(rest):
            name, rest = Name(family=part, given=rest[0]), rest[1:]
        if rest and SUFFIX.match(rest[0]):
            given = f"{name.given}, {rest[0]}" if name.given else rest[0]
            name, rest = Name(family=name.family, given=given), rest[1:]
        if any(c.isalpha() for c in name.family):
            yield name


def _unchained(parts: list[str]) -> Iterable[str]:
    """Parts of "Schumann, CM. Barnes, CC. Lord, C." cut between the initials and the next family."""
    forms = [_form(part) for part in parts]
    chain = len(parts) > 2 and (forms[0], forms[-1]) == ("words", "initials")
    if chain and set(forms[1:-1]) == {"initials first"}:
        return [piece for part in parts for piece in NEXT_FAMILY.split(part, maxsplit=1)]
    return parts


@lru_cache(maxsize=1 << 14)
def _form(part: str) -> str:
    """Which it is: "initials", "initials first" (J. Smith), "initials last" (Smith J) or "words"."""
    words = part.split()
    if len(words) > 1 and part.isupper():  # then initials are told by their dots, or by being short
        if len(words[-1]) > 1 and "." not in words[-1] and any("." in word for word in words):
            return "initials first"
        if words[0].isalpha() and len(words[-1]) < len(words[0]) > 2:
            return "initials last" if _short(words[-1]) else "words"
    if INITIALS.match(part):
        return "initials"
    if len(words) > 1 and INITIALS.match(words[0]):
        return "initials first"
    if len(words) > 1 and _short(words[-1]):
        return "initials last"
    return "words"


def _short(word: str) -> bool:
    """Whether a word is initials, at most three without dots."""
    return bool(INITIALS.match(word)) and len(word) - word.count(".") - word.count("-") <= 3 + word.count(".")


def _alone(part: str) -> bool:
    """Whether a part can be a family by itself: one word, or particles and a word, or two joined words."""
    words = part.split()
    return len(words) == 1 or all(w.lower() in PARTICLES for w in words[:-1]) or part[0].islower()


def _is_given(rest: list[str]) -> bool:
    """Whether the part after a family is its given names: initials, or a word, if no full name."""
    form = _form(rest[0])
    if form in ("initials first", "initials last"):
        return form == "initials last" and rest[0].endswith(".")
    return form == "initials" or len(rest) == 1 or (_alone(rest[0]) and not _alone(rest[1]))


def _whole(part: str, form: str) -> Name:
    """A name that stands in one part."""
    words = part.split()
    if form == "initials last":
        cut = next(i for i in range(1, len(words)) if all(map(_short, words[i:])))
        return Name(family=" ".join(words[:cut]), given=" ".join(words[cut:]))
    if len(words) == 1 or form == "initials" or ORGANISATION.search(part):
        return Name(family=part)
    last = len(words) - 1
    cut = next((i for i in range(1, last) if words[i].lower() in PARTICLES), last)
    if words[0].lower() in PARTICLES:
        return Name(family=part)
    if form == "initials first":
        cut = next(i for i in range(1, len(words)) if not INITIALS.match(words[i]) or i == last)
    return Name(family=" ".join(words[cut:]), given=" ".join(words[:cut]))
