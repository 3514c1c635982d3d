"""Results made by hand: what the engine could have answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Unit
from metrics.periods import Period, PeriodKind, previous, trail
from metrics.periods.windows import unit_window
from metrics.question.query import Query
from metrics.question.result import Change, Figure, Movement, Part, Point, Result, Waiting
from metrics.statistics.estimates import Estimate
from metrics.tickets.records import Dimension

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = unit_window(PeriodKind.WEEK, date(2026, 11, 16), BERLIN)
WEEKS = trail(WEEK, 12, BERLIN)
ASKED_AT = WEEK.end + 10 * 3600 + 45 * 60
HOSTILE = "<!channel> *R&D* `x` <@U0BOSS>"


def figure(value: float | None, n: int = 412, **more: Any) -> Figure:
    """A figure with an interval around its value."""
    bounds = more.pop("bounds", None if value is None else (value * 0.88, value * 1.1))
    low, high = bounds or (None, None)
    return Figure(estimate=Estimate(value, n, low, high), **more)


def wait(value: float | None, n: int = 412, **more: Any) -> Figure:
    """A waiting time with its 90th percentile."""
    p90 = None if value is None or n < 20 else Estimate(value * 3.6, n)
    return figure(value, n, p90=p90, few=0 < n < 30, hidden=0 < n < 5, **more)


def rate(hits: int, n: int, **more: Any) -> Figure:
    """A share."""
    return figure(hits / n if n else None, n, hits=hits, few=0 < n < 30, hidden=0 < n < 5, **more)


def answer(key: str = "frt", **more: Any) -> Result:
    """A whole answer about last week; any field can be given."""
    metric = CATALOGUE[key]
    seconds = metric.unit is Unit.SECONDS
    was, now = wait(9180.0, 398), wait(8040.0, 412)
    query = more.pop("query", Query(metric=key, period=Period.of("last week")))
    whole = Result(
        query=query,
        title=metric.title,
        scope="Email",
        unit=metric.unit,
        better=metric.better,
        statistic={Unit.SECONDS: "median", Unit.SHARE: "share"}.get(metric.unit, "count"),
        window=WEEK,
        clock_words="calendar time" if seconds else "",
        zone="Europe/Berlin",
        figure=now,
        previous=was,
        previous_window=previous(WEEK, BERLIN),
        change=Change(difference=-1140.0, relative=-0.1242, movement=Movement.BETTER),
        definition=metric.definition,
        population=metric.population,
        fresh_until=ASKED_AT - 180,
        asked_at=ASKED_AT,
    )
    return replace(whole, **more)


def weekly(figures: Sequence[Figure], *, complete: bool = True) -> tuple[Point, ...]:
    """The last weeks, one for each figure."""
    windows = trail(WEEK, len(figures), BERLIN)
    last = len(figures) - 1
    return tuple(
        Point(window=window, figure=each, complete=complete or place < last)
        for place, (window, each) in enumerate(zip(windows, figures, strict=True))
    )


def parts(
    named: Sequence[tuple[str, Figure]], dimension: Dimension = Dimension.CHANNEL
) -> dict[str, Any]:
    """The fields of an answer that is cut by a dimension."""
    total = sum(each.n for _, each in named)
    cut = tuple(
        Part(key=(name,), label=name, figure=each, share=each.n / total if total else None)
        for name, each in named
    )
    return {"parts": cut, "split": (dimension,)}


def bands(counts: Sequence[int]) -> tuple[Part, ...]:
    """How many are how old."""
    labels = ("0-1 days", "1-3 days", "3-7 days", "7-14 days", "14-30 days", "over 30 days")
    total = sum(counts)
    return tuple(
        Part(key=(label,), label=label, figure=figure(n, n, bounds=(None, None)), share=n / total)
        for label, n in zip(labels, counts, strict=True)
    )


WAITING = Waiting(n=12, oldest_seconds=187200.0, what="still wait for a first reply")
TREND = [10200.0, 9300, 11000, 9900, 9400, 8800, 9700, 10400, 9000, 8600, 9180, 8040]
