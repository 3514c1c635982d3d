"""Where on a trend the way of measuring changed."""

from __future__ import annotations

from collections.abc import Iterator

from bot.charts.shapes import Crack
from metrics.question.result import Result


def cracks(result: Result) -> Iterator[Crack]:
    """The breaks of a Result, as far as they lie within its trend."""
    if result.parts or result.bands:
        return
    for place, point in enumerate(result.series):
        window = point.window
        for each in result.breaks:
            if window.start <= each.at < window.end:
                within = (each.at - window.start) / (window.end - window.start)
                yield Crack(place=place + within, label=f"new {each.what}")
