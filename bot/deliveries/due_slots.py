"""From schedules to slots: what is due becomes a row that is posted once, or told of as missed."""

from __future__ import annotations

import logging
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.deliveries import notices
from bot.deliveries.notices import notice
from metrics.errors import AskError
from metrics.posting.deliveries import Delivery, DigestSchedule, delivery_id
from metrics.recurrence import Rule, slots
from metrics.store.books.digest_schedules import DIGEST, DigestSchedules
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

UTC = ZoneInfo("UTC")


def plan(schedules: DigestSchedules, now: Instant) -> None:
    """Make every slot that has come a delivery. A schedule that cannot be read stops no other."""
    for schedule in schedules.due(now):
        try:
            _plan(schedules, schedule, now)
        except (AskError, ValueError, OverflowError, OSError):
            logger.exception("The schedule %s cannot be read", schedule.id)
            why = f"I cannot read its rule {schedule.rule!r}"
            schedules.pause(schedule.id, why, now, _unread(schedule, now))


def _plan(schedules: DigestSchedules, schedule: DigestSchedule, now: Instant) -> None:
    rule = Rule.parse(schedule.rule, UTC)
    next_slots = slots(rule, schedule.next_due_at - 1)
    came = tuple(takewhile(lambda slot: slot <= now, next_slots))
    after = next(slots(rule, now))
    if came:
        schedules.plan(
            schedule, came, after, now, _miss_notice(schedule, came[:-1], str(rule.zone), now)
        )
    else:  # the rule's zone has new laws since: the slot is another one now
        schedules.plan(schedule, (), after, now)


def _unread(schedule: DigestSchedule, now: Instant) -> tuple[Delivery, ...]:
    """What its owner is told, once, of a schedule that cannot be read."""
    if not schedule.owner:
        return ()
    reply = notices.unread(schedule.id, schedule.channel, schedule.rule)
    return (notice(f"{DIGEST}{schedule.id}:unreadable", reply, schedule.owner, now, slot=0),)


def _miss_notice(
    schedule: DigestSchedule, past: tuple[Instant, ...], zone: str, now: Instant
) -> tuple[Delivery, ...]:
    if not past or not schedule.owner:
        return ()
    about = delivery_id(f"{DIGEST}{schedule.id}", past[-1])
    reply = notices.misses(past, schedule.channel, zone)
    return (notice(about, reply, schedule.owner, now),)
