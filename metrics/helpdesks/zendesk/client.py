"""Zendesk's paths and its habits of paging, behind one `fetch`.

A cursor is a query string made of what the server gave; our own clock never enters it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

import httpx

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer, OverloadedError
from metrics.helpdesks.batches import Batch
from metrics.helpdesks.bearer import Bearer
from metrics.helpdesks.dialect import Dialect
from metrics.helpdesks.fields import Raw, optional_instant
from metrics.helpdesks.pace import Allowance, Limit
from metrics.helpdesks.web import Site, Surroundings, Web
from metrics.helpdesks.zendesk import chats, custom_statuses, people, surveys, suspended, unsolved
from metrics.helpdesks.zendesk.pages import (
    after_cursor,
    guard,
    is_last,
    last_stamp,
    live_edge,
    rows_of,
    step_end,
    time_cursor,
)
from metrics.helpdesks.zendesk.sources import SOURCES, Feed, Paging
from metrics.tickets.records import Instant

EXPORTS_PER_MINUTE: Final = 10
"""What a plan without add-ons allows."""
PAGE_SIZES: Final = (1000, 500, 250, 100)
_SEARCHES_PER_MINUTE: Final = 100
_USERS: Final = "/incremental/users/cursor"
_TALK: Final = "/channels/voice/stats/incremental/"
"""It has a limit of its own, as large as that of the other exports on a plan without add-ons."""

_ADVICE: Final = {
    401: "did not accept the credentials: check the e-mail address and the API token",
    403: "refused: the token's owner needs the admin role, and the plan this export",
    404: "knows nothing at this address: check the subdomain and the plan",
}
_HASTY_TRIES: Final = 2
_NEAR_SECONDS: Final = 60
_WALKS: Final[Mapping[Paging, Callable[[Web, Feed, str | None, Instant], Batch]]] = {
    Paging.RATINGS: surveys.ratings,
    Paging.SURVEYS: surveys.responses,
    Paging.UNSOLVED: unsolved.tickets,
    Paging.SUSPENDED: suspended.mails,
}
"""Streams whose pages are not walked like others."""

_COMPLETES: Final[Mapping[str, Callable[[Web, tuple[object, ...]], tuple[object, ...]]]] = {
    "tickets": custom_statuses.with_statuses,
    "users": people.with_access,
    "ticket_events": chats.with_words,
}
"""What other pages add to an export's rows."""

_ALLOWANCE: Final = re.compile(r"total=(\d+); *remaining=(\d+); *resets=(\d+)")


