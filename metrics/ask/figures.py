"""From rows to figures: which rows count in a window, and the number they give, by kind of metric.

Headline, parts, series and ticket list all go through `found` and `figure`: they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

import numpy as np

from metrics.business import BusinessClock
from metrics.catalogue.metric import Age, AnyMetric, Duration, Flow, Level, Mix, Share
from metrics.columns import Bools, Columns, Facts, Ints, Spans, chosen
from metrics.query import Clock, Query
from metrics.records import Dimension, Instant
from metrics.result import Figure
from metrics.statistics import Estimate, Floats, count, percentile_estimate, share

Rows: TypeAlias = Facts | Spans

SHOWN_FROM = 5
"""Below, a sample says nothing: only its count is shown (metric catalogue, 3.2)."""
P90_FROM = 20
"""Below, the longest is shown in place of the 90th percentile."""


def source(metric: AnyMetric, columns: Columns) -> Rows:
    """All rows that `metric` is made from."""
    match metric:
        case Duration() | Share() | Flow() | Mix():
            return metric.facts(columns)
        case Level() | Age():
            return metric.spans(columns)
        case _:
            assert_never(metric)


def found(metric: AnyMetric, rows: Rows, start: Instant, end: Instant, as_of: Instant) -> Rows:
    """The rows of a window [start, end) as known at `as_of`, those left out for a reason included.

    For a level, the rows that hold at the window's end, or at `as_of` if that comes first.
    """
    if isinstance(rows, Spans):
        return rows.at(min(end, as_of))
    within = rows.within(start, min(end, as_of + 1))
    # A flow counts a ticket once a window; elsewhere a later fact anywhere takes its place.
    until = min(end, as_of + 1) if isinstance(metric, Flow | Mix) else as_of + 1
    return chosen(within, within.gone_at >= until)


def counted(rows: Rows) -> Rows:
    """Without the rows left out for a reason."""
    return chosen(rows, rows.reason == 0) if isinstance(rows, Facts) else rows


def matching(rows: Rows, where: Mapping[Dimension, Ints]) -> Rows:
    """The rows whose codes are among those given, in every dimension."""
    for dimension, codes in where.items():
        rows = chosen(rows, np.isin(rows.cut[dimension], codes))
    return rows


def groups(rows: Rows, split: Sequence[Dimension]) -> Iterator[tuple[tuple[int, ...], Rows]]:
    """The rows of each combination of codes."""
    if not len(rows):
        return
    codes = np.stack([rows.cut[dimension] for dimension in split])
    keys, group = np.unique(codes, axis=1, return_inverse=True)
    for number, key in enumerate(keys.T):
        yield tuple(int(code) for code in key), chosen(rows, group.ravel() == number)


def seconds(rows: Rows, clock: Clock, hours: BusinessClock, as_of: Instant) -> Ints:
    """The measured time of each row, on the clock asked for."""
    start, end = ends(rows, as_of)
    if clock is Clock.CALENDAR:
        return end - start
    return hours.working_seconds(rows.ticket, start, end)


def ends(rows: Rows, as_of: Instant) -> tuple[Ints, Ints]:
    """Where the measured time of each row begins and ends; an age ends at `as_of`."""
    if isinstance(rows, Spans):
        return rows.since_at, np.full(len(rows), as_of)
    return rows.start_at, rows.at


def hits(rows: Facts, horizon_seconds: int, as_of: Instant) -> Bools:
    """Which rows became a hit within the horizon, as known at `as_of`."""
    hit: Bools = (rows.hit_at <= as_of) & (rows.hit_at - rows.at <= horizon_seconds)
    return hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How a question wants its rows measured."""

    metric: AnyMetric
    query: Query
    hours: BusinessClock
    as_of: Instant

    def figure(self, rows: Rows, at: Instant | None = None) -> Figure:
        """The figure of rows that count. `at` is the instant of a level, `as_of` by default."""
        metric = self.metric
        match metric:
            case Duration() | Age():
                instant = self.as_of if at is None else at
                return self._times(seconds(rows, self.query.clock, self.hours, instant))
            case Share():
                assert isinstance(rows, Facts)
                hit = int(hits(rows, metric.horizon_seconds, self.as_of).sum())
                return share_figure(hit, len(rows), metric.minimum)
            case Flow() | Mix():
                return Figure(estimate=count(len(rows)))
            case Level():
                return Figure(estimate=level(len(rows)))
            case _:
                assert_never(metric)

    def _times(self, values: Ints) -> Figure:
        n = len(values)
        floats: Floats = values.astype(np.float64)
        part = (self.query.percentile or 50) / 100
        return Figure(
            estimate=percentile_estimate(floats, part),
            p90=percentile_estimate(floats, 0.9) if n >= P90_FROM else None,
            mean=float(floats.mean()) if n else None,
            longest=float(floats.max()) if n else None,
            few=0 < n < self.metric.minimum,
            hidden=0 < n < SHOWN_FROM,
        )


def level(n: int) -> Estimate:
    """How many there are: a census, so without an interval."""
    return Estimate(float(n), n)


def share_figure(hit: int, n: int, minimum: int) -> Figure:
    """The figure of `hit` of `n`."""
    return Figure(estimate=share(hit, n), hits=hit, few=0 < n < minimum, hidden=0 < n < SHOWN_FROM)
