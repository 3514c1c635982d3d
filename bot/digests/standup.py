"""The standup: the work of a team or a channel, and what came and went since its last day."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bot import words
from bot.access import NOBODY, NamedTickets
from bot.cards.edition import Edition, Kpi
from bot.cards.home.overview import state
from bot.cards.standup import Board
from bot.cards.work import MOST_ROWS, PileView
from bot.digests.digest import Digest
from bot.grammar import render
from bot.grammar.ticket_filters import where_words
from bot.services import Services
from bot.takers import views
from bot.talk import Row
from metrics.ask.work import Work, open_work
from metrics.catalogue import CATALOGUE
from metrics.errors import UnavailableError
from metrics.office_hours.calendar import Calendar
from metrics.periods.period import Dated, DateSpan, Period
from metrics.periods.windows import DAY, PeriodKind, first_at, local_date
from metrics.question.query import Filter, Query
from metrics.question.result import Result
from metrics.question.ticket_state import Pile
from metrics.service_levels.due import Due
from metrics.tickets.records import Dimension, Instant

GROWTH, LEVEL = "backlog_growth", "backlog"
LONGEST_BREAK_DAYS = 31
SOON_SECONDS = 4 * 3600
"""Promises that are broken within so much working time are named on the Home tab."""
LEAST_AHEAD_SECONDS = 1800
"""What is due is told up to a time of the day that is at least so far ahead."""
MOST_ALONE = 100
"""So many tickets are shown of a pile that is asked for alone."""
NOON = time(12)
NOW = Period.of("today")

STANDUP = Digest(
    key="standup",
    title="Standup",
    question="What is overdue or due next, what is nobody's, and who waits longest?",
    period=PeriodKind.DAY,
    metrics=(),
    board=True,
)


class Present(NamedTuple):
    """The instant that is told as the present. `as_of` says which, where that is not now."""

    at: Instant
    as_of: str = ""


class Cut(NamedTuple):
    """The time of the day up to which it is told what is due: "before noon"."""

    at: Instant
    words: str


def present(services: Services) -> Present:
    """Now; where the data are older than usual, the last instant that they know."""
    now, until = services.now(), services.asker.fresh_until()
    if until is None or not services.stale(until, now):
        return Present(now)
    text = words.lately(until, now, str(services.asker.calendar.zone))
    return Present(until - 1, f"as of {text}")


def board(where: tuple[Filter, ...], services: Services, about: Pile | None = None) -> Board:
    """The board as far as the data reach, or the one pile of it that is asked for."""
    then, asker = present(services), services.asker.still()
    services = replace(services, asker=asker, now=lambda: then.at)
    since = DateSpan(_dated(first_day(where, services)))
    cut, work = _work(where, services)

    def answer(metric: str, period: Period) -> Result:
        query = Query(metric=metric, period=period, where=where)
        return asker.answer(query, services.now())

    piles = _piles(work, cut, services, about)
    longest = views(work.states(work.piles[Pile.WAITING][:1].tolist()), services)
    subject = where_words(where, asker.directory())
    return Board(
        growth=answer(GROWTH, since),
        opening=answer(LEVEL, _dated(first_day(where, services) - DAY)),
        closing=answer(LEVEL, NOW),
        pending=answer("pending_reply", NOW),
        unassigned=answer("unassigned", NOW),
        piles=piles,
        open=work.open,
        fresh=work.fresh,
        longest=next(iter(longest), None),
        unpromised=work.unpromised,
        due_words=cut.words,
        phrase=" ".join(filter(None, ("standup", about, subject))),
        as_of=then.as_of,
        about=about,
        core="" if about or where else _core(services),
    )


def _core(services: Services) -> str:
    """How the core set stands, in a sentence; "" where the team has chosen none."""
    found = []
    for key in services.core.current().known:
        with suppress(UnavailableError):
            query = Query(metric=key, period=CATALOGUE[key].default_period)
            found.append(services.asker.answer(query, services.now()))
    return state(found)


def groups(
    where: tuple[Filter, ...], by: Dimension, services: Services
) -> Mapping[str, Mapping[Pile | None, int]]:
    """How many tickets of each team, channel or priority lie in each pile."""
    then = present(services)
    services = replace(services, asker=services.asker.still(), now=lambda: then.at)
    return _work(where, services)[1].groups(by)


def _work(where: tuple[Filter, ...], services: Services) -> tuple[Cut, Work]:
    now, calendar = services.now(), calendar_of(where, services)
    cut, midnight = next_cut(now, calendar), datetime.combine(first_day(where, services), time())
    since_at = first_at(midnight, calendar.zone)
    return cut, open_work(services.asker, where, now, since_at, cut.at)


def _piles(work: Work, cut: Cut, services: Services, about: Pile | None) -> tuple[PileView, ...]:
    """The piles, each with its first tickets that stand in none above it."""
    shown: set[int] = set()
    piles = []
    for pile, keys in work.piles.items():
        own = keys.tolist()
        rest = own if about else [key for key in own if key not in shown]
        most = MOST_ALONE if pile is about else 0 if about else MOST_ROWS
        shown |= set(rest)
        piles.append(
            PileView(
                pile=pile,
                n=len(own),
                rows=tuple(views(work.states(rest[:most]), services)),
                above=len(own) - len(rest),
                first_above=own[:1] != rest[:1],
                due_words=cut.words if pile is Pile.DUE else "",
            )
        )
    return tuple(piles)


def edition(where: tuple[Filter, ...], services: Services) -> Edition:
    """The board as a digest."""
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
    )


def next_cut(now: Instant, calendar: Calendar) -> Cut:
    """Noon, the end of the working day, or noon of the next one: the first that is ahead."""
    zone, today = calendar.zone, local_date(now, calendar.zone)
    noon = first_at(datetime.combine(today, NOON), zone)
    if noon - now >= LEAST_AHEAD_SECONDS:
        return Cut(noon, "before noon")
    closing = max((end for _, end in _hours(today, calendar)), default=0)
    midnight = datetime.combine(today, time())
    closes_at = first_at(midnight + timedelta(minutes=closing), zone)
    if closing and closes_at - now >= LEAST_AHEAD_SECONDS:
        at = "midnight" if closing == 24 * 60 else f"{closing // 60:02}:{closing % 60:02}"
        return Cut(closes_at, f"before {at}")
    days = (today + n * DAY for n in range(1, LONGEST_BREAK_DAYS + 1))
    day = next((day for day in days if _hours(day, calendar)), today + DAY)
    noon = first_at(datetime.combine(day, NOON), zone)
    on = "tomorrow" if day == today + DAY else f"on {words.day(day)}"
    return Cut(noon, f"before noon {on}")


def _hours(day: date, calendar: Calendar) -> tuple[tuple[int, int], ...]:
    """The hours of a day on which the team works, in minutes; none of a holiday."""
    return () if day in calendar.holidays else calendar.hours.week[day.weekday()]


def first_day(where: tuple[Filter, ...], services: Services) -> date:
    """The day since which the board tells what came and went."""
    calendar = calendar_of(where, services)
    return last_working_day(local_date(services.now(), calendar.zone), calendar)


def last_working_day(today: date, calendar: Calendar) -> date:
    """The day before `today` on which the team last worked; yesterday after a long break."""
    days = (today - n * DAY for n in range(1, LONGEST_BREAK_DAYS + 1))
    return next((day for day in days if _hours(day, calendar)), today - DAY)


def calendar_of(where: tuple[Filter, ...], services: Services) -> Calendar:
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


def breaching(where: tuple[Filter, ...], services: Services) -> tuple[Due, ...]:
    """The tickets that break a promise in the next working hours. Raises UnavailableError."""
    return services.asker.breaching(where, services.now(), SOON_SECONDS)
