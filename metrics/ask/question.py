"""One question over one snapshot: its windows, its rows, and the figures they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from metrics import periods
from metrics.ask import amounts, figures
from metrics.ask.figures import Measure, Rows
from metrics.ask.unread import Older, Unread, began_before
from metrics.catalogue.metric import (
    DAY_SECONDS,
    Age,
    AnyMetric,
    Duration,
    Level,
    Mix,
    Rate,
    Spread,
)
from metrics.goals.targets import Targets
from metrics.office_hours.business_time import BusinessClock
from metrics.periods import Period, PeriodKind, Window
from metrics.question.notes import Note
from metrics.question.query import Against, Directory, Query
from metrics.question.result import Figure, Point, Target, Waiting
from metrics.question.rivals import relation
from metrics.sources.knowledge import Coverage
from metrics.store.tickets.snapshot import Snapshot, TicketLine
from metrics.tickets.columns import Bools, Facts, Ints, Spans, subset
from metrics.tickets.dimensions import values_of
from metrics.tickets.records import Dimension, Instant

TREND = {PeriodKind.DAY: 14, PeriodKind.HOURS: 14, PeriodKind.QUARTER: 8, PeriodKind.YEAR: 3}
"""How many windows a trend shows; 12 where nothing is said."""

_MET = {True: "met", False: "not met", None: "open"}


def with_dates(query: Query, at: Instant, home: ZoneInfo) -> Query:
    """The same question with its period by the dates that it meant at an instant.

    The days are those of the question's own time zone, or else of `home`.
    """
    zone = ZoneInfo(query.zone) if query.zone else home
    period, against = query.period.dated(at, zone), query.against
    if isinstance(against, Period):
        against = relation(against.dated(at, zone), period)
    return replace(query, period=period, against=against)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A query with all that is needed to answer it."""

    query: Query
    metric: AnyMetric
    rows: Rows
    open_spans: Spans | None
    rows_for: Callable[[AnyMetric, Query], Rows]
    who: Callable[[Sequence[int]], Mapping[int, TicketLine]]
    snapshot: Snapshot
    directory: Directory
    hours: BusinessClock
    coverage: Coverage
    targets: Targets
    now: Instant
    notes: tuple[Note, ...] = ()

    @property
    def as_of(self) -> Instant:
        """The instant as known at which the question is answered."""
        until = self.coverage.until_at
        return self.now if until is None else min(self.now, until)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.query.zone) if self.query.zone else self.hours.default.zone

    @cached_property
    def window(self) -> Window:
        return self.query.period.window(self.now, self.zone)

    @cached_property
    def measure(self) -> Measure:
        return Measure(metric=self.metric, query=self.query, hours=self.hours, as_of=self.as_of)

    @property
    def split(self) -> tuple[Dimension, ...]:
        """What the answer is cut by: what was asked, or what the measure is about."""
        if isinstance(self.metric, Mix | Spread) and not self.query.split:
            return (self.metric.over,)
        return self.query.split

    @cached_property
    def where(self) -> Mapping[Dimension, Ints]:
        """The codes asked for. What a mix is about narrows its headline, not its tickets."""
        about = self.split if isinstance(self.metric, Mix) else ()
        codes_by_dimension = {
            f.dimension: self._codes(f.dimension)
            for f in self.query.where
            if f.dimension not in about
        }
        if self.coverage.missing and Dimension.SOURCE not in codes_by_dimension:
            known = {"", *self.coverage.sources}
            words = self.snapshot.words[Dimension.SOURCE]
            codes = [code for code, word in enumerate(words) if word in known]
            codes_by_dimension[Dimension.SOURCE] = np.array(codes, dtype=np.int64)
        return codes_by_dimension

    def _codes(self, dimension: Dimension) -> Ints:
        words = self.snapshot.words[dimension]
        values = set(self.query.values(dimension))
        codes = (code for code, word in enumerate(words) if not values.isdisjoint(values_of(word)))
        return np.fromiter(codes, np.int64)

    def rows_in(self, window: Window) -> Rows:
        """The rows of a window that are asked for, those left out for a reason included."""
        return self._within(self.rows, window)

    def _within(self, rows: Rows, window: Window) -> Rows:
        bounds = window.start, window.end
        return figures.rows_of(self.metric, rows, bounds, self.as_of, self.where)

    @cached_property
    def _lean(self) -> Rows:
        split = self.split[0] if self.split else None
        return figures.lean(self.metric, self.rows, self.where, split)

    def figure(self, window: Window) -> Figure:
        rows = figures.countable(self._within(self._lean, window))
        if isinstance(self.metric, Mix):
            return self._mix_figure(rows)
        if isinstance(self.metric, Rate):
            return amounts.rate(self.metric, rows, self.snapshot, window, self.as_of)
        return self.measure.figure(rows, min(window.end, self.as_of))

    @cached_property
    def mix_value(self) -> tuple[int, ...] | None:
        """What the headline of a mix is about: what was asked for, or the largest part."""
        (dimension,) = self.split[:1]
        codes = self._codes(dimension)
        if len(codes):
            return (int(codes[0]),)
        rows = figures.countable(self.rows_in(self.window))
        parts = [(len(part), key) for key, part in figures.groups(rows, (dimension,))]
        return max(parts)[1] if parts else None

    @property
    def largest(self) -> str | None:
        """The part a mix's headline is about, where nobody named one."""
        is_mix = isinstance(self.metric, Mix) and not self.query.values(self.split[0])
        if not is_mix or self.mix_value is None:
            return None
        word = self.snapshot.words[self.split[0]][self.mix_value[0]]
        return self.directory.label(self.split[0], word)

    def _mix_figure(self, rows: Rows) -> Figure:
        codes = rows.cut[self.split[0]]
        hit_count = int((codes == self.mix_value[0]).sum()) if self.mix_value else 0
        return figures.share_figure(hit_count, len(rows), self.metric.minimum)

    @cached_property
    def before(self) -> Window:
        """The window to compare with, as far as this one has elapsed."""
        if not isinstance(self.query.against, Period):
            return self.earlier(self.window)
        other = self.query.against.window(self.now, self.zone)
        if not periods.alike(other, self.window):
            return other
        return periods.as_far(other, periods.until_now(self.window, self.as_of), self.zone)

    def earlier(self, window: Window) -> Window:
        """The window before, or a year before, as far as `window` has elapsed."""
        year = self.query.against is Against.YEAR
        earlier = (periods.year_before if year else periods.before)(window, self.zone)
        return periods.as_far(earlier, periods.until_now(window, self.as_of), self.zone)

    def known(self, window: Window) -> bool:
        """Whether what it is made of is known for all of a window that has passed, and some has."""
        begins = max(self.coverage.since_at, self.coverage.first_at)
        return self.counted_from(window) >= begins and window.start < self.edge

    @cached_property
    def _unread(self) -> Unread:
        return self.older(self.began).unread(self.rows, self.hours)

    @cached_property
    def began(self) -> Bools:
        """Which tickets began before what has been read of their helpdesk so far."""
        return began_before(self.snapshot, self.coverage.edges)

    def older(self, began: Bools) -> Older:
        """Those that `began` before, as this question looks at them."""
        return Older(self.metric, self.query, self.where, self.snapshot, began)

    def unread(self, window: Window) -> int:
        """How many tickets may be missing in a window, as what was before is still being read."""
        if not self.coverage.edges or not self.known(window):
            return 0
        if isinstance(self.metric, Level | Age):
            return self.unseen(window, self.began)
        return self._unread.count(window, self.as_of)

    def unseen(self, window: Window, began: Bools) -> int:
        """How many unsolved tickets that `began` before are not in a level for that."""
        return self.older(began).unseen(self.rows_in(window), window, self.as_of)

    def whole(self, window: Window) -> bool:
        """Whether all of a window is known, what began before it too: only then is it judged."""
        return self.known(window) and not self.unread(window)

    @property
    def edge(self) -> Instant:
        """The first instant of which nothing is known yet."""
        until = self.coverage.until_at
        return self.now + 1 if until is None else until

    def counted_from(self, window: Window) -> Instant:
        """From when a window's figure must know everything: a level what led to its instant."""
        at_once = isinstance(self.metric, Level | Age)
        return min(window.end, self.as_of) - 1 if at_once else window.start

    def complete(self, window: Window) -> bool:
        return window.end <= self.as_of

    def ripe_at(self, window: Window) -> Instant | None:
        """When the figure of a window will stand, if it does not yet."""
        horizon = self.metric.ripening_seconds
        return window.end + horizon if horizon and window.end + horizon > self.as_of else None

    @property
    def settled_days(self) -> int:
        """For how long a day's figure moves, if these are the newest seven days that are ripe."""
        usual = replace(self.query, period=self.metric.default_period)
        newest = with_dates(usual, self.now, self.zone).period
        is_usual = self.metric.own_period is None and newest == self.query.period
        return -(-self.metric.ripening_seconds // DAY_SECONDS) if is_usual else 0

    def series(self) -> tuple[Point, ...]:
        """The trend up to the window asked for, from where the history begins."""
        return tuple(
            Point(
                window=window,
                figure=self.figure(window),
                complete=self.complete(window) and self.ripe_at(window) is None,
                target=self.target_at(window),
            )
            for window in self._trail()
            if self.known(window)
        )

    def _trail(self) -> tuple[Window, ...]:
        newest = self.window
        if isinstance(self.metric, Level | Age) and newest.kind is PeriodKind.DAY:
            newest = replace(newest, kind=PeriodKind.DAYS)
        return periods.trail(newest, TREND.get(newest.kind, 12), self.zone)

    def waiting(self) -> Waiting | None:
        """Those created before the window's end for which it has not happened yet."""
        metric = self.metric
        if not isinstance(metric, Duration) or metric.open is None or self.open_spans is None:
            return None
        rows = figures.matching(self.open_spans.at(self.as_of), self.where)
        assert isinstance(rows, Spans)
        rows = subset(rows, rows.since_at < self.window.end)
        ages = figures.seconds(rows, self.query.clock, self.hours, self.as_of)
        oldest = float(ages.max()) if len(ages) else None
        what = metric.open.one if len(ages) == 1 else metric.open.words
        return Waiting(n=len(ages), oldest_seconds=oldest, what=what)

    def target_at(self, window: Window) -> float | None:
        """The target in force at the end of a window: what is set later does not judge it."""
        aim = self.targets.find(self.query, min(window.end - 1, self.now))
        return aim.value if aim else None

    def target_of(self, figure: Figure) -> Target | None:
        """The target of the window, and whether it is met; one set later judges nothing."""
        value = self.target_at(self.window)
        if value is None:
            later = self.targets.find(self.query, self.now)
            return Target.later(later.value) if later and later.value is not None else None
        met = None
        if figure.value is not None and not figure.hidden and self.whole(self.window):
            higher = self.metric.better == "higher"
            met = figure.value >= value if higher else figure.value <= value
        return Target(value=value, met=met, words=_MET[met])

    def exclusions(self, rows: Rows) -> tuple[tuple[str, int], ...]:
        if not isinstance(rows, Facts):
            return ()
        counts = np.bincount(rows.reason, minlength=len(self.metric.reasons) + 1)[1:]
        return tuple(
            (reason, int(n)) for reason, n in zip(self.metric.reasons, counts, strict=True) if n
        )
