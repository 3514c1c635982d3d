"""From rows to figures: which rows count in a window, and the number they give, by kind of metric.

Headline, parts, series and ticket list all go through `rows_of` and `figure`: they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

import numpy as np

from metrics.ask import amounts
from metrics.catalogue.metric import (
    Age,
    AnyMetric,
    Duration,
    Flow,
    Growth,
    Level,
    Mix,
    Rate,
    Ratio,
    Score,
    Share,
    Spread,
    Statistic,
)
from metrics.catalogue.moves import real_moves
from metrics.office_hours.business_time import BusinessClock
from metrics.question.query import Clock, Query
from metrics.question.result import Figure
from metrics.statistics.estimates import (
    Estimate,
    Floats,
    count,
    mean_estimate,
    percentile_estimate,
    share,
)
from metrics.tickets.columns import Bools, Columns, Facts, Ints, Spans, reorder, subset
from metrics.tickets.facts import cut_only
from metrics.tickets.intervals import meetings
from metrics.tickets.records import Dimension, Instant

Rows: TypeAlias = Facts | Spans

SHOWN_FROM = 5
"""Below, a sample says nothing: only its count is shown (metric catalogue, 3.2)."""
P90_FROM = 20
"""Below, the longest is shown in place of the 90th percentile."""


def source(metric: AnyMetric) -> Callable[[Columns], Rows]:
    """What gives all rows that `metric` is made from; measures made alike have one source."""
    match metric:
        case Score() | Ratio() | Rate() | Duration() | Share() | Flow() | Mix() | Growth():
            return metric.facts
        case Spread():
            return metric.of.facts
        case Level() | Age():
            return metric.spans
        case _:
            assert_never(metric)


def rows_of(
    metric: AnyMetric,
    rows: Rows,
    bounds: tuple[Instant, Instant],
    as_of: Instant,
    where: Mapping[Dimension, Ints],
) -> Rows:
    """The rows of a window [start, end) as known at `as_of`, those left out for a reason included.

    For a level, the rows that hold at the window's end, or at `as_of` if that comes first.
    """
    start, end = bounds
    if isinstance(rows, Spans):
        return matching(rows.at(min(end, as_of)), where)
    if isinstance(metric, Growth):
        return matching(rows.within(start + 1, min(end, as_of) + 1), where)
    within = rows.within(start, min(end, as_of + 1))
    # A flow counts a ticket once a window; elsewhere a later fact anywhere takes its place.
    until = min(end, as_of + 1) if isinstance(metric, Flow | Mix | Ratio) else as_of + 1
    mask = fitting(within, where) & (within.gone_at >= until)
    return subset(within, mask if within.earlier_at is None else mask & (within.earlier_at < start))


def countable(rows: Rows) -> Rows:
    """Without the rows left out for a reason."""
    return subset(rows, rows.reason == 0) if isinstance(rows, Facts) else rows


def matching(rows: Rows, where: Mapping[Dimension, Ints]) -> Rows:
    """The rows whose codes are among those given, in every dimension."""
    return subset(rows, fitting(rows, where))


def fitting(rows: Rows, where: Mapping[Dimension, Ints]) -> Bools:
    """Which rows have codes among those given, in every dimension."""
    mask = np.ones(len(rows), dtype=np.bool_)
    for dimension, codes in where.items():
        mask &= np.isin(rows.cut[dimension], codes)
    return mask


def lean(
    metric: AnyMetric, rows: Rows, where: Collection[Dimension], split: Dimension | None
) -> Rows:
    """The rows with no more dimensions than a figure needs: the others need not be copied."""
    dimensions = set(where)
    if isinstance(metric, Mix) and split is not None:
        dimensions.add(split)
    if isinstance(metric, Spread):
        dimensions.add(metric.over)
    return cut_only(rows, dimensions)


def groups(rows: Rows, split: Sequence[Dimension]) -> Iterator[tuple[tuple[int, ...], Rows]]:
    """The rows of each combination of codes."""
    if not len(rows):
        return
    # The codes of a row become one number; in the order of these numbers each combination is one
    # run, and ends where the number changes.
    codes = tuple(rows.cut[dimension] for dimension in split)
    numbers = np.ravel_multi_index(codes, tuple(int(code.max()) + 1 for code in codes))
    order = np.argsort(numbers, kind="stable")
    start = 0
    for end in np.flatnonzero(np.diff(numbers[order], append=-1)) + 1:
        which = order[start:end]
        yield tuple(int(code[which[0]]) for code in codes), reorder(rows, which)
        start = int(end)


def seconds(rows: Rows, clock: Clock, hours: BusinessClock, as_of: Instant) -> Ints:
    """The measured time of each row, on the clock asked for."""
    start, end = ends(rows, as_of)
    whole = clock_seconds(rows.ticket, (start, end), (start, end), clock, hours)
    if isinstance(rows, Spans) or rows.paused is None:
        return whole
    row, pause = meetings(rows.ticket, start, end, rows.paused)
    pauses = rows.paused.started_at[pause], rows.paused.ended_at[pause]
    pause_seconds = clock_seconds(rows.ticket[row], (start[row], end[row]), pauses, clock, hours)
    less = np.bincount(row, weights=pause_seconds, minlength=len(whole)).astype(np.int64)
    return whole - less


def clock_seconds(
    ticket: Ints,
    whole: tuple[Ints, Ints],
    piece: tuple[Ints, Ints],
    clock: Clock,
    hours: BusinessClock,
) -> Ints:
    """The seconds of each piece of a span, on the clock asked for: all of one make up its own."""
    if clock is Clock.CALENDAR:
        return piece[1] - piece[0]
    return hours.piece_seconds(ticket, whole, *piece)


def ends(rows: Rows, as_of: Instant) -> tuple[Ints, Ints]:
    """Where the measured time of each row begins and ends; an age ends at `as_of`."""
    if isinstance(rows, Spans):
        return rows.since_at, np.full(len(rows), as_of)
    return rows.start_at, rows.at


def hits(rows: Facts, horizon_seconds: int, as_of: Instant) -> Bools:
    """Which rows became a hit within the horizon and stayed one, as known at `as_of`."""
    until = np.minimum(rows.at + horizon_seconds, as_of)
    hits_mask: Bools = (rows.hit_at <= until) & (rows.lost_at > until)
    return hits_mask


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How a question wants its rows measured."""

    metric: AnyMetric
    query: Query
    hours: BusinessClock
    as_of: Instant

    def figure(self, rows: Rows, at: Instant | None = None) -> Figure:
        """The figure of rows that count. `at` is the instant of a level, `as_of` by default."""
        if isinstance(self.metric, Score | Ratio | Rate):
            assert isinstance(rows, Facts)
            return amounts.figure(self.metric, rows)
        return self._count(self.metric, rows, at)

    def _count(
        self,
        metric: Duration | Share | Flow | Mix | Level | Age | Growth | Spread,
        rows: Rows,
        at: Instant | None,
    ) -> Figure:
        match metric:
            case Duration() | Age():
                instant = self.as_of if at is None else at
                return self.times(seconds(rows, self.query.clock, self.hours, instant))
            case Share():
                return self.rate(metric, rows)
            case Spread():
                each = (self.rate(metric.of, part) for _, part in groups(rows, (metric.over,)))
                return _range(list(each), metric.minimum)
            case Growth():
                assert isinstance(rows, Facts)
                signs, steps = np.array([sign for _, sign in metric.steps]), real_moves(rows).step
                return Figure(estimate=Estimate(float(signs[steps].sum()), len(steps)))
            case Flow() | Mix():
                return Figure(estimate=count(len(rows)))
            case Level():
                return Figure(estimate=level(len(rows)))
            case _:
                assert_never(metric)

    def rate(self, metric: Share, rows: Rows) -> Figure:
        """The share of hits among rows."""
        assert isinstance(rows, Facts)
        hit_count = int(hits(rows, metric.horizon_seconds, self.as_of).sum())
        return share_figure(hit_count, len(rows), metric.minimum)

    def _headline(self, values: Floats) -> Estimate:
        match self.metric:
            case Duration(statistic=Statistic.MEAN) | Age(statistic=Statistic.MEAN):
                return mean_estimate(values)
            case Duration() | Age() if _is_extreme(self.metric):
                longest = self.metric.statistic is not Statistic.SHORTEST
                extreme = (np.max if longest else np.min)(values) if len(values) else None
                return Estimate(None if extreme is None else float(extreme), len(values))
            case _:
                return percentile_estimate(values, (self.query.percentile or 50) / 100)

    def times(self, values: Ints) -> Figure:
        """The figure of measured seconds."""
        n = len(values)
        floats: Floats = values.astype(np.float64)
        if _is_extreme(self.metric):
            # A fact and no estimate: it takes no sample to tell which is the oldest.
            return Figure(estimate=self._headline(floats))
        return Figure(
            estimate=self._headline(floats),
            p90=percentile_estimate(floats, 0.9) if n >= P90_FROM else None,
            mean=float(floats.mean()) if n else None,
            longest=float(floats.max()) if n else None,
            few=0 < n < self.metric.minimum,
            hidden=0 < n < SHOWN_FROM,
        )


def _is_extreme(metric: AnyMetric) -> bool:
    """Whether the headline is that of the one row that took longest or shortest."""
    one = {Statistic.LONGEST, Statistic.SHORTEST}
    oldest = isinstance(metric, Age) and metric.oldest
    return oldest or (isinstance(metric, Duration | Age) and metric.statistic in one)


def level(n: int) -> Estimate:
    """How many there are: a census, so without an interval."""
    return Estimate(float(n), n)


def _range(shares: Sequence[Figure], minimum: int) -> Figure:
    """The highest less the lowest of the shares that have enough behind them."""
    values = [each.value for each in shares if each.n >= minimum and each.value is not None]
    value = max(values) - min(values) if len(values) > 1 else None
    return Figure(estimate=Estimate(value, sum(each.n for each in shares)))


def portion(n: int, total: int) -> float | None:
    """How much of a whole `n` are; of too few nothing but their number is told."""
    return n / total if total >= SHOWN_FROM else None


def share_figure(hit_count: int, n: int, minimum: int) -> Figure:
    """The figure of `hit_count` of `n`."""
    return Figure(
        estimate=share(hit_count, n), hits=hit_count, few=0 < n < minimum, hidden=0 < n < SHOWN_FROM
    )
