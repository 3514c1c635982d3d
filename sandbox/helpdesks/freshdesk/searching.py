"""The stand-in's search for tickets: by status and day of creation, thirty a page, ten pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.freshdesk import rows
from sandbox.helpdesks.freshdesk.archive import DEFAULT, Archive
from sandbox.helpdesks.freshdesk.pages import page
from sandbox.helpdesks.freshdesk.refusals import invalid

_EACH_PAGE: Final = 30
_PAGES: Final = 10
_LONGEST: Final = 512
_STATUS: Final = re.compile(r"status:(\d+)")
_FROM: Final = re.compile(r"created_at:>'([\d-]+)'")
_TO: Final = re.compile(r"created_at:<'([\d-]+)'")


def search(archive: Archive, params: Mapping[str, str], now: Instant, lag: int) -> dict[str, Any]:
    """One page of what a query finds; both days of a range belong to it.

    The index is `lag` seconds late.
    """
    query, number = params.get("query", ""), page(params)
    if not (query.startswith('"') and query.endswith('"')) or len(query) > _LONGEST:
        raise invalid("query", "Given query is invalid")
    if number > _PAGES:
        raise invalid("page", f"It should be less than or equal to {_PAGES}")
    statuses = {int(word) for word in _STATUS.findall(query)}
    first, last = _day(_FROM, query, "1970-01-01"), _day(_TO, query, "2100-01-01")
    seen_at = now - lag
    found = []
    for plan in archive.year.plans:
        day = datetime.fromtimestamp(plan.created_at, UTC).date().isoformat()
        if plan.created_at > seen_at or not first <= day <= last:
            continue
        state = archive.state(plan.id, seen_at)
        if archive.place(plan, seen_at) == DEFAULT and state.status in statuses:
            found.append(rows.ticket(state, stats=False))
    start = (number - 1) * _EACH_PAGE
    return {"total": len(found), "results": found[start : start + _EACH_PAGE]}


def _day(pattern: re.Pattern[str], query: str, usual: str) -> str:
    match = pattern.search(query)
    return match[1] if match else usual
