"""The check of alerts: what is due is looked at, and what is to be told goes into the outbox.

State and message are kept in one transaction. A post that Slack never took is told again as it
stands by then, or not at all where it is over: an outage of Slack's releases no flood.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field, replace

from bot.access import policy
from bot.alerts import messages
from bot.alerts.kinds import kind_of, watch
from bot.alerts.kinds.kind import Sight
from bot.cards.memory import receipt
from bot.cards.tickets import Address
from bot.charts import picture
from bot.deliveries.guarded_courier import stranger
from bot.deliveries.notices import notice
from bot.deliveries.payload import dump
from bot.deliveries.refusals import Cure, meaning_of
from bot.outward import for_all
from bot.services import Services
from bot.talk import Courier, Outgoing, Picture, Post, Refusal, Reply, Unknown
from bot.workspace import CannotCheckError, reader
from metrics.errors import AskError
from metrics.posting.alerts import Phase, Standing, Telling, step
from metrics.posting.deliveries import OPEN, Delivery, State, delivery_id
from metrics.store.books.alerts import (
    ALERTED,
    BLIND,
    FEW,
    SEES,
    AlertStep,
    UnreadableAlert,
    WatchedAlert,
)
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

FIRED_SECONDS = 15 * 60
"""What could not be posted for so long is told anew, as it stands by then."""
OVER_SECONDS = 86400
FAILURES = 3
DAY_SECONDS = 86400
PEAK = "peak"
"""A step that keeps how bad it is, where that is worse than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertChecker:
    """Checks alerts; any number share a store. `admin` hears of those nobody owns."""

    services: Services
    courier: Courier
    admin: str = ""
    _failures: Counter[str] = field(default_factory=Counter)

    def __call__(self, now: Instant) -> None:
        """Check what is due. One alert that fails stops no other."""
        for odd in self.services.alerts.unreadable():
            self._report_unreadable(odd, now)
        for record in self.services.alerts.due(now):
            if not self.services.alerts.claim(record, now):
                continue
            try:
                if not self._rests(record, now):
                    Check(record, now, self.services, self.courier)()
            except Exception as error:  # the others must be checked
                logger.exception("The alert %s could not be checked", record.alert.id)
                self._report_failure(record, error, now)
            else:
                self._failures.pop(record.alert.id, None)

    def _rests(self, record: WatchedAlert, now: Instant) -> bool:
        """Whether it is for somebody who is not one of us now; whose it is, or who else, hears."""
        alert = record.alert
        person = reader(alert.channel, alert.owner)
        try:
            is_known = person and self.services.workspace.complete
            if not (is_known and stranger(person, self.services)):
                return False
        except CannotCheckError:
            return False  # what is told of it waits until Slack can say
        to = self.admin if alert.owner in {"", person} else alert.owner
        if to:
            about = f"{ALERTED}{alert.id}:rests"
            reply = messages.rest_notice(alert, person)
            self.services.outbox.put([notice(about, reply, to, now, slot=0)], now)
        return True

    def _report_unreadable(self, odd: UnreadableAlert, now: Instant) -> None:
        """Tell the owner, once, of an alert that cannot be read."""
        self._failures[odd.id] += 1
        if self._failures[odd.id] != 1:
            return
        logger.error("The alert %s (%s) cannot be read", odd.id, odd.phrase)
        if to := odd.owner or self.admin:
            about = f"{ALERTED}{odd.id}:unreadable"
            self.services.outbox.put(
                [notice(about, messages.unreadable_notice(odd), to, now, slot=0)], now
            )

    def _report_failure(self, record: WatchedAlert, error: Exception, now: Instant) -> None:
        """Tell the owner once it has failed again and again, at most once a day."""
        alert = record.alert
        why = str(error) if isinstance(error, AskError) else "the log of whoever runs me says why."
        if self.services.alerts.latest_sight(alert.id) != BLIND:
            episode = record.standing.episode
            entry = AlertStep(alert=alert.id, episode=episode, at=now, what=BLIND, detail=why)
            self.services.alerts.note(entry)
        self._failures[alert.id] += 1
        to = alert.owner or self.admin
        if self._failures[alert.id] != FAILURES or not to:
            return
        reply, day = messages.failure_notice(alert, why), now - now % DAY_SECONDS
        message = notice(f"{ALERTED}{alert.id}", reply, to, now, slot=day)
        self.services.outbox.put([message], now)


