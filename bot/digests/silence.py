"""Days on which no ticket came in though many usually do: perhaps the helpdesk did not tell all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from statistics import median

from bot.cards.edition import SilentDay
from bot.services import Services
from metrics.errors import AskError
from metrics.periods import Period, PeriodKind
from metrics.periods.time_cuts import TimeCut
from metrics.question.query import Query
from metrics.question.result import Point
from metrics.tickets.records import Instant

USUAL = 20
"""Where so many are usual, a day without any is beyond chance."""
FEWEST_ALIKE = 3
"""Of so many other days of that name is known what is usual."""
WEEKS = Period.of("last 8 weeks")
"""A week is held against these, a longer stretch against its own days."""


def silent_days(
    volume: Query, kind: PeriodKind, since: Instant, services: Services
) -> tuple[SilentDay, ...]:
    """Such days since an instant, of those that were read whole. No holiday is one."""
    asked = replace(volume, over=(TimeCut.DAY,))
    if kind is PeriodKind.WEEK:
        asked = replace(asked, period=WEEKS)
    try:
        result = services.asker.answer(asked, services.now())
    except AskError:
        return ()
    read = [day for day in result.series if day.window.end <= (result.fresh_until or 0)]
    holidays = services.asker.calendar.holidays
    return tuple(
        SilentDay(day.window.first, round(usual))
        for day in read
        if day.window.start >= since and not day.figure.n and day.window.first not in holidays
        if (usual := median(_alike(day.window.first, read))) >= USUAL
    )


def _alike(day: date, days: Sequence[Point]) -> Sequence[int]:
    """How many tickets came on the other days of that name; none where those are too few."""
    counts = [
        other.figure.n
        for other in days
        if other.window.first != day and other.window.first.weekday() == day.weekday()
    ]
    return counts if len(counts) >= FEWEST_ALIKE else [0]
