"""Dates and times as people write them."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from metrics.imports import dates
from metrics.periods.readings import DateOrder

BERLIN = ZoneInfo("Europe/Berlin")
TEN = "2026-11-03T10:00:00+01:00"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("03.11.2026 10:00", TEN),
        ("3.11.2026, 10:00:00", TEN),
        ("3. Nov. 2026 10:00", TEN),
        ("3-Nov-2026 10:00", TEN),
        ("November 3rd, 2026 10:00 AM", TEN),
        ("Nov 3, 2026, 10:00\u202fAM", TEN),
        ("2026/11/03 10:00", TEN),
        ("2026.11.03 10:00", TEN),
        ("3 Nov 2026 09:00 Z", "2026-11-03T09:00:00+00:00"),
        ("3 Nov 2026 9:00+0000", "2026-11-03T09:00:00+00:00"),
        ("3 Nov 2026 12:05 am", "2026-11-03T00:05:00+01:00"),
        ("3 Nov 2026 12:05 pm", "2026-11-03T12:05:00+01:00"),
        ("3 Nov 2026", "2026-11-03T00:00:00+01:00"),
        ("25/11/2026 10:00", "2026-11-25T10:00:00+01:00"),
        ("11/25/2026 10:00", "2026-11-25T10:00:00+01:00"),
        ("11/11/2026", "2026-11-11T00:00:00+01:00"),
    ],
)
def test_a_date_that_has_one_reading_is_read(text: str, at: str) -> None:
    (one,) = dates.written(text)
    assert one.moment(BERLIN).isoformat() == at


def test_a_date_in_numbers_has_the_reading_of_each_order() -> None:
    assert [each.day for each in dates.written("03/04/2026")] == [
        date(2026, 4, 3),
        date(2026, 3, 4),
    ]
    (first,) = dates.written("03-04-2026 10:00", [DateOrder.MONTH_FIRST])
    assert first.day == date(2026, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "yesterday", "3 nov", "nov 2026", "2026", "30/30/2026", "31.02.2026"),
        *("3 nov 2026 25:00", "3 nov 2026 13:00 pm", "03.11.26", "26/11/03", "3 nov 26", "10:00"),
        *("3 nov 2026 10:00 +99:00", "3..5 nov 2026"),
    ],
)
def test_what_is_no_whole_date_is_none(text: str) -> None:
    assert dates.written(text) == ()


def test_a_year_of_two_digits_is_seen() -> None:
    assert [dates.has_short_year(text) for text in ("03.11.26 10:00", "26/11/03")] == [True, True]
    assert not dates.has_short_year("03.11.2026")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((words, (2026, 11)) for words in ("2026-11", "11/2026", "11.2026", "2026/11", "11-2026")),
        *((words, (2026, 11)) for words in ("Nov 2026", "november 2026", "Nov-2026")),
        *(
            (words, (2026, 11))
            for words in ("2026-11-01", "01.11.2026", "01/11/2026", "11/01/2026")
        ),
        *((words, None) for words in ("november", "13/2026", "11/26", "Nov-26", "2026", "q4 2026")),
        *((words, None) for words in ("15.11.2026", "1 Nov 2026 10:00", "")),
    ],
)
def test_a_month_is_named_with_its_year_or_by_its_first_day(
    text: str, meant: tuple[int, int] | None
) -> None:
    assert dates.month(text) == meant


def test_the_name_of_a_month_is_seen_without_its_year() -> None:
    assert [dates.names_month(text) for text in ("november", "Nov 2026", "autumn")] == [
        True,
        True,
        False,
    ]
