"""More new tickets than the same hours of earlier weeks had."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot import words
from bot.alerts.kinds.carriers import rush
from bot.alerts.kinds.kind import Sight
from bot.alerts.kinds.shared import blindness, filters_of, phrase, scope, tickets
from bot.alerts.kinds.ticket_kind import Amount, TicketKind
from bot.cards.facts import DOT
from bot.grammar.alert_clauses import value_of
from bot.grammar.alerts import NOW, usual_clear
from bot.services import Services
from metrics.catalogue.metric import Unit
from metrics.errors import AskError
from metrics.posting.alerts import Alert, Observation
from metrics.question.query import Filter, Query
from metrics.statistics.estimates import surplus
from metrics.tickets.records import Instant

USUAL_FACTOR, MOST_FACTOR = 3.0, 100.0
FEWEST = 10
"""Fewer tickets are no spike, however many times the usual."""
HOURS = (1, 4)
"""A rush is looked for in the newest hour, and in four where tickets are fewer."""
WEEKS = 8
FEWEST_WEEKS = 4
CHANCE = 0.0001
"""So rare a number comes by chance about once in ten thousand hours, which is a year of work."""


def factor(amount: str) -> float:
    """How many times the usual. Raises AskError."""
    number = re.sub(r"\s*(?:x|times)$", "", amount.casefold())
    times = value_of(number, Unit.RATIO) if number else USUAL_FACTOR
    if not 1 < times <= MOST_FACTOR:
        raise AskError("A spike is so many times what is usual, more than 1: spike email 3x.")
    return times


def check(alert: Alert, services: Services, now: Instant) -> Sight:
    """The newest hours beside the usual; fewer tickets than that are no alarm."""
    query = Query(metric="volume", period=NOW, where=filters_of(alert, services))
    reason = blindness(services.asker.fresh_until(), services, now)
    rushes = [_rush(alert, services, query.where, now, hours) for hours in HOURS]
    clear_rushes = [rush for rush in rushes if rush.beyond is not None] if not reason else []
    worst = max(clear_rushes or rushes, key=lambda rush: (bool(rush.beyond), rush.times))
    span = "hour" if worst.hours == 1 else f"{worst.hours} hours"
    return Sight(
        observation=Observation(
            at=now,
            beyond=any(rush.beyond for rush in clear_rushes) if clear_rushes else None,
            over=all(rush.over for rush in clear_rushes) if clear_rushes else None,
        ),
        fires="More new tickets come than usual",
        calms="No more new tickets come than usual",
        now=f"{tickets(worst.count)} in the last {span}{DOT}usual for these hours: "
        f"{words.count(worst.usual)} (the last {worst.weeks} weeks)",
        scope=scope(query, services),
        zone=str(services.asker.calendar.zone),
        value=round(worst.times, 1) if clear_rushes else None,
        say=lambda times: f"{words.count(times)} times the usual",
        phrase=f"{phrase(query, services, now)} by category",
        blind=reason,
        few=""
        if clear_rushes
        else f"only {worst.weeks} weeks are known, {FEWEST_WEEKS} are needed",
        figures=True,
        story=lambda: rush(query, services, now, worst.hours),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rush:
    """The new tickets of the newest hours beside those of the same hours of earlier weeks."""

    hours: int
    weeks: int
    count: int
    usual: float
    beyond: bool | None
    over: bool | None

    @property
    def times(self) -> float:
        """How many times the usual number."""
        return self.count / max(self.usual, 0.5)


def _rush(
    alert: Alert, services: Services, where: tuple[Filter, ...], now: Instant, hours: int
) -> _Rush:
    count, earlier = services.asker.arrivals(where, now, hours, WEEKS)
    usual = sum(earlier) / len(earlier) if earlier else 0.0
    rush = _Rush(hours=hours, weeks=len(earlier), count=count, usual=usual, beyond=None, over=None)
    if len(earlier) < FEWEST_WEEKS:
        return rush
    # Weeks differ by more than chance, so it must also be more than any of them had.
    rare = surplus(count, earlier) < CHANCE and count > max(earlier)
    beyond = rare and count >= alert.minimum and rush.times >= alert.value
    calm = rush.times <= alert.clear or count < alert.minimum
    return replace(rush, beyond=beyond, over=not beyond and calm)


SPIKE = TicketKind(
    key="spike",
    title="A spike of new tickets",
    example="spike email",
    hint="3x for a spike",
    names=r"(?:(?:volume|tickets?)\s+)?(?:spikes?|spiking|surges?)",
    metric="volume",
    amount=r"\d+(?:\.\d+)?\s*(?:x|times)",
    value_is=Amount(
        read=factor,
        say=lambda times: f"{times:g}x",
        clear=lambda times: usual_clear(times, Unit.RATIO, above=True),
    ),
    minimum=FEWEST,
    when=lambda times: f"{times:g} times as many as the same hours of earlier weeks",
    check=check,
)
