"""One's own figures as they are: the median of complete weeks, and a target somewhat better.

Usable from 30 days, firm from 90: a shorter stretch may be a good or a bad month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf
from types import MappingProxyType

import numpy as np

from metrics.catalogue.metric import AnyMetric, Better, Unit
from metrics.question.result import Point
from metrics.statistics.estimates import Estimate, percentile, percentile_estimate

USABLE_DAYS = 30
FIRM_DAYS = 90
WEEKS = 13
"""As many whole weeks as 90 days need."""
IMPROVEMENT = 0.10
_DAY = 86400
_MINUTE, _HOUR = 60, 3600
_STEPS: Mapping[Unit, tuple[tuple[float, float], ...]] = MappingProxyType(
    {
        Unit.SECONDS: (
            (_MINUTE, 5),
            (10 * _MINUTE, 30),
            (_HOUR, 5 * _MINUTE),
            (6 * _HOUR, 30 * _MINUTE),
            (_DAY, _HOUR),
            (4 * _DAY, 12 * _HOUR),
            (inf, _DAY),
        ),
        Unit.SHARE: ((0.05, 0.005), (inf, 0.01)),
        Unit.COUNT: ((20, 1), (100, 5), (500, 10), (2000, 50), (inf, 100)),
    }
)
_HIGHEST: Mapping[Unit, float] = MappingProxyType(
    {Unit.SHARE: 1, Unit.EASE: 7, Unit.POINTS: 100, Unit.NET: 100}
)
_SCORES = ((10.0, 0.1), (inf, 1.0))
"""How finely a value below some size is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The median week, between which values the middle half of the weeks lay, and a proposal.

    `estimate` is the median once more, with the bounds of its interval.
    """

    value: float
    estimate: Estimate
    low: float
    high: float
    weeks: int
    days: int
    proposal: float | None

    @property
    def usable(self) -> bool:
        """Whether it is long enough to say anything."""
        return self.days >= USABLE_DAYS

    @property
    def firm(self) -> bool:
        """Whether it is long enough to stand on."""
        return self.days >= FIRM_DAYS


def baseline(
    metric: AnyMetric, weeks: Sequence[Point], improvement: float = IMPROVEMENT
) -> Baseline | None:
    """The baseline of complete weeks; None where none of them has a value to show."""
    known = [p for p in weeks if p.figure.value is not None and not p.figure.hidden]
    values = np.array([point.figure.value for point in known], dtype=np.float64)
    low, value, high = (percentile(values, part) for part in (0.25, 0.5, 0.75))
    if low is None or value is None or high is None:
        return None
    return Baseline(
        value=value,
        estimate=percentile_estimate(values, 0.5),
        low=low,
        high=high,
        weeks=len(known),
        days=round((known[-1].window.end - known[0].window.start) / _DAY),
        proposal=proposal(value, metric.unit, metric.better, improvement),
    )


def proposal(
    value: float, unit: Unit, better: Better, improvement: float = IMPROVEMENT
) -> float | None:
    """A target somewhat better than one's own value, as a person would say it.

    None for what has no better direction, or where there is next to nothing left to gain.
    """
    if better is Better.NEITHER:
        return None
    goal = value + abs(value) * (improvement if better is Better.HIGHER else -improvement)
    highest = _HIGHEST.get(unit, inf)
    goal = min(goal, (highest + value) / 2)
    size = step(abs(goal), unit)
    target = round(goal / size) * size
    if better is Better.HIGHER and target <= value:
        target = (floor(value / size) + 1) * size
    if better is Better.LOWER and target >= value:
        target = (ceil(value / size) - 1) * size
    return round(target, 6) if 0 < target < highest else None


def step(value: float, unit: Unit) -> float:
    """How finely a person would say a value of that size."""
    return next(size for below, size in _STEPS.get(unit, _SCORES) if value < below)
