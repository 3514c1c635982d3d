"""The day of a month on which far more tickets came than is usual, and what they were about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from bot.access import NOBODY, NamedTickets
from bot.cards.edition import Surge
from bot.cards.tickets import named_ticket
from bot.services import Services
from metrics.errors import AskError
from metrics.periods.period import Dated
from metrics.periods.time_cuts import TimeCut
from metrics.question.query import Filter, Query
from metrics.question.result import Point
from metrics.question.ticket_state import NamedTicket
from metrics.tickets.dimensions import TYPE
from metrics.tickets.records import Dimension

TIMES, FEWEST_MORE = 2.0, 20
"""A day stands out with so many times what is usual of its weekday, and so many tickets more."""
FEWEST_ALIKE = 3
"""Of so many other days of that name is known what is usual."""
MOSTLY = 0.5
MOST_PROBLEMS = 2


def surge(volume: Query, services: Services) -> Surge | None:
    """The day that stands out most in the period of `volume`; None where none does."""
    now = services.now()
    try:
        days = services.asker.answer(replace(volume, over=(TimeCut.DAY,)), now).series
    except AskError:
        return None
    out = [(point, usual) for point in days if (usual := _stands_out(point, days)) is not None]
    if not out:
        return None
    point, usual = max(out, key=lambda each: each[0].figure.n - each[1])
    day = point.window.first
    own = replace(volume, period=Dated(day.month, day.day, day.year))
    category, n = _mostly(own, services)
    return Surge(
        day=day,
        n=point.figure.n,
        usual=round(usual),
        category=category,
        of_category=n,
        problems=_problems(own, services),
    )


def _stands_out(point: Point, days: Sequence[Point]) -> float | None:
    """What is usual on days of that name, where this one has far more; else None."""
    weekday = point.window.first.weekday()
    alike = [
        each.figure.n
        for each in days
        if each is not point and each.window.first.weekday() == weekday
    ]
    if len(alike) < FEWEST_ALIKE:
        return None
    usual, n = median(alike), point.figure.n
    return usual if n >= TIMES * usual and n - usual >= FEWEST_MORE else None


def _mostly(day: Query, services: Services) -> tuple[str, int]:
    """The category of most of its tickets, and how many those are; "" where there is none."""
    try:
        parts = services.asker.answer(
            replace(day, split=(Dimension.CATEGORY,)), services.now()
        ).parts
    except AskError:
        return "", 0
    whole = sum(part.figure.n for part in parts)
    named = [part for part in parts if any(part.key) and not part.together]
    most = max(named, key=lambda part: part.figure.n, default=None)
    if most is None or most.figure.n < MOSTLY * whole:
        return "", 0
    return most.label, most.figure.n


def _problems(day: Query, services: Services) -> tuple[NamedTicket, ...]:
    """The tickets of that day that the helpdesk calls problems: causes to which others belong."""
    where = tuple(sorted((*day.where, Filter(TYPE, ("problem",)))))
    try:
        rows = services.asker.tickets(replace(day, where=where), services.now()).worst()
    except AskError:
        return ()
    first = NamedTickets(rows, NOBODY).first(MOST_PROBLEMS)
    return tuple(named_ticket(row) for row in first)
