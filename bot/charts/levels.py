"""Lines across a trend: the target, which steps where it was changed, and an outside figure."""

from __future__ import annotations

from itertools import groupby

from bot.charts import canvas
from bot.charts.canvas import Canvas, Spot, fitted
from bot.charts.plot import Plot
from bot.charts.shapes import Goal


def target(sheet: Canvas, plot: Plot) -> None:
    """Draw the target of each window; where it was changed, a note says since when it holds."""
    chart = plot.chart
    if chart.target is None:
        return
    places = list(enumerate(mark.target for mark in chart.marks))
    for known, run in groupby(places, key=lambda place: place[1] is not None):
        if known:
            line = [spot for place, value in run for spot in _edge(plot, place, value or 0)]
            sheet.line(line, canvas.ORANGE, 3, dashed=True)
    if chart.changed is None:
        _label(sheet, plot, chart.target)


def _edge(plot: Plot, place: int, value: float) -> tuple[Spot, Spot]:
    """The two ends of a window at a height."""
    left, y = plot.left + place * plot.pitch, plot.y(value)
    return (left, y), (left + plot.pitch, y)


def _label(sheet: Canvas, plot: Plot, level: Goal) -> None:
    y = plot.y(level.value)
    # The label keeps to the side of its line that the first values leave free.
    first = [mark.value for mark in plot.chart.marks[:4] if mark.value is not None]
    below = bool(first) and sum(first) / len(first) > level.value and y - 40 > plot.bottom
    at = plot.left + 8, y + (-24 if below else 22)
    sheet.text(*at, fitted(level.label, 24, 480), size=24, colour=canvas.ORANGE, halo=True)


def outside(sheet: Canvas, plot: Plot) -> None:
    """Draw an outside figure faintly: it is there to be looked at, and judges nothing."""
    for value in plot.chart.outside.values if plot.chart.outside else ():
        y = plot.y(value)
        sheet.line([(plot.left, y), (plot.right, y)], canvas.GREY, 2, dashed=True)
