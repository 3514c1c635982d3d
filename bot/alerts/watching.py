"""What an alert sees at an instant, and how that is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot import words
from bot.cards import facts
from bot.cards.facts import DOT
from bot.grammar import parse, render
from bot.services import Services
from metrics.alerts import Alert, Kind, Seen
from metrics.ask import wording
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Unit
from metrics.dues import Due
from metrics.errors import AskError, UnavailableError
from metrics.guards.levers import LEVERS
from metrics.periods import Period
from metrics.query import Filter, Query
from metrics.records import Dimension, Instant
from metrics.result import Result
from metrics.statistics import surplus

HOURS = (1, 4)
"""A rush is looked for in the newest hour, and in four where tickets are fewer."""
WEEKS = 8
FEWEST_WEEKS = 4
CHANCE = 0.0001
"""So rare a number comes by chance about once in ten thousand hours, which is a year of work."""
LAST_WEEKS, ROSE = 4, 3
"""A backlog grows where it rose in three of the last four weeks (catalogue, `backlog_growth`)."""
SYNCS = 2
"""Data that have missed so many syncs say nothing, and never that something is over."""
_NOW = Period.of("today")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one check saw of an alert, and the words for it.

    `fires` says what is the case where it fires, `calms` where it is over; `now` how it stands, in
    short. `value` is how bad it is, in words by `say`. `phrase` asks for it, `look` says where to
    look. `dues` are the tickets of an alert about promises.
    """

    seen: Seen
    fires: str
    calms: str
    now: str
    scope: str
    zone: str
    value: float | None = None
    say: Callable[[float], str] = words.count
    phrase: str = ""
    look: str = ""
    dues: tuple[Due, ...] = ()
    result: Result | None = None


def watch(alert: Alert, services: Services, now: Instant) -> Sight:
    """What it sees at `now`. Raises AskError where it watches what cannot be asked."""
    return _WATCHERS[alert.kind](alert, services, now)


def _threshold(alert: Alert, services: Services, now: Instant) -> Sight:
    """A figure beyond a value."""
    query = parse(alert.watch, services.asker.directory())
    if Dimension.AGENT in query.split or query.values(Dimension.AGENT):
        raise AskError("Alerts are about teams and channels, never about single people.")
    result = services.asker.answer(replace(query, split=()), now)
    figure = result.figure
    told = facts.known(figure) and figure.n >= alert.minimum
    told = told and (bool(CATALOGUE[query.metric].files) or fresh(services, now))
    limit = f"{'above' if alert.above else 'below'} {_limit(alert.value, result)}"

    def say(value: float) -> str:
        return words.amount(value, result.unit, figure.n, days=facts.days(result))

    return Sight(
        seen=_seen(alert, now, figure.value if told else None),
        fires=f"{result.title} is {limit}",
        calms=f"{result.title} is not {limit} any more",
        now=_now(result),
        scope=DOT.join((result.scope, facts.period(result))),
        zone=result.zone,
        value=figure.value if told else None,
        say=say,
        phrase=render(result.query, services.asker.directory()),
        look=LEVERS.get(query.metric, ""),
        result=result,
    )


def _now(result: Result) -> str:
    """The figure, and how many stand behind it where it does not say that itself."""
    said = facts.headline(result)
    if (
        result.figure.hits is not None
        or result.unit is Unit.COUNT
        or not facts.known(result.figure)
    ):
        return said
    number = said.partition(f"{DOT}few ")[0]
    return f"{number}{DOT}{facts.counted(result, result.figure.n)}"


def _limit(value: float, result: Result) -> str:
    if result.unit is Unit.SECONDS:
        return words.brief(value, days=facts.days(result))
    return words.amount(value, result.unit, 0, days=facts.days(result))


def _seen(alert: Alert, now: Instant, value: float | None) -> Seen:
    """A value beside the threshold, and beside the mark at which it is clearly over."""
    if value is None:
        return Seen(at=now, beyond=None, over=None)
    sign = 1 if alert.above else -1
    beyond = sign * value > sign * alert.value
    return Seen(at=now, beyond=beyond, over=not beyond and sign * value <= sign * alert.clear)


def fresh(services: Services, now: Instant) -> bool:
    """Whether the data reach up to about now."""
    until = services.asker.fresh_until()
    return until is not None and now - until <= SYNCS * 60 * services.settings.sync_minutes


def _breaching(alert: Alert, services: Services, now: Instant) -> Sight:
    """Tickets that break a promise soon."""
    query = Query(metric="sla_risk", period=_NOW, where=_where(alert, services))
    within = f"{words.brief(alert.value, days=False)} of working time"
    try:
        dues = services.asker.breaching(query.where, now, int(alert.value))
    except UnavailableError:
        raise AskError("No target of service is known, so none can be missed.") from None
    told = fresh(services, now)
    many = "1 ticket is" if len(dues) == 1 else f"{words.count(len(dues))} tickets are"
    return Sight(
        seen=Seen(at=now, beyond=bool(dues) if told else None, over=not dues if told else None),
        fires=f"{many} about to miss a target within {within}",
        calms="No ticket is about to miss a target any more",
        now=f"{words.count(len(dues))} now",
        scope=_scope(query, services),
        zone=str(services.asker.calendar.zone),
        value=float(len(dues)),
        say=lambda n: "1 ticket at once" if n == 1 else f"{words.count(n)} tickets at once",
        phrase=f"{render(query, services.asker.directory())} list",
        dues=dues,
    )


