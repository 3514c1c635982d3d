"""Suspended tickets: mails that Zendesk holds back until somebody recovers or deletes them.

They are no tickets: after 14 days they are gone. How many wait is counted by cause; whose they are
and what they say is never read.
https://developer.zendesk.com/api-reference/ticketing/tickets/suspended_tickets/
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from metrics.helpdesks.batches import Batch
from metrics.helpdesks.fields import Raw, clean, count, instant, optional_instant
from metrics.helpdesks.web import Web
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.helpdesks.zendesk.pages import after_cursor, rows_of
from metrics.helpdesks.zendesk.sources import Feed
from metrics.tickets.records import Instant, Suspended
from metrics.tickets.suspended import MOST, NOBODY

_AT_ONCE: Final = 100
_NO_CAUSE: Final = "for no cause that is told"
_MOST_CAUSES: Final = 50
_OTHERS: Final = "for other causes"


def mails(web: Web, source: Feed, cursor: str | None, since: Instant) -> Batch:
    """All that wait now, one row a cause. `cursor` and `since` say nothing: it is read whole."""
    del cursor, since
    params: dict[str, str | int] = {"page[size]": _AT_ONCE}
    waiting: dict[str, list[Instant]] = defaultdict(list)
    seen_at = None
    for _ in range(MOST // _AT_ONCE):
        answer = web.get(source.path, params)
        seen_at = answer.served_at if seen_at is None else seen_at
        for row in rows_of(answer.body, source):
            if isinstance(row, dict):
                waiting[_cause(row, waiting)].append(optional_instant(row, "created_at") or 0)
        after = after_cursor(answer.body)
        if after is None or after == params.get("page[after]"):
            break
        params["page[after]"] = after
    causes = waiting or {NOBODY: []}
    if seen_at is None:  # nobody knows of when it is what waits
        return Batch(rows=(), cursor="", caught_up=True, through_at=None)
    found = tuple(
        {"cause": cause, "n": len(times), "oldest_at": min(filter(None, times), default=None)}
        for cause, times in causes.items()
    )
    rows = tuple({**row, "seen_at": seen_at} for row in found)
    return Batch(rows=rows, cursor="", caught_up=True, through_at=seen_at)


def suspended(raw: Raw, _: Reading) -> Suspended:
    """How many wait for one cause."""
    oldest_at = raw.get("oldest_at")
    return Suspended(
        id=str(raw["cause"]),
        seen_at=instant(raw, "seen_at"),
        n=count(raw, "n") or 0,
        oldest_at=oldest_at if isinstance(oldest_at, int) else None,
    )


def _cause(row: Raw, known: dict[str, list[Instant]]) -> str:
    """Why a mail was held back, in Zendesk's words; from so many causes on the rest is one."""
    text = row.get("cause")
    cause = (clean(text, 100) if isinstance(text, str) else "") or _NO_CAUSE
    return cause if cause in known or len(known) < _MOST_CAUSES else _OTHERS
