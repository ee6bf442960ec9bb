"""Dates of any common form and language to ISO 8601."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from importlib import import_module

CLOCK = (
    r"(?P<noon>오후|下午|午後)?\s?(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\.\d+)?"
    r"(?:\s?(?P<half>[apAP])\.?[mM]\b\.?)?"
)
ZONE = r"(?:\s?\(?(?P<zone>Z\b|[+-]\d\d:?\d\d\b|(?:UTC|GMT)(?:\s?[+-]\d{1,2}(?::?\d\d)?)?|[A-Z]{2,4}T\b))?"
WORD = r"(?P<word>[^\W\d_]{3,12})\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º|ª|-?го|日)?"
YEAR = r"(?P<year>\d{4}|'\d\d)"
# The lookbehinds keep a form from starting inside a longer number.
FORMS = (
    *(
        re.compile(rf"(?<![\d.:/-]){form}", re.I)
        for form in (
            r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?!\d)",
            r"(?P<first>\d{1,2})(?P<mark>[-./])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)(?!\d)",
            rf"{DAY}[\s,./-]{{0,3}}(?:de\s|of\s)?{WORD}[\s,./-]{{0,3}}(?:de[l]?\s)?(?P<year>\d{{4}}"
            rf"|'?\d\d)(?![\d:])",
            r"(?P<day>\d{1,2})\.\s(?P<month>\d{1,2})\.\s(?P<year>\d{4})(?!\d)",
            rf"(?P<year>\d{{4}})\.?\s{WORD}\s{DAY}",
            r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]",
        )
    ),
    re.compile(rf"(?<!\w){WORD}\s?{DAY}(?:\s?[,.]\s?|\s){YEAR}(?!\d)", re.I),
    re.compile(
        rf"(?<!\w){WORD}\s{{1,2}}{DAY}\s\d\d:\d\d(?::\d\d)?\s(?:[A-Z]{{2,5}}\s)?(?P<year>\d{{4}})", re.I
    ),
)
TIME = re.compile(rf"(?<![\d/:-]){CLOCK}{ZONE}")
ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$", re.I
)
BASIC = re.compile(r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)")
LANGUAGES = (
    "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv", "da", "fi", "cs", "tr", "hu", "ro", "nb",
    "el", "uk", "ja", "zh", "ko", "ca", "id", "vi",
)  # fmt: skip
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
NUMERIC = re.compile(r"(?<![\d.:/-])(\d{1,2})([-./])(\d{1,2})\2(?:\d{4}|\d\d)(?![\d.])")
EPOCH = re.compile(r"1\d{9}(?:\d{3})?(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a page writes dates.

    Args:
        day_first: whether 3/4/2020 is the third of April.
        language: two letters, for names of months it alone has.
        now: when the page was read, for "three hours ago"; None leaves such dates out.
    """

    day_first: bool = False
    language: str | None = None
    now: datetime | None = None


def calendar(text: str, language: str | None, fetched_at: str | None) -> Calendar:
    """Work out from a page's own dates in which order it writes day and month.

    Example:
        >>> calendar("01/02/2020 … 13/02/2020", "en", None).day_first
        True
    """
    days = months = 0
    for first, _, other in NUMERIC.findall(text):
        days += 12 < int(first) <= 31 and int(other) <= 12
        months += 12 < int(other) <= 31 and int(first) <= 12
    day_first = days > months if days != months else (language or "en") != "en"
    now = datetime.fromisoformat(fetched_at) if fetched_at else None
    return Calendar(day_first, language, now)


def to_iso(text: str | None, how: Calendar = Calendar()) -> str | None:
    """The first date of a text as ISO 8601, with its time and offset where they are said.

    Example:
        >>> to_iso("Posted: Tue Jul 01, 2003 6:31 am")
        '2003-07-01T06:31:00'
        >>> to_iso("am 11. November 2019 um 10:54 Uhr", Calendar(language="de"))
        '2019-11-11T10:54:00'
        >>> to_iso("2016-02-08T12:25:14-0500")
        '2016-02-08T12:25:14-05:00'
    """
    if not text:
        return None
    text = " ".join(text[:300].split())
    return _exact(text) or _epoch(text) or _written(text, how) or _relative(text, how)


