from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.parse.dates import Calendar, calendar, to_iso

ENGLISH = Calendar(False, "en")


@pytest.mark.parametrize(
    ("text", "how", "iso"),
    [
        ("Joined then; posted: Tue Jul 01, 2003 6:31 am", ENGLISH, "2003-07-01T06:31:00"),
        ("30th March 2025, 16:26", ENGLISH, "2025-03-30T16:26:00"),
        ("« on: April 04, 2020, 09:22:51 PM »", ENGLISH, "2020-04-04T21:22:51"),
        ("3:21pm On Mar 09 , 2023", ENGLISH, "2023-03-09T15:21:00"),
        ("8 October, 2025 @ 1:56:45 pm PDT", ENGLISH, "2025-10-08T13:56:45-07:00"),
        ("Tue 16-Jun-20 16:12:14", ENGLISH, "2020-06-16T16:12:14"),
        ("12:05 AM, 1 Jan 2020", ENGLISH, "2020-01-01T00:05:00"),
        ("Sept. 5 '19 at 10:22", ENGLISH, "2019-09-05T10:22:00"),
        ("01/29/13 09:28 AM", ENGLISH, "2013-01-29T09:28:00"),
        ("10-04-2017, 11:00 AM", ENGLISH, "2017-10-04T11:00:00"),
        ("10-04-2017, 11:00", Calendar(True, "de"), "2017-04-10T11:00:00"),
        ("10.11.15 11:26 UTC", ENGLISH, "2015-11-10T11:26:00+00:00"),
        ("11. November 2019 um 10:54 Uhr", Calendar(True, "de"), "2019-11-11T10:54:00"),
        ("par ann » Dim 29 Oct 2017 16:46", Calendar(True, "fr"), "2017-10-29T16:46:00"),
        ("3 de mayo de 2019", Calendar(True, "es"), "2019-05-03"),
        ("12 марта 2019, 08:15", Calendar(True, "ru"), "2019-03-12T08:15:00"),
        ("2020年4月3日 12:30", Calendar(False, "ja"), "2020-04-03T12:30:00"),
        ("Wed, 21 Jan 2026 22:40:40 +0000", ENGLISH, "2026-01-21T22:40:40+00:00"),
        ("2016-02-08T12:25:14-0500", ENGLISH, "2016-02-08T12:25:14-05:00"),
        ("2025-12-12T21:24:58.916Z", ENGLISH, "2025-12-12T21:24:58+00:00"),
        ("1422901461.0", ENGLISH, "2015-02-02T18:24:21+00:00"),
        ("1713352342933", ENGLISH, "2024-04-17T11:12:22+00:00"),
        ("2020-04-18", ENGLISH, "2020-04-18"),
        ("version 2 of 31 cats", ENGLISH, None),
        ("31 Feb 2020", ENGLISH, None),
        ("", ENGLISH, None),
    ],
)
def test_dates_of_boards(text: str, how: Calendar, iso: str | None) -> None:
    assert to_iso(text, how) == iso


def test_page_shows_the_order_of_day_and_month() -> None:
    assert calendar("02/03/2024 and 13/03/2024", "en", None).day_first
    assert not calendar("02/03/2024 and 03/13/2024", "de", None).day_first


def test_language_decides_where_the_page_does_not() -> None:
    assert calendar("02/03/2024", "fr", None).day_first
    assert not calendar("02/03/2024", "en", None).day_first


def test_relative_dates_count_from_when_the_page_was_read() -> None:
    how = Calendar(False, "en", datetime(2024, 3, 10, 12, 0))
    assert to_iso("3 hours ago", how) == "2024-03-10T09:00:00"


def test_relative_dates_without_a_reading_time_are_unknown() -> None:
    assert to_iso("3 hours ago", ENGLISH) is None


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2069, 12, 31)))
def test_written_and_machine_dates_agree(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert to_iso(moment.strftime("%d %B %Y, %H:%M:%S"), ENGLISH) == moment.isoformat()
    assert to_iso(moment.isoformat(), ENGLISH) == moment.isoformat()


@given(st.text(max_size=400))
def test_any_text_is_a_date_or_none(text: str) -> None:
    iso = to_iso(text, ENGLISH)
    assert iso is None or datetime.fromisoformat(iso)


@pytest.mark.parametrize(
    "told", (Path(__file__).parent / "dates.tsv").read_text(encoding="utf-8").splitlines()[1:]
)
def test_dates_as_boards_write_them_read_on_a_known_day(told: str) -> None:
    language, shown, means = told.split("\t")
    how = Calendar(day_first=language != "en", language=language, now=datetime(2021, 4, 3, 12))
    assert (to_iso(shown, how) or "").startswith(means)
