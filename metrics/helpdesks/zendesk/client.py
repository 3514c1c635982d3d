"""Zendesk's paths and its habits of paging, behind one `fetch`.

A cursor is a query string made of what the server gave; our own clock never enters it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

import httpx

from metrics.helpdesks.fields import Raw, optional_instant
from metrics.helpdesks.pace import Allowance, Limit
from metrics.helpdesks.web import Answer, OverloadedError, Site, Surroundings, Web
from metrics.helpdesks.zendesk import chats, people, statuses, surveys, unsolved
from metrics.helpdesks.zendesk.pages import (
    Batch,
    after_cursor,
    guard,
    is_last,
    last_stamp,
    live_edge,
    rows_of,
    time_cursor,
)
from metrics.helpdesks.zendesk.sources import SOURCES, Mode, Source
from metrics.tickets.records import Instant

EXPORTS_PER_MINUTE: Final = 10
"""What a plan without add-ons allows."""
PAGE_SIZES: Final = (1000, 500, 250, 100)
_SEARCHES_PER_MINUTE: Final = 100
_HASTY_TRIES: Final = 2
_NEAR_SECONDS: Final = 60
_WALKS: Final[Mapping[Mode, Callable[[Web, Source, str | None, Instant], Batch]]] = {
    Mode.RATINGS: surveys.ratings,
    Mode.SURVEYS: surveys.responses,
    Mode.UNSOLVED: unsolved.tickets,
}
"""Streams whose pages are not walked like others."""

_COMPLETES: Final[Mapping[str, Callable[[Web, tuple[object, ...]], tuple[object, ...]]]] = {
    "tickets": statuses.named,
    "users": people.with_access,
    "ticket_events": chats.completed,
}
"""What other pages add to an export's rows."""

_ALLOWANCE: Final = re.compile(r"total=(\d+); *remaining=(\d+); *resets=(\d+)")


def site(address: str, *, exports_per_minute: int = EXPORTS_PER_MINUTE) -> Site:
    """The API at `address` (scheme and host) with the limits of a plan without add-ons."""
    return Site(
        base_url=f"{address.rstrip('/')}/api/v2",
        name="Zendesk",
        limits=(
            Limit(prefix="/incremental/", per_minute=exports_per_minute),
            Limit(prefix="/incremental/users/cursor", per_minute=2 * exports_per_minute),
            Limit(prefix="/search/export", per_minute=_SEARCHES_PER_MINUTE),
        ),
        allowance=allowance,
    )


def web(
    address: str,
    email: str | None,
    token: str,
    around: Surroundings | None = None,
    *,
    exports_per_minute: int = EXPORTS_PER_MINUTE,
) -> Web:
    """A client that signs in with an API token, or where no `email` is given an OAuth token.

    `address` is one of this machine for the sandbox.
    """
    auth = httpx.BasicAuth(f"{email}/token", token) if email else _Bearer(token)
    limits = site(address, exports_per_minute=exports_per_minute)
    return Web(limits, auth, around=around or Surroundings())


