"""/kpi setup: what works and what to mend, by the checks of `deskpulse doctor --live`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import Lock

from bot.access import policy
from bot.cards.checkup import checkup_card
from bot.commands.gate import administers
from bot.services import Examine, Now, Services
from bot.talk import Finding, Reply, Request
from metrics.errors import AskError

LONGEST_SECONDS = 60
NOT_HERE = "Run `deskpulse doctor --live` where Deskpulse runs: it looks at everything."
BUSY = "I am looking already, and answer whoever asked first. Ask again in a minute."
_WHAT = "Whether the set-up works is for those who look after Deskpulse"
NAMED = f"{_WHAT}: who is named in DESKPULSE_ADMINS, else the leads. Ask one of them."
UNNAMED = f"{_WHAT}: administrators and owners of this Slack workspace, until somebody is named."


def checkup(request: Request, services: Services) -> Reply:
    """What was found, for the one who asks. Raises AskError where it is not for them."""
    if not administers(request, services):
        raise AskError(NAMED if policy(services).names_anybody else UNNAMED)
    if services.examine is None:
        raise AskError(NOT_HERE)
    return checkup_card(list(_within_a_minute(services.examine, services.now)))


def one_at_a_time(examine: Examine) -> Examine:
    """The same examination, refused while it goes on: it asks Slack and each helpdesk a lot."""
    lock = Lock()

    def alone() -> Iterator[Finding]:
        if not lock.acquire(blocking=False):
            raise AskError(BUSY)
        try:
            yield from examine()
        finally:
            lock.release()

    return alone


def _within_a_minute(examine: Examine, now: Now) -> Iterable[Finding]:
    """What is found, until it takes too long: whoever asks next waits for the same thread."""
    until = now() + LONGEST_SECONDS
    for finding in examine():
        yield finding
        if now() > until:
            yield Finding("The rest", f"It took too long to look at all. {NOT_HERE}")
            return
