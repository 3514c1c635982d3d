"""A backlog that grows by more than chance: lately, and over ten weeks beside their own spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot import words
from bot.alerts.kinds.carriers import open_tickets
from bot.alerts.kinds.kind import Sight
from bot.alerts.kinds.shared import blindness, filters_of, lasting_weeks, phrase, scope
from bot.alerts.kinds.ticket_kind import TicketKind
from bot.cards import facts
from bot.cards.facts import DOT
from bot.grammar.alerts import NOW
from bot.services import Services
from metrics.ask.lasting import Lasting
from metrics.periods import Period
from metrics.posting.alerts import Alert, Observation
from metrics.question.query import Query
from metrics.question.result import Point
from metrics.statistics.estimates import Estimate, mean_estimate, round_half_away
from metrics.tickets.records import Instant

LOOK_BACK = 52
"""So many weeks are looked at for since when it grows."""
LAST_WEEKS, RISES = 4, 3
"""It grows lately where it rose in so many of the newest weeks, by chance in 31 of 100 cases."""
WEEKS, FEWEST_WEEKS = 10, 8
"""So over so many weeks the mean step must also lie above 0, with its whole 95 % interval."""


def check(alert: Alert, services: Services, now: Instant) -> Sight:
    """Whether it rose in most of the last weeks, by `minimum` tickets at least, beyond chance.

    It is over once the last weeks together brought no rise.
    """
    query = Query(metric="backlog_growth", period=NOW, where=filters_of(alert, services))
    backlog = replace(query, metric="backlog")
    weeks = services.asker.weeks(query, now, WEEKS)
    steps = _steps(weeks)
    mean, newest = mean_estimate(np.array(steps, dtype=np.float64)), steps[-LAST_WEEKS:]
    reason = blindness(services.asker.fresh_until(), services, now)
    few = "" if len(steps) >= FEWEST_WEEKS else f"only {len(steps)} whole weeks are known"
    is_clear, growth = not (reason or few), sum(newest)
    beyond = _grows(steps, alert.minimum)
    over = not beyond and growth <= 0
    return Sight(
        observation=Observation(
            at=now, beyond=beyond if is_clear else None, over=over if is_clear else None
        ),
        fires="The backlog is growing",
        calms="The backlog is not growing any more",
        now=facts.capital(few) or _now(newest, mean),
        scope=scope(query, services),
        zone=str(services.asker.calendar.zone),
        value=growth if is_clear else None,
        say=lambda more: f"{words.count(more)} more in four weeks",
        phrase=phrase(replace(query, period=Period.of(f"last {WEEKS} weeks")), services, now),
        blind=reason,
        few=few,
        figures=True,
        why=f"{phrase(replace(backlog, period=Period.of('last 7 days')), services, now)} why",
        story=lambda: replace(
            open_tickets(backlog, services, now),
            tickets=None,
            lasting=_since(query, alert, services, now),
        ),
    )


def _steps(weeks: Sequence[Point]) -> list[float]:
    return [week.figure.value for week in weeks if week.figure.value is not None]


def _grows(steps: Sequence[float], minimum: int) -> bool:
    """Whether the last weeks rose enough, and the mean of all lies above 0 with its interval."""
    newest = steps[-LAST_WEEKS:]
    lately = sum(step > 0 for step in newest) >= RISES and sum(newest) >= max(minimum, 1)
    mean = mean_estimate(np.array(steps, dtype=np.float64))
    return lately and mean.low is not None and mean.low > 0


def _since(query: Query, alert: Alert, services: Services, now: Instant) -> Lasting | None:
    """Since which week it grows, by what each check since would have seen."""

    def grew(weeks: Sequence[Point]) -> bool | None:
        steps = _steps(weeks[-WEEKS:])
        return _grows(steps, alert.minimum) if len(steps) >= FEWEST_WEEKS else None

    return lasting_weeks(services.asker.weeks(query, now, LOOK_BACK), grew)


def _now(newest: Sequence[float], mean: Estimate) -> str:
    """The newest steps, and the mean one with how sure it is."""
    rises = sum(step > 0 for step in newest)
    steps = ", ".join(f"{step:+,.0f}" for step in newest)
    lately = f"Rose in {rises} of the last {len(newest)} weeks: {steps} tickets"
    return f"{lately}{DOT}{_certainty(mean)}"


def _certainty(mean: Estimate) -> str:
    assert mean.value is not None  # there are weeks
    assert mean.low is not None
    sentence = f"over {mean.n} weeks {round_half_away(mean.value, 1):+,g} a week on average"
    return f"{sentence}, {'more than chance does' if mean.low > 0 else 'which could be chance'}"


GROWING = TicketKind(
    key="growing",
    title="A growing backlog",
    example="growing",
    names=r"(?:backlog\s+)?(?:is\s+)?(?:growing|grows|grew)",
    metric="backlog",
    when=lambda _: "it rose in three of the last four weeks, and over ten by more than chance",
    check=check,
)
