"""The standup: the board of a team or a channel since the start of its last working day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bot import words
from bot.access import NOBODY, NamedTickets
from bot.cards.edition import Edition, Kpi
from bot.cards.standup import Board
from bot.digests.digest import Digest
from bot.grammar import render
from bot.services import Services
from bot.talk import Row
from metrics.errors import UnavailableError
from metrics.office_hours.calendar import Calendar
from metrics.periods.period import Dated, DateSpan, Period
from metrics.periods.windows import DAY, PeriodKind, local_date
from metrics.question.query import Filter, Query
from metrics.question.result import Result
from metrics.service_levels.due import Due
from metrics.tickets.records import Dimension, Instant

GROWTH, LEVEL = "backlog_growth", "backlog"
LONGEST_BREAK_DAYS = 31
MOST_CHANNELS = 8
SOON_SECONDS = 4 * 3600
"""Promises that are broken within so much working time are named."""
NOW = Period.of("today")

STANDUP = Digest(
    key="standup",
    title="Standup",
    question="What has happened since the last working day, and what goes first?",
    period=PeriodKind.DAY,
    metrics=(),
    board=True,
)


class Present(NamedTuple):
    """The instant that is told as the present. `as_of` says which, where that is not now."""

    at: Instant
    as_of: str = ""


def present(services: Services) -> Present:
    """Now; where the data are older than usual, the last instant that they know."""
    now, until = services.now(), services.asker.fresh_until()
    if until is None or not services.stale(until, now):
        return Present(now)
    text = words.lately(until, now, str(services.asker.calendar.zone))
    return Present(until - 1, f"as of {text}")


def board(where: tuple[Filter, ...], services: Services) -> Board:
    """All answers that the board is made of, as far as the data reach."""
    then = present(services)
    services = replace(services, now=lambda: then.at)
    calendar = _calendar(where, services)
    first = last_working_day(local_date(services.now(), calendar.zone), calendar)

    def answer(metric: str, period: Period) -> Result:
        query = Query(metric=metric, period=period, where=where)
        return services.asker.answer(query, services.now())

    pending = answer("pending_reply", NOW)
    since = DateSpan(_dated(first))
    at_risk, dues, unpromised = _promises(where, services)
    return Board(
        growth=answer(GROWTH, since),
        opening=answer(LEVEL, _dated(first - DAY)),
        closing=answer(LEVEL, NOW),
        pending=pending,
        unassigned=answer("unassigned", NOW),
        longest=longest(pending, services),
        at_risk=at_risk,
        unpromised=unpromised,
        breaching=dues,
        responses=_responses(where, since, services),
        as_of=then.as_of,
    )


def edition(where: tuple[Filter, ...], services: Services) -> Edition:
    """The board with the questions that go on from it."""
    content = board(where, services)
    directory = services.asker.directory()
    results = (content.growth, content.closing, content.pending, content.unassigned)
    return Edition(
        key=STANDUP.key,
        title=STANDUP.title,
        question=STANDUP.question,
        scope=content.growth.scope,
        window=content.growth.window,
        zone=content.growth.zone,
        due_at=services.now(),
        fresh_until=services.asker.fresh_until(),
        kpis=tuple(Kpi(result=each, phrase=render(each.query, directory)) for each in results),
        board=content,
        further=tuple(further(content, services)),
    )


def last_working_day(today: date, calendar: Calendar) -> date:
    """The day before `today` on which the team last worked; yesterday after a long break."""
    days = (today - n * DAY for n in range(1, LONGEST_BREAK_DAYS + 1))
    workdays = (d for d in days if calendar.hours.week[d.weekday()] and d not in calendar.holidays)
    return next(workdays, today - DAY)


def _calendar(where: tuple[Filter, ...], services: Services) -> Calendar:
    """The calendar that holds now: of the one team that is named, or of all."""
    asker, team = services.asker, Query(metric=GROWTH, period=NOW, where=where)
    ids = team.values(Dimension.TEAM)
    names = (ids[0], *asker.directory().names(Dimension.TEAM, ids[0])) if len(ids) == 1 else ()
    return replace(asker.hours(services.now(), *names), zone=asker.calendar.zone)


def _dated(day: date) -> Dated:
    return Dated(day.month, day.day, day.year)


def longest(pending: Result, services: Services) -> Row | None:
    """The ticket whose customer has waited longest."""
    rows = services.asker.tickets(pending.query, services.now()).worst()
    return next(iter(NamedTickets(rows, NOBODY).first(1)), None)


def _promises(
    where: tuple[Filter, ...], services: Services
) -> tuple[Result | None, tuple[Due, ...], str]:
    """How many broke a promise or soon will, those that come next; or why nobody can tell."""
    query = Query(metric="sla_risk", period=NOW, where=where)
    try:
        at_risk = services.asker.answer(query, services.now())
        return at_risk, breaching(where, services), ""
    except UnavailableError as error:
        return None, (), str(error)


def breaching(where: tuple[Filter, ...], services: Services) -> tuple[Due, ...]:
    """The tickets that break a promise in the next working hours. Raises UnavailableError."""
    return services.asker.breaching(where, services.now(), SOON_SECONDS)


def _responses(where: tuple[Filter, ...], since: Period, services: Services) -> tuple[Result, ...]:
    """First response of each channel that had any, each with its own target."""
    split = Query(metric="frt", period=since, where=where, split=(Dimension.CHANNEL,))
    parts = services.asker.answer(split, services.now()).parts[:MOST_CHANNELS]
    rest = tuple(part for part in where if part.dimension is not Dimension.CHANNEL)
    queries = (
        Query(
            metric="frt",
            period=since,
            where=tuple(sorted((*rest, Filter(Dimension.CHANNEL, part.key)))),
        )
        for part in parts
        if part.figure.n and any(part.key)  # of small ones put together nobody can ask
    )
    return tuple(services.asker.answer(query, services.now()) for query in queries)


def further(content: Board, services: Services) -> list[tuple[str, str]]:
    """What is asked next, as buttons."""
    directory = services.asker.directory()
    results = [("Waiting", content.pending), ("Unassigned", content.unassigned)]
    if content.at_risk:
        results.insert(1, ("Breaching", content.at_risk))
    lists = [(label, f"{render(result.query, directory)} list") for label, result in results]
    frt = replace(content.growth.query, metric="frt", split=(Dimension.CHANNEL,))
    return [*lists, ("First response", render(frt, directory))]
