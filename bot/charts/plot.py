"""Where on the sheet the marks of a trend stand."""

from __future__ import annotations

from dataclasses import dataclass

from bot.charts.canvas import Spot
from bot.charts.shapes import Chart

PLOT_HEIGHT = 340


@dataclass(frozen=True, slots=True)
class Plot:
    """Where on the sheet the marks of a chart stand."""

    chart: Chart
    left: float
    right: float
    bottom: float

    @property
    def pitch(self) -> float:
        """The room of one mark."""
        return (self.right - self.left) / max(len(self.chart.marks), 1)

    def x(self, place: int) -> float:
        """The middle of a mark."""
        return self.left + (place + 0.5) * self.pitch

    def y(self, value: float) -> float:
        """The height of a value."""
        return self.bottom + PLOT_HEIGHT * self.chart.scale.within(value)

    def spot(self, place: int, value: float) -> Spot:
        """Where a value of a mark stands."""
        return self.x(place), self.y(value)
