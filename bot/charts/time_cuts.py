"""A measure cut by time: its whole windows in a row, its hours or weekdays, or both as a map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.charts.chart import chart
from bot.charts.marks import days, part_mark
from bot.charts.scale import scale
from bot.charts.shapes import DOT, Chart, ChartKind, Mark
from metrics.periods.time_cuts import HEAT
from metrics.question.result import Result


def time_chart(result: Result, *, titled: bool = False) -> Chart:
    """The chart of a Result that is cut by time; its parts are in the order of time."""
    over = result.query.over
    trend = chart(replace(result, parts=(), bands=()), titled=titled)
    by = f"by {' and '.join(over)}"
    if over[0].kind:
        # Each window was asked for, and none of them leads up to the others.
        marks = tuple(replace(mark, main=True) for mark in trend.marks)
        return replace(trend, marks=marks, previous=None, subtitle=f"{trend.subtitle}{DOT}{by}")
    heat = over == HEAT
    marks = _marks(result, heat=heat)
    values = [mark.value for mark in marks if mark.value is not None]
    # In a map of the week one box with little behind it would pale all others.
    highest = (_highest(marks) if heat else max(values, default=None)) or 0.0
    notes = ["blank: none or fewer than five"] if any(mark.value is None for mark in marks) else []
    return replace(
        trend,
        kind=ChartKind.HEAT if heat else ChartKind.COLUMNS,
        subtitle=f"{result.window.label}{DOT}{by}",
        scale=scale(highest, result.unit, days=days(result)),
        marks=marks,
        p90=False,
        outside=None,
        target=trend.target if not heat else None,
        previous=None,
        axis="",
        rival="",
        cracks=(),
        flags=(),
        notes=tuple(notes),
    )


def _marks(result: Result, *, heat: bool) -> tuple[Mark, ...]:
    """A mark for each hour or weekday; the highest is dark, and short names stand below."""
    parts = [part for part in result.parts if not part.together]
    marks = [part_mark(result, part) for part in parts]
    top = _highest(marks)
    return tuple(
        replace(
            mark,
            label=mark.label if heat else mark.label.removesuffix(":00")[:3],
            note="",
            main=mark.value is not None and mark.value == top,
        )
        for mark in marks
    )


def _highest(marks: Iterable[Mark]) -> float | None:
    """The highest value of those with enough behind them, or else of all."""
    values = [mark for mark in marks if mark.value is not None]
    sure = [mark for mark in values if not mark.few] or values
    return max((mark.value or 0.0 for mark in sure), default=None)
