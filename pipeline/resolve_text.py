"""Normal forms of titles, names, journals, pages and identifiers.

What two bibliographic records write differently for the same thing is made equal here, so that a
citation and a paper can be compared, and the index of papers and the resolver mean the same by "equal".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_CHARS = 5000
"""No reference is longer; what follows is not looked at."""

_GREEK = {
    code: unicodedata.name(chr(code)).split()[-1].lower()
    for code in range(0x3B1, 0x3CA)  # alpha to omega; NFKD and casefold have made all forms small and bare
}
_ASCII = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 32 for code in range(128)) + bytes(128)
"""Small letters and digits as they are, all else a space; half of what a regular expression takes."""

_BREAK = re.compile(r"(?<=\w)[-\u2010\u00ad][ \t]*\r?\n\s*(?=\w)")
_SPLIT = re.compile(r"[\W_]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_PAGE = re.compile(r"(?i)([a-z]{0,4})0*(\d+)([a-z]?)")
_PAGE_RANGE = re.compile(r"([A-Za-z]{0,4})(\d+)\s*[-\u2010-\u2015\u2212]+\s*([A-Za-z]{0,4})(\d+)(.*)", re.S)
_DOI = re.compile(r"10\.\d{4,9}/\S+")
STOP_WORDS = frozenset(
    "a an and at by for from in of on the to with de der die das du e el et i la le les und y".split()  # noqa: SIM905
)
"""Words that tell nothing of a title, and that abbreviated names of journals leave out."""

_ACRONYMS = {
    "pnas": "proceedings of the national academy of sciences of the united states of america",
    "nejm": "new england journal of medicine",
    "jama": "journal of the american medical association",
    "bmj": "british medical journal",
    "bbrc": "biochemical and biophysical research communications",
    "embo": "european molecular biology organization",
    "faseb": "federation of american societies for experimental biology",
    "plos": "public library of science",
    "cacm": "communications of the acm",
}


def plain(text: str | None) -> str:
    r"""Small letters and digits, words parted by one space; accents dropped, Greek letters spelt out.

    Args:
        text: any text; only the first `MAX_CHARS` are looked at.

    Example:
        >>> plain("17\u03b2-Estradiol \u201cSynth\u00e8se\u201d in neuro-\nblasts")
        '17beta estradiol synthese in neuroblasts'
    """
    text = (text or "")[:MAX_CHARS]
    if "\n" in text:
        text = _BREAK.sub("", text)
    if text.isascii():
        return b" ".join(text.encode().translate(_ASCII).split()).decode()
    spread = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in spread if not unicodedata.combining(c)).translate(_GREEK)
    return _SPLIT.sub(" ", bare).strip()


def squeezed(text: str | None) -> str:
    """`plain` without spaces: two writings of a compound are equal.

    Example:
        >>> squeezed("5-alpha reductase") == squeezed("5alpha-Reductase")
        True
    """
    return plain(text).replace(" ", "")


def numbers(text: str | None) -> tuple[str, ...]:
    """The numbers of a text, thousands unparted, leading zeros dropped, with letters before or after.

    Example:
        >>> numbers("J Neurosci. 2005;25(47):11,023-33, p. e007")
        ('2005', '25', '47', '11023', '33', 'e7')
    """
    found = _PAGE.finditer(_THOUSANDS.sub("", (text or "")[:MAX_CHARS]))
    return tuple((m[1] + m[2] + m[3]).lower() for m in found if m[2])


def first_page(pages: str | None) -> str | None:
    """The first page, or article number, of a page range.

    Example:
        >>> first_page("1104\u201316"), first_page("p. e3487"), first_page("11,023-33"), first_page("A194")
        ('1104', 'e3487', '11023', 'a194')
    """
    page = re.sub(r"(?i)^\W*(?:pp?|pages?)\b\W*", "", pages or "")
    return next(iter(numbers(page)), None)


def complete_pages(pages: str | None) -> str | None:
    """A page range with its last page written out, parted by an en dash.

    Example:
        >>> complete_pages("1104-16"), complete_pages("e61-e71"), complete_pages("e3487")
        ('1104\u20131116', 'e61\u2013e71', 'e3487')
    """
    text = (pages or "").strip()
    if not (match := _PAGE_RANGE.fullmatch(text)):
        return text or None
    letters, first, more, last, rest = match.groups()
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{letters}{first}\u2013{more or letters}{last}{rest.strip()}"


def clean_doi(doi: str | None) -> str | None:
    """A DOI in small letters, without resolver address; None if it is none.

    Example:
        >>> clean_doi("https://doi.org/10.1002/HIPO.22574")
        '10.1002/hipo.22574'
    """
    match = _DOI.search((doi or "")[:2000])
    return match[0].casefold() if match else None


@lru_cache(maxsize=4096)
def journal_words(name: str) -> tuple[str, ...]:
    """The words of a journal name that count: no articles, place or subtitle, acronyms spelt out.

    Example:
        >>> journal_words("The Lancet (London, England)")
        ('lancet',)
    """
    main = re.sub(r"\([^()]*\)", " ", name[:500]).partition(":")[0]  # without place and subtitle
    words = plain(main).split() or plain(name).split()
    spelt = " ".join(_ACRONYMS.get(word, word) for word in words).split()
    return tuple(word for word in spelt if word not in STOP_WORDS)


@lru_cache(maxsize=16384)
def same_journal(one: str, other: str) -> bool:
    """Whether two names, full, abbreviated or initials, can be of one journal.

    Source:
        ISO 4 abbreviates by cutting words short or contracting them, and drops articles.

    Example:
        >>> same_journal("Eur. J. Pharmacol.", "European Journal of Pharmacology")
        True
        >>> same_journal("J Neurosci", "Journal of Neuroscience Methods")
        False
    """
    a, b = sorted((journal_words(one), journal_words(other)), key=lambda words: len("".join(words)))
    if not a or not b:
        return False
    return _abbreviates(a, b) or "".join(a) in ("".join(w[0] for w in b), "".join(b))


def _abbreviates(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words of two names abbreviate one another in turn; a tail may be left over after three."""
    shared = min(len(short), len(long))
    if shared < max(len(short), len(long)) and shared < 3:
        return False
    return all(_shortens(*sorted(pair, key=len)) for pair in zip(short, long, strict=False))


def _shortens(short: str, long: str) -> bool:
    """Whether a word is cut short or contracted ("natl" of "national"), or the two differ in the ending."""
    if short[0] != long[0]:
        return False
    if long.startswith(short) or short.startswith(long):
        return True
    rest = iter(long)
    return len(short) < len(long) and all(letter in rest for letter in short)
