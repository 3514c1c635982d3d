"""Nothing that nobody asked for goes where another company reads, or to who is not one of us."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from bot.admission import reach
from bot.services import Services
from bot.talk import Courier, Outcome, Outgoing, Post, Reach, Refusal, Unknown
from bot.trace import log_change
from bot.workspace import CannotCheckError, Standing, is_direct, reader

logger = logging.getLogger(__name__)

SHARED = "shared_with_another_company"
NAMES = "names_tickets"
STRANGER = "not_one_of_us"
NOBODY = "reader_not_known"
INSTALL = "install_again"
UNCHECKED = "cannot_check"

OUTCOMES: Mapping[type[Outcome], str] = {Post: "posted", Refusal: "refused", Unknown: "unknown"}
"""What is said of each outcome in the log and on /metrics."""


@dataclass(frozen=True, slots=True)
class GuardedCourier:
    """A courier that asks of each message, just before it goes, who reads along there.

    Its refusals are words like Slack's own; `refusals.py` says what each means.
    """

    courier: Courier
    services: Services

    def post(self, message: Outgoing) -> Outcome:
        """Post a message where it may stand. It is never tried twice."""
        outcome = self._refusal(message.channel, message) or self.courier.post(message)
        word = OUTCOMES[type(outcome)]
        self.services.meters.post(word)
        code = outcome.code if isinstance(outcome, Refusal) else None
        log_change(logger, "A post was tried", delivery=message.key, outcome=word, code=code)
        return outcome

    def update(self, post: Post, message: Outgoing) -> Outcome:
        """Put other words into a message, where they may stand."""
        return self._refusal(post.channel, message) or self.courier.update(post, message)

    def find(self, message: Outgoing, since_at: int, until_at: int) -> Outcome | None:
        """The first message of that time that bears the key; None where there is none."""
        return self.courier.find(message, since_at, until_at)

    def delete(self, post: Post) -> None:
        """Take a message away, if it is there."""
        self.courier.delete(post)

    def _refusal(self, channel: str, message: Outgoing) -> Refusal | None:
        try:
            if is_direct(channel):
                return self._of_one(reader(channel, message.reader), channel, message)
            limit = reach(channel, self.services)
        except CannotCheckError:
            return Refusal(UNCHECKED)
        if limit is Reach.FIGURES:
            return Refusal(INSTALL)
        if limit is Reach.OPEN:
            return None if message.reply.figures else Refusal(NAMES)
        return None if limit is Reach.ALL else Refusal(SHARED)

    def _of_one(self, person: str, channel: str, message: Outgoing) -> Refusal | None:
        """Whoever reads a direct message is judged as the person they are now."""
        workspace = self.services.workspace
        if not workspace.complete:  # then nobody can be told from a guest
            return None if message.notice else Refusal(INSTALL)
        who = workspace.channel(channel).person or person
        if not who:
            return Refusal(NOBODY)
        return Refusal(STRANGER) if stranger(who, self.services) else None


def stranger(person: str, services: Services) -> bool:
    """Whether somebody is no member of the company now. Raises CannotCheckError."""
    return services.workspace.person(person).standing is not Standing.MEMBER
