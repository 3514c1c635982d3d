"""A chart as a PNG."""

from __future__ import annotations

from bot.charts.canvas import Canvas
from bot.charts.dots import dots
from bot.charts.drawer import DRAWER
from bot.charts.heat import heat
from bot.charts.rows import rows
from bot.charts.scale import scale
from bot.charts.shapes import Chart, ChartKind, Mark
from bot.charts.trend import trend
from metrics.catalogue.metric import Unit


def sheet(chart: Chart) -> Canvas:
    """The drawing, not yet rendered."""
    match chart.kind:
        case ChartKind.BARS:
            return rows(chart)
        case ChartKind.DOTS:
            return dots(chart)
        case ChartKind.HEAT:
            return heat(chart)
        case _:
            return trend(chart)


def png(chart: Chart) -> bytes:
    """The drawing as an image, 1000 pixels wide: about twice what Slack shows.

    Raises DrawingTimeoutError, or whatever fails in matplotlib.
    """
    return DRAWER.image(lambda: sheet(chart).png())


def warm() -> None:
    """Load fonts and code paths, so that the first question is not the slow one."""
    marks = tuple(Mark(label=f"W{n}", value=1.0 + n, text="1", n=1) for n in range(3))
    axis = scale(4, Unit.COUNT)
    for kind in ChartKind:
        png(Chart(kind=kind, title="W", subtitle="", series="", counts="", scale=axis, marks=marks))
