"""Periods as people name them, and the windows of time they stand for."""

from metrics.periods.period import Period
from metrics.periods.windows import (
    PeriodKind,
    Window,
    before,
    elapsed,
    previous,
    same_elapsed,
    trail,
    year_before,
)

__all__ = [
    "Period",
    "PeriodKind",
    "Window",
    "before",
    "elapsed",
    "previous",
    "same_elapsed",
    "trail",
    "year_before",
]
