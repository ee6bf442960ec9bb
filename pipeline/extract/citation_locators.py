"""Patterns of full reference strings: what follows an author list, locators, and what trails them.

A locator is what says where a paper stands: volume and pages, an identifier, or a closing date.
"""

from __future__ import annotations

import re

from pipeline.extract.citation_patterns import (
    AUTHORS,
    AUTHORS_ET_AL,
    CLOSED_NAMES,
    DASH,
    DOI,
    FULL_NAMES,
    MONTH,
    PAGE_RANGE,
    PAGES,
    UP,
    YEAR,
    S,
)

ISSUE = rf"(?:(?:no|nos|nr|issue|iss|suppl|pt)\b|n°)\.?{S}[\w–-]{{1,12}}"
DATE = rf"(?:{MONTH}(?:{DASH}{MONTH})?{S})?(?:\d{{1,2}},?\s)?{YEAR}[a-z]?(?:\s{MONTH}(?:\s\d{{1,2}})?)?"
PP = rf"(?:[Pp]p?|[Pp]ages?)\b\.?{S}"
NUMBER = r"(?<![\w.:])[A-Z]?\d{1,4}(?:[-–]\d{1,4})?[A-Z]?"
IN_BRACKETS = r"\([^()]{1,24}\)"

TITLE_LETTERS = 24
"""A title, or title and journal, is seldom shorter."""

WHEN = rf"{YEAR}(?:{S}{MONTH}(?:{DASH}{MONTH})?(?:\s?\d{{1,2}})?)?"
STRONG = (
    rf"{WHEN}{S};{S}\d{{1,4}}{S}(?:{IN_BRACKETS})?{S}[:,;]{S}{PAGES}(?![:\w])",
    rf"{WHEN}{S}[,:.]{S}\d{{1,4}}{S}(?:{IN_BRACKETS}{S}[:,]{S}{PAGES}|[:,]{S}{PAGE_RANGE}|:\d)(?![:\w])",
    rf"\b[Vv]ol(?:ume|\.)?{S}\d{{1,4}}[\s,;.:(]{{0,4}}(?:{ISSUE}[\s,;.:)]{{0,4}})?(?:{PP}{PAGES}|{DATE}|{PAGE_RANGE})",
    rf"{NUMBER}{S}\({S}[\w–.,\s/-]{{1,20}}\){S}[,:;]{S}(?:{PP})?{PAGES}",
    rf"{NUMBER}\s?,{S}{PAGES}{S}\({DATE}\)",
    rf"{NUMBER}{S}\({YEAR}\){S},?{S}{PAGES}",
)
LAST = r"(?=\s?\.?\s{0,3}(?:$|\n|\(?doi|https?:|PMID))"
WEAK = (
    rf"{NUMBER}{S}:{S}(?:{PAGE_RANGE}|[A-Za-z]{{0,2}}\d{{2,7}}|\d{LAST})(?![\w:])",
    rf"(?<=[\s,;])\d{{1,4}}(?:[-–]\d{{1,4}})?,{S}(?:{PP})?(?:{PAGE_RANGE}|[A-Za-z]?\d{{3,7}}|\d{{1,2}}{LAST})(?!\w)",
    rf"\b[Pp]p?\.(?:{S}{PAGE_RANGE}|[^\S\n]?{PAGES})",
    rf"\b(?:doi|DOI)\s?[:.]?\s?{DOI}|https?://(?:dx\.)?doi\.org/{DOI}|\bPMID\s?:?\s?\d{{4,8}}",
)
GOES_ON = re.compile(r"\s{1,3}(?!doi|author|discussion|eds?\b|pp?\b|vol|no\b|and\b|in\b)[a-zß-ÿ]{3}")
"""What follows a number of a title, "in 1, 125 patients", that looks like a locator."""

CLOSING = rf"[,.]\s{{1,3}}(?:\(?{DATE}\)?|in press|forthcoming)(?=\s?[.\])]|\s*$|\s*\n)"

