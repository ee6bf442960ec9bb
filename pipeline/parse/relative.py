"""Dates that are told from the day a page was read: today, yesterday, three hours ago, Monday, 4 March."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

LONGEST = 60
# fmt: off
DAYS = {
    0: (
        "today", "heute", "aujourd'hui", "aujourd’hui", "hoy", "oggi", "hoje", "vandaag", "dzisiaj", "dziś",
        "сегодня", "сьогодні", "idag", "i dag", "dnes", "tänään", "bugün", "σήμερα", "今天", "今日", "오늘",
    ),
    1: (
        "yesterday", "gestern", "hier", "ayer", "ieri", "ontem", "gisteren", "wczoraj", "вчера", "вчора",
        "igår", "i går", "včera", "eilen", "tegnap", "dün", "χθες", "昨天", "昨日", "어제",
    ),
    2: (
        "vorgestern", "avant-hier", "anteayer", "l'altro ieri", "anteontem", "eergisteren", "przedwczoraj",
        "позавчера", "i förrgår", "předevčírem", "toissapäivänä", "前天", "一昨日",
    ),
}
# fmt: on
DAY = {word: days for days, words in DAYS.items() for word in words}
FIRST = re.compile("|".join(sorted(map(re.escape, DAY), key=len, reverse=True)) + r"(?!\w)", re.I)
CLOCK = re.compile(r"(\d{1,2})\s?[:.hH]\s?(\d\d)(?::(\d\d))?\s?([ap])?\.?m?", re.I)
SHORT = re.compile(
    r"^(\d{1,3})\s?(s|sec|m|min|mins|h|hr|hrs|d|w|wk|wks|mo|mos|mon|y|yr|yrs)(?:\s+ago)?$", re.I
)
UNITS = {
    "s": "seconds",
    "m": "minutes",
    "h": "hours",
    "d": "days",
    "w": "weeks",
    "mo": "months",
    "y": "years",
}
BIRTHDAY = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:de\s)?(?P<word>[^\W\d_]{3,12})\b"
    r"|(?P<name>[^\W\d_]{3,12})\.?\s(?P<date>\d{1,2})(?:st|nd|rd|th)?\b)"
    r"(?!\s?[,.]?\s?(?:\d{4}|'\d\d))"
)
LIKELY = re.compile(r"[^\W\d_]{2}")


def relative(text: str, now: datetime, language: str | None) -> str | None:
    """What a date means that leaves out what its reader knows.

    Args:
        text: the date as shown.
        now: when the page was read.
        language: of the page, two letters.

    Example:
        >>> relative("gestern, 21:05", datetime(2021, 4, 3, 12), "de")
        '2021-04-02T21:05:00'
        >>> relative("3d ago", datetime(2021, 4, 3, 12), "en")
        '2021-03-31T12:00:00'
    """
    text = text.strip(" \t«»()[]|-–—•·,.")
    if len(text) > LONGEST or not (LIKELY.search(text) or SHORT.match(text)):
        return None
    return _day(text, now) or _this_year(text, now, language) or _told(text, now, language)


def _day(text: str, now: datetime) -> str | None:
    """A day by its name, with the time that follows."""
    found = FIRST.search(text)
    if not found or (found.start() and text[found.start() - 1].isalnum()):
        return None
    day = now - timedelta(days=DAY[found[0].lower()])
    return _at(day, CLOCK.search(text, found.end()))


def _this_year(text: str, now: datetime, language: str | None) -> str | None:
    """A day of a month without a year: the last one before now."""
    from pipeline.parse.dates import month_of

    found = BIRTHDAY.match(text)
    month = month_of(found["word"] or found["name"], language) if found else 0
    if not found or not month:
        return None
    try:
        days = [
            now.replace(year=now.year - years, month=month, day=int(found["day"] or found["date"]))
            for years in (0, 1)
        ]
    except ValueError:
        return None
    return _at(
        next((day for day in days if day <= now + timedelta(days=1)), days[-1]),
        CLOCK.search(text, found.end()),
    )


def _at(day: datetime, clock: re.Match[str] | None) -> str:
    """A day with the time of a clock, if there is one that exists."""
    if not clock:
        return day.date().isoformat()
    hour, half = int(clock[1]), (clock[4] or "").lower()
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    if hour > 23 or int(clock[2]) > 59:
        return day.date().isoformat()
    moment = day.replace(hour=hour, minute=int(clock[2]), second=int(clock[3] or 0), microsecond=0)
    return moment.replace(tzinfo=None).isoformat()


def _told(text: str, now: datetime, language: str | None) -> str | None:
    """Whatever dateparser knows, the latest such day before now."""
    import dateparser

    short = SHORT.match(text)
    if short:
        unit = short[2].lower()
        text = f"{short[1]} {UNITS[unit[:2] if unit.startswith('mo') else unit[0]]} ago"
    text = re.sub(r"(\d)\s?yrs?\b", r"\1 years", text)
    settings = {"RELATIVE_BASE": now.replace(tzinfo=None), "PREFER_DATES_FROM": "past"}
    for languages in (list(dict.fromkeys((language or "en", "en"))), None):
        try:
            found = dateparser.parse(text, languages=languages, settings=settings)
        except ValueError:  # a language it does not know
            continue
        if found:
            return str(found.replace(tzinfo=None).isoformat(timespec="seconds"))
        if not re.search(r"\d", text):
            return None
    return None
