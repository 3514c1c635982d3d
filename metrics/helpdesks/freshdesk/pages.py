"""A page as Freshdesk gave it, and how its lists are walked.

Numbered pages of a list that is sorted by a stamp move under one's feet: what is updated meanwhile
goes to the end, and everything behind it comes one place nearer. So after each page the window
begins anew where that page ended, and a page beyond the first is asked for only where a second has
more tickets than a page. That also keeps clear of the 300th page, behind which nothing is given.
https://developers.freshdesk.com/api/#list_all_tickets
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode

from metrics.errors import HelpdeskError
from metrics.helpdesks import endless
from metrics.helpdesks.answers import Answer, Shape
from metrics.helpdesks.batches import Batch
from metrics.helpdesks.fields import optional_instant
from metrics.helpdesks.freshdesk.sources import Feed
from metrics.helpdesks.web import Web
from metrics.tickets.records import Instant

PAGE_SIZE: Final = 100
LAST_PAGE: Final = 300
OVERLAP_SECONDS: Final = 600
"""How far each run goes back: stamps may be written late, which is told nowhere (unconfirmed)."""
SETTLED_SECONDS: Final = 60
_DAY: Final = 86_400
_RECENT_SECONDS: Final = 2 * _DAY
_OPEN_SECONDS: Final = 14 * _DAY
"""Answers to surveys are found by when they were given, and may be changed later.

Time is noted late: an entry is found by the day it is for.
"""
_WIDE_EVERY_SECONDS: Final = _DAY // 4


def iso(at: Instant) -> str:
    """A moment as Freshdesk reads it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def has_next(answer: Answer) -> bool:
    """Whether another page follows: only then there is a link to it."""
    return 'rel="next"' in answer.headers.get("link", "") or len(answer.items) >= PAGE_SIZE


def turn(path: str, answer: Answer, page: int, before: str) -> str:
    """The print of a page that another one follows. Raises HelpdeskError in an endless list."""
    return endless.turn(f"Freshdesk's list at {path}", answer.items, page, before)


def _turn(path: str, answer: Answer, query: Mapping[str, str]) -> dict[str, str | int]:
    """Where a walk by pages goes on; `print` is of the page before. Raises HelpdeskError."""
    page = int(query.get("page", 1))
    return {"page": page + 1, "print": turn(path, answer, page, query.get("print", ""))}


def get(web: Web, feed: Feed, params: Mapping[str, str | int], path: str = "") -> Answer:
    """A page of a list. Raises HelpdeskError."""
    query = {**feed.params, "per_page": PAGE_SIZE, **params}
    return web.get(path or feed.path, query, shape=Shape.LIST, cost=feed.cost)


def updates(web: Web, feed: Feed, cursor: str | None, since: Instant) -> Batch:
    """Tickets by their last update, from `since` on. Raises HelpdeskError.

    Whether the second of `updated_since` belongs to the answer is unconfirmed; the window begins
    one second earlier than it need.
    """
    query = dict(parse_qsl(cursor or ""))
    start, page = int(query.get("since", since)), int(query.get("page", 1))
    params = {"updated_since": iso(start), "order_by": "updated_at", "order_type": "asc"}
    answer = get(web, feed, {**params, "page": page})
    rows = tuple(answer.items)
    newest = max((_updated_at(row) for row in rows), default=0)
    if has_next(answer):
        edge = newest - 1
        following = {"since": edge} if edge > start else {"since": start, "page": page + 1}
        if following.get("page", 0) > LAST_PAGE:
            raise HelpdeskError(
                f"More than {LAST_PAGE * PAGE_SIZE:,} tickets were changed in Freshdesk in one "
                "second, and it gives no more of them. Change some of them once more."
            )
        return Batch(
            rows=rows, cursor=urlencode(following), caught_up=False, through_at=max(edge, start)
        )
    read_at = newest if answer.served_at is None else answer.served_at
    return Batch(
        rows=rows,
        cursor=urlencode({"since": max(start, read_at - OVERLAP_SECONDS)}),
        caught_up=True,
        through_at=max(start, read_at - SETTLED_SECONDS),
    )


def listing(web: Web, feed: Feed, cursor: str | None, since: Instant) -> Batch:
    """A list that is read whole on every run: its last cursor is the empty one."""
    del since
    query = dict(parse_qsl(cursor or ""))
    page = int(query.get("page", 1))
    answer = get(web, feed, {"page": page})
    more = has_next(answer)
    following = _turn(feed.path, answer, query) if more else {}
    rows = tuple(
        {**row, "seen_at": answer.served_at} if isinstance(row, dict) else row
        for row in answer.items
    )
    return Batch(
        rows=rows,
        cursor=urlencode(following),
        caught_up=not more,
        through_at=None if more else answer.served_at,
    )


def latest(web: Web, feed: Feed, cursor: str | None, since: Instant) -> Batch:
    """A list by when its rows were: all at first, then of the last days, now and then of more.

    `read` and `wide` remember when the last walk, and the last wide one, began.
    """
    query = dict(parse_qsl(cursor or ""))
    begins = "since" not in query
    start, wide = _window(query, since) if begins else (int(query["since"]), int(query["wide"]))
    page = int(query.get("page", 1))
    answer = get(web, feed, {feed.after: iso(start), "page": page})
    read_at = (answer.served_at or 0) if begins else int(query["read"])
    walks = {"read": read_at, "wide": wide or read_at}
    more = has_next(answer)
    following = {"since": start, **_turn(feed.path, answer, query), **walks} if more else walks
    return Batch(
        rows=tuple(answer.items),
        cursor=urlencode(following),
        caught_up=not more,
        through_at=None if more or answer.served_at is None else answer.served_at - SETTLED_SECONDS,
    )


def _window(query: Mapping[str, str], since: Instant) -> tuple[Instant, Instant]:
    """From when the next walk reads, and when the last wide one began; 0: this one is wide."""
    read_at, wide = int(query.get("read", 0)), int(query.get("wide", 0))
    if not read_at:
        return max(0, since), 0
    if read_at - wide >= _WIDE_EVERY_SECONDS:
        return max(since, read_at - _OPEN_SECONDS), 0
    return max(since, read_at - _RECENT_SECONDS), wide


def _updated_at(row: object) -> Instant:
    return (optional_instant(row, "updated_at") or 0) if isinstance(row, dict) else 0
