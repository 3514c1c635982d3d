"""Periods as people name them, and the windows of time they stand for."""

from metrics.periods.period import Period
from metrics.periods.windows import (
    PeriodKind,
    Window,
    elapsed,
    previous,
    same_elapsed,
    trail,
)

__all__ = ["Period", "PeriodKind", "Window", "elapsed", "previous", "same_elapsed", "trail"]
