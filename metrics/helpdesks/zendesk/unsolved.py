"""Tickets that are unsolved today however long ago they were touched.

The exports begin where the history does, and on a first sync with the newest days alone: a ticket
that has lain still since before would be missing from every backlog. The search for export finds
them by status, however many there are; a list of tickets then gives them with Zendesk's own
figures. Archived tickets are closed ones, so none is missed. Read once: whatever happens to them
afterwards the exports tell, and what both tell does no harm.
https://developer.zendesk.com/api-reference/ticketing/ticket-management/search/#export-search-results
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode

from metrics.errors import HelpdeskError
from metrics.helpdesks.batches import Batch
from metrics.helpdesks.fields import Raw, as_identity, rows
from metrics.helpdesks.web import Web
from metrics.helpdesks.zendesk import custom_statuses
from metrics.helpdesks.zendesk.pages import after_cursor, guard, rows_of
from metrics.helpdesks.zendesk.sources import Feed
from metrics.tickets.records import Instant

_AT_ONCE: Final = 100
"""As many as a list by ids may hold."""

_READ: Final = "read=all"
"""The cursor once all of them are read."""


def tickets(web: Web, source: Feed, cursor: str | None, since: Instant) -> Batch:
    """Pages of all that are unsolved, from whenever; nothing once they are read."""
    del since
    if cursor == _READ:
        return Batch(rows=(), cursor=cursor, caught_up=True, through_at=None)
    query = dict(parse_qsl(cursor or ""))
    params: dict[str, str | int] = {
        "query": "status<solved",
        "filter[type]": "ticket",
        "page[size]": _AT_ONCE,
    }
    body = _page(web, source, params, query.get("page[after]"))
    page, after = rows_of(body, source), after_cursor(body)
    following = urlencode({"page[after]": after}) if after else _READ
    guard(source, cursor or "", following, is_end=not after)
    full = custom_statuses.with_statuses(web, _with_figures(web, page))
    return Batch(rows=full, cursor=following, caught_up=not after, through_at=None)


def _page(web: Web, source: Feed, params: dict[str, str | int], after: str | None) -> Raw:
    """A page of the search; the first one where a place in it has expired, which takes an hour."""
    if after is None:
        return web.get(source.path, params).body
    try:
        return web.get(source.path, {**params, "page[after]": after}).body
    except HelpdeskError as error:
        if not error.permanent:
            raise
        return web.get(source.path, params).body


def _with_figures(web: Web, page: tuple[object, ...]) -> tuple[object, ...]:
    """The same tickets with Zendesk's own figures at their side, as far as they are given."""
    ids = [as_identity(row.get("id")) for row in page if isinstance(row, dict)]
    known = [ident for ident in ids if ident is not None]
    if not known:
        return page
    try:
        query = {"ids": ",".join(known), "include": "metric_sets"}
        body = web.get("/tickets/show_many", query).body
    except HelpdeskError as error:
        if not error.refused:
            raise
        return page
    figures = {as_identity(one.get("ticket_id")): one for one in _objects(body, "metric_sets")}
    by_id = {
        as_identity(row.get("id")): {"metric_set": figures.get(as_identity(row.get("id"))), **row}
        for row in _objects(body, "tickets")
    }
    return tuple(
        by_id.get(as_identity(row.get("id")), row) if isinstance(row, dict) else row for row in page
    )


def _objects(body: Raw, name: str) -> list[Raw]:
    return [row for row in rows(body, name) if isinstance(row, dict)]
