"""Estimates with their uncertainty: percentiles, shares, counts and whether two of them differ.

Every interval has 95 % coverage: 2.5 % is left on either side. Where an exact interval does not
exist (a median of five values, a mean of one), there is none, rather than a doubtful one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import floor, hypot, isfinite, sqrt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

_TAIL = 0.025
_Z = 1.959963984540054
_STUDENT_T = (12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462, 2.30600, 2.26216)
_EXACT_COUNTS = 200
_NET_PLAIN_FROM = 100


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its sample size and the bounds of its 95 % interval, where one exists.

    `value` is None for an empty sample: no data is not zero.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """New minus old, its bounds where the method gives some, and whether chance is ruled out."""

    difference: float
    low: float | None
    high: float | None
    clear: bool


def percentile(values: Floats, p: float) -> float | None:
    """Interpolate linearly at position (n - 1) * p: type 7, as NumPy and percentile_cont do.

    `p` is 0..1 and `values` are finite, in any order. None when there are no values.
    """
    return _at_ranks(values, p, None).value


def percentile_estimate(values: Floats, p: float) -> Estimate:
    """Estimate the percentile; the interval lies between two of the values themselves.

    It assumes nothing about the distribution, and exists from n = 6 for the median and from
    n = 36 for the 90th percentile.
    """
    return _at_ranks(values, p, interval_ranks(len(values), p))


def _at_ranks(values: Floats, p: float, ranks: tuple[int, int] | None) -> Estimate:
    if not 0 <= p <= 1:
        raise ValueError(f"A percentile is asked for as a share from 0 to 1, not {p}.")
    n = len(values)
    if n == 0:
        return Estimate(None, 0)
    position = (n - 1) * p
    below = floor(position)
    above = min(below + 1, n - 1)
    positions = {below, above} | {rank - 1 for rank in ranks or ()}
    in_place = np.partition(values, sorted(positions))
    value = _between(float(in_place[below]), float(in_place[above]), position - below)
    if ranks is None:
        return Estimate(value, n)
    return Estimate(value, n, float(in_place[ranks[0] - 1]), float(in_place[ranks[1] - 1]))


def _between(low: float, high: float, part: float) -> float:
    # Clamped: rounding must not carry the value past a neighbour that is also a bound.
    return min(max(low + (high - low) * part, low), high)


@lru_cache(maxsize=4096)
def interval_ranks(n: int, p: float) -> tuple[int, int] | None:
    """Give the ranks (1-based) of the values that bound the p-quantile; None if n is too small.

    The number of values below the quantile is binomial: the lower rank is the largest r with
    P(B < r) <= 2.5 %, the upper one the smallest with P(B >= r) <= 2.5 %.
    """
    if n == 0 or not 0 < p < 1:
        return None
    first, below = _binomial(n, p)
    low = first + int(np.searchsorted(below, _TAIL, side="right"))
    high = first + 1 + int(np.searchsorted(below, 1 - _TAIL))
    return (low, high) if low >= 1 and high <= n else None


def _binomial(n: int, p: float) -> tuple[int, Floats]:
    """Give the first count considered, and P(B <= k) from there on.

    Only counts within ten deviations are looked at, which leaves out less than 1e-15. Neighbours
    differ by a simple ratio, so no factorial is needed and n may be in the millions.
    """
    reach = 10 * sqrt(n * p * (1 - p)) + 50
    first = max(0, floor(n * p - reach))
    last = min(n, floor(n * p + reach))
    k = np.arange(first, last, dtype=np.float64)
    steps = np.log((n - k) / (k + 1)) + np.log(p / (1 - p))
    return first, _running_share(steps)


def _running_share(steps: Floats) -> Floats:
    logs = np.concatenate(([0.0], np.cumsum(steps)))
    # Scaled by the largest logarithm, so that nothing leaves the range of a float.
    weights = np.exp(logs - logs.max())
    shares: Floats = np.cumsum(weights) / weights.sum()
    return shares


def share(hits: int, n: int) -> Estimate:
    """Estimate a rate 0..1 with Wilson's score interval, without continuity correction."""
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is not a share.")
    if n == 0:
        return Estimate(None, 0)
    rate = hits / n
    centre = (rate + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    reach = _Z * sqrt(rate * (1 - rate) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    low = 0.0 if hits == 0 else centre - reach
    high = 1.0 if hits == n else centre + reach
    return Estimate(rate, n, low, high)


def count(events: int) -> Estimate:
    """Estimate the number to expect from the number seen, with the exact Poisson interval."""
    if events < 0:
        raise ValueError(f"{events} is not a number of events.")
    low = 0.0 if events == 0 else _poisson_mean(events - 1, 1 - _TAIL)
    return Estimate(float(events), events, low, _poisson_mean(events, _TAIL))


@lru_cache(maxsize=4096)
def _poisson_mean(k: int, probability: float) -> float:
    """Find the mean at which P(X <= k) is `probability`, one of the two tails.

    Wilson and Hilferty's cube is right to 0.001 from 200 events on; below, it is where the search
    begins.
    """
    shape = k + 1
    z = _Z if probability < 0.5 else -_Z
    guess = float(shape * (1 - 1 / (9 * shape) + z / (3 * sqrt(shape))) ** 3)
    if k >= _EXACT_COUNTS:
        return guess
    low, high = 0.0, 2 * guess + 1
    while high - low > 1e-9 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _poisson(k, middle) > probability else (low, middle)
    return (low + high) / 2


def _poisson(k: int, mean: float) -> float:
    """Give P(X <= k)."""
    steps = np.log(mean / np.arange(1, k + 1))
    logs = np.concatenate(([0.0], np.cumsum(steps)))
    return float(np.exp(logs - mean).sum())


def mean_estimate(values: Floats) -> Estimate:
    """Estimate a mean with Student's t interval; from two values on."""
    n = len(values)
    if n == 0:
        return Estimate(None, 0)
    mean = float(np.mean(values))
    if n == 1:
        return Estimate(mean, n)
    reach = student_t(n - 1) * float(np.std(values, ddof=1)) / sqrt(n)
    return Estimate(mean, n, mean - reach, mean + reach)


def net_estimate(points: Floats) -> Estimate:
    """Estimate a net score, the mean of points that are -100, 0 or 100.

    Below 100 answers the interval is made as if three more had come, 3/4 of them good and 3/4 bad:
    else it would be too narrow near the ends of the scale.
    """
    n = len(points)
    if n == 0:
        return Estimate(None, 0)
    good, bad = int((points > 0).sum()), int((points < 0).sum())
    more = 0.0 if n >= _NET_PLAIN_FROM else 0.75
    up, down, total = good + more, bad + more, n + 4 * more
    centre = (up - down) / total
    reach = _Z * sqrt(max(0.0, (up + down) / total - centre**2) / total)
    low, high = max(-1.0, centre - reach), min(1.0, centre + reach)
    return Estimate(100 * (good - bad) / n, n, 100 * low, 100 * high)


def student_t(degrees: int) -> float:
    """Give the 97.5 % point of Student's t, right to four digits.

    A table for the first nine degrees of freedom, Cornish and Fisher's expansion beyond
    (Abramowitz and Stegun 26.7.5).
    """
    if degrees <= len(_STUDENT_T):
        return _STUDENT_T[degrees - 1]
    z, v = _Z, float(degrees)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / v + second / v**2 + third / v**3


def share_difference(new: Estimate, old: Estimate) -> Difference:
    """Compare two shares: Newcombe's interval, made from the two Wilson intervals."""
    a, a_low, a_high = _bounds(new)
    b, b_low, b_high = _bounds(old)
    low = a - b - hypot(a - a_low, b_high - b)
    high = a - b + hypot(a_high - a, b - b_low)
    return Difference(a - b, low, high, clear=low > 0 or high < 0)


def mean_difference(new: Estimate, old: Estimate) -> Difference:
    """Compare two means or net scores by their two intervals, as shares are.

    Without both intervals nothing is clear.
    """
    if new.value is None or old.value is None:
        raise ValueError("A change needs data in both periods.")
    if new.low is None or new.high is None or old.low is None or old.high is None:
        return Difference(new.value - old.value, None, None, clear=False)
    return share_difference(new, old)


def median_difference(new: Estimate, old: Estimate) -> Difference:
    """Compare two percentiles: clear if their intervals do not overlap, which is conservative.

    The bounds are those of the two intervals at their farthest. Without both intervals nothing is
    clear.
    """
    if new.value is None or old.value is None:
        raise ValueError("A change needs data in both periods.")
    step = new.value - old.value
    if new.low is None or new.high is None or old.low is None or old.high is None:
        return Difference(step, None, None, clear=False)
    low, high = new.low - old.high, new.high - old.low
    return Difference(step, low, high, clear=low > 0 or high < 0)


def count_difference(new: int, old: int) -> Difference:
    """Compare the events of two periods of one length, exactly.

    Were nothing changed, each event would fall into either period like a coin. There are no
    bounds: the test judges the ratio of the two, not their difference.
    """
    ranks = interval_ranks(new + old, 0.5)
    clear = ranks is not None and min(new, old) < ranks[0]
    return Difference(float(new - old), None, None, clear)


def surplus(new: int, old: Sequence[int]) -> float:
    """How likely chance alone makes at least `new` events, given those of like periods before.

    Exact: were the rate the same throughout, each of all events would fall into any of the periods
    alike, so the number in the newest one is binomial.
    """
    n = new + sum(old)
    if not new or not old:
        return 1.0
    first, below = _binomial(n, 1 / (len(old) + 1))
    at = new - 1 - first
    return 1.0 if at < 0 else max(0.0, 1.0 - float(below[min(at, len(below) - 1)]))


def _bounds(estimate: Estimate) -> tuple[float, float, float]:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        raise ValueError("A change needs data in both periods.")
    return estimate.value, estimate.low, estimate.high


def round_half_away(x: float, digits: int = 0) -> float:
    """Round as people do: 12.5 is 13 and -12.5 is -13. The digits as written decide, never -0."""
    if not isfinite(x):
        return x
    decimal = Decimal(repr(float(x)))
    step = Decimal(1).scaleb(-digits)
    return float(decimal.quantize(step, ROUND_HALF_UP, Context(prec=700))) + 0.0
