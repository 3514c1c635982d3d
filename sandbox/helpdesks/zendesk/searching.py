"""The stand-in's search for unsolved tickets, and its list of tickets by their ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.zendesk.archive import Archive
from sandbox.helpdesks.zendesk.exports import RefusedError

_QUERY: Final = "status<solved"
_DONE: Final = frozenset({"solved", "closed", "deleted"})
_MOST_IDS: Final = 100

Row = dict[str, Any]
Show = Callable[[int], Row]


def search(archive: Archive, params: Mapping[str, str], now: Instant, show: Show) -> Row:
    """One page of what a search for export finds, by age; without figures, as a search is."""
    if params.get("query") != _QUERY or params.get("filter[type]") != "ticket":
        raise RefusedError("InvalidQuery", "The stand-in searches for unsolved tickets only.")
    after, size = int(params.get("page[after]", "0")), int(params.get("page[size]", "100"))
    rows: list[Row] = []
    for plan in archive.year.plans:
        if plan.id <= after or plan.created_at > now or len(rows) > size:
            continue
        state = ""
        for step in plan.steps:
            if step.at <= now:
                state = str(dict(step.changes).get("status", state))
        if state not in _DONE:
            rows.append({**show(plan.id), "result_type": "ticket"})
    page = rows[:size]
    for row in page:
        del row["metric_set"], row["generated_timestamp"]
    last = str(page[-1]["id"]) if page else None
    return {"results": page, "meta": {"has_more": len(rows) > size, "after_cursor": last}}


def list_tickets(archive: Archive, params: Mapping[str, str], show: Show) -> Row:
    """Tickets by their ids; the figures stand beside them and in them, as in the exports."""
    ids = [int(ident) for ident in params.get("ids", "").split(",") if ident]
    if len(ids) > _MOST_IDS:
        raise RefusedError("TooManyIds", "At most 100 ids.", status=400)
    rows = [show(ident) for ident in ids if ident in archive.plans]
    for row in rows:
        del row["generated_timestamp"]
    return {"tickets": rows, "metric_sets": [row["metric_set"] for row in rows]}


def count(archive: Archive, now: Instant) -> Row:
    """How many tickets there are by now."""
    existing = sum(plan.created_at <= now for plan in archive.year.plans)
    return {"count": {"value": existing, "refreshed_at": None}}
