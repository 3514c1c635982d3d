"""The pictures of a figure that is cut by time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from bot.charts.draw import png
from bot.charts.heat import heat_words, week
from bot.charts.pictures import picture
from bot.charts.shapes import ChartKind
from bot.charts.time_cuts import time_chart
from metrics.periods import Period, PeriodKind
from metrics.periods.time_cuts import HEAT, TimeCut
from metrics.periods.windows import WEEKDAYS, unit_window
from metrics.question.query import Query
from metrics.question.result import Figure, Part, Point, Result
from metrics.statistics.estimates import Estimate
from tests.bot.samples import answer

UTC = ZoneInfo("UTC")


def figure(value: float | None, n: int = 40) -> Figure:
    return Figure(estimate=Estimate(value, n))


def cut(over: tuple[TimeCut, ...], parts: Sequence[Part]) -> Result:
    query = Query(metric="volume", period=Period.of("last 12 weeks"), over=over)
    return replace(answer("volume"), query=query, parts=tuple(parts), split=(), series=())


def hours(values: Sequence[float | None]) -> list[Part]:
    return [
        Part(key=(str(n),), label=f"{n:02}:00", figure=figure(value))
        for n, value in enumerate(values)
    ]


def test_hours_stand_side_by_side_and_the_highest_is_dark() -> None:
    drawing = time_chart(cut((TimeCut.HOUR,), hours([n % 13 for n in range(24)])))
    assert drawing.kind is ChartKind.COLUMNS
    assert [mark.label for mark in drawing.marks] == [f"{n:02}" for n in range(24)]
    assert [mark.label for mark in drawing.marks if mark.main] == ["12"]
    assert png(drawing)[:4] == b"\x89PNG"


def test_a_map_of_the_week_has_a_box_for_each_hour() -> None:
    parts = [
        Part(key=(str(d), str(h)), label=f"{WEEKDAYS[d]} {h:02}:00", figure=figure(d * h))
        for d, h in product(range(7), range(24))
    ]
    drawing = time_chart(cut(HEAT, parts))
    assert drawing.kind is ChartKind.HEAT
    assert [(name, len(marks)) for name, marks in week(drawing)] == [(day, 24) for day in WEEKDAYS]
    lines = heat_words(drawing).splitlines()
    assert lines[1] == "Mon  " + "·" * 24
    assert lines[7].endswith("█")
    found = picture(cut(HEAT, parts))
    assert found
    assert found.native is None
    assert found.alt.startswith("Map of the week")
    assert (
        found.filename == "volume-weekday-hour-2026-07-13.png" or "weekday-hour" in found.filename
    )


def test_windows_follow_each_other_and_the_running_one_is_open() -> None:
    first = date(2026, 6, 29)
    windows = [unit_window(PeriodKind.WEEK, first + n * timedelta(days=7), UTC) for n in range(4)]
    points = [Point(window=w, figure=figure(9), complete=w is not windows[-1]) for w in windows]
    parts = [Part(key=(w.short,), label=w.short, figure=figure(9)) for w in windows]
    result = replace(cut((TimeCut.WEEK,), parts), series=tuple(points))
    drawing = time_chart(result)
    assert [mark.label for mark in drawing.marks] == ["W27", "W28", "W29", "W30"]
    assert [mark.complete for mark in drawing.marks] == [True, True, True, False]
    assert all(mark.main for mark in drawing.marks)
