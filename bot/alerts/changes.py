"""Alerts made, changed, taken on and put off, and those that the settings keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.alerts.faces import SNOOZED
from bot.alerts.kinds.kind import AlertPlan
from bot.alerts.phrases import AlertContext, read_alert
from bot.deliveries.from_settings import keep_in_step
from bot.services import Services
from metrics.errors import AskError
from metrics.posting.alerts import (
    Alert,
    Phase,
    Standing,
    alert_id,
    with_acknowledgement,
    with_snooze,
)
from metrics.store.books.alerts import ACKNOWLEDGED, AlertStep, UnreadableAlert, WatchedAlert
from metrics.tickets.records import Instant

NONE_SUCH = "I know no such alert. See which there are."
OF_SETTINGS = "It stands in the setting DESKPULSE_ALERTS: change it there."
_TRIES = 5
"""A check may change how an alert stands between looking and writing."""


def context(
    services: Services, here: str, channels: Mapping[str, str] | None = None
) -> AlertContext:
    """What an alert's words are read against. `here` is the channel where they are said."""
    return AlertContext(
        here=here,
        zone=ZoneInfo(services.settings.timezone),
        directory=services.asker.directory(),
        channels=channels or {},
    )


def make(plan: AlertPlan, owner: str, services: Services) -> tuple[Alert, bool]:
    """The alert that is wanted, and whether it is new; one for the same value is put in its place.

    Raises AskError where that is one of the settings.
    """
    alert = _alert(plan, owner, services)
    old = services.alerts.get(alert.id)
    if old is None:
        if unreadable(alert.id, services):  # it takes the place of what nobody can read
            services.alerts.delete(alert.id, services.now())
        services.alerts.make(alert)
        return alert, True
    if (old.alert.care, old.alert.minimum, old.alert.clear) == (
        *(alert.care, alert.minimum, alert.clear),
    ):
        return old.alert, False
    if owner and not old.alert.owner:
        raise AskError(OF_SETTINGS)
    services.alerts.delete(alert.id, services.now())
    services.alerts.make(alert)
    return alert, True


def acknowledge(id: str, who: str, services: Services) -> WatchedAlert:
    """Somebody has taken it on: no reminders until it is over. Raises AskError."""

    def take(standing: Standing) -> Standing:
        if standing.phase is not Phase.FIRING:
            raise AskError("It is not firing, so there is nothing to acknowledge.")
        return with_acknowledgement(standing, who)

    return _apply(id, take, (ACKNOWLEDGED, who, ""), services)


def snooze(id: str, until: Instant, who: str, services: Services) -> WatchedAlert:
    """Say nothing of it until then. Raises AskError."""
    entry = (SNOOZED, who, str(until))
    return _apply(id, lambda standing: with_snooze(standing, until), entry, services)


def find(id: str, services: Services) -> WatchedAlert:
    """The alert of that id. Raises AskError where there is none."""
    record = services.alerts.get(id.casefold())
    if record is None and unreadable(id, services):
        raise AskError(
            f"Alert {id.casefold()} cannot be read, so it is not checked. Delete it, and make it "
            "again.",
            (f"alert delete {id.casefold()}",),
        )
    if record is None:
        raise AskError(NONE_SUCH, ("alerts",))
    return record


def unreadable(id: str, services: Services) -> UnreadableAlert | None:
    """The alert of that id, if it is one that cannot be read."""
    unreadable_alerts = services.alerts.unreadable()
    return next((one for one in unreadable_alerts if one.id == id.casefold()), None)


def under(channel: str, thread: str | None, services: Services) -> WatchedAlert | None:
    """The alert that fired in the post above a thread; None where it is about something else."""
    for record in services.alerts.all() if thread else ():
        post = services.outbox.get(record.post) if record.post else None
        if post and (post.posted_in, post.ts) == (channel, thread):
            return record
    return None


def keep_settings(services: Services) -> None:
    """Make the alerts of the settings, and delete those that are no longer in them."""
    keep_in_step(
        "DESKPULSE_ALERTS",
        services.settings.alert_entries(),
        lambda entry: make(read_alert(entry, context(services, "")), "", services)[0].id,
        lambda: [one.id for one in _alerts(services) if not one.owner],
        lambda id: services.alerts.delete(id, services.now()),
    )


def _alerts(services: Services) -> list[Alert | UnreadableAlert]:
    return [*(record.alert for record in services.alerts.all()), *services.alerts.unreadable()]


def _alert(plan: AlertPlan, owner: str, services: Services) -> Alert:
    return Alert(
        id=alert_id(plan.kind.key, plan.watch, plan.value, plan.channel, above=plan.above),
        kind=plan.kind.key,
        phrase=context(services, plan.channel).phrase(plan),
        watch=plan.watch,
        above=plan.above,
        value=plan.value,
        clear=plan.clear,
        minimum=plan.minimum,
        channel=plan.channel,
        owner=owner,
        made_at=services.now(),
        care=plan.care,
    )


def _apply(
    id: str,
    change: Callable[[Standing], Standing],
    entry: tuple[str, str, str],
    services: Services,
) -> WatchedAlert:
    what, who, detail = entry
    for _ in range(_TRIES):
        record = find(id, services)
        standing = change(record.standing)
        step = AlertStep(
            alert=record.alert.id,
            episode=standing.episode,
            at=services.now(),
            what=what,
            who=who,
            detail=detail,
        )
        if services.alerts.settle(record, standing, [step]):
            return replace(record, standing=standing)
    raise AskError("It was being checked just now. Try again.")
