"""Cuts of time: into whole windows of the calendar, or by what the clock or the week shows."""

from __future__ import annotations

from enum import StrEnum
from zoneinfo import ZoneInfo

from metrics.periods.period import Period, Rolling
from metrics.periods.windows import DAY, PeriodKind, Window, opening, step, window


class TimeCut(StrEnum):
    """What a period is cut by. An hour is one of the 24 of every day, a weekday one of seven."""

    HOUR = "hour"
    WEEKDAY = "weekday"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def kind(self) -> PeriodKind | None:
        """The windows it cuts into; None where each part comes again and again."""
        return _KINDS.get(self)

    @property
    def usual_period(self) -> Period:
        """The period of such a cut where none is named."""
        return _USUAL[self]


_KINDS = {
    TimeCut.DAY: PeriodKind.DAY,
    TimeCut.WEEK: PeriodKind.WEEK,
    TimeCut.MONTH: PeriodKind.MONTH,
}
_TWELVE_WEEKS = Rolling(PeriodKind.WEEK, 12)
_USUAL = {
    TimeCut.HOUR: _TWELVE_WEEKS,
    TimeCut.WEEKDAY: _TWELVE_WEEKS,
    TimeCut.DAY: Rolling(PeriodKind.DAY, 14),
    TimeCut.WEEK: _TWELVE_WEEKS,
    TimeCut.MONTH: Rolling(PeriodKind.MONTH, 12),
}

HEAT = (TimeCut.WEEKDAY, TimeCut.HOUR)
"""The one pair: each hour of each weekday."""


def pieces(
    whole: Window, kind: PeriodKind, zone: ZoneInfo, week_opens: int = 0
) -> tuple[Window, ...]:
    """The whole days, weeks or months that a window touches, in the order of time."""
    opens = week_opens if kind is PeriodKind.WEEK else 0
    first, windows = opening(kind, whole.first, opens), []
    while first <= whole.last:
        after = step(kind, first, 1)
        windows.append(window(PeriodKind.DAYS if opens else kind, first, after - DAY, zone))
        first = after
    return tuple(windows)
