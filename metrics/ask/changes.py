"""Whether a figure has changed, and whether that is good: said only where chance is ruled out."""

from __future__ import annotations

from metrics.catalogue.metric import AnyMetric, Better, Unit
from metrics.result import Change, Figure, Verdict
from metrics.statistics import Difference, count_difference, median_difference, share_difference


def change(metric: AnyMetric, new: Figure, old: Figure) -> Change | None:
    """The step from `old` to `new`; None where one of them has no value to show."""
    if new.value is None or old.value is None or new.hidden or old.hidden:
        return None
    difference = _difference(metric.unit, new, old)
    relative = None
    if metric.unit is not Unit.SHARE and old.value:
        relative = new.value / old.value - 1
    return Change(
        difference=difference.difference,
        relative=relative,
        verdict=_verdict(metric.better, difference),
    )


def _difference(unit: Unit, new: Figure, old: Figure) -> Difference:
    match unit:
        case Unit.SHARE:
            return share_difference(new.estimate, old.estimate)
        case Unit.COUNT:
            return count_difference(new.n, old.n)
        case Unit.SECONDS:
            return median_difference(new.estimate, old.estimate)


def _verdict(better: Better, difference: Difference) -> Verdict:
    if not difference.clear:
        return Verdict.UNCLEAR
    rose = difference.difference > 0
    if better is Better.NEITHER:
        return Verdict.HIGHER if rose else Verdict.LOWER
    return Verdict.BETTER if rose == (better is Better.HIGHER) else Verdict.WORSE
