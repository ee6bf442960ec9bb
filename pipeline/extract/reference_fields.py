"""What the labelled segments of a reference say: year, volume, issue, pages, titles, journal."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Any

from pipeline.extract.reference_words import journal_rows

LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\x00-\x08\x0e-\x1f]+")
BROKEN_WORD = re.compile(r"(?<=[a-zß-ÿ])-[ \t]*\r?\n[ \t]*(?=[a-zß-ÿ])")

YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
RANGE = re.compile(
    r"(?<!\w)(?<!\d\.)([A-Za-z]{0,3}\d{1,7}[A-Za-z]?)\s*[-‐‑‒–—−~]{1,2}\s*([A-Za-z]{0,3}\d{1,7}[A-Za-z]?)(?!\w)"
)
PAGE = re.compile(r"(?<!\w)(?<!\d\.)(?:pp?\.?)?([A-Za-z]{0,3}\d{1,8}(?:\.\d+)?[A-Za-z]?|[ivxlc]{1,7})(?!\w)")
NUMBER = r"[A-Z]{0,2}\d{1,5}[A-Z]?|[IVXLC]{1,7}"
VOLUME = re.compile(rf"(?<![\w–-])(?:vol(?:ume)?s?|v|bd|band|tome?|jg)?[.:,]?\s*({NUMBER})(?!\w)", re.I)
TOGETHER = re.compile(
    r"(?<!\d)(1[89]\d\d|20\d\d)(?:[ ,]{0,2}[A-Z][a-z]{2,8}\.?(?:[-–/ ]{1,3}(?:[A-Z][a-z]{2,8}|\d{1,2}))?)?"
    r"\s?;\s?(\d{1,4})\s?(?:\(([^()]{1,20})\))?\s?:\s?"
    r"([A-Za-z]{0,2}\d{1,7}[A-Za-z]?(?:\s?[-‐‑–—−]\s?[A-Za-z]{0,2}\d{1,7}[A-Za-z]?)?)(?!\w)"
)
_PAGES = (
    r"(?P<pages>[A-Za-z]{0,2}\d{1,7}[A-Za-z]?(?:\s?[-‐‑–—−]\s?[A-Za-z]{0,2}\d{1,7}[A-Za-z]?)?)(?!\w|\s?[:(])"
)
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_VOLUME = r"(?<![\w.:/–-])(?P<volume>[A-Z]?\d{1,4})"
_ISSUE = r"(?:\s?\(\s?(?P<issue>[^()]{1,20}?)\s?\))?"
PLAIN = tuple(
    re.compile(form)
    for form in (
        rf"{_VOLUME}\s?\(\s?{_YEAR}\s?\)\s?[,:]?\s?{_PAGES}",
        rf"\(\s?{_YEAR}\s?\)\s?[,:.]?\s?(?P<volume>\d{{1,4}}){_ISSUE}\s?:\s?{_PAGES}",
        rf"(?<!\d){_YEAR},\s?(?P<volume>\d{{1,4}}[A-Z]?){_ISSUE}\s?:\s?{_PAGES}",
        rf"{_VOLUME}{_ISSUE},\s?(?:pp?\.\s?)?{_PAGES}\s?\(\s?{_YEAR}\s?\)",
    )
)
"""Volume, year and pages in the ways in which brackets or a colon tell them apart."""

ISSUE_WORD = re.compile(
    r"\b(?:no|nos|nr|issue|iss|num(?:ber)?|n[°º]|heft|h|pt|part)[.:]?\s*([\w/]+(?:\s*[-–—]\s*\w+)?)", re.I
)
ISSUE_MARKED = re.compile(r"[(\[]\s*([^()\[\]]{1,30}?)\s*[)\]]|[.,:/]\s*(\w{1,3}(?:[-–—]\w{1,3})?)\s*$")
SUPPLEMENT = re.compile(r"\b(suppl?(?:ement)?\.?\s*\w*)", re.I)
PAGES_BEHIND = re.compile(r"\s?[,:]\s?(?:pp?\.?\s?)?[A-Za-z]{0,2}\d{2,7}(?!\s?\))")
DASH = re.compile(r"\s*[-‐‑‒–—−]+\s*")
AROUND = " \t\n,;:.\"“”„‟«»'‘’`*_|"
DATED = re.compile(r"^\W*(?:1[89]\d\d|20\d\d)\s?;\s?(?=\w)")
LEAD_IN = re.compile(r"^(?:in|in:|en|dans)\s*:?\s+(?=[A-Z\"“])")


def clean(text: str) -> str:
    r"""A reference as one line: entities, ligatures, soft hyphens, broken words and invisible marks undone.

    Example:
        >>> clean("Eﬀects of reti-\nnoic acid &amp; mood")
        'Effects of retinoic acid & mood'
    """
    plain = html.unescape(text) if "&" in text else text
    plain = BROKEN_WORD.sub("", INVISIBLE.sub("", plain.translate(LIGATURES)))
    return " ".join(plain.split())


def year(text: str) -> int | None:
    """The first year in a date.

    Example:
        >>> year("Mar. 2009a"), year("in press")
        (2009, None)
    """
    found = YEAR.search(text)
    return int(found[1]) if found else None


def pages(text: str) -> str | None:
    """A page range with its end completed, or a single page or article number.

    Example:
        >>> pages("pp.1104–16."), pages("p. e3487,"), pages("S12-5")
        ('1104–1116', 'e3487', 'S12–S15')
    """
    if found := RANGE.search(text):
        return f"{found[1]}–{_completed(found[1], found[2])}"
    single = PAGE.search(text)
    return single[1] if single else None


def pages_behind(numbers: str, volume: str | None) -> str | None:
    """Pages that were taken for a part of the volume.

    Example:
        >>> pages_behind("63, 023611", "63")
        '023611'
    """
    _, mark, tail = numbers.partition(volume or " ")
    return pages(tail) if mark and PAGES_BEHIND.match(tail) else None


def _completed(first: str, last: str) -> str:
    """The last page with the digits, and letters, that it leaves out because the first has them."""
    start, end = re.split(r"(?<=\D)(?=\d)", first)[-1], last
    letters = first[: len(first) - len(start)]
    if last.isdigit() and start.isdigit() and len(last) <= len(start):
        end = start[: len(start) - len(last)] + last
        end = end if int(end) >= int(start) else last
        return letters + end
    return last


def volume_and_issue(text: str) -> tuple[str | None, str | None]:
    """Volume and issue.

    Example:
        >>> volume_and_issue("vol. 605, no. 1–3,"), volume_and_issue("1998;106(3):")
        (('605', '1–3'), ('106', '3'))
    """
    text = DATED.sub("", text)
    worded = ISSUE_WORD.search(text)
    before = text[: worded.start()] if worded else text
    found = VOLUME.search(before) or (VOLUME.search(text[worded.end() :]) if worded else None)
    rest = text[found.end() :] if found and not worded else ""
    marked = worded or ISSUE_MARKED.search(rest) or SUPPLEMENT.search(rest)
    issue = next((g for g in marked.groups() if g), None) if marked else None
    return (found[1] if found else None), (DASH.sub("–", issue).strip() if issue else None)


def locator(line: str) -> dict[str, Any]:
    """Year, volume, issue and pages where they are written together in the one way that cannot be misread.

    Example:
        >>> locator("J Neurochem. 2011 Aug;94(3):1104-16.")
        {'year': 2011, 'volume': '94', 'issue': '3', 'pages': '1104–1116'}
    """
    found = TOGETHER.search(line)
    if found is None:
        return {}
    issue = {"issue": DASH.sub("–", found[3]).strip()} if found[3] else {}
    return {"year": int(found[1]), "volume": found[2], **issue, "pages": pages(found[4])}


def plain_locator(line: str) -> dict[str, Any]:
    """Year, volume, issue and pages told apart by brackets or a colon, which can be misread.

    Example:
        >>> plain_locator("Z. Phys. A 300 (1981) 227"), plain_locator("Cell (1991) 67:343-353.")["volume"]
        ({'year': 1981, 'volume': '300', 'issue': None, 'pages': '227'}, '67')
    """
    found = next(filter(None, (form.search(line) for form in PLAIN)), None)
    if found is None:
        return {}
    known = found.groupdict()
    return {
        "year": int(known["year"]),
        "volume": known["volume"],
        "issue": known.get("issue"),
        "pages": pages(known["pages"]),
    }


def title(text: str) -> str | None:
    """A title without the quotes and marks around it; its own question mark stays.

    Example:
        >>> title("“Effects of retinoic acids,”")
        'Effects of retinoic acids'
    """
    return text.strip(AROUND) or None


def container(text: str) -> str | None:
    """A journal or book title, abbreviations expanded by the table.

    Example:
        >>> container("J. Neurochem. ,")
        'Journal of Neurochemistry'
    """
    bare = LEAD_IN.sub("", text.strip(AROUND + "()[]")).strip(AROUND)
    return journals().get(journal_key(bare), bare) or None


def split_off_journal(words: str) -> tuple[str, str]:
    """A title and the known journal that is glued to its end, "" if there is none.

    Example:
        >>> split_off_journal("Retinoids and mood,Hippocampus ,")
        ('Retinoids and mood', 'Hippocampus')
    """
    bare = words.rstrip(AROUND)
    head, mark, tail = bare.rpartition(",")
    return (head, tail.strip()) if mark and journal_key(tail) in known_journals() else (words, "")


@cache
def known_journals() -> frozenset[str]:
    """Keys of all journals of the table, abbreviated and in full."""
    return frozenset(journal_key(name) for row in journal_rows() for name in row)


def journal_key(name: str) -> str:
    """What two writings of a journal's name have in common.

    Example:
        >>> journal_key("J. Neurochem.") == journal_key("J Neurochem")
        True
    """
    return " ".join(re.findall(r"\w+", name.lower().replace("&", " and ")))


@cache
def journals() -> dict[str, str]:
    """Full titles of journals by the key of their abbreviation; of two, the one written by hand."""
    return {journal_key(short): full for short, full in reversed(journal_rows())}
