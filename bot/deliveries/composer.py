"""The words of a digest that is due: of its own slot, once its data are there or its time is up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.access import policy
from bot.admission import reach
from bot.cards.edition import Edition
from bot.cards.help import unknown
from bot.deliveries.composition import Composition
from bot.deliveries.notices import lacking, notice
from bot.deliveries.schedules import plan_of
from bot.deliveries.supplies import administrators
from bot.digests import compose, find
from bot.digests.digest import Digest
from bot.digests.posts import posts
from bot.outward import edition_for_all, impersonal, is_open
from bot.services import Services
from bot.words import clock
from bot.workspace import CannotCheckError
from metrics.errors import UnavailableError
from metrics.periods.windows import first_at, local_date, opening
from metrics.posting.deliveries import Delivery, DigestSchedule, State
from metrics.question.receipts import Receipt
from metrics.recurrence import Rule
from metrics.store.books.digest_schedules import DIGEST
from metrics.tickets.records import Instant

LOOKED_BACK = 5
"""Among so many posts of a schedule is looked for the last one that stands."""
REFUSALS = 3
"""A channel that refuses so many posts in a row is not tried again before somebody has looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestComposer:
    """Composes what schedules of digests have made due."""

    services: Services

    def waits(self, delivery: Delivery, now: Instant) -> str | None:
        """Why it waits: for Slack, or for the sync while its patience is not at an end."""
        try:
            reach(delivery.channel, self.services)
        except CannotCheckError:
            return "waits for Slack to say who reads the channel"
        schedule = self._schedule(delivery)
        if now >= delivery.due_at + schedule.wait_seconds:
            return None
        fresh = self.services.asker.fresh_until()
        if fresh is not None and fresh >= self._needs(delivery, schedule):
            return None
        progress = "has not ended once" if fresh is None else f"has come to {self._clock(fresh)}"
        return f"waits for the sync, which {progress}"

    def compose(self, delivery: Delivery) -> Composition:
        """The digest as of its slot, with the receipts of all its figures, its lead's first."""
        schedule, services = self._schedule(delivery), self.services
        digest = find(schedule.digest)
        where = plan_of(schedule, services).where
        zone = ZoneInfo(self.zone(delivery))
        try:
            last = self._last(delivery)
            edition = compose(digest, where, delivery.due_at, services, zone=zone, last=last)
        except UnavailableError as error:
            return Composition(post=unknown(digest.title, str(error)))
        # A board is open work, which is for all of our own; to others it names nothing.
        if not edition.board and not policy(services).lists("", delivery.channel):
            services = replace(services, ticket_url=None)
        public_edition = edition_for_all(edition, delivery.channel, services)
        messages = posts(public_edition, services, f"schedule {schedule.id}")
        public = is_open(delivery.channel, services)
        figures = public and all(impersonal(result.query) for result in edition.answers.values())
        post, *parts = (replace(each, figures=figures) for each in messages)
        return Composition(
            post=post,
            parts=tuple(parts),
            receipts=self._keep_receipts(edition),
            things=0 if edition.board else len(edition.things),
            notices=tuple(self._notices(delivery, edition)),
        )

    def zone(self, delivery: Delivery) -> str:
        """The zone of its schedule; of all figures for what has none."""
        schedule = self.services.schedules.ever(delivery.source.removeprefix(DIGEST))
        return str(_rule(schedule).zone if schedule else self.services.asker.calendar.zone)

    def note_refusal(self, delivery: Delivery, why: str, now: Instant, *, closed: bool) -> None:
        """Pause the schedule whose channel is closed, or has refused it again and again."""
        if not delivery.source.startswith(DIGEST):
            return
        latest = self.services.outbox.of(delivery.source, REFUSALS)
        again = len(latest) == REFUSALS and all(d.state is State.FAILED for d in latest)
        if closed or again:
            self.services.schedules.pause(delivery.source.removeprefix(DIGEST), why, now)

    def _schedule(self, delivery: Delivery) -> DigestSchedule:
        schedule = self.services.schedules.ever(delivery.source.removeprefix(DIGEST))
        if schedule is None:
            raise LookupError(f"{delivery.source}, the source of {delivery.id}, is not known")
        return schedule

    def _needs(self, delivery: Delivery, schedule: DigestSchedule) -> Instant:
        """Up to when the data must be complete."""
        digest, zone = find(schedule.digest), _rule(schedule).zone
        return delivery.due_at if digest.board else _end(digest, delivery.due_at, zone)

    def _last(self, delivery: Delivery) -> tuple[Receipt, ...]:
        """What the last post of its schedule put first, as it stands by now."""
        posts = self.services.outbox.of(delivery.source, LOOKED_BACK)
        earlier = (p for p in posts if p.due_at < delivery.due_at and p.state is State.POSTED)
        last = next(earlier, None)
        ids = last.receipts[: last.things] if last else ()
        return tuple(filter(None, map(self.services.posts.receipt, ids)))

    def _notices(self, delivery: Delivery, edition: Edition) -> Iterator[Delivery]:
        """What tells whoever owns the schedule, once, how to have what could not be measured."""
        if not edition.missing:
            return
        titles = "|".join(sorted(each.title for each in edition.missing))
        about = f"lacking:{delivery.source}:{titles}"
        people = [delivery.owner] if delivery.owner else administrators(self.services)
        reply = lacking(edition.title, [each.why for each in edition.missing], delivery.channel)
        for person in people:
            yield notice(f"{about}:{person}", reply, person, delivery.due_at, slot=0)

    def _keep_receipts(self, edition: Edition) -> tuple[str, ...]:
        for each in edition.receipts:
            self.services.posts.keep(each)
        return tuple(each.id for each in edition.receipts)

    def _clock(self, at: Instant) -> str:
        return clock(at, str(self.services.asker.calendar.zone))


def _end(digest: Digest, due_at: Instant, zone: ZoneInfo) -> Instant:
    """The end of the stretch that a digest of that slot is about."""
    first = opening(digest.period, local_date(due_at, zone))
    return first_at(datetime.combine(first, time()), zone)


def _rule(schedule: DigestSchedule) -> Rule:
    return Rule.parse(schedule.rule, ZoneInfo("UTC"))
