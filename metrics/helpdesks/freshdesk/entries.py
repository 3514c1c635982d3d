"""Time that agents note down in Freshdesk, as work on contacts. Pure.

A contact is a ticket, with all that was noted on it. A timer that runs says nothing yet.
https://developers.freshdesk.com/api/#time-entries
"""

from __future__ import annotations

import re
from typing import Final

from metrics.helpdesks.fields import (
    MalformedError,
    Raw,
    count,
    identity,
    instant,
    optional_identity,
)
from metrics.helpdesks.freshdesk.normalise import Reading
from metrics.tickets.records import Handling

_CLOCK: Final = re.compile(r"(\d{1,6}):([0-5]\d)(?::([0-5]\d))?")
"""Hours and minutes; whether seconds may follow is unconfirmed."""


def work(raw: Raw, reading: Reading) -> Handling | None:
    """What somebody noted; None while its timer runs. Raises MalformedError."""
    del reading
    if raw.get("timer_running") is True:
        return None
    ticket = identity(raw, "ticket_id")
    return Handling(
        id=identity(raw, "id"),
        ended_at=instant(raw, "executed_at"),
        talk_seconds=_seconds(raw),
        contact=ticket,
        ticket=ticket,
        agent=optional_identity(raw, "agent_id"),
    )


def _seconds(raw: Raw) -> int:
    seconds = count(raw, "time_spent_in_seconds")
    if seconds is not None:
        return seconds
    match = _CLOCK.fullmatch(str(raw.get("time_spent")))
    if match is None:
        raise MalformedError("time_spent is no hours and minutes")
    hours, minutes, rest = (int(part or 0) for part in match.groups())
    return 3600 * hours + 60 * minutes + rest
