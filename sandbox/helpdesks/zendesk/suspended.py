"""The mails that the stand-in holds back: so many of the last days, by their causes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.zendesk.rows import iso

_HOUR: Final = 3600
_CAUSES: Final = {0: "Detected as spam", 8: "Automated response mail, out of office"}
_EACH_HOURS: Final = 9
_WAITING: Final = 7


def waiting(now: Instant) -> list[tuple[Instant, int]]:
    """When those that wait now came, the newest first, and the number of each one's cause.

    One comes every nine hours, and somebody looks at them once there are seven.
    """
    last = now // (_EACH_HOURS * _HOUR)
    numbers = range(last, last - _WAITING, -1)
    return [(n * _EACH_HOURS * _HOUR, 8 if n % 3 == 0 else 0) for n in numbers]


def page(params: Mapping[str, str], now: Instant) -> dict[str, Any]:
    """One page of them, by cursor."""
    start, size = int(params.get("page[after]", "0")), int(params.get("page[size]", "100"))
    mails = waiting(now)
    rows = [
        {
            "id": at,
            "created_at": iso(at),
            "updated_at": iso(at),
            "cause_id": cause,
            "cause": _CAUSES[cause],
            "subject": "Words that the bot must never keep.",
            "content": "Words that the bot must never keep.",
            "author": {"id": None, "name": "Somebody", "email": "somebody@example.org"},
            "ticket_id": None,
        }
        for at, cause in mails[start : start + size]
    ]
    more = start + size < len(mails)
    meta = {"has_more": more, "after_cursor": str(start + size) if more else None}
    return {"suspended_tickets": rows, "meta": meta, "links": {}}