def site(address: str, *, exports_per_minute: int = EXPORTS_PER_MINUTE) -> Site:
    """The API at `address` (scheme and host) with the limits of a plan without add-ons."""
    return Site(
        base_url=f"{address.rstrip('/')}/api/v2",
        name="Zendesk",
        limits=(
            Limit(prefix="/incremental/", calls=exports_per_minute, but=(_USERS,)),
            Limit(prefix=_USERS, calls=2 * exports_per_minute),
            Limit(prefix="/search/export", calls=_SEARCHES_PER_MINUTE),
            Limit(prefix=_TALK, calls=exports_per_minute),
        ),
        dialect=Dialect(allowance=allowance, advice=_ADVICE),
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
    auth = httpx.BasicAuth(f"{email}/token", token) if email else Bearer(token)
    limits = site(address, exports_per_minute=exports_per_minute)
    return Web(limits, auth, around=around or Surroundings())


def allowance(headers: Mapping[str, str]) -> Allowance | None:
    """What `Zendesk-RateLimit-incremental-exports-cursor` and its like say; None elsewhere."""
    for name, value in headers.items():
        if name.lower().startswith(("zendesk-ratelimit-incremental", "zendesk-rate-limit-incr")):
            match = _ALLOWANCE.search(value)
            if match:
                total, remaining, resets = map(int, match.groups())
                return Allowance(calls=total, remaining=remaining, resets_seconds=float(resets))
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
            case Paging.CURSOR:
                return self._by_cursor(source, cursor or start)
            case Paging.TIME:
                return self._by_time(source, cursor or start)
            case Paging.STEPS:
                return self._steps(source, cursor or start)
            case Paging.LIST:
                return self._list(source, cursor or "")
            case _:
                return self._schedules(source)

    def _by_cursor(self, source: Feed, cursor: str) -> Batch:
        answer = self._export(source, cursor)
        after = answer.body.get("after_cursor")
        following = urlencode({"cursor": after}) if isinstance(after, str) and after else cursor
        page, end = rows_of(answer.body, source), is_last(answer.body)
        guard(source, cursor, following, is_end=end)
        return Batch(
            rows=self._complete(source, page),
            cursor=following,
            caught_up=end,
            through_at=live_edge(answer) if end else last_stamp(page),
        )

    def _by_time(self, source: Feed, cursor: str) -> Batch:
        answer = self._export(source, cursor)
        end_time = optional_instant(answer.body, "end_time")
        page, end = rows_of(answer.body, source), is_last(answer.body)
        if (cut := chats.cut(page)) is not None:
            page, end_time, end = *cut, False
        following = time_cursor(end_time, answer.served_at if end else None) or cursor
        guard(source, cursor, following, is_end=end)
        return Batch(
            rows=self._complete(source, page),
            cursor=following,
            caught_up=end,
            through_at=live_edge(answer) if end else end_time,
        )

    def _steps(self, source: Feed, cursor: str) -> Batch:
        """An export by time that never says when it ends, and whose pages may be short before that.

        It has ended with a page that holds no row or moves time no further, and for this run with
        one that comes within a minute of what can be known now. Raises HelpdeskError where rows are
        without a time to go on from, or as many of one second as a page holds.
        """
        answer = self._export(source, cursor)
        end_time, live = step_end(answer.body), live_edge(answer)
        page, last = rows_of(answer.body, source), is_last(answer.body)
        if page and end_time is None and not last:
            raise HelpdeskError(f"Zendesk does not say where {source.path} goes on after its rows.")
        following = time_cursor(end_time, answer.served_at) or cursor
        near = end_time is not None and live is not None and end_time > live - _NEAR_SECONDS
        is_full = len(page) >= self._sizes[source.path][0]
        guard(source, cursor, following, is_end=last or near or not is_full)
        at_end = last or not page or following == cursor
        through_at = live if at_end or end_time is None or live is None else min(end_time, live)
        return Batch(rows=page, cursor=following, caught_up=at_end or near, through_at=through_at)

    def _list(self, source: Feed, cursor: str) -> Batch:
        """A list that is read whole on every run: its last cursor is the empty one."""
        answer = self._web.get(source.path, {"page[size]": 100, **dict(parse_qsl(cursor))})
        after = after_cursor(answer.body)
        following = urlencode({"page[after]": after}) if after else ""
        guard(source, cursor, following, is_end=not after)
        return Batch(
            rows=rows_of(answer.body, source),
            cursor=following,
            caught_up=not after,
            through_at=None if after else answer.served_at,
        )

    def _schedules(self, source: Feed) -> Batch:
        """All schedules, each with its holidays, whether it is the default, and when we saw it.

        Zendesk says nowhere which one is the default; it is the one that was made first.
        """
        answer = self._web.get(source.path)
        page = [row for row in rows_of(answer.body, source) if isinstance(row, dict)]
        first = min((str(row.get("created_at")) for row in page), default=None)
        full = [
            {
                **row,
                "holidays": self._holidays(source, row),
                "default": str(row.get("created_at")) == first,
                "seen_at": answer.served_at,
            }
            for row in page
        ]
        return Batch(rows=tuple(full), cursor="", caught_up=True, through_at=answer.served_at)

    def _holidays(self, source: Feed, row: Raw) -> list[object]:
        number = row.get("id")
        if not isinstance(number, int):
            return []
        here = replace(source, path=f"{source.path}/{number}/holidays", rows="holidays")
        return list(rows_of(self._web.get(here.path).body, here))

    def _complete(self, source: Feed, page: tuple[object, ...]) -> tuple[object, ...]:
        """The rows with what an export leaves out of them."""
        complete = _COMPLETES.get(source.rows)
        return page if complete is None else complete(self._web, page)

    def _export(self, source: Feed, cursor: str) -> Answer:
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
