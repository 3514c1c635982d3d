"""Notes on a trend: a small number above the first window of each, and how far it goes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.charts import canvas
from bot.charts.canvas import Canvas
from bot.charts.plot import PLOT_HEIGHT, Plot
from bot.charts.shapes import ChartKind, Flag

ABOVE = 22
SIZE = 34
BESIDE = 40
FAINT = "#b8bcc4"


def flags(sheet: Canvas, plot: Plot) -> None:
    """Draw the number of each note, and a line as far as it reaches."""
    y = plot.bottom + PLOT_HEIGHT + ABOVE
    visible = [flag for flag in plot.chart.flags if flag.places]
    if plot.chart.kind is ChartKind.LINE:
        for x in sorted({plot.x(flag.places[0]) for flag in visible}):
            sheet.line([(x, y), (x, plot.bottom)], FAINT, 2, dashed=True)
    for flag, x in zip(visible, spread(visible, plot), strict=True):
        reach = plot.x(flag.places[-1])
        if reach > x:
            sheet.line([(x, y), (reach, y)], canvas.GREY, 3)
        sheet.dots([(x, y)], canvas.GREY, SIZE)
        number = str(flag.number)
        sheet.text(x, y, number, size=24, colour=canvas.PAPER, bold=True, align="center")


def spread(visible: Sequence[Flag], plot: Plot) -> list[float]:
    """Where the numbers stand: at the first window of each, moved so that none lie upon another."""
    places: list[float] = []
    for flag in visible:
        places.append(max([plot.x(flag.places[0]), *(x + BESIDE for x in places[-1:])]))
    room = plot.right - SIZE / 2
    return [min(x, room - n * BESIDE) for n, x in enumerate(reversed(places))][::-1]
