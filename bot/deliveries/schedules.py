"""Schedules of digests: made, moved, stopped, begun again, and those that the settings keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.deliveries.from_settings import keep_in_step
from bot.digests import DIGESTS
from bot.grammar.schedules import ScheduleContext, SchedulePlan, read_schedule
from bot.grammar.ticket_filters import where_ids, where_of
from bot.services import Services
from metrics.errors import AskError
from metrics.periods.windows import PeriodKind, local_date
from metrics.posting.deliveries import (
    OPEN,
    Delivery,
    DigestSchedule,
    State,
    delivery_id,
    schedule_id,
)
from metrics.recurrence import Cadence, Rule, slots
from metrics.store.books.digest_schedules import DIGEST
from metrics.tickets.records import Instant

HOUR = 3600
GRACE_SECONDS: Mapping[Cadence, int] = MappingProxyType(
    {
        Cadence.DAILY: 6 * HOUR,
        Cadence.WEEKLY: 24 * HOUR,
        Cadence.MONTHLY: 72 * HOUR,
        Cadence.QUARTERLY: 72 * HOUR,
    }
)
"""How late a post is still worth saying; later it is missed."""

WAIT_SECONDS = HOUR // 2
"""How long a post waits for figures of its whole period."""

_RULES = {
    PeriodKind.DAY: Rule.parse("daily mon-fri 09:15"),
    PeriodKind.WEEK: Rule.parse("weekly monday 09:00"),
    PeriodKind.MONTH: Rule.parse("monthly 1 09:00"),
    PeriodKind.QUARTER: Rule.parse("quarterly 1 09:00"),
}
USUALLY: Mapping[str, Rule] = MappingProxyType(
    {key: _RULES[digest.period] for key, digest in DIGESTS.items()}
)
"""When each digest comes where nobody says when."""


def around(
    services: Services, here: str, channels: Mapping[str, str] | None = None
) -> ScheduleContext:
    """What a schedule's words are read against. `here` is the channel where they are said."""
    return ScheduleContext(
        digests=USUALLY,
        here=here,
        zone=ZoneInfo(services.settings.timezone),
        directory=services.asker.directory(),
        channels=channels or {},
    )


def plan_of(schedule: DigestSchedule, services: Services) -> SchedulePlan:
    """What a schedule plans. Raises AskError where its team is not known any more."""
    return SchedulePlan(
        digest=schedule.digest,
        channel=schedule.channel,
        rule=Rule.parse(schedule.rule),
        where=where_of(schedule.where, services.asker.directory()),
    )


def make(plan: SchedulePlan, owner: str, services: Services) -> tuple[DigestSchedule, bool]:
    """The schedule for a plan, and whether it is new: the same plan made twice is one schedule."""
    draft = _schedule(plan, owner, services)
    if same := _same(draft, services):
        return same, False
    if services.schedules.get(draft.id):  # one that has since been moved bears this id
        again = f"{draft.rule} {draft.made_at}"
        id = schedule_id(draft.digest, draft.channel, again, draft.where)
        draft = replace(draft, id=id)
    new = services.schedules.make(draft)
    return (services.schedules.get(draft.id) or draft), new


def move(schedule: DigestSchedule, plan: SchedulePlan, services: Services) -> DigestSchedule:
    """Let a schedule follow another plan from its next slot on; what is due already still comes.

    A day for which it has posted gets no second post. Raises AskError where another one does that.
    """
    draft = _schedule(plan, schedule.owner, services)
    same = _same(draft, services)
    if same and same.id != schedule.id:
        raise AskError(
            "There is such a schedule already. Delete one of the two.", (f"schedule {same.id}",)
        )
    change = replace(draft, id=schedule.id, made_at=schedule.made_at, paused=schedule.paused)
    posts = services.outbox.of(f"{DIGEST}{schedule.id}", 1)
    if posts:
        after = (posts[0].due_at, services.now())
        change = replace(change, next_due_at=_another_day(plan.rule, *after))
    services.schedules.change(change)
    return change


def resume(schedule: DigestSchedule, services: Services) -> None:
    """Post again from the next slot on; what was due meanwhile stays unsaid."""
    services.schedules.resume(schedule.id, next(slots(Rule.parse(schedule.rule), services.now())))


def post_now(schedule: DigestSchedule, services: Services) -> str | None:
    """Let a digest come at once: the newest that did not come, or else one of its own.

    Gives why not, where one is on its way.
    """
    now, source = services.now(), f"{DIGEST}{schedule.id}"
    newest = next(iter(services.outbox.of(source, 1)), None)
    if newest and newest.state in OPEN:
        return "One is on its way."
    if newest and newest.state is not State.POSTED and newest.state is not State.DROPPED:
        if newest.state is State.UNSURE:
            return "I cannot tell whether the last one is there: please look first."
        services.outbox.again(newest.id, now, now + schedule.grace_seconds)
        return None
    delivery = Delivery(
        id=delivery_id(source, now),
        source=source,
        due_at=now,
        channel=schedule.channel,
        owner=schedule.owner,
        expires_at=now + schedule.grace_seconds,
    )
    services.outbox.put([delivery], now)
    return None


def keep_settings(services: Services) -> None:
    """Make the schedules of the settings, and withdraw those that are no longer in them."""
    keep_in_step(
        "DESKPULSE_DIGESTS",
        services.settings.digest_entries(),
        lambda entry: make(read_schedule(entry, around(services, "")), "", services)[0].id,
        lambda: [one.id for one in services.schedules.all() if not one.owner],
        lambda id: services.schedules.withdraw(id, services.now()),
    )


def _schedule(plan: SchedulePlan, owner: str, services: Services) -> DigestSchedule:
    now, rule, where = services.now(), str(plan.rule), where_ids(plan.where)
    return DigestSchedule(
        id=schedule_id(plan.digest, plan.channel, rule, where),
        digest=plan.digest,
        channel=plan.channel,
        rule=rule,
        where=where,
        owner=owner,
        made_at=now,
        next_due_at=next(slots(plan.rule, now)),
        grace_seconds=GRACE_SECONDS[plan.rule.cadence],
        wait_seconds=WAIT_SECONDS,
    )


def _same(draft: DigestSchedule, services: Services) -> DigestSchedule | None:
    def what(schedule: DigestSchedule) -> tuple[str, ...]:
        return schedule.digest, schedule.channel, schedule.rule, schedule.where

    return next((s for s in services.schedules.all() if what(s) == what(draft)), None)


def _another_day(rule: Rule, last_at: Instant, now: Instant) -> Instant:
    """The next slot that does not fall on the local day of the last post."""
    last = local_date(last_at, rule.zone)
    return next(at for at in slots(rule, now) if local_date(at, rule.zone) != last)
