"""Parts of days and the last hours, by local clocks."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from metrics import periods
from metrics.periods import Period, PeriodKind
from tests.metrics.periods.places import BERLIN, NOW, at, window


@pytest.mark.parametrize(
    ("words", "start", "end", "label"),
    [
        ("this morning", (21, 6), (21, 12), "Tue 21 Jul 2026, 06:00–12:00"),
        ("yesterday evening", (20, 18), (21, 0), "Mon 20 Jul 2026, 18:00–24:00"),
        ("last night", (20, 22), (21, 6), "Mon 20 Jul 22:00 – Tue 21 Jul 2026 06:00"),
        ("last 2 hours", (21, 9, 30), (21, 11, 30), "Tue 21 Jul 2026, 09:30–11:30"),
    ],
)
def test_it_begins_and_ends_within_days(
    words: str, start: tuple[int, ...], end: tuple[int, ...], label: str
) -> None:
    found = window(words, NOW)
    assert found.kind is PeriodKind.HOURS
    assert (found.start, found.end) == (at(BERLIN, 2026, 7, *start), at(BERLIN, 2026, 7, *end))
    assert found.label == label


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("this morning", "Tue 14 Jul 2026, 06:00–12:00"),
        ("last 24 hours", "Mon 13 Jul 11:30 – Tue 14 Jul 2026 11:30"),
        ("last 200 hours", "Mon 29 Jun 03:30 – Tue 7 Jul 2026 11:30"),
    ],
)
def test_it_is_compared_with_the_same_hours_of_the_same_weekdays(words: str, label: str) -> None:
    before = periods.before(window(words, NOW), BERLIN)
    assert before.label == label


def test_its_trend_has_the_same_hours_of_the_days_before() -> None:
    found = window("this morning", NOW)
    trail = periods.trail(found, 3, BERLIN)
    assert trail[-1] == found
    assert [each.short for each in trail] == ["19 Jul", "20 Jul", "21 Jul"]


def test_as_much_of_the_hours_before_counts_as_has_gone_by() -> None:
    found = periods.until_now(window("this morning", NOW), at(BERLIN, 2026, 7, 21, 9, 15))
    before = periods.before(window("this morning", NOW), BERLIN)
    assert periods.as_far(before, found, BERLIN).end == at(BERLIN, 2026, 7, 14, 9, 15)


def test_a_morning_that_clocks_shorten_has_the_hours_they_show() -> None:
    zone = ZoneInfo("Europe/Berlin")
    night = Period.of("28 mar 2026 night").window(NOW, zone)
    assert night.end - night.start == 7 * 3600