def _spike(alert: Alert, services: Services, now: Instant) -> Sight:
    """More new tickets than these hours usually bring; fewer are no alarm."""
    query = Query(metric="volume", period=_NOW, where=_where(alert, services))
    told = fresh(services, now)
    rushes = [_rush(alert, services, query.where, now, hours) for hours in HOURS]
    known = [rush for rush in rushes if rush.beyond is not None] if told else []
    worst = max(known or rushes, key=lambda rush: (bool(rush.beyond), rush.times))
    span = "hour" if worst.hours == 1 else f"{worst.hours} hours"
    return Sight(
        seen=Seen(
            at=now,
            beyond=any(rush.beyond for rush in known) if known else None,
            over=all(rush.over for rush in known) if known else None,
        ),
        fires="More new tickets come than usual",
        calms="No more new tickets come than usual",
        now=f"{_tickets(worst.came)} in the last {span}{DOT}usual for these hours: "
        f"{words.count(worst.usual)} (the last {worst.weeks} weeks)",
        scope=_scope(query, services),
        zone=str(services.asker.calendar.zone),
        value=round(worst.times, 1) if known else None,
        say=lambda times: f"{words.count(times)} times the usual",
        phrase=f"{render(query, services.asker.directory())} by category",
        look="the category most of them have, a notice to customers, a template for the answer",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rush:
    """The new tickets of the newest hours beside those of the same hours of earlier weeks."""

    hours: int
    weeks: int
    came: int
    usual: float
    beyond: bool | None
    over: bool | None

    @property
    def times(self) -> float:
        """How many times the usual number."""
        return self.came / max(self.usual, 0.5)


def _rush(
    alert: Alert, services: Services, where: tuple[Filter, ...], now: Instant, hours: int
) -> _Rush:
    came, before = services.asker.arrivals(where, now, hours, WEEKS)
    usual = sum(before) / len(before) if before else 0.0
    rush = _Rush(hours=hours, weeks=len(before), came=came, usual=usual, beyond=None, over=None)
    if len(before) < FEWEST_WEEKS:
        return rush
    # Weeks differ by more than chance, so it must also be more than any of them had.
    rare = surplus(came, before) < CHANCE and came > max(before)
    beyond = rare and came >= alert.minimum and rush.times >= alert.value
    calm = rush.times <= alert.clear or came < alert.minimum
    return replace(rush, beyond=beyond, over=not beyond and calm)


def _growing(alert: Alert, services: Services, now: Instant) -> Sight:
    """A backlog that rose in most of the last weeks, by `minimum` tickets at least."""
    query = Query(metric="backlog_growth", period=_NOW, where=_where(alert, services))
    weeks = services.asker.weeks(query, now, LAST_WEEKS)
    steps = [week.figure.value for week in weeks if week.figure.value is not None]
    told, grown = len(steps) == LAST_WEEKS, sum(steps)
    rose = sum(step > 0 for step in steps)
    beyond = rose >= ROSE and grown >= max(alert.minimum, 1)
    listed = ", ".join(f"{step:+,.0f}" for step in steps)
    return Sight(
        seen=Seen(at=now, beyond=beyond if told else None, over=not beyond if told else None),
        fires="The backlog is growing",
        calms="The backlog is not growing any more",
        now=f"Rose in {rose} of the last {LAST_WEEKS} weeks: {listed} tickets",
        scope=_scope(query, services),
        zone=str(services.asker.calendar.zone),
        value=grown if told else None,
        say=lambda more: f"{words.count(more)} more in four weeks",
        phrase=render(replace(query, period=Period.of("last 4 weeks")), services.asker.directory()),
        look=LEVERS["backlog"],
    )


def _where(alert: Alert, services: Services) -> tuple[Filter, ...]:
    """The tickets that are meant, as they stand behind the name of a measure or alone."""
    directory = services.asker.directory()
    try:
        where = parse(f"backlog {alert.watch}".strip(), directory).where
    except AskError:
        where = parse(alert.watch, directory).where
    if any(narrowed.dimension is Dimension.AGENT for narrowed in where):
        raise AskError("Alerts are about teams and channels, never about single people.")
    return where


def _scope(query: Query, services: Services) -> str:
    """Which tickets, as cards say it."""
    return wording.scope(query, services.asker.directory(), None)


def _tickets(n: int) -> str:
    return "1 ticket" if n == 1 else f"{words.count(n)} tickets"


_WATCHERS = {
    Kind.THRESHOLD: _threshold,
    Kind.BREACHING: _breaching,
    Kind.SPIKE: _spike,
    Kind.GROWING: _growing,
}
