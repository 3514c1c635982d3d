"""Whether a figure has changed, and whether that is good.

Of samples a movement is told where chance is ruled out. A count is exact, and so is a median of all
that is open: there a movement is told where it leaves what is usual.
"""

from __future__ import annotations

from dataclasses import replace

from metrics.ask import amounts
from metrics.catalogue.figure_kinds import POINTS
from metrics.catalogue.metric import (
    AnyMetric,
    Better,
    Growth,
    Level,
    Rate,
    Ratio,
    Score,
    Unit,
)
from metrics.question.result import Change, Figure, Movement
from metrics.statistics.estimates import (
    Difference,
    Estimate,
    count_difference,
    median_difference,
    share_difference,
)
from metrics.statistics.usual import Usual


def change(
    metric: AnyMetric, new: Figure, old: Figure, usual: Usual | None = None, *, judged: bool = True
) -> Change | None:
    """The step from `old` to `new`; None where one has no value to show, or is a step itself.

    `usual` is that of a count. Unless it is `judged`, it is higher or lower and neither better nor
    worse.
    """
    if isinstance(metric, Growth):
        return None
    if new.value is None or old.value is None or new.hidden or old.hidden:
        return None
    if usual:
        step = new.value - old.value
        difference = Difference(step, None, None, clear=usual.beyond(new.value, old.value))
    elif isinstance(metric, Score | Ratio | Rate):
        difference = amounts.difference(metric, new.estimate, old.estimate)
    else:
        difference = _difference(metric.unit, new, old)
    plain = amounts.census(metric) or not judged
    return Change(
        difference=difference.difference,
        relative=_relative(metric, new.value, old.value),
        movement=_movement(Better.NEITHER if plain else metric.better, difference),
        usual=usual.move if usual else None,
    )


def _relative(metric: AnyMetric, new: float, old: float) -> float | None:
    return new / old - 1 if metric.unit not in POINTS and old else None


def distance(metric: AnyMetric, new: Figure, mark: Estimate) -> Change | None:
    """How far a figure is from a target or a baseline; None where it has no value to show.

    Clear where the two intervals do not meet. A target has none, and neither has a census: both are
    what they are.
    """
    if new.value is None or new.hidden or mark.value is None:
        return None
    own = new.estimate
    if own.low is None and isinstance(metric, Level | Ratio | Rate | Growth):
        own = replace(own, low=own.value, high=own.value)
    difference = median_difference(own, mark)
    return Change(
        difference=difference.difference,
        relative=_relative(metric, new.value, mark.value),
        movement=_movement(metric.better, difference),
    )


def _difference(unit: Unit, new: Figure, old: Figure) -> Difference:
    match unit:
        case Unit.SHARE if new.estimate.low is None or old.estimate.low is None:
            return median_difference(new.estimate, old.estimate)
        case Unit.SHARE:
            return share_difference(new.estimate, old.estimate)
        case Unit.COUNT:
            return count_difference(new.n, old.n)
        case _:
            return median_difference(new.estimate, old.estimate)


def _movement(better: Better, difference: Difference) -> Movement:
    if not difference.clear:
        return Movement.UNCLEAR
    rose = difference.difference > 0
    if better is Better.NEITHER:
        return Movement.HIGHER if rose else Movement.LOWER
    return Movement.BETTER if rose == (better is Better.HIGHER) else Movement.WORSE
