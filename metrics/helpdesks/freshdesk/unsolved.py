"""Tickets that are unsolved today however long ago they were touched.

The list of tickets is read from where the history begins, and at first the newest days alone: a
ticket that has lain still since before would be missing from every backlog. A search finds them by
status. It gives 300 at most, so it is asked for stretches of days that hold no more. Its rows have
no stamps, and its index is minutes late: what has changed lately the list of tickets tells. Read
once. https://developers.freshdesk.com/api/#filter_tickets
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import parse_qsl, urlencode

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer
from metrics.helpdesks.batches import Batch
from metrics.helpdesks.fields import Raw, count, rows
from metrics.helpdesks.freshdesk.sources import Feed
from metrics.helpdesks.web import Web

_EACH_PAGE: Final = 30
_PAGES: Final = 10
_MOST: Final = _EACH_PAGE * _PAGES
_EARLIEST: Final = date(2010, 1, 1)
"""Before Freshdesk."""
_LATEST: Final = "2100-01-01"
_READ: Final = "read=all"
"""The cursor once all of them are read."""


def tickets(web: Web, feed: Feed, cursor: str | None, statuses: Collection[str]) -> Batch:
    """Pages of all that have one of these statuses, the newest stretch of days first.

    Raises HelpdeskError.
    """
    if cursor == _READ:
        return Batch(rows=(), cursor=_READ, caught_up=True, through_at=None)
    query = dict(parse_qsl(cursor or ""))
    first, last, page = _EARLIEST, date.fromisoformat(query.get("last", _LATEST)), 1
    if "first" in query:
        first, page = date.fromisoformat(query["first"]), int(query["page"])
        body = _search(web, feed, statuses, (first, last), page).body
    else:
        first, last, body = _first_page(web, feed, statuses, last)
    found = rows(body, "results")
    if found and page < _PAGES and page * _EACH_PAGE < (count(body, "total") or 0):
        following = urlencode({"first": first, "last": last, "page": page + 1})
    elif first > _EARLIEST:
        following = urlencode({"last": first - timedelta(days=1)})
    else:
        following = _READ
    return Batch(rows=found, cursor=following, caught_up=following == _READ, through_at=None)


def _first_page(
    web: Web, feed: Feed, statuses: Collection[str], last: date
) -> tuple[date, date, Raw]:
    """The longest stretch up to `last` that the search gives whole, and its first page.

    A single day that holds more is taken as far as it goes.
    """
    first = _EARLIEST
    while True:
        answer = _search(web, feed, statuses, (first, last), 1)
        if (count(answer.body, "total") or 0) <= _MOST or first >= last:
            return first, last, answer.body
        if last.isoformat() == _LATEST and answer.served_at is not None:
            # A day later than the server's own, whose days may be those of another zone.
            last = datetime.fromtimestamp(answer.served_at, UTC).date() + timedelta(days=1)
        first = last - timedelta(days=(last - first).days // 2)


def _search(
    web: Web, feed: Feed, statuses: Collection[str], days: tuple[date, date], page: int
) -> Answer:
    params: dict[str, str | int] = {"query": _query(statuses, days), "page": page}
    answer = web.get(feed.path, params, cost=feed.cost)
    if not isinstance(answer.body.get("results"), list):
        raise HelpdeskError(f"Freshdesk's answer at {feed.path} holds no results.")
    return answer


def _query(statuses: Collection[str], days: tuple[date, date]) -> str:
    """The search in Freshdesk's words; both days belong to it."""
    by_status = " OR ".join(f"status:{status}" for status in sorted(statuses, key=int))
    first, last = days
    return f"\"({by_status}) AND created_at:>'{first}' AND created_at:<'{last}'\""
