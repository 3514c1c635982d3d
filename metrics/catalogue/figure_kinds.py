"""What kind of figure a measure has: a count of all there is, an exact step, points of a scale."""

from __future__ import annotations

from typing import Final

from metrics.catalogue.metric import Age, AnyMetric, Flow, Growth, Level, Unit

POINTS: Final = frozenset({Unit.SHARE, Unit.EASE, Unit.POINTS, Unit.NET})
"""Units whose steps are told in points and not in per cent."""


def is_count(metric: AnyMetric) -> bool:
    """Whether its figures count all there is, so that what is usual is asked and not chance."""
    return isinstance(metric, Flow | Level | Age)


def is_exact(metric: AnyMetric) -> bool:
    """Whether chance has no part in its figures: a count, or the step between two counts."""
    return is_count(metric) or isinstance(metric, Growth)
