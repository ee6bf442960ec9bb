"""Patterns shared by the finders: names, author lists, dates, page ranges. All are linear."""

from __future__ import annotations

import re
from collections.abc import Iterator

S = r"\s{0,3}"
UP = r"[^\W\d_a-zß-öø-ÿ]"
PARTICLE = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e|der|den|[Dd]el|della|[Dd]i|da|[Ll]a|le|el|al|bin|ter|ten|dos|du|zur|zum|vom|zu"
    r"|VAN|VON|DER?|DEN|DEL|DI)\s{1,3})"
)
WORD = rf"{UP}[\w'’‘‐-]{{0,30}}(?:-\s?\n\s?\w{{2,20}}|[^\W\d_])"
FAMILY = rf"(?:{PARTICLE}{{0,3}}(?:[dl]['’])?{WORD})"
DOTTED = rf"(?:{UP}\.(?:\s?-?{S}{UP}\.){{0,3}})"
CAPITALS = rf"(?!(?:VAN|VON|DER?|DEN|DEL|DI)\b){UP}(?:[\s-]?{UP}){{0,2}}(?![\w'’])"

ET_AL = r"(?:\bet\.?\s{0,3}al\b\.?|and\s(?:colleagues|co-?workers|others)\b)"
JUNIOR = r"(?:,?\s{1,2}(?:[JS]r\b\.?|I{2,3}\b|[23][nr]d\b))?"


def author(gap: str) -> str:
    """Pattern of an author with initials; ``gap`` is what may stand between the words of a family name."""
    surname = rf"{FAMILY}(?:{gap}{PARTICLE}{{0,2}}{WORD})?"
    return (
        rf"(?:{DOTTED}{S}{surname}|{UP}(?:-?{UP}){{0,2}}\s(?=\w[a-zß-ÿ'’]){FAMILY}"
        rf"|{surname}(?:\s?,{S}|\s{{1,3}}){DOTTED}|{surname}(?:\s?,)?\s{{1,3}}{CAPITALS}){JUNIOR}"
    )


WRAP = r"\s{1,2}"
"""Between the words of a name that is not the first: only there may a line break be."""

AND = r"(?:and|&(?:amp;)?|et)"
JOIN = rf"(?:{S}[,;]{S}(?:{AND}\s{{1,3}})?|\s{{1,3}}{AND}\s{{1,3}}|{S}&(?:amp;)?{S})"
AUTHORS = rf"{author(' ')}(?:{JOIN}{author(WRAP)}){{0,40}}(?:(?:{JOIN}|\s{{1,3}})\.{{0,3}}\s?{ET_AL})?"
AUTHORS_ET_AL = rf"{FAMILY}\s?,?\s{{1,3}}{ET_AL}"
GIVEN = rf"{WORD}(?:\s{{1,3}}{UP}\.)?"
FULL = rf"{FAMILY}\s?,{S}{GIVEN}(?:{JOIN}{GIVEN}\s{{1,3}}{FAMILY}){{0,6}}"
OTHERS = rf"(?:\s?,{S}|\s{{1,3}}){ET_AL}"
FULL_NAMES = rf"{FULL}(?:{OTHERS})?"
CLOSED_NAMES = rf"{FULL}(?:{OTHERS}|\s?,?\s{{1,3}}{AND}\s{{1,3}}{GIVEN}\s{{1,3}}{FAMILY})(?=\.{S}{UP})"
"""A list of full names that says where it ends, so that no quote need follow."""

YEAR = r"(?:18|19|20)\d\d"
DOI = r"10\.(?:\s?\n)?\d{4,9}/(?:\s?\n)?[^\s<>\"”]{1,200}"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
DASH = rf"{S}[-‐‑–—−]{{1,2}}{S}"
PAGE = r"[A-Za-z]{0,2}\d{1,7}[A-Za-z]?"
PAGES = rf"{PAGE}(?:{DASH}{PAGE})?"
PAGE_RANGE = rf"{PAGE}{DASH}{PAGE}"


def windows(text: str, anchor: re.Pattern[str], before: int, after: int) -> Iterator[tuple[int, int]]:
    """Stretches of a text around the matches of a cheap pattern, the overlapping ones joined.

    Example:
        >>> list(windows("a study, a study; and far away a study", re.compile("study"), 2, 4))
        [(0, 20), (31, 38)]
    """
    start = end = -1
    for match in anchor.finditer(text):
        if end < 0 or match.start() - before > end:
            if end >= 0:
                yield start, end
            start = max(0, match.start() - before)
        end = min(len(text), match.end() + after)
    if end >= 0:
        yield start, end
