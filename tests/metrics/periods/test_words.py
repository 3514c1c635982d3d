"""What people call periods, and which days they mean."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from metrics.errors import AskError
from metrics.periods import Period, PeriodKind
from metrics.periods.windows import midnight
from tests.metrics.periods.places import BERLIN, NOW, SAO_PAULO, at, window


@pytest.mark.parametrize(
    ("words", "kind", "first", "last"),
    [
        ("today", PeriodKind.DAY, (2026, 7, 21), (2026, 7, 21)),
        ("yesterday", PeriodKind.DAY, (2026, 7, 20), (2026, 7, 20)),
        ("this week", PeriodKind.WEEK, (2026, 7, 20), (2026, 7, 26)),
        ("wtd", PeriodKind.WEEK, (2026, 7, 20), (2026, 7, 26)),
        ("past week", PeriodKind.WEEK, (2026, 7, 13), (2026, 7, 19)),
        ("previous month", PeriodKind.MONTH, (2026, 6, 1), (2026, 6, 30)),
        ("MTD", PeriodKind.MONTH, (2026, 7, 1), (2026, 7, 31)),
        ("last quarter", PeriodKind.QUARTER, (2026, 4, 1), (2026, 6, 30)),
        ("year to date", PeriodKind.YEAR, (2026, 1, 1), (2026, 12, 31)),
        ("last year", PeriodKind.YEAR, (2025, 1, 1), (2025, 12, 31)),
        ("7d", PeriodKind.DAYS, (2026, 7, 14), (2026, 7, 20)),
        ("7 days ending 3 days ago", PeriodKind.DAYS, (2026, 7, 11), (2026, 7, 17)),
        ("last 30 days", PeriodKind.DAYS, (2026, 6, 21), (2026, 7, 20)),
        ("last four weeks", PeriodKind.SPAN, (2026, 6, 22), (2026, 7, 19)),
        ("last 3 months", PeriodKind.SPAN, (2026, 4, 1), (2026, 6, 30)),
        ("2026-W01", PeriodKind.WEEK, (2025, 12, 29), (2026, 1, 4)),
        ("2020-w53", PeriodKind.WEEK, (2020, 12, 28), (2021, 1, 3)),
        ("week 53", PeriodKind.WEEK, (2020, 12, 28), (2021, 1, 3)),
        ("w31", PeriodKind.WEEK, (2025, 7, 28), (2025, 8, 3)),
        ("week 30", PeriodKind.WEEK, (2026, 7, 20), (2026, 7, 26)),
        ("2026-q3", PeriodKind.QUARTER, (2026, 7, 1), (2026, 9, 30)),
        ("q4", PeriodKind.QUARTER, (2025, 10, 1), (2025, 12, 31)),
        ("July", PeriodKind.MONTH, (2026, 7, 1), (2026, 7, 31)),
        ("aug", PeriodKind.MONTH, (2025, 8, 1), (2025, 8, 31)),
        ("july 2024", PeriodKind.MONTH, (2024, 7, 1), (2024, 7, 31)),
        ("2026-07-14", PeriodKind.DAY, (2026, 7, 14), (2026, 7, 14)),
        ("14th of July", PeriodKind.DAY, (2026, 7, 14), (2026, 7, 14)),
        ("july 3, 2026", PeriodKind.DAY, (2026, 7, 3), (2026, 7, 3)),
        ("29 feb", PeriodKind.DAY, (2024, 2, 29), (2024, 2, 29)),
        ("1 jul..15 jul", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 15)),
        ("1–15 Jul 2025", PeriodKind.SPAN, (2025, 7, 1), (2025, 7, 15)),
        ("1 july to 15 july", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 15)),
        ("between 1 july and 5 july", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 5)),
        ("15 dec … 10 jan", PeriodKind.SPAN, (2025, 12, 15), (2026, 1, 10)),
        ("jan to feb", PeriodKind.SPAN, (2026, 1, 1), (2026, 2, 28)),
        ("2026-07-15..2026-07-01", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 15)),
        ("since 1 july", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 21)),
        ("from july on", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 21)),
        ("starting 3 july", PeriodKind.SPAN, (2026, 7, 3), (2026, 7, 21)),
        ("after june", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 21)),
        ("after 28 feb 2024", PeriodKind.SPAN, (2024, 2, 29), (2026, 7, 21)),
        ("after 2025", PeriodKind.SPAN, (2026, 1, 1), (2026, 7, 21)),
        ("after last week", PeriodKind.SPAN, (2026, 7, 20), (2026, 7, 21)),
        ("until june", PeriodKind.SPAN, (2026, 1, 1), (2026, 6, 30)),
        ("till 15 june", PeriodKind.SPAN, (2026, 1, 1), (2026, 6, 15)),
        ("before june", PeriodKind.SPAN, (2026, 1, 1), (2026, 5, 31)),
        ("before 1 march", PeriodKind.SPAN, (2026, 1, 1), (2026, 2, 28)),
        ("before q2 2024", PeriodKind.SPAN, (2024, 1, 1), (2024, 3, 31)),
        ("before january", PeriodKind.YEAR, (2025, 1, 1), (2025, 12, 31)),
        ("before 2026", PeriodKind.SPAN, (2025, 1, 1), (2025, 12, 31)),
        ("since 2026-07", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 21)),
    ],
)
def test_words_mean_these_days(
    words: str, kind: PeriodKind, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    found = window(words, NOW)
    assert (found.kind, found.first, found.last) == (kind, date(*first), date(*last))
    assert (found.start, found.end) == (
        at(BERLIN, *first),
        midnight(date(*last) + timedelta(days=1), BERLIN),
    )


@pytest.mark.parametrize(
    "words",
    [
        *("", "soon", "0d", "9999 days", "2026-13", "2025-w53", "30 feb", "w54", "q5", "week"),
        *(
            "until",
            "before",
            "after",
            "until soon",
            "until yesterday",
            "before today",
            "after monday",
        ),
        *("2026-02-29", "30 feb 2026..1 mar", "since", "..", "1 jul..", "1-0 jul", "july" * 50),
    ],
)
def test_other_words_are_no_period(words: str) -> None:
    assert Period.parse(words) is None


def test_asking_for_an_unknown_period_says_what_to_try() -> None:
    with pytest.raises(AskError, match="last week"):
        Period.of("soonish")


def test_one_of_something_is_the_last_one() -> None:
    assert Period.of("last 1 week") == Period.of("last week")
    assert Period.of("1d") == Period.of("yesterday")


def test_the_week_belongs_to_the_day_where_the_people_are() -> None:
    sunday_evening = at(ZoneInfo("UTC"), 2026, 7, 19, 22, 30)
    assert window("this week", sunday_evening, BERLIN).first == date(2026, 7, 20)
    assert window("this week", sunday_evening, SAO_PAULO).first == date(2026, 7, 13)
