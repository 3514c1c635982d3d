"""Periods as people name them, and the windows of time they stand for."""

from metrics.periods.period import Period, latest_week
from metrics.periods.windows import (
    PeriodKind,
    Window,
    alike,
    as_far,
    before,
    previous,
    trail,
    until_now,
    year_before,
)

__all__ = [
    "Period",
    "PeriodKind",
    "Window",
    "alike",
    "as_far",
    "before",
    "latest_week",
    "previous",
    "trail",
    "until_now",
    "year_before",
]
