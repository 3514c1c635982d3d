"""Which bars may share a scale: beside hours, minutes would be lines that nobody sees."""

from __future__ import annotations

from collections.abc import Sequence

from bot.charts.shapes import Chart, Mark
from metrics.catalogue.metric import Unit

FARTHEST = 30
"""Bars that differ by more than so many times do not share a scale."""


def panels(chart: Chart) -> list[Sequence[Mark]]:
    """The marks by their scale, the largest values first; what has no value stands with the last.

    A share is read against the whole, ages follow each other, and single people are not set apart:
    these share one scale.
    """
    if chart.people or chart.ordered or chart.scale.unit is Unit.SHARE:
        return [chart.marks]
    rest, groups = list(chart.marks), []
    while values := [mark.value for mark in rest if mark.value is not None and mark.value > 0]:
        least = max(values) / FARTHEST
        near = [mark for mark in rest if mark.value is not None and mark.value >= least]
        groups.append(near)
        rest = [mark for mark in rest if mark not in near]
    if not groups:
        return [rest]
    return [*groups[:-1], [mark for mark in chart.marks if mark in (*groups[-1], *rest)]]
