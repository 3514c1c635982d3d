"""The check of all alerts that are due, and what is told where one of them cannot be checked."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field

from bot.alerts import messages
from bot.alerts.checks import DAY_SECONDS, Check
from bot.alerts.happenings import tell_each
from bot.alerts.kinds import kind_of
from bot.deliveries.guarded_courier import stranger
from bot.deliveries.notices import notice
from bot.services import Services
from bot.talk import Courier
from bot.workspace import CannotCheckError, reader
from metrics.errors import AskError
from metrics.posting.alerts import ALERTED, Phase
from metrics.store.books.alerts import BLIND, AlertStep, UnreadableAlert, WatchedAlert
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

FAILURES = 3


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
                    self._check(record, now)
            except Exception as error:  # the others must be checked
                logger.exception("The alert %s could not be checked", record.alert.id)
                self._report_failure(record, error, now)
            else:
                self._failures.pop(record.alert.id, None)
        self._show(now)

    def _check(self, record: WatchedAlert, now: Instant) -> None:
        alert = record.alert
        if each := kind_of(alert).each:
            tell_each(record, each(alert, self.services, now), self.services, now)
        else:
            Check(record, now, self.services, self.courier)()

    def _show(self, now: Instant) -> None:
        """Let each post that fired say how its alert stands by now."""
        for record in self.services.alerts.all():
            standing = record.standing
            firing = standing.phase is Phase.FIRING and standing.told_at is not None
            if not record.post or not (firing or now - standing.since_at < DAY_SECONDS):
                continue
            try:
                Check(record, now, self.services, self.courier).show()
            except Exception:  # the others must be shown
                logger.exception("The post of the alert %s could not be updated", record.alert.id)

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