class _Bearer(httpx.Auth):
    """Signs each request with an OAuth access token."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        request.headers["Authorization"] = self._header
        yield request


def allowance(headers: Mapping[str, str]) -> Allowance | None:
    """What `Zendesk-RateLimit-incremental-exports-cursor` and its like say; None elsewhere."""
    for name, value in headers.items():
        if name.lower().startswith(("zendesk-ratelimit-incremental", "zendesk-rate-limit-incr")):
            found = _ALLOWANCE.search(value)
            if found:
                total, left, resets = map(int, found.groups())
                return Allowance(per_minute=total, left=left, resets_seconds=float(resets))
    return None


class Client:
    """Fetches batches, and asks for smaller ones when Zendesk cannot keep up."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._sizes: dict[str, tuple[int, ...]] = {}

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Answer:
        """One plain request, for checks."""
        return self._web.get(path, params)

    def fetch(self, stream: str, cursor: str | None, since: Instant) -> Batch:
        """The batch after `cursor`; None stands for the very first, which begins at `since`."""
        source = SOURCES[stream]
        if (walk := _WALKS.get(source.mode)) is not None:
            return walk(self._web, source, cursor, since)
        start = f"start_time={0 if source.whole else since}"
        match source.mode:
            case Mode.CURSOR:
                return self._by_cursor(source, cursor or start)
            case Mode.TIME:
                return self._by_time(source, cursor or start)
            case Mode.STEPS:
                return self._steps(source, cursor or start)
            case Mode.LIST:
                return self._list(source, cursor or "")
            case _:
                return self._schedules(source)

    def _by_cursor(self, source: Source, cursor: str) -> Batch:
        answer = self._export(source, cursor)
        after = answer.body.get("after_cursor")
        following = urlencode({"cursor": after}) if isinstance(after, str) and after else cursor
        found, ended = rows_of(answer.body, source), is_last(answer.body)
        guard(source, cursor, following, ended=ended)
        return Batch(
            rows=self._completed(source, found),
            cursor=following,
            caught_up=ended,
            through_at=live_edge(answer) if ended else last_stamp(found),
        )

    def _by_time(self, source: Source, cursor: str) -> Batch:
        answer = self._export(source, cursor)
        end_time = optional_instant(answer.body, "end_time")
        found, ended = rows_of(answer.body, source), is_last(answer.body)
        if (cut := chats.cut(found)) is not None:
            found, end_time, ended = *cut, False
        following = time_cursor(end_time, answer.served_at if ended else None) or cursor
        guard(source, cursor, following, ended=ended)
        return Batch(
            rows=self._completed(source, found),
            cursor=following,
            caught_up=ended,
            through_at=live_edge(answer) if ended else end_time,
        )

    def _steps(self, source: Source, cursor: str) -> Batch:
        """An export by time that never says when it ends, and whose pages may be short before that.

        It has ended with a page that holds no row or moves time no further, and for this run with
        one that comes within a minute of what can be known now.
        """
        answer = self._export(source, cursor)
        end_time, live = optional_instant(answer.body, "end_time"), live_edge(answer)
        found = rows_of(answer.body, source)
        following = time_cursor(end_time, answer.served_at) or cursor
        near = end_time is not None and live is not None and end_time > live - _NEAR_SECONDS
        told = is_last(answer.body) or not found or following == cursor
        through_at = live if told or end_time is None or live is None else min(end_time, live)
        return Batch(rows=found, cursor=following, caught_up=told or near, through_at=through_at)

    def _list(self, source: Source, cursor: str) -> Batch:
        """A list that is read whole on every run: its last cursor is the empty one."""
        answer = self._web.get(source.path, {"page[size]": 100, **dict(parse_qsl(cursor))})
        after = after_cursor(answer.body)
        following = urlencode({"page[after]": after}) if after else ""
        guard(source, cursor, following, ended=not after)
        return Batch(
            rows=rows_of(answer.body, source),
            cursor=following,
            caught_up=not after,
            through_at=None if after else answer.served_at,
        )

    def _schedules(self, source: Source) -> Batch:
        """All schedules, each with its holidays, whether it is the default, and when we saw it.

        Zendesk says nowhere which one is the default; it is the one that was made first.
        """
        answer = self._web.get(source.path)
        found = [row for row in rows_of(answer.body, source) if isinstance(row, dict)]
        first = min((str(row.get("created_at")) for row in found), default=None)
        told = [
            {
                **row,
                "holidays": self._holidays(source, row),
                "default": str(row.get("created_at")) == first,
                "seen_at": answer.served_at,
            }
            for row in found
        ]
        return Batch(rows=tuple(told), cursor="", caught_up=True, through_at=answer.served_at)

    def _holidays(self, source: Source, row: Raw) -> list[object]:
        number = row.get("id")
        if not isinstance(number, int):
            return []
        here = replace(source, path=f"{source.path}/{number}/holidays", rows="holidays")
        return list(rows_of(self._web.get(here.path).body, here))

    def _completed(self, source: Source, found: tuple[object, ...]) -> tuple[object, ...]:
        """The rows with what an export leaves out of them."""
        complete = _COMPLETES.get(source.rows)
        return found if complete is None else complete(self._web, found)

    def _export(self, source: Source, cursor: str) -> Answer:
        """One page of an export, in the largest size that Zendesk still manages."""
        sizes = self._sizes.setdefault(source.path, PAGE_SIZES)
        while True:
            size, smaller = sizes[0], sizes[1:]
            params: dict[str, str | int] = {
                **source.params,
                "per_page": size,
                **dict(parse_qsl(cursor)),
            }
            try:
                return self._web.get(
                    source.path, params, slow_tries=_HASTY_TRIES if smaller else None
                )
            except OverloadedError:
                if not smaller:
                    raise
                sizes = self._sizes[source.path] = smaller
