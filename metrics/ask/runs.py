"""Runs and records: facts of whole calendar weeks or months, whatever window is asked for.

A window that is not over, not ripe or not known neither makes nor breaks one: it is not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from metrics.ask.breaks import between, breaks
from metrics.ask.changes import change, distance
from metrics.ask.question import Question
from metrics.ask.weeks import whole_windows
from metrics.catalogue.figure_kinds import is_count
from metrics.catalogue.metric import Flow, Growth, Mix, Spread, Unit
from metrics.periods import PeriodKind
from metrics.question.query import Against
from metrics.question.result import Figure, Movement, Point, Record, Run
from metrics.statistics.estimates import Estimate
from metrics.statistics.usual import Usual, usual

SHORTEST: Final = 4
"""From so many steps in one direction on they are a run."""
OF: Final = 12
"""Of so many windows an extreme is a record."""
LONGEST: Final = 520
"""So many windows back a run is counted."""
FEWEST: Final = 5
"""A count of fewer is too small for either."""
_MONTHS = {PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR}


class RunFacts(NamedTuple):
    """The fields of a Result that say what run or record its newest whole windows make."""

    run: Run | None = None
    record: Record | None = None


def facts(question: Question, series: Sequence[Point]) -> RunFacts:
    """The run and the record of whole weeks up to the window's end; of months where it is longer.

    `series` is the trend, of which whole windows are not measured again.
    """
    metric = question.metric
    if question.query.against is not Against.BEFORE or isinstance(metric, Mix | Spread | Growth):
        return RunFacts()
    points = _points(question, series, OF)
    if not points:
        return RunFacts()
    run = _run(question, points)
    if run and run.length == len(points) - 1:  # it may have begun before
        run = _run(question, _points(question, series, LONGEST))
    return RunFacts(run=run, record=_record(question, points))


def _points(question: Question, series: Sequence[Point], most: int) -> list[Point]:
    """The newest whole windows, measured alike, each with enough behind it; the newest is last."""
    kind = PeriodKind.MONTH if question.window.kind in _MONTHS else PeriodKind.WEEK
    ready = {point.window: point.figure for point in series if point.complete}
    edges = breaks(question)
    end = min(question.window.end, question.as_of)
    points: list[Point] = []
    for window in reversed(whole_windows(question, kind, most, question.window.end)):
        figure = ready.get(window) or question.figure(window)
        gap = points and points[-1].window.start != window.end
        if gap or not _enough(question, figure) or between(edges, window.start, end):
            break
        points.append(Point(window=window, figure=figure))
    return points[::-1]


def _enough(question: Question, figure: Figure) -> bool:
    if figure.value is None or figure.few or figure.hidden:
        return False
    return question.metric.unit is not Unit.COUNT or figure.n >= FEWEST


def _values(points: Sequence[Point]) -> list[float]:
    return [point.figure.value or 0.0 for point in points]


def _run(question: Question, points: Sequence[Point]) -> Run | None:
    steps = [new - old for old, new in pairwise(_values(points))][::-1]
    length = next((n for n, step in enumerate(steps) if step * steps[0] <= 0), len(steps))
    if length < SHORTEST:
        return None
    first, last = points[-1 - length], points[-1]
    step = change(question.metric, last.figure, first.figure, _usual(question, points[-OF:-1]))
    return Run(
        length=length,
        rising=steps[0] > 0,
        last=last.window,
        clear=step is not None and step.movement is not Movement.UNCLEAR,
    )


def _record(question: Question, points: Sequence[Point]) -> Record | None:
    values = _values(points)
    *others, newest = values
    if len(values) < OF or min(others) <= newest <= max(others):
        return None
    figure, middle = points[-1].figure, float(np.median(others))
    if by := _usual(question, points[:-1]):
        clear = by.beyond(newest, middle)
    else:
        step = distance(question.metric, figure, Estimate(middle, 0, middle, middle))
        clear = step is not None and step.movement is not Movement.UNCLEAR
    return Record(of=OF, highest=newest > max(others), last=points[-1].window, clear=clear)


def _usual(question: Question, points: Sequence[Point]) -> Usual | None:
    if not is_count(question.metric):
        return None
    return usual(_values(points)[::-1], arrivals=isinstance(question.metric, Flow))
