"""A backlog that grew in three of the last four weeks."""

from __future__ import annotations

from dataclasses import replace

from bot import words
from bot.alerts.kinds.kind import Sight
from bot.alerts.kinds.of_tickets import OfTickets
from bot.alerts.kinds.parts import meant, scope
from bot.grammar import render
from bot.grammar.alerting import NOW
from bot.services import Services
from metrics.alerts import Alert, Seen
from metrics.guards.levers import LEVERS
from metrics.periods import Period
from metrics.query import Query
from metrics.records import Instant

LAST_WEEKS, ROSE = 4, 3
"""A backlog grows where it rose in three of the last four weeks (catalogue, `backlog_growth`)."""


def check(alert: Alert, services: Services, now: Instant) -> Sight:
    """Whether it rose in most of the last weeks, by `minimum` tickets at least."""
    query = Query(metric="backlog_growth", period=NOW, where=meant(alert, services))
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
        scope=scope(query, services),
        zone=str(services.asker.calendar.zone),
        value=grown if told else None,
        say=lambda more: f"{words.count(more)} more in four weeks",
        phrase=render(replace(query, period=Period.of("last 4 weeks")), services.asker.directory()),
        look=LEVERS["backlog"],
    )


GROWING = OfTickets(
    key="growing",
    title="A growing backlog",
    example="growing",
    names=r"(?:backlog\s+)?(?:is\s+)?(?:growing|grows|grew)",
    metric="backlog",
    when=lambda _: "it rose in three of the last four weeks",
    check=check,
)
