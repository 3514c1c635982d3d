"""Says something to one of us, or to a stranger what is said to those; no error escapes."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from bot.admission import admit
from bot.commands.overheard import surely_meant
from bot.services import Services
from bot.slack.answering import safely
from bot.talk import Deliver, Reply, Request

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Teller:
    """Looks who somebody is, and says it by `deliver`."""

    services: Services
    deliver: Deliver

    def admit(self, request: Request, *, addressed: bool = True) -> Request | Reply | None:
        """The request of one of us; else all that is said to who is not."""
        return safely(partial(admit, request, self.services, addressed=addressed))

    def one_of_us(self, request: Request, *, addressed: bool = True) -> Request | None:
        """The request of one of us; who is not has been told so where they spoke to the bot."""
        outcome = self.admit(request, addressed=addressed)
        if isinstance(outcome, Reply) and addressed:
            self.send(request, outcome)
        return outcome if isinstance(outcome, Request) else None

    def tell(
        self, request: Request, reply: Reply, *, addressed: bool = True
    ) -> Future[None] | None:
        """Tell one of us, or a stranger what is said to those; None where that is nothing.

        Who `addressed` nobody is told where they surely meant the bot. What is given ends as that
        of `send`.
        """
        if not addressed and not surely_meant(request, self.services):
            return None
        outcome = self.admit(request, addressed=addressed)
        words = reply if isinstance(outcome, Request) else outcome
        return self.send(request, words) if words else None

    def send(self, request: Request, reply: Reply) -> Future[None]:
        """What ends once the reply stands, or with why it does not."""
        try:
            return self.deliver(request, reply)
        except Exception as error:  # the last line of defence: there is only the log left to tell
            logger.exception("Reply to %s could not be delivered", request.channel)
            failure: Future[None] = Future()
            failure.set_exception(error)
            return failure
