"""Tickets that will miss a target of service soon: one list that is kept up to date."""

from __future__ import annotations

from bot import words
from bot.alerts.kinds.carriers import unowned
from bot.alerts.kinds.kind import Sight, Story
from bot.alerts.kinds.shared import blindness, filters_of, phrase, scope
from bot.alerts.kinds.ticket_kind import Amount, TicketKind
from bot.grammar.alert_clauses import TIME, value_of
from bot.grammar.alerts import NOW
from bot.services import Services
from metrics.catalogue.metric import Unit
from metrics.errors import AskError, UnavailableError
from metrics.goals.targets import in_words
from metrics.posting.alerts import Alert, Observation
from metrics.question.query import Query
from metrics.service_levels.due import Due
from metrics.tickets.records import Dimension, Instant

USUAL_LEFT_SECONDS = 1800.0


def seconds_left(amount: str) -> float:
    """The working time that is left at most, in seconds. Raises AskError."""
    seconds = value_of(amount, Unit.SECONDS) if amount else USUAL_LEFT_SECONDS
    if seconds <= 0:
        raise AskError("With no time left it is too late. Say how much is left: breaching 30m.")
    return seconds


def check(alert: Alert, services: Services, now: Instant) -> Sight:
    """The tickets that break a promise within `value` seconds of working time."""
    query = Query(metric="sla_risk", period=NOW, where=filters_of(alert, services))
    within = f"{words.brief(alert.value, days=False)} of working time"
    try:
        dues = services.asker.breaching(query.where, now, int(alert.value))
    except UnavailableError as error:
        raise AskError(str(error)) from None
    label = services.asker.directory().label

    def owner(due: Due) -> str:
        return label(Dimension.AGENT, due.agent) if due.agent else "nobody's"

    nobodys = sum(not due.agent for due in dues)
    reason = blindness(services.asker.fresh_until(), services, now)
    many = "1 ticket is" if len(dues) == 1 else f"{words.count(len(dues))} tickets are"
    return Sight(
        observation=Observation(
            at=now, beyond=None if reason else bool(dues), over=None if reason else not dues
        ),
        fires=f"{many} about to miss a target within {within}",
        calms="No ticket is about to miss a target any more",
        now=f"{words.count(len(dues))} now",
        scope=scope(query, services),
        zone=str(services.asker.calendar.zone),
        value=float(len(dues)),
        say=lambda n: "1 ticket at once" if n == 1 else f"{words.count(n)} tickets at once",
        phrase=f"{phrase(query, services, now)} list",
        blind=reason,
        dues=dues,
        owner=owner,
        story=lambda: Story(advice=unowned(nobodys, len(dues)) if nobodys else ""),
    )


BREACHING = TicketKind(
    key="breaching",
    title="Tickets about to miss a target",
    example="breaching 30m",
    hint="30m of time left",
    names=r"(?:sla\s+)?breach(?:es|ing)?|(?:sla\s+)?at\s+risk|sla[_\s]risk|about\s+to\s+breach",
    figures=True,
    metric="sla_risk",
    amount=TIME,
    value_is=Amount(read=seconds_left, say=lambda seconds: in_words(seconds, Unit.SECONDS)),
    when=lambda seconds: f"one has {words.brief(seconds, days=False)} of working time left or less",
    live=True,
    check=check,
)
