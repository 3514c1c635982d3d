"""Whether a figure has changed, and whether that is good: said only where chance is ruled out."""

from __future__ import annotations

from metrics.ask import amounts
from metrics.catalogue.metric import AnyMetric, Better, Growth, Rate, Ratio, Score, Unit
from metrics.result import Change, Figure, Verdict
from metrics.statistics import Difference, count_difference, median_difference, share_difference

POINTS = {Unit.SHARE, Unit.EASE, Unit.POINTS, Unit.NET}
"""Units whose steps are told in points and not in per cent."""


def change(metric: AnyMetric, new: Figure, old: Figure) -> Change | None:
    """The step from `old` to `new`; None where one has no value to show, or is a step itself."""
    if isinstance(metric, Growth):
        return None
    if new.value is None or old.value is None or new.hidden or old.hidden:
        return None
    if isinstance(metric, Score | Ratio | Rate):
        difference = amounts.difference(metric, new.estimate, old.estimate)
    else:
        difference = _difference(metric.unit, new, old)
    relative = None
    if metric.unit not in POINTS and old.value:
        relative = new.value / old.value - 1
    return Change(
        difference=difference.difference,
        relative=relative,
        verdict=_verdict(Better.NEITHER if amounts.census(metric) else metric.better, difference),
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


def _verdict(better: Better, difference: Difference) -> Verdict:
    if not difference.clear:
        return Verdict.UNCLEAR
    rose = difference.difference > 0
    if better is Better.NEITHER:
        return Verdict.HIGHER if rose else Verdict.LOWER
    return Verdict.BETTER if rose == (better is Better.HIGHER) else Verdict.WORSE
