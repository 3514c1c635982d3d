"""What is told once each, by itself: the same is never told twice, whoever looks and how often."""

from __future__ import annotations

from collections.abc import Iterable

from bot.alerts.kinds.kind import Happening
from bot.deliveries.payload import dump
from bot.services import Services
from metrics.posting.alerts import ALERTED, Alert
from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.store.books.alerts import AlertStep, WatchedAlert
from metrics.tickets.records import Instant

TOLD = "told"
"""A step of something that was told by itself, by its id."""
WAIT_SECONDS = 86400
"""While Slack is away it waits so long, and is then let go of."""


def tell_each(
    record: WatchedAlert, happenings: Iterable[Happening], services: Services, now: Instant
) -> None:
    """Put what is new into the outbox, each in a transaction with the step that tells of it.

    In quiet hours and while the alert is put off it waits.
    """
    alert, standing = record.alert, record.standing
    quiet = alert.care.quiet is not None and alert.care.quiet.holds(now)
    if quiet or now < standing.snoozed_until:
        return
    for one in happenings:
        delivery = _delivery(alert, one, now)
        if services.outbox.get(delivery.id) is None:
            entry = AlertStep(
                alert=alert.id, episode=standing.episode, at=now, what=TOLD, detail=one.id
            )
            services.alerts.settle(record, standing, [entry], delivery)


def _delivery(alert: Alert, one: Happening, now: Instant) -> Delivery:
    """The message of something that is told once: it has the same id whenever it is made."""
    payload, _ = dump(one.reply)
    source = f"{ALERTED}{alert.id}"
    return Delivery(
        id=delivery_id(f"{source} {one.id}", 0),
        source=source,
        due_at=now,
        channel=alert.channel,
        owner=alert.owner,
        state=State.READY,
        payload=payload,
        expires_at=now + WAIT_SECONDS,
    )
