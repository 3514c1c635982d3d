"""What agents noted down of their time, by when the work was done.

https://developers.freshdesk.com/api/#time-entries
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.freshdesk.rows import iso
from sandbox.year.work import PlannedWork

_WORDS: Final = "Words that the bot must never keep."


def time_entries(
    work: list[PlannedWork], after: Instant, before: Instant
) -> Iterator[dict[str, Any]]:
    """The entries of a stretch of time, both its ends included."""
    for piece in work:
        if after <= piece.at <= before:
            hours, minutes = divmod(piece.seconds // 60, 60)
            yield {
                "id": piece.id,
                "ticket_id": piece.ticket,
                "agent_id": piece.agent,
                "company_id": None,
                "billable": True,
                "note": _WORDS,
                "timer_running": False,
                "time_spent": f"{hours:02}:{minutes:02}",
                "time_spent_in_seconds": piece.seconds,
                "executed_at": iso(piece.at),
                "start_time": iso(piece.at - piece.seconds),
                "created_at": iso(piece.at),
                "updated_at": iso(piece.at),
            }
