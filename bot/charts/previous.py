"""The value that the last one is compared with, written where it covers no point and no line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.charts.canvas import Canvas, Spot
from bot.charts.letters import text_width
from bot.charts.levels import near
from bot.charts.plot import PLOT_HEIGHT, Plot

SIZE = 30
ABOVE, BELOW = 36, -38
"""How far from its point the middle of the words stands."""
HALF_HEIGHT = 26
"""Half of the words' height with the radius of a point."""
STEPS = 8
"""In so many places a line is looked at between two points."""


def previous(sheet: Canvas, plot: Plot) -> None:
    """Write the value at its point; nowhere, where there is no room: the card says it too."""
    place, marks = plot.chart.previous, plot.chart.marks
    if place is None or marks[place].value is None or place == len(marks) - 1:
        return
    if at := spot(plot, place):
        sheet.text(*at, marks[place].text, size=SIZE, align="center", halo=True)


def spot(plot: Plot, place: int) -> Spot | None:
    """The middle of the words at a mark, on the side that is free; None where neither is."""
    mark = plot.chart.marks[place]
    value, half = mark.value or 0.0, text_width(mark.text, SIZE) / 2
    next_value = plot.chart.marks[place + 1].value or 0.0
    x, y = plot.spot(place, value)
    middle = min(x, plot.right - half - 6)
    sides = (ABOVE, BELOW) if next_value <= value else (BELOW, ABOVE)
    drawn = list(_drawn(plot))
    for side in sides:
        outside = y + side < plot.bottom + 14 or y + side > plot.bottom + PLOT_HEIGHT + 20
        covers_level = side == ABOVE and near(plot, value)
        if not (outside or covers_level or _covers((middle, y + side), half, drawn)):
            return middle, y + side
    return None


def _covers(at: Spot, half: float, drawn: list[Spot]) -> bool:
    return any(abs(x - at[0]) < half + 8 and abs(y - at[1]) < HALF_HEIGHT for x, y in drawn)


def _drawn(plot: Plot) -> Iterator[Spot]:
    """The points of the chart and places on the lines between them."""
    for values in ([m.value for m in plot.chart.marks], [m.p90 for m in plot.chart.marks]):
        spots = [None if v is None else plot.spot(n, v) for n, v in enumerate(values)]
        yield from filter(None, spots)
        for one, two in pairwise(spots):
            if one and two:
                for step in range(1, STEPS):
                    part = step / STEPS
                    yield (one[0] + part * (two[0] - one[0]), one[1] + part * (two[1] - one[1]))
