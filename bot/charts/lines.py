"""The lines across a chart: a target, an alert's threshold, an outside figure; or why not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot import words
from bot.charts.marks import days
from bot.charts.shapes import ChartKind, Goal, Mark, Outside, Threshold
from metrics.question.result import Result

FAR_ABOVE = 5
"""A target or 90th percentile so many times the values would flatten them: it is only said."""


class Lines(NamedTuple):
    """What is drawn across the marks, and notes on what would flatten them."""

    target: Goal | None
    threshold: Goal | None
    outside: Outside | None
    notes: tuple[str, ...]

    def heights(self, marks: tuple[Mark, ...]) -> Iterator[float]:
        """How high the lines reach."""
        yield from _goals(self.target, marks)
        if self.threshold:
            yield self.threshold.value
        if self.outside:
            yield from self.outside.values


def lines_of(result: Result, highest: float, kind: ChartKind, threshold: Threshold | None) -> Lines:
    """The lines across the chart of a Result whose values reach up to `highest`."""
    target, target_note = _target(result, highest)
    limit, limit_note = _threshold(result, threshold, highest)
    outside, outside_note = _outside(result, highest, kind)
    notes = filter(None, (limit_note, target_note, outside_note))
    return Lines(target, limit, outside, tuple(notes))


def _target(result: Result, highest: float) -> tuple[Goal | None, str]:
    """The target as a line, or as a note where it would flatten everything else."""
    if result.target is None or not result.target.in_force:
        return None, ""
    if result.bands and not result.parts:
        return None, ""
    goal = words.goal(result.target.value, result.unit, result.better, days=days(result))
    label = f"Target {goal}"
    if highest and result.target.value > FAR_ABOVE * highest:
        return None, f"{label} is off this scale"
    return Goal(value=result.target.value, label=label), ""


def _threshold(
    result: Result, threshold: Threshold | None, highest: float
) -> tuple[Goal | None, str]:
    """From where on an alert speaks as a line, or as a note where it would flatten the rest."""
    if threshold is None or (result.bands and not result.parts):
        return None, ""
    value = words.level(threshold.value, result.unit, days=days(result))
    label = f"Alert {'above' if threshold.above else 'below'} {value}"
    if highest and threshold.value > FAR_ABOVE * highest:
        return None, f"{label} is off this scale"
    return Goal(value=threshold.value, label=label), ""


def _goals(target: Goal | None, marks: tuple[Mark, ...]) -> list[float]:
    """The targets to be drawn, those of earlier windows as far as they do not flatten the rest."""
    if target is None:
        return []
    steps = (mark.target for mark in marks if mark.target is not None)
    return [target.value, *(value for value in steps if value <= FAR_ABOVE * target.value)]


def _outside(result: Result, highest: float, kind: ChartKind) -> tuple[Outside | None, str]:
    """The outside figure as lines, or as a note where it would flatten everything else."""
    reference = result.reference
    if reference is None or kind in {ChartKind.BARS, ChartKind.DOTS}:
        return None, ""
    if highest and reference.high > FAR_ABOVE * highest:
        return None, f"{reference.label} is off this scale"
    values = tuple(dict.fromkeys((reference.low, reference.high)))
    return Outside(values=tuple(v for v in values if v > 0), label=reference.label), ""
