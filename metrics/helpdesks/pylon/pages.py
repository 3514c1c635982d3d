"""A page as Pylon gave it, and how its lists are walked.

Only `has_next_page` says whether another page follows; the cursor of a search stands in the body.
A search has no order that one could ask for. So issues are read by stretches of their last change:
what is changed meanwhile leaves its stretch for a later one, which begins before the earlier one
was read. https://docs.usepylon.com/pylon-docs/developer/api/conventions
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from metrics.errors import HelpdeskError
from metrics.helpdesks import batches, endless
from metrics.helpdesks.answers import Answer, OverloadedError
from metrics.helpdesks.fields import mapping, optional_instant
from metrics.helpdesks.pylon.sources import Feed
from metrics.helpdesks.web import Web
from metrics.tickets.records import Instant

PAGE_SIZES: Final = (999, 200, 40)
"""Issues have whole texts, so a page may be too large; then a smaller one is asked for."""
_HASTY_TRIES: Final = 2
STRETCH_SECONDS: Final = 7 * 86_400
OVERLAP_SECONDS: Final = 600
"""How far each run goes back: what was changed may be shown late (unconfirmed)."""
SETTLED_SECONDS: Final = 60
SEARCH: Final = "/issues/search"
MOST_PAGES: Final = 1000
"""More are no list: 40,000 issues in a stretch, where no larger pages can be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch(batches.Batch):
    """Rows as Pylon gave them, and where the next ones begin.

    `gone` are the numbers of issues that were there and are no more, as far as `read_at`.
    """

    gone: tuple[str, ...] = ()
    read_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one answer; `next` is the cursor of the following page, "" at the end."""

    rows: tuple[object, ...]
    next: str
    read_at: Instant | None


def iso(at: Instant) -> str:
    """A moment as Pylon reads it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sheet(answer: Answer, path: str) -> Sheet:
    """What an answer lists; where nothing is found even the key is missing. Raises HelpdeskError.

    What is no list at all is no empty list.
    """
    found = answer.body.get("data")
    if not isinstance(found, list) and (found is not None or "request_id" not in answer.body):
        raise HelpdeskError(f"Pylon's answer at {path} holds no list; update Deskpulse.")
    page = mapping(answer.body, "pagination")
    more = page.get("has_next_page") is True
    following = page.get("cursor")
    if more and not (isinstance(following, str) and following):
        raise HelpdeskError(f"Pylon's answer at {path} has a next page and does not say which.")
    return Sheet(tuple(found or ()), str(following) if more else "", answer.served_at)


def turn(path: str, found: Sheet, query: Mapping[str, str]) -> dict[str, str | int]:
    """Where a walk by pages goes on; `page` counts them, `print` is of the page before.

    Raises HelpdeskError in an endless list.
    """
    page, before = int(query.get("page", 1)), query.get("print", "")
    mark = endless.turn(f"Pylon's list at {path}", found.rows, page, before, MOST_PAGES)
    return {"place": found.next, "page": page + 1, "print": mark}


def search(web: Web, filter_: Mapping[str, Any], place: str = "") -> Sheet:
    """One page of the issues that a filter finds, as large as can be had. Raises HelpdeskError."""
    *larger, smallest = PAGE_SIZES
    for size in larger:
        try:
            return _search(web, filter_, place, size, _HASTY_TRIES)
        except OverloadedError:
            continue
    return _search(web, filter_, place, smallest, None)


def _search(
    web: Web, filter_: Mapping[str, Any], place: str, size: int, tries: int | None
) -> Sheet:
    asked = {"filter": filter_, "limit": size} | ({"cursor": place} if place else {})
    return sheet(web.post(SEARCH, asked, slow_tries=tries), SEARCH)


def within(start: Instant, end: Instant) -> dict[str, Any]:
    """The filter of what changed in a span, whose bounds belong to it for sure."""
    values = [iso(start - 1), iso(end + 1)]
    return {"field": "updated_at", "operator": "time_range", "values": values}


def updates(web: Web, feed: Feed, cursor: str | None, since: Instant) -> Batch:
    """Issues by their last change, stretch by stretch from `since` on. Raises HelpdeskError.

    `read` remembers when the first page of a stretch was read.
    """
    del feed
    query = dict(parse_qsl(cursor or ""))
    start, place = int(query.get("since", since)), query.get("place", "")
    end = start + STRETCH_SECONDS
    found, place = _stretch(web, start, end, place)
    read_at = int(query["read"]) if place and "read" in query else _read_at(found, start)
    if found.next:
        following = {"since": start, "read": read_at, **turn(SEARCH, found, query if place else {})}
        return Batch(rows=found.rows, cursor=urlencode(following), caught_up=False, through_at=None)
    if end < read_at - SETTLED_SECONDS:
        return Batch(
            rows=found.rows, cursor=urlencode({"since": end}), caught_up=False, through_at=end
        )
    return Batch(
        rows=found.rows,
        cursor=urlencode({"since": max(start, read_at - OVERLAP_SECONDS)}),
        caught_up=True,
        through_at=max(start, read_at - SETTLED_SECONDS),
    )


def _stretch(web: Web, start: Instant, end: Instant, place: str) -> tuple[Sheet, str]:
    """A page of a stretch, and the cursor that it was had by; from its beginning for an old one."""
    try:
        return search(web, within(start, end), place), place
    except HelpdeskError as error:
        if not (place and error.permanent and not error.refused):
            raise
        return search(web, within(start, end)), ""


def _read_at(found: Sheet, start: Instant) -> Instant:
    """When a page was read, by Pylon's clock; else when the newest of it had changed."""
    if found.read_at is not None:
        return found.read_at
    stamps = (optional_instant(row, "updated_at") for row in found.rows if isinstance(row, dict))
    return max((at for at in stamps if at is not None), default=start)


def listing(web: Web, feed: Feed, cursor: str | None, since: Instant) -> Batch:
    """A list that is read whole on every run: its last cursor is the empty one."""
    del since
    query = dict(parse_qsl(cursor or ""))
    place = query.get("place", "")
    found = sheet(web.get(feed.path, {"cursor": place} if place else None), feed.path)
    return Batch(
        rows=found.rows,
        cursor=urlencode(turn(feed.path, found, query)) if found.next else "",
        caught_up=not found.next,
        through_at=None if found.next else found.read_at,
    )
