"""What stands below a trend: names so short that none is cut, and none twice."""

from __future__ import annotations

from collections.abc import Sequence

from bot import words
from metrics.periods.windows import PeriodKind, Window

_STRETCHES = {PeriodKind.DAYS, PeriodKind.SPAN}


def ticks(windows: Sequence[Window]) -> list[str]:
    """A name for each window: "W47", "Jul", and of some days in a row the last, "30 Nov".

    Where a name would come twice, all have their year. Weeks have none: years would take the room
    of the numbers, and only the first and the last of 53 are called the same.
    """
    names = [_name(window) for window in windows]
    weeks = any(window.kind is PeriodKind.WEEK for window in windows)
    if weeks or len(set(names)) == len(names):
        return names
    return [_with_year(window, name) for window, name in zip(windows, names, strict=True)]


def axis(windows: Sequence[Window]) -> str:
    """What the dates below are, where each stands for some days: "last of 7 days"; else ""."""
    stretches = [window for window in windows if _is_stretch(window)]
    lengths = {(window.last - window.first).days + 1 for window in stretches}
    if not lengths:
        return ""
    return f"last of {lengths.pop()} days" if len(lengths) == 1 else "last of the days"


def _is_stretch(window: Window) -> bool:
    return window.kind in _STRETCHES and window.first != window.last


def _name(window: Window) -> str:
    return words.day(window.last).rpartition(" ")[0] if _is_stretch(window) else window.short


def _with_year(window: Window, name: str) -> str:
    year = str(window.last.year)
    return name if year in name else f"{name} {year}"