ITEM = (
    rf"\(?{DATE}\)?|{PP}{PAGES}|(?:author\sreply|discussion)\s{PAGES}|{PAGES}(?=[\s.,;)\n]|$)|{ISSUE}|PMC?I?D?\s?:?\s?(?:PMC)?\d{{4,9}}"
    rf"|(?:doi\s?[:.]?{S})?(?:https?://(?:dx\.)?doi\.org/)?{DOI}|doi:"
    r"|(?:Available\s(?:at|from|online)|Retrieved\sfrom|URL|Link|Accessed)\s?:?|https?://[^\s<>\"”]{3,500}"
    r"|\[(?:PubMed|CrossRef|Google Scholar|PMC free article|Full text|DOI|Abstract)[^\]\n]{0,20}\]"
    rf"|Epub\s(?:ahead\sof\sprint|{DATE})(?:\s\d{{1,2}})?|Review\b|eCollection\s{DATE}|Online\b"
)

STARTS = re.compile(
    rf"(?<![\w@#/-])(?<![^\d\s)\].]\.)(?:{FULL_NAMES}(?=[\s.,]{{1,3}}(?:\(?{YEAR}|[“\"]))|{CLOSED_NAMES}|{AUTHORS}|{AUTHORS_ET_AL})"
)
DATED = rf"\(?{YEAR}[a-z]?\)?[.,:;]?{S}(?:{UP}|[“\"„‘'\[])"
LOWER_AFTER = re.compile(r"\s?[.:]\s{1,3}[a-zß-ÿ]|(?<=\.)\s{1,3}[a-zß-ÿ]")
"""A title without a capital, which only an author list of three or more lets us see."""

IN_BRACKETS_AFTER = (
    rf"\(\s?(?:{YEAR}[a-z]?|n\.d\.?|in press)[^()\n]{{0,20}}\)[.,:]?{S}(?!\s|[a-zß-ÿ]{{2,}}[\s,])"
)
AFTER_AUTHORS = re.compile(
    rf"\s?[.,:;]{{0,2}}{S}(?:{IN_BRACKETS_AFTER}|\(?[Ee]ds?\b|[“\"„‘']|{DATED})"
    rf"|(?:(?<=[.\s])\s{{0,3}}|\s?[.,:;]{{1,2}}{S})(?:{UP}|\d|[αβγδ]|[a-z]{{1,4}}[A-Z\d-])"
)
TITLE_ALONE = re.compile(rf"[\s,.]{{0,3}}\(?{YEAR}[a-z]?\)?[.,:;]?{S}{UP}[^?!]{{{TITLE_LETTERS},300}}\.?\s*")
"""Year and title, where nothing follows them."""

IDENTIFIER = f"weak{len(WEAK) - 1}"
"""Name of the locator that is an identifier alone, which running text has as well."""

LOCATOR = re.compile(
    "|".join(
        [
            *(rf"(?P<strong{i}>{form})" for i, form in enumerate(STRONG)),
            *(rf"(?P<weak{i}>{form})" for i, form in enumerate(WEAK)),
            rf"(?P<closing>{CLOSING})",
        ]
    )
)
GAP = r"(?:[^\S\n]|[,.;:()\[\]]|\n(?!\s?[*•–-]|\s?[\[(]?\d{1,3}[\]).]))"
TAIL = re.compile(rf"(?:{GAP}{{0,4}}(?:{ITEM}))+", re.IGNORECASE)
END = re.compile(r"[ \t]?[.)\]]{1,2}")
MARKER = re.compile(
    r"(?:^|(?<=\n))[ \t>*•·–-]{0,6}(?:\[(\d{1,3})\]|\(?(\d{1,3})[.)]|\^?(\d{1,3})[ \t:]|)[ \t>*•·–“\"-]{0,4}"
)
TITLE_QUOTE = re.compile(r"[“\"„][^“”\"\n]{15,400}")
PROSE = re.compile(
    r"\b(?:I['’]\w+|I\s(?:am|was|have|had|think|don|did|do|read|found|would|will|can|took|got|am|know|want|just|also)"
    r"|I\s(?:kept|keep|came|saw|see|feel|felt|hope|guess|wonder|noticed|started|stopped|tried|use|used|believe|went)"
    r"|my|me|you|your|we['’]re|\w+n['’]t|it['’]s|lol|btw|imo|anyone|thanks)\b"
)
TITLED = re.compile(rf"[\s,.]{{0,3}}(?:\({YEAR}|{YEAR}[a-z]?[.,:;]?\s)")
CAPITAL = re.compile(rf"[“\"‘„]?{UP}")
PAGED = re.compile(rf"{PAGE_RANGE}|:\s?\d|[Pp]p?\.")
