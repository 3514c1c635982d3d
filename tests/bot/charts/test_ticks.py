from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.charts.chart import chart
from bot.charts.frame import notes
from bot.charts.native import NAME_LIMIT, native
from bot.charts.ticks import axis, ticks
from metrics.periods import PeriodKind
from metrics.periods.windows import Window, step, unit_window, window
from metrics.question.result import Point
from tests.bot.samples import BERLIN, answer, wait, weekly


def sevens(count: int, end: date = date(2026, 11, 30)) -> list[Window]:
    """Windows of seven days, the last of which ends on that day."""
    lasts = [end - timedelta(days=7 * n) for n in reversed(range(count))]
    return [window(PeriodKind.DAYS, last - timedelta(days=6), last, BERLIN) for last in lasts]


def months(count: int) -> list[Window]:
    first = date(2025, 11, 1)
    firsts = [step(PeriodKind.MONTH, first, n) for n in range(count)]
    return [unit_window(PeriodKind.MONTH, each, BERLIN) for each in firsts]


def points(windows: list[Window]) -> tuple[Point, ...]:
    return tuple(Point(window=each, figure=wait(8000.0), complete=True) for each in windows)


def test_seven_days_are_called_by_the_last_of_them() -> None:
    assert ticks(sevens(3)) == ["16 Nov", "23 Nov", "30 Nov"]
    assert axis(sevens(3)) == "last of 7 days"


def test_weeks_months_and_days_are_called_as_ever() -> None:
    assert ticks([point.window for point in weekly([wait(1.0)] * 2)]) == ["W46", "W47"]
    assert ticks(months(12))[0] == "Nov"
    assert axis(months(12)) == axis([]) == ""
    days = [unit_window(PeriodKind.DAY, date(2026, 11, 30), BERLIN)]
    assert (ticks(days), axis(days)) == (["30 Nov"], "")


def test_months_that_come_twice_have_their_year() -> None:
    assert ticks(months(13))[:: len(months(13)) - 1] == ["Nov 2025", "Nov 2026"]


def test_numbers_of_weeks_keep_their_room() -> None:
    assert ticks([point.window for point in weekly([wait(1.0)] * 54)])[0] == "W46"


@pytest.mark.parametrize("windows", [sevens(12), months(13)], ids=["sevens", "months"])
def test_slack_is_given_names_that_need_no_cut(windows: list[Window]) -> None:
    block = native(chart(answer(series=points(windows))))
    assert block
    names = block["chart"]["axis_config"]["categories"]
    assert names == ticks(windows)
    assert max(map(len, names)) <= NAME_LIMIT / 2


def test_both_drawings_say_what_the_dates_are() -> None:
    drawing = chart(answer(series=points(sevens(12))))
    block = native(drawing)
    assert block
    assert block["chart"]["axis_config"]["x_label"] == "Last of 7 days"
    assert "dates: last of 7 days" in " ".join(notes(drawing))
