"""What a question and its figure are called, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metrics.ask import amounts
from metrics.ask.figures import Rows
from metrics.catalogue.metric import (
    Age,
    AnyMetric,
    Duration,
    Growth,
    Mix,
    Rate,
    Ratio,
    Score,
    Share,
    Spread,
    Statistic,
)
from metrics.catalogue.sla import resolves
from metrics.office_hours.business_time import BusinessClock
from metrics.question.query import Clock, Directory, Filter, Query
from metrics.tickets.columns import Columns
from metrics.tickets.records import Dimension


def scope(
    query: Query, directory: Directory, largest: str | None, everything: str = "All tickets"
) -> str:
    """Which tickets are asked about; `everything` says what they all are."""
    parts = [_which(part, directory) for part in query.where]
    if largest is not None:
        parts.append(f"largest: {largest}")
    return " · ".join(words[:1].upper() + words[1:] for words in parts) or everything


def _which(part: Filter, directory: Directory) -> str:
    """The values of a filter, or what it leaves out."""
    out = directory.left_out(part)
    names = ", ".join(directory.label(part.dimension, value) for value in out or part.values)
    return f"all but {names}" if out else names


def statistic(query: Query, metric: AnyMetric) -> str:
    """What the headline is."""
    match metric:
        case Duration() | Age():
            oldest = isinstance(metric, Age) and metric.oldest
            return "oldest" if oldest else _time_statistic(metric, query.percentile or 50)
        case Share() | Mix():
            return "share"
        case Spread():
            return "range"
        case Score() | Ratio() | Rate():
            return amounts.statistic(metric)
        case Growth():
            return "net change"
        case _:
            return "count"


def _time_statistic(metric: Duration | Age, part: int) -> str:
    if metric.statistic is not Statistic.PERCENTILE:
        return metric.statistic.value
    return "median" if part == 50 else f"{ordinal(part)} percentile"


def ordinal(number: int) -> str:
    """A number from 1 to 99 as people count: 1st, 22nd, 90th."""
    last = number % 10 if not 10 < number < 20 else 0
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(last, 'th')}"


def clock(query: Query, metric: AnyMetric, hours: BusinessClock) -> str:
    """Whose time is measured; empty where no time is."""
    if query.clock is Clock.BUSINESS:
        return f"business hours {hours.words()}"
    return "calendar time" if metric.takes_clock else ""


def caveats(split: Sequence[Dimension], metric: AnyMetric, rows: Rows) -> tuple[str, ...]:
    """What to bear in mind: what these very rows call for first, then what always holds."""
    channels = len(np.unique(rows.cut[Dimension.CHANNEL])) if len(rows) else 0
    if isinstance(metric, Duration) and channels > 1 and Dimension.CHANNEL not in split:
        pooling = f"Pools {channels} channels: judge each against its own target."
        return (pooling, *metric.caveats)
    return metric.caveats


def settled(days: int) -> tuple[str, ...]:
    """That the newest days are left out since their figures still move; empty where none are."""
    if not days:
        return ()
    span = "a day" if days == 1 else f"{days} days"
    return (f"The latest seven days with final figures: newer days can still change for {span}.",)


def population(metric: AnyMetric, columns: Columns) -> str:
    """Which tickets count and what puts them in the window; of promises, when their clocks pause.

    So an answer that was given when they paused otherwise is known to be made otherwise.
    """
    of_promises = columns.promises if resolves(metric.key) else None  # what takes long to make
    pauses = of_promises.pauses if of_promises else ""
    return f"{metric.population} {pauses}".strip()
