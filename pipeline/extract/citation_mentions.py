"""Short mentions of papers: author and year, and vague talk of studies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.extract.citation_patterns import ET_AL, FAMILY, MONTH, UP, windows
from pipeline.extract.reference_names import parse_names
from pipeline.records import Name

YEARS = r"(?:19[3-9]\d|20[0-4]\d)[a-h]?"
MORE_YEARS = rf"(?:\s?[,;&]\s?(?:and\s)?{YEARS}(?![\w–-]))*"
INITIALS = rf"(?:{UP}\.\s?-?){{1,3}}"
PERSON = rf"(?:{INITIALS}\s?)?{FAMILY}(?:,?\s(?:{INITIALS}|{UP}{{1,2}}(?=[\s,])))?"
SOURCE = r"(?:,?\s(?:in\s)?[A-Z][\w.&]{0,20}(?:\s[\w.&]{1,20}){0,5}?)"
OPEN_YEAR = rf"(?:['’]s)?\s?[,:]?\s?[(\[]\s?(?P<in_brackets>{YEARS}{MORE_YEARS})\s?[)\]]"
BARE_YEAR = rf"(?:['’]s)?\s?[,:]?\s?(?P<bare>{YEARS}{MORE_YEARS})(?![\w–-])"

MANY = re.compile(
    rf"(?<![\w.'’-])(?P<names>{PERSON}(?:,\s{PERSON}){{0,5}}\s?,?\s{ET_AL})(?:{SOURCE}?(?:{OPEN_YEAR}|{BARE_YEAR}))?"
)
TWO = re.compile(
    rf"(?<![\w.'’-])(?P<names>{PERSON}(?:,\s{PERSON}){{0,4}},?\s(?:&|and)\s{PERSON})"
    rf"(?:{OPEN_YEAR}|,\s?(?P<bare>{YEARS}{MORE_YEARS})(?![\w–-])|\s(?P<closed>{YEARS}{MORE_YEARS})(?=\s?[);\]]))"
)
ONE_IN_BRACKETS = re.compile(
    rf"(?<=[(\[;])\s?(?:e\.g\.,?\s|see\s(?:also\s)?|cf\.\s|reviewed\sin\s)?(?P<names>{FAMILY}),?\s(?P<bare>{YEARS}{MORE_YEARS})"
    r"(?=\s?[;)\]]|,\sp)"
)
SAYS = (
    r"(?:found|finds|show(?:ed|s|n)?|report(?:ed|s)?|suggest(?:ed|s)?|demonstrat(?:ed|es)|observed|conclude[sd]?"
    r"|describe[sd]?|propose[sd]?|argue[sd]?|note[sd]|state[sd]|hypothesi[sz]ed|review(?:ed|s)?|stud(?:ied|y)|measured)"
)
ONE_SAYS = re.compile(
    rf"(?<![\w.'’-])(?P<names>(?:{INITIALS}\s?)?{FAMILY})(?:['’]s)?\s[(\[](?P<in_brackets>{YEARS})[)\]](?=,?\s(?:also\s|first\s|have\s)?{SAYS}\b)"
)
ONE_IN_CELL = re.compile(rf"\s*(?P<names>{FAMILY})(?:,?\s[(\[]?(?P<bare>{YEARS})[)\]]?)\s*$")
FORMS = (MANY, TWO, ONE_IN_BRACKETS, ONE_SAYS)
DATED = re.compile(rf"{ET_AL}|(?<!\d){YEARS}")
NOT_NAMES = re.compile(
    rf"^(?:{MONTH}|in|on|at|by|since|the|this|that|these|see|also|both|between|from|until|after|before|for|as|and|or|but"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|fall|winter|version|table|figure|fig"
    r"|chapter|section|windows|office|posted|edited|joined|updated|copyright|university|study|studies|london|paris|berlin"
    r"|europe|america|usa|uk|eu|china|japan|germany|france|canada|australia|india|february|edition|release|season|model)$",
    re.IGNORECASE,
)
PEOPLE = re.compile(r"(?:colleagues|workers|others)$")
LINE = re.compile(r"[^\n]+")
SINGLE_YEAR = re.compile(YEARS)


class AuthorYear(NamedTuple):
    """An author-year mention; ``year`` may carry a letter ("2019a") and is "" where none is said."""

    start: int
    end: int
    names: tuple[Name, ...]
    year: str


def find_author_years(text: str) -> list[AuthorYear]:
    """Author-year mentions.

    Args:
        text: any text.

    Returns:
        In order; a mention with two years is two.

    Example:
        >>> found = find_author_years("Smith et al. (2020) and (Lee & Jones, 2019a)")
        >>> [(one.names[0].family, one.year) for one in found]
        [('Smith', '2020'), ('Lee', '2019a')]
    """
    places = list(windows(text, DATED, 250, 60))
    matches = [m for form in FORMS for place in places for m in form.finditer(text, *place)]
    return _apart([one for match in matches for one in read_match(match)])


def read_match(match: re.Match[str]) -> Iterator[AuthorYear]:
    """The mentions of one match: as many as it has years."""
    groups = match.groupdict()
    first = re.split(r"[\s,]", groups["names"].strip())[0]
    if NOT_NAMES.match(first) or (PEOPLE.search(groups["names"]) and not SINGLE_YEAR.search(match[0])):
        return
    names = parse_names(groups["names"])
    where = next((group for group in ("in_brackets", "bare", "closed") if groups.get(group)), "bare")
    years = list(SINGLE_YEAR.finditer(groups.get(where) or ""))
    begin, base = match.start("names"), match.start(where) if years else 0
    if len(years) < 2:
        yield AuthorYear(begin, match.end(), names, years[0][0] if years else "")
        return
    for i, year in enumerate(years):
        yield AuthorYear(begin if i == 0 else base + year.start(), base + year.end(), names, year[0])


def _apart(found: list[AuthorYear]) -> list[AuthorYear]:
    """In order, without those that overlap an earlier or longer one."""
    kept: list[AuthorYear] = []
    for one in sorted(found, key=lambda a: (a.start, -a.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


STUDY = (
    r"(?:(?:case[\s-]|cohort\s|animal\s|human\s|clinical\s|pilot\s|follow[\s-]up\s|twin\s|rodent\s)?(?:stud(?:y|ies)|trials?)"
    r"|meta-?\s?analys[ei]s|(?:scientific|research|medical|journal)\s(?:papers?|articles?|publications?)"
    r"|(?:systematic\s|comprehensive\s|literature\s)reviews?|case\sreports?|papers?|publications?|research(?!\w))"
)
REPORTS = (
    r"(?:show(?:s|ed|n|ing)?|found|finds|suggest(?:s|ed|ing)?|indicat(?:es?|ed|ing)|report(?:s|ed|ing)?"
    r"|demonstrat(?:es?|ed|ing)|reveal(?:s|ed|ing)?|conclud(?:es?|ed|ing)|link(?:s|ed|ing)|associat(?:es?|ed)|confirm(?:s|ed)?"
    r"|propos(?:es?|ed)|claim(?:s|ed|ing)|say(?:s|ing)?|said|describ(?:es?|ed|ing)|observ(?:es?|ed)|prov(?:es?|ed|en)"
    r"|shed\slight|point(?:s|ed)?\sto|support(?:s|ed|ing)|analy[sz](?:es?|ed|ing)|compar(?:es?|ed|ing)|examin(?:es?|ed|ing)|discuss(?:es|ed|ing)|identif(?:ies|ied))"
)
ADJECTIVES = r"(?:(?!and\b|or\b|to\b|of\b|I\b)[\w-]{2,20}\s){0,3}?"
FILLER = r"(?!(?:I|what|and|but|so|if|because)\b)[\w'’-]{1,25}"
ABOUT = (
    r"(?:\s(?:in|on|of|from|by|with|about|into|regarding|out\sof|done|published|conducted|using|that|I|we)"
    rf"(?:\s{FILLER}){{1,6}}?)?"
)
ONE = (
    r"(?:a|an|one|another|this|that|the|some|several|many|most|multiple|numerous|few|two|three|recent|other"
    r"|these|those|all)"
)
TALK = re.compile(
    r"stud(?:y|ies)|trial|paper|publication|research|review|analys[ei]s|case\sreport|article", re.I
)
VAGUE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{ONE}\s)?(?:few\s|of\sthe\s)?{ADJECTIVES}{STUDY}{ABOUT}\s(?:that\s|which\s)?(?:has\s|have\s|had\s|also\s|clearly\s|even\s|actually\s|recently\s|often\s|consistently\s){{0,3}}{REPORTS}\b",
        rf"\bthere(?:\s(?:is|was|are|were|has\sbeen|have\sbeen)|['’]s)\s(?:also\s|even\s|only\s|now\s)?(?:{ONE}\s|at\sleast\s\w+\s|\d+\s)?{ADJECTIVES}{STUDY}\b",
        rf"\b(?:I|we|you)(?:['’]ve|['’]d|\shave|\shad)?\s(?:also\s|just\s|once\s|recently\s)?(?:read|saw|seen|found|recall|remember|came\sacross)\s(?:about\s|of\s)?(?:{ONE}\s){ADJECTIVES}{STUDY}\b",
        rf"\baccording\sto\s(?:{ONE}\s){ADJECTIVES}{STUDY}\b",
        rf"\b(?:in|from|per|by)\s(?:a|an|one|another|some|several|many|most|multiple|numerous|few|two|recent)\s{ADJECTIVES}{STUDY}\b",
        rf"\b(?:a|an|the)\s(?:19|20)\d\d\s{ADJECTIVES}{STUDY}\b",
    )
)


def find_vague(text: str) -> list[tuple[int, int]]:
    """Vague mentions of studies: nobody can say which.

    Example:
        >>> text = "There was a study in rats, and a study in mice showed less."
        >>> [text[a:b] for a, b in find_vague(text)]
        ['There was a study', 'a study in mice showed']
    """
    lines = (line.span() for a, b in windows(text, TALK, 90, 130) for line in LINE.finditer(text, a, b))
    matches = (m for a, b in lines for form in VAGUE for m in form.finditer(text, a, b))
    places = sorted((m.span() for m in matches), key=lambda s: (s[0], -s[1]))
    kept: list[tuple[int, int]] = []
    for start, end in places:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