def _exact(text: str) -> str | None:
    found = ISO.match(BASIC.sub(r"\1-\2-\3T\4:\5:\6", text))
    if not found:
        return None
    day, clock, zone = found.groups()
    offset = {"Z": "+00:00", "UTC": "+00:00"}.get((zone or "").upper(), zone or "")
    try:
        return datetime.fromisoformat(f"{day}T{clock}{offset}").isoformat()
    except ValueError:
        return None


def _epoch(text: str) -> str | None:
    if not EPOCH.match(text):
        return None
    seconds = float(text) / (1000 if len(text.split(".")[0]) == 13 else 1)
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _written(text: str, how: Calendar) -> str | None:
    """The earliest date in the text that a form fits and the calendar knows."""
    hits = sorted((hit for form in FORMS for hit in form.finditer(text)), key=lambda hit: hit.start())
    for hit in hits:
        day = _day(hit.groupdict(), hit["mark"] if "mark" in hit.re.groupindex else "", how)
        if day:
            return _with_time(day, text, hit.span())
    return None


def _day(parts: dict[str, str | None], mark: str | None, how: Calendar) -> datetime | None:
    year = int((parts["year"] or "").strip("'"))
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    if parts.get("first"):
        day, month = int(parts["first"] or 0), int(parts["other"] or 0)
        if month > 12 or (day <= 12 and not how.day_first and mark != "."):
            day, month = month, day
    else:
        day = int(parts["day"] or 0)
        month = (
            int(parts["month"] or 0) if parts.get("month") else month_of(parts["word"] or "", how.language)
        )
    try:
        return datetime(year, month, day)
    except ValueError:
        return None


def _with_time(day: datetime, text: str, span: tuple[int, int]) -> str:
    """Add the time that follows the date, or else the one before it."""
    places = ((span[1], span[1] + 40), span, (max(0, span[0] - 25), span[0]))
    found = next((hit for start, end in places if (hit := TIME.search(text, start, end))), None)
    if not found or int(found["minute"]) > 59:
        return day.date().isoformat()
    hour = int(found["hour"])
    if found["noon"] and hour < 12:
        hour += 12
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    if hour > 23:
        return day.date().isoformat()
    moment = day.replace(hour=hour, minute=int(found["minute"]), second=min(59, int(found["second"] or 0)))
    return moment.replace(tzinfo=_zone(found["zone"])).isoformat()


@lru_cache(maxsize=256)
def _zone(name: str | None) -> timezone | None:
    if not name:
        return None
    offset = re.search(r"([+-])(\d{1,2}):?(\d\d)?$", name)
    if offset and int(offset[2]) < 24:
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(away if offset[1] == "+" else -away)
    if name.upper() in ("Z", "UTC", "GMT"):
        return UTC
    from dateparser.timezone_parser import pop_tz_offset_from_string

    _, known = pop_tz_offset_from_string(f"1 May 2020 10:00 {name}")
    return timezone(known.utcoffset(None)) if known else None


def month_of(word: str, language: str | None = None) -> int:
    """The month that a word names in the given language, English, or another of ``LANGUAGES``; or 0.

    Example:
        >>> month_of("Oct"), month_of("März", "de"), month_of("cats")
        (10, 3, 0)
    """
    word = word.lower().strip(".")
    tables = (_months(name) for name in (language or "en", "en", *LANGUAGES))
    return next((table[word] for table in tables if word in table), 0)


@lru_cache(maxsize=64)
def _months(language: str) -> dict[str, int]:
    """The names of months in a language, from dateparser's data; empty if it does not know the language."""
    try:
        known = import_module(f"dateparser.data.date_translation_data.{language}").info
    except ModuleNotFoundError:
        return {}
    return {
        name.lower().strip("."): at for at, month in enumerate(MONTHS, 1) for name in known.get(month, ())
    }


def _relative(text: str, how: Calendar) -> str | None:
    from pipeline.parse.relative import relative

    return relative(text, how.now, how.language) if how.now else None
