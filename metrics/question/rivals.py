"""What a period is to another that it is compared with: the one before, a year ago, or itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from metrics import periods
from metrics.periods import Period
from metrics.periods.period import Dated, DateSpan, Named, Partial, Relative, Rolling
from metrics.question.query import Against

_UTC = ZoneInfo("UTC")
ANY_DAY = date(2026, 12, 31)
"""Any last day of a year: all months and quarters that are named without a year lie in one."""
LONG_AGO = date(2000, 1, 1)
_AT = int(datetime(ANY_DAY.year, ANY_DAY.month, ANY_DAY.day, 12, tzinfo=_UTC).timestamp())

_BY_CALENDAR: TypeAlias = Named | Dated | DateSpan | Partial
_BY_TODAY: TypeAlias = Relative | Rolling


def relation(rival: Period, period: Period) -> Against | Period:
    """The period before or a year ago where `rival` is always that of `period`, else `rival`.

    A week or month without a year is the one that is near to what is asked about.
    """
    if rival == period:
        return Against.BEFORE
    by_today = isinstance(rival, _BY_TODAY) and isinstance(period, _BY_TODAY)
    by_calendar = isinstance(rival, _BY_CALENDAR) and isinstance(period, _BY_CALENDAR)
    if not by_today and not by_calendar:
        return rival  # "last month" may be October or not
    mine = period.window(_AT, _UTC)
    theirs = rival.window(_AT if by_today else mine.end - 1, _UTC)
    for against, earlier in ((Against.BEFORE, periods.before), (Against.YEAR, periods.year_before)):
        window = earlier(mine, _UTC)
        if (window.first, window.last) == (theirs.first, theirs.last):
            return against
    if by_calendar and period.days(LONG_AGO) == period.days(ANY_DAY):
        return rival.by_dates(mine.last)
    return rival