@dataclass(frozen=True, slots=True)
class Check:
    """One check of one alert."""

    record: WatchedAlert
    now: Instant
    services: Services
    courier: Courier

    def __call__(self) -> None:
        """Look, and keep how it stands with what is told."""
        alert, post = self.record.alert, self._post()
        sight = watch(alert, self.services, self.now)
        before = self.record.standing
        if post is not None and post.state is State.MISSED:
            before = replace(before, told_at=None)
        standing, telling = step(alert.care, before, sight.observation)
        if telling in {Telling.REMINDED, Telling.RECOVERED} and post and post.state in OPEN:
            return  # what was begun comes to its end first
        if kind_of(alert).live and not self._update_list(sight, telling, post):
            return
        delivery = self._delivery(sight, standing, telling, post)
        root = delivery.id if delivery and delivery.parent is None else None
        steps = self._steps(sight, standing, telling)
        self.services.alerts.settle(self.record, standing, steps, delivery, post=root)

    def _post(self) -> Delivery | None:
        """The post with which it fired, where it is firing."""
        firing = self.record.standing.phase is Phase.FIRING
        has_post = firing and self.record.post and self.record.standing.told_at is not None
        return self.services.outbox.get(self.record.post) if has_post and self.record.post else None

    def _update_list(self, sight: Sight, telling: Telling | None, post: Delivery | None) -> bool:
        """Bring the list up to date; False where its end must be written once more later."""
        if post is None or post.ts is None or sight.observation.beyond is None:
            return True
        alert, over = self.record.alert, telling is Telling.RECOVERED
        if over:
            reply = messages.list_end(sight, self._since(), self._worst(sight))
        elif sight.dues:
            reply = messages.board(alert, sight, self._address())
        else:
            return True
        message = Post(post.posted_in or post.channel, post.ts)
        person = reader(alert.channel, alert.owner)
        outgoing = Outgoing(key=post.id, channel=message.channel, reply=reply, reader=person)
        match self.courier.update(message, outgoing):
            case Unknown():
                return not over
            case Refusal() as refusal:
                return not over or meaning_of(refusal).cure is not Cure.WAIT
        return True

    def _delivery(
        self, sight: Sight, standing: Standing, telling: Telling | None, post: Delivery | None
    ) -> Delivery | None:
        """The message that is due now, if one is."""
        alert, is_posted = self.record.alert, post is not None and post.ts is not None
        live = kind_of(alert).live and is_posted
        match telling:
            case Telling.FIRED:
                return self._message(self._first_post(sight, standing), telling, sight)
            case Telling.REMINDED if not live:
                if not is_posted:
                    return self._message(self._first_post(sight, standing), telling, sight)
                reply = messages.reminder(alert, sight, standing.since_at)
                return self._message(reply, telling, sight, under=post)
            case Telling.RECOVERED if is_posted and not live:
                reply = messages.recovery(sight, self._since(), self._worst(sight))
                return self._message(reply, telling, sight, under=post)
        return None

    def _first_post(self, sight: Sight, standing: Standing) -> Reply:
        alert, since_at = self.record.alert, standing.since_at
        if self.record.standing.phase is Phase.PENDING:
            since_at = self.record.standing.since_at
        if kind_of(alert).live:
            return messages.board(alert, sight, self._address())
        return messages.alert_post(alert, sight, since_at, self._chart(sight))

    def _message(
        self,
        reply: Reply,
        telling: Telling,
        sight: Sight,
        *,
        under: Delivery | None = None,
    ) -> Delivery:
        alert, now = self.record.alert, self.now
        source = f"{ALERTED}{alert.id}"
        payload, png = dump(replace(reply, figures=sight.figures))
        over = telling is Telling.RECOVERED
        return Delivery(
            id=delivery_id(f"{source} {telling}", now),
            source=source,
            due_at=now,
            part=1 if under else 0,
            parent=under.id if under else None,
            channel=alert.channel,
            owner=alert.owner,
            state=State.READY,
            payload=payload,
            picture=png,
            receipts=() if under else self._receipts(sight),
            expires_at=now + (OVER_SECONDS if over else FIRED_SECONDS),
        )

    def _receipts(self, sight: Sight) -> tuple[str, ...]:
        """The receipt of its figure, so that its thread can go on from it."""
        if sight.result is None:
            return ()
        figure_receipt = receipt(sight.result, sight.phrase, "")
        self.services.posts.keep(figure_receipt)
        return (figure_receipt.id,)

    def _steps(self, sight: Sight, standing: Standing, telling: Telling | None) -> list[AlertStep]:
        """What is kept of this check: what is told, how bad it is where worse, whether it sees."""
        alert, now = self.record.alert, self.now
        entries = [] if telling is None else [(str(telling), sight.now)]
        if standing.phase is Phase.FIRING and sight.value is not None:
            worst = self._worst(sight)
            if worst is None or worst != self._peak():
                entries.append((PEAK, repr(sight.value)))
        sees = BLIND if sight.blind else FEW if sight.few else SEES
        if sees != self.services.alerts.latest_sight(alert.id):
            entries.append((sees, sight.blind or sight.few))
        return [
            AlertStep(alert=alert.id, episode=standing.episode, at=now, what=what, detail=detail)
            for what, detail in entries
        ]

    def _worst(self, sight: Sight) -> float | None:
        """How bad it was at its worst, this check included."""
        values = [each for each in (self._peak(), sight.value) if each is not None]
        return (max if self.record.alert.above else min)(values, default=None)

    def _peak(self) -> float | None:
        """How bad it was at its worst in this episode before."""
        standing = self.record.standing
        if standing.phase is not Phase.FIRING:
            return None
        entries = self.services.alerts.since(standing.since_at)
        own = (each for each in entries if each.alert == self.record.alert.id and each.what == PEAK)
        peaks = [float(each.detail) for each in own if each.episode == standing.episode]
        return peaks[-1] if peaks else None

    def _since(self) -> Instant:
        return self.record.standing.since_at

    def _address(self) -> Address | None:
        """Tickets are linked only where they may be listed."""
        may_list = policy(self.services).lists("", self.record.alert.channel)
        return self.services.ticket_url if may_list else None

    def _chart(self, sight: Sight) -> Picture | None:
        """The chart of the figure; an alert never waits for its picture."""
        if sight.result is None:
            return None
        try:
            return picture(for_all(sight.result, self.record.alert.channel, self.services))
        except Exception:  # whatever fails in drawing, the alert goes out
            logger.exception("The chart of an alert could not be drawn")
            return None
