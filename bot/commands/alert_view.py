"""An alert as it is shown: in words, how it stands, and how it would have stood lately."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bot.alerts.changes import context
from bot.alerts.kinds import watch
from bot.alerts.phrases import plan_of
from bot.cards.alerts import AlertView
from bot.cards.each import each
from bot.services import Services
from metrics.ask.wording import scope
from metrics.errors import AskError
from metrics.posting.alerts import Alert, Telling
from metrics.store.books.alerts import SEES, WatchedAlert
from metrics.tickets.records import Instant

DAY_SECONDS = 86400
LOOKED_BACK_DAYS = 28
_TOLD = frozenset(Telling)
_GONE = "it watches what the helpdesk does not have any more"


def view_alerts(all_of_them: Iterable[WatchedAlert], services: Services) -> list[AlertView]:
    """All of them in words, also one whose figure cannot be told of."""

    def bare(entry: WatchedAlert) -> AlertView:
        alert, zone = entry.alert, services.settings.timezone
        when = f"cannot be shown; /kpi alert delete {alert.id} deletes it"
        return AlertView(
            alert=alert,
            title=alert.phrase,
            when=when,
            over="",
            fewest="",
            standing=entry.standing,
            now="",
            preview="",
            told_at=None,
            has_check=entry.next_check_at > 0,
            at=services.now(),
            zone=zone,
        )

    return each(all_of_them, lambda entry: view_alert(entry, services), bare)


def view_alert(entry: WatchedAlert, services: Services, *, closely: bool = False) -> AlertView:
    """An alert in words; `closely`: also how its figure stands, and stood in the last weeks."""
    alert, now = entry.alert, services.now()
    try:
        one = plan_of(alert, services.asker.directory())
    except AskError:
        one = None
    title = (
        one.kind.summary(one, scope(one.query, services.asker.directory(), None)) if one else None
    )
    would = one.kind.preview if one and closely else None
    since = _unseen_at(alert, services)
    sight = _sight(alert, services) if closely or since else SEEN
    return AlertView(
        alert=alert,
        title=title.title if title else alert.phrase,
        when=title.when if title else _GONE,
        over=title.over if title else "",
        fewest=title.fewest if title else "",
        standing=entry.standing,
        now="" if since else sight.now,
        preview=would(one, services) if one and would else "",
        told_at=_told_at(alert, services),
        has_check=entry.next_check_at > 0,
        blindness=sight.unseen if since else "",
        blind_since=since or 0,
        at=now,
        zone=services.settings.timezone,
    )


def alert_phrase(alert: Alert, services: Services) -> str:
    """The words that make it once more."""
    try:
        one = plan_of(alert, services.asker.directory())
    except AskError:
        return alert.phrase
    return context(services, alert.channel).phrase(one)


class _Sight(NamedTuple):
    """How it stands now, and why nobody can tell where that is so."""

    now: str
    unseen: str


SEEN = _Sight("", "")


def _sight(alert: Alert, services: Services) -> _Sight:
    try:
        sight = watch(alert, services, services.now())
    except AskError as error:
        return _Sight(str(error), str(error))
    unseen = sight.blind or sight.few
    return _Sight(f"{_capital(f'I cannot see it now: {unseen}' if unseen else sight.now)}.", unseen)


def _unseen_at(alert: Alert, services: Services) -> Instant | None:
    """Since when it cannot see; None where it could at its latest check."""
    turns = services.alerts.sights(services.now() + 1, alert.id)
    return turns[-1].at if turns and turns[-1].what != SEES else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _told_at(alert: Alert, services: Services) -> Instant | None:
    """When it last spoke, within the last weeks."""
    since = services.now() - LOOKED_BACK_DAYS * DAY_SECONDS
    instants = (
        t.at for t in services.alerts.since(since) if t.alert == alert.id and t.what in _TOLD
    )
    return max(instants, default=None)
