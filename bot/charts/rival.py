"""What a trend is compared with, as a second line: a year ago, other tickets, a baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bot import words
from bot.charts import canvas
from bot.charts.canvas import Canvas
from bot.charts.letters import fit, text_width
from bot.charts.plot import PLOT_HEIGHT, Plot
from bot.charts.shapes import Chart, ChartKind, Mark
from bot.monospace import shorten
from metrics.question.query import Against, Clock
from metrics.question.result import Figure, Result

NAME_CELLS = 20
NAME_ROOM = 200
APART = 92
"""The last values of both stand at least so many pixels apart."""
FLAT = 80
"""So far above the axis there is room for one line below the last value."""


def name(result: Result) -> str:
    """What the second line is; empty where there is none."""
    if result.versus is None or not any(map(has_value, figures(result))):
        return ""
    return shorten(result.versus.label, NAME_CELLS)


def figures(result: Result) -> Sequence[Figure | None]:
    """What stands beside each point of the trend; of a baseline the same in all windows."""
    if result.versus is None:
        return ()
    if result.query.against is Against.BASELINE:
        return [result.previous] * len(result.series)
    return result.versus.series


def has_value(figure: Figure | None) -> bool:
    """Whether there is a value that may be shown."""
    return figure is not None and figure.value is not None and not figure.hidden


def beside(result: Result, marks: Sequence[Mark]) -> list[Mark]:
    """The marks of a trend with what each is compared with."""
    rival_name = name(result)
    if not rival_name:
        return list(marks)
    return [
        _with(result, mark, rival_name, figure)
        for mark, figure in zip(marks, figures(result), strict=True)
    ]


def _with(result: Result, mark: Mark, rival_name: str, figure: Figure | None) -> Mark:
    if figure is None or figure.value is None or figure.hidden:
        return mark
    days = result.query.clock is Clock.CALENDAR
    text = words.amount(figure.value, result.unit, figure.n, days=days)
    return replace(mark, rival=figure.value, rival_text=text, note=f"{rival_name} {text}")


def rival(sheet: Canvas, plot: Plot) -> None:
    """Draw the second line: black and thin, with squares where it differs from window to window."""
    if not plot.chart.rival:
        return
    places = list(enumerate(mark.rival for mark in plot.chart.marks))
    flat = len({value for _, value in places if value is not None}) == 1
    for there, run in groupby(places, key=lambda place: place[1] is not None):
        spots = [plot.spot(place, value or 0) for place, value in run] if there else []
        if len(spots) > 1:
            sheet.line(spots, canvas.INK, 3)
        if not flat or len(spots) == 1:
            sheet.squares(spots, canvas.INK)
    _label(sheet, plot)


def room(chart: Chart) -> float:
    """The room that the last value of the second line takes at the right."""
    if not chart.rival:
        return 0
    names = [chart.rival, *(f"{mark.rival_text} {chart.rival}" for mark in chart.marks[-1:])]
    widths = [text_width(mark.rival_text, 30) for mark in chart.marks[-1:]]
    return max(*(min(text_width(name, 27), NAME_ROOM) for name in names), *widths) + 6


def _label(sheet: Canvas, plot: Plot) -> None:
    last = plot.chart.marks[-1]
    if last.rival is None:
        return
    own, y = plot.y(last.value or 0), plot.y(last.rival)
    x, is_line = plot.right + 6, plot.chart.kind is ChartKind.LINE
    if is_line and y < own and plot.bottom + FLAT <= own <= plot.bottom + 30 + APART:
        # Room for one line only: above the other value it would seem to be the higher one.
        one_line = fit(f"{last.rival_text} {plot.chart.rival}", 27, NAME_ROOM)
        sheet.text(x, plot.bottom + 12, one_line, size=27)
        return
    if is_line:  # the last value of the line itself stands there too
        ceiling, under = plot.bottom + PLOT_HEIGHT + 10, own - APART
        below = under > plot.bottom + 30 and (y < own or own + APART > ceiling)
        y = min(y, under - 14) if below else min(max(y, own + APART), ceiling)
    sheet.text(x, y, last.rival_text, size=30)
    sheet.text(x, y - 36, fit(plot.chart.rival, 27, NAME_ROOM), size=27, colour=canvas.GREY)
