"""An alert as it is shown: in words, how it stands, and how it would have stood lately."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot import words
from bot.alerts.keeping import around
from bot.alerts.watching import watch
from bot.cards.alerts import Shown
from bot.cards.facts import DOT
from bot.grammar.alerting import Wanted, wanted_again
from bot.services import Services
from metrics.alerts import Alert, Kind, Telling
from metrics.ask.wording import scope
from metrics.catalogue.metric import AnyMetric, Unit
from metrics.errors import AskError
from metrics.periods.windows import local_date, midnight
from metrics.query import Clock, Query
from metrics.records import Instant
from metrics.store.alerts import Watched

DAY_SECONDS = 86400
LOOKED_BACK_DAYS = 28
_TOLD = frozenset(Telling)
_GONE = "it watches what the helpdesk does not have any more"


def shown(watched: Watched, services: Services, *, closely: bool = False) -> Shown:
    """An alert in words; `closely`: also how its figure stands, and stood in the last weeks."""
    alert, now = watched.alert, services.now()
    try:
        one = wanted_again(alert, services.asker.directory())
    except AskError:
        one = None
    metric = one.metric if one else None
    threshold = one is not None and metric is not None and alert.kind is Kind.THRESHOLD
    return Shown(
        alert=alert,
        title=_title(one, services) if one else alert.phrase,
        when=_when(one) if one else _GONE,
        over=f"It is over at {_clear(one)}." if one and threshold else "",
        fewest=_fewest(alert, metric) if metric else "",
        standing=watched.standing,
        now=_now(alert, services) if closely else "",
        would=_would(one, services) if one and closely and threshold else "",
        told_at=_told_at(alert, services),
        checked=watched.next_check_at > 0,
        at=now,
        zone=services.settings.timezone,
    )


def again(alert: Alert, services: Services) -> str:
    """The words that make it once more."""
    try:
        one = wanted_again(alert, services.asker.directory())
    except AskError:
        return alert.phrase
    return around(services, alert.channel).phrase(one)


def _title(one: Wanted, services: Services) -> str:
    query, directory = one.query, services.asker.directory()
    tickets = scope(query, directory, None)
    match one.kind:
        case Kind.BREACHING:
            return f"Tickets about to miss a target{DOT}{tickets}"
        case Kind.SPIKE:
            return f"A spike of new tickets{DOT}{tickets}"
        case Kind.GROWING:
            return f"A growing backlog{DOT}{tickets}"
        case _:
            return DOT.join(filter(None, (_measure(query, one.metric), tickets, str(query.period))))


def _measure(query: Query, metric: AnyMetric) -> str:
    """The measure in the way it is taken: "Resolution time, 90th percentile, business hours"."""
    part = f"{query.percentile}th percentile" if query.percentile else ""
    clock = "business hours" if query.clock is Clock.BUSINESS else ""
    return ", ".join(filter(None, (metric.title, part, clock)))


def _when(one: Wanted) -> str:
    match one.kind:
        case Kind.BREACHING:
            left = words.brief(one.value, days=False)
            return f"one has {left} of working time left or less"
        case Kind.SPIKE:
            return f"{one.value:g} times as many as the same hours of earlier weeks"
        case Kind.GROWING:
            return "it rose in three of the last four weeks"
        case _:
            return f"{'above' if one.above else 'below'} {_said(one.value, one)}"


def _said(value: float, one: Wanted) -> str:
    days, unit = one.query.clock is Clock.CALENDAR, one.metric.unit
    if unit is Unit.SECONDS:
        return words.brief(value, days=days)
    return words.amount(value, unit, 0, days=days)


def _clear(one: Wanted) -> str:
    return f"{_said(one.clear, one)} or {'below' if one.above else 'above'}"


def _fewest(alert: Alert, metric: AnyMetric) -> str:
    counts = "tickets" if alert.kind is not Kind.THRESHOLD else metric.counts
    return f"With fewer than {alert.minimum} {counts} it says nothing." if alert.minimum else ""


def _now(alert: Alert, services: Services) -> str:
    """How it stands now, or why nobody can tell."""
    try:
        return f"{_capital(watch(alert, services, services.now()).now)}."
    except AskError as error:
        return str(error)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _would(one: Wanted, services: Services) -> str:
    """On how many of the last days it was beyond when the day ended."""
    asker, zone = services.asker.still(), ZoneInfo(one.query.zone or services.settings.timezone)
    today = local_date(services.now(), zone)
    beyond = known = 0
    try:
        for back in range(LOOKED_BACK_DAYS):
            ended_at = midnight(today - timedelta(days=back), zone) - 1
            figure = asker.answer(one.query, ended_at).figure
            if figure.value is None or figure.hidden or figure.n < one.minimum:
                continue
            known += 1
            beyond += figure.value > one.value if one.above else figure.value < one.value
    except AskError:
        return ""
    if not known:
        return "In the last four weeks there was never enough by the end of a day to tell."
    side = "above" if one.above else "below"
    return f"At the end of the day it was {side} on {beyond} of the last {known} days that tell."


def _told_at(alert: Alert, services: Services) -> Instant | None:
    """When it last spoke, within the last weeks."""
    since = services.now() - LOOKED_BACK_DAYS * DAY_SECONDS
    told = (t.at for t in services.alerts.since(since) if t.alert == alert.id and t.what in _TOLD)
    return max(told, default=None)
