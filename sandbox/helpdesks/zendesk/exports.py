"""Cuts the exports into pages, with Zendesk's habits: opaque cursors and a hidden minute."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Final, TypeVar

from metrics.tickets.records import Instant
from sandbox.helpdesks.zendesk import people, promises, rows
from sandbox.helpdesks.zendesk.archive import HIDDEN_SECONDS, Archive, Audit, Place
from sandbox.year import cast

_RATINGS_EACH_PAGE: Final = 100

T = TypeVar("T")
Body = dict[str, Any]


class RefusedError(Exception):
    """A request Zendesk would answer with 422, or with another status."""

    def __init__(self, code: str, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


class Exports:
    """The pages, as they are at the clock's moment."""

    def __init__(self, archive: Archive, clock: Callable[[], float], page_limit: int) -> None:
        self._archive = archive
        self._clock = clock
        self._page_limit = page_limit
        self._staff = frozenset(agent.id for agent in (*cast.AGENTS, cast.FORMER))

    @property
    def _now(self) -> Instant:
        return int(self._clock())

    def users(self, params: Mapping[str, str]) -> Body:
        """One page of accounts."""
        place = self._place(params)
        walk = self._archive.users_after(place, self._now - HIDDEN_SECONDS)
        page, end = _page(walk, self._size(params))
        last = (page[-1].updated_at, page[-1].id) if page else place
        return _cursor_body("users", [people.user(account) for account in page], last, ended=end)

    def tickets(self, params: Mapping[str, str]) -> Body:
        """One page of tickets, each in its newest version only."""
        now, place = self._now, self._place(params)
        versions = self._archive.tickets.after(place, now, now - HIDDEN_SECONDS)
        visible = (v for v in versions if _in_scope(params, bot_only=v.plan.bot_only))
        page, end = _page(visible, self._size(params))
        shifts = self._archive.year.shifts
        entries = [rows.ticket(v.plan, now, shifts, self._staff) for v in page]
        if "metric_sets" not in params.get("include", ""):
            for row in entries:
                del row["metric_set"]
        last = page[-1].place if page else place
        return _cursor_body("tickets", entries, last, ended=end)

    def ticket(self, number: int) -> rows.Row:
        """One ticket as it is now."""
        year = self._archive.year
        return rows.ticket(self._archive.plans[number], self._now, year.shifts, self._staff)

    def events(self, params: Mapping[str, str]) -> Body:
        """One page of ticket events. A page that is exactly full ends on its own last second."""
        start_at, size = self._start_at(params), self._size(params)
        edge = self._now - HIDDEN_SECONDS
        audits, end = self._archive.audits(start_at, edge, size)
        comments = "comment_events" in params.get("include", "")
        visible = [a for a in audits if _in_scope(params, bot_only=a.plan.bot_only)]
        end_time = _end_time(audits, size, ended=end)
        return {
            "ticket_events": [rows.ticket_event(a, comments=comments) for a in visible],
            "count": len(visible),
            "end_time": end_time,
            "next_page": f"/api/v2/incremental/ticket_events.json?start_time={end_time}",
            "end_of_stream": end,
        }

    def steps(self, params: Mapping[str, str]) -> Body:
        """One page of the steps of SLA promises; nothing says whether it is the last.

        Time goes no further than the last step, so the next page begins with that one again.
        """
        start_at, size = self._start_at(params), self._size(params)
        steps = self._archive.steps.page(start_at, self._now - HIDDEN_SECONDS, size)
        end_time = steps[-1].at + (steps[0].at == steps[-1].at) if steps else None
        return {
            "ticket_metric_events": [promises.row(step) for step in steps],
            "count": len(steps),
            "end_time": end_time,
            "next_page": f"/api/v2/incremental/ticket_metric_events.json?start_time={end_time}",
        }

    def calls(self, params: Mapping[str, str]) -> Body:
        """One page of Talk's calls."""
        edge = self._now - HIDDEN_SECONDS
        return self._archive.calls.page(params, edge, self._page_limit)

    def ratings(self, params: Mapping[str, str]) -> Body:
        """One page of ratings changed since `start_time`."""
        after = params.get("page[after]")
        start_at = int(params.get("start_time", "0"))
        place = _open_cursor(after) if after else (start_at, 0)
        now = self._now
        walk = self._archive.ratings.after(place, now, now)
        size = min(_RATINGS_EACH_PAGE, self._page_limit, int(params.get("page[size]", "100")))
        page, end = _page(walk, size)
        last = page[-1].place if page else place
        return {
            "satisfaction_ratings": [rows.rating(version.plan, now) for version in page],
            "meta": {"has_more": not end, "after_cursor": _seal(last)},
            "links": {"next": f"/api/v2/satisfaction_ratings?page[after]={_seal(last)}"},
        }

    def _size(self, params: Mapping[str, str]) -> int:
        return max(1, min(self._page_limit, int(params.get("per_page", "1000"))))

    def _place(self, params: Mapping[str, str]) -> Place:
        cursor = params.get("cursor")
        return _open_cursor(cursor) if cursor else (self._start_at(params), 0)

    def _start_at(self, params: Mapping[str, str]) -> Instant:
        start_at = int(params.get("start_time", "0"))
        if start_at >= self._now - HIDDEN_SECONDS:
            raise RefusedError("StartTimeTooRecent", "Too recent start_time.")
        return start_at


def _page(walk: Iterator[T], size: int) -> tuple[list[T], bool]:
    """The first `size` of a walk, and whether nothing is left behind them."""
    items = list(islice(walk, size + 1))
    return items[:size], len(items) <= size


def _in_scope(params: Mapping[str, str], *, bot_only: bool) -> bool:
    """Conversations with the AI agent alone are shown only to those who ask for them."""
    scope = params.get("support_type_scope", "agent")
    return scope == "all" or (scope == "ai_agent") == bot_only


def _end_time(audits: list[Audit], size: int, *, ended: bool) -> Instant | None:
    if not audits:
        return None
    last = audits[-1].at
    repeats = not ended and len(audits) == size and audits[0].at < last
    return last if repeats else last + 1


def _cursor_body(name: str, body_rows: list[rows.Row], last: Place, *, ended: bool) -> Body:
    """A cursor and a link stand on the last page too: only `end_of_stream` tells the end."""
    cursor = _seal(last)
    return {
        name: body_rows,
        "after_cursor": cursor,
        "after_url": f"/api/v2/incremental/{name}/cursor.json?cursor={cursor}",
        "before_cursor": None,
        "before_url": None,
        "end_of_stream": ended,
    }


def _seal(place: Place) -> str:
    return base64.b64encode(f"{place[0]}.0||{place[1]}|".encode()).decode()


def _open_cursor(cursor: str) -> Place:
    try:
        stamp, _, rest = base64.b64decode(cursor, validate=True).decode().partition(".0||")
        return int(stamp), int(rest.rstrip("|"))
    except (binascii.Error, ValueError):
        raise RefusedError("InvalidCursor", "The cursor is not one of ours.") from None
