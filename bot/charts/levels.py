"""Lines across a trend: the target with its steps, an outside figure, and breaks of the series."""

from __future__ import annotations

from itertools import groupby

from bot.charts import canvas
from bot.charts.canvas import Canvas, Spot
from bot.charts.letters import fit, text_width
from bot.charts.plot import PLOT_HEIGHT, Plot
from bot.charts.shapes import Goal

LABEL_SIZE = 28


def target(sheet: Canvas, plot: Plot) -> None:
    """Draw the target of each window; where it was changed, a note says since when it holds."""
    chart = plot.chart
    if chart.target is None:
        return
    places = list(enumerate(mark.target for mark in chart.marks))
    for has_target, run in groupby(places, key=lambda place: place[1] is not None):
        if has_target:
            line = [spot for place, value in run for spot in _edge(plot, place, value or 0)]
            sheet.line(line, canvas.ORANGE, 3, dashed=True)
    if chart.target_change is None:
        _label(sheet, plot, chart.target)


def _edge(plot: Plot, place: int, value: float) -> tuple[Spot, Spot]:
    """The two ends of a window at a height."""
    left, y = plot.left + place * plot.pitch, plot.y(value)
    return (left, y), (left + plot.pitch, y)


def _label(sheet: Canvas, plot: Plot, level: Goal) -> None:
    y = plot.y(level.value)
    # The label keeps to the side of its line that the first values leave free.
    first = [mark.value for mark in plot.chart.marks[:4] if mark.value is not None]
    below = bool(first) and sum(first) / len(first) > level.value
    below = (below or near(plot, level.value)) and y - 44 > plot.bottom
    at = plot.left + 8, y + (-24 if below else 24)
    label = fit(level.label, LABEL_SIZE, (plot.right - plot.left) / 2)
    sheet.text(*at, label, size=LABEL_SIZE, colour=canvas.ORANGE, halo=True)


def near(plot: Plot, value: float) -> bool:
    """Whether words above a value would lie upon the line from which on an alert speaks."""
    level = plot.chart.threshold
    return level is not None and -10 < plot.y(level.value) - plot.y(value) < 62


def threshold(sheet: Canvas, plot: Plot) -> None:
    """Draw from where on an alert speaks, named at the right, where the target's name is not."""
    level = plot.chart.threshold
    if level is None:
        return
    y = plot.y(level.value)
    sheet.line([(plot.left, y), (plot.right, y)], canvas.WINE, 4)
    label = fit(level.label, LABEL_SIZE, (plot.right - plot.left) / 2)
    last = [mark.value for mark in plot.chart.marks[-5:] if mark.value is not None]
    above = y + 48 < plot.bottom + PLOT_HEIGHT and (not last or max(last) <= level.value)
    above = above or y - 48 < plot.bottom  # below it would lie upon the names of the windows
    at = plot.right - 8, y + (24 if above else -24)
    sheet.text(*at, label, size=LABEL_SIZE, colour=canvas.WINE, align="right", halo=True)


def outside(sheet: Canvas, plot: Plot) -> None:
    """Draw an outside figure faintly: it is there to be looked at, and judges nothing."""
    for value in plot.chart.outside.values if plot.chart.outside else ():
        y = plot.y(value)
        sheet.line([(plot.left, y), (plot.right, y)], canvas.GREY, 2, dashed=True)


def cracks(sheet: Canvas, plot: Plot) -> None:
    """Draw upright where the way of measuring changed; a label that touches another is left out."""
    free = plot.left
    for crack in plot.chart.cracks:
        x, top = plot.left + crack.place * plot.pitch, plot.bottom + PLOT_HEIGHT
        sheet.line([(x, plot.bottom), (x, top)], canvas.GREY, 2, dashed=True)
        half = text_width(crack.label, 26) / 2
        if x - half >= free:
            at = x, top + 12
            sheet.text(*at, crack.label, size=26, colour=canvas.GREY, align="center", halo=True)
            free = x + half + 10
