"""Zendesk's paths and its habits of paging, behind one `fetch`.

A cursor is a query string made of what the server gave; our own clock never enters it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

import httpx

from metrics.errors import HelpdeskError
from metrics.helpdesks.fields import Raw, mapping, optional_instant, rows
from metrics.helpdesks.pace import Allowance, Limit
from metrics.helpdesks.web import Answer, OverloadedError, Site, Surroundings, Web
from metrics.helpdesks.zendesk.sources import SOURCES, Mode, Source
from metrics.records import Instant

HIDDEN_SECONDS: Final = 60
"""The exports never show the newest minute."""

PAGE_SIZES: Final = (1000, 500, 250, 100)
_HASTY_TRIES: Final = 2
_NEAR_SECONDS: Final = 60
_RATING_OVERLAP_SECONDS: Final = 86_400  # ratings were seen out of order; reading twice is harmless
_ALLOWANCE: Final = re.compile(r"total=(\d+); *remaining=(\d+); *resets=(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One page as Zendesk gave it, and where the next one begins."""

    rows: tuple[object, ...]
    cursor: str
    caught_up: bool
    through_at: Instant | None


def site(address: str, *, exports_per_minute: int = 10) -> Site:
    """The API at `address` (scheme and host) with the limits of a plan without add-ons."""
    return Site(
        base_url=f"{address.rstrip('/')}/api/v2",
        name="Zendesk",
        limits=(
            Limit(prefix="/incremental/", per_minute=exports_per_minute),
            Limit(prefix="/incremental/users/cursor", per_minute=2 * exports_per_minute),
        ),
        allowance=allowance,
    )


def web(
    address: str,
    email: str | None,
    token: str,
    around: Surroundings | None = None,
    *,
    exports_per_minute: int = 10,
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
            case Mode.SCHEDULES:
                return self._schedules(source)
            case Mode.RATINGS:
                return self._ratings(source, cursor or start)

    def _by_cursor(self, source: Source, cursor: str) -> Batch:
        answer = self._export(source, cursor)
        after = answer.body.get("after_cursor")
        following = urlencode({"cursor": after}) if isinstance(after, str) and after else cursor
        found, ended = _found(answer.body, source), _ended(answer.body)
        _guard(source, cursor, following, ended=ended)
        return Batch(
            rows=found,
            cursor=following,
            caught_up=ended,
            through_at=_live_edge(answer) if ended else _last_stamp(found),
        )

    def _by_time(self, source: Source, cursor: str) -> Batch:
        answer = self._export(source, cursor)
        end_time = optional_instant(answer.body, "end_time")
        found, ended = _found(answer.body, source), _ended(answer.body)
        following = _time_cursor(end_time, answer.served_at if ended else None) or cursor
        _guard(source, cursor, following, ended=ended)
        return Batch(
            rows=found,
            cursor=following,
            caught_up=ended,
            through_at=_live_edge(answer) if ended else end_time,
        )

    def _steps(self, source: Source, cursor: str) -> Batch:
        """An export by time that never says when it ends, and whose pages may be short before that.

        It has ended with a page that holds no row or moves time no further, and for this run with
        one that comes within a minute of what can be known now.
        """
        answer = self._export(source, cursor)
        end_time, live = optional_instant(answer.body, "end_time"), _live_edge(answer)
        found = _found(answer.body, source)
        following = _time_cursor(end_time, answer.served_at) or cursor
        near = end_time is not None and live is not None and end_time > live - _NEAR_SECONDS
        told = _ended(answer.body) or not found or following == cursor
        through_at = live if told or end_time is None or live is None else min(end_time, live)
        return Batch(rows=found, cursor=following, caught_up=told or near, through_at=through_at)

    def _list(self, source: Source, cursor: str) -> Batch:
        """A list that is read whole on every run: its last cursor is the empty one."""
        answer = self._web.get(source.path, {"page[size]": 100, **dict(parse_qsl(cursor))})
        after = _after(answer.body)
        following = urlencode({"page[after]": after}) if after else ""
        _guard(source, cursor, following, ended=not after)
        return Batch(
            rows=_found(answer.body, source),
            cursor=following,
            caught_up=not after,
            through_at=None if after else answer.served_at,
        )

    def _schedules(self, source: Source) -> Batch:
        """All schedules, each with its holidays, whether it is the default, and when we saw it.

        Zendesk says nowhere which one is the default; it is the one that was made first.
        """
        answer = self._web.get(source.path)
        found = [row for row in _found(answer.body, source) if isinstance(row, dict)]
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
        return list(_found(self._web.get(here.path).body, here))

    def _ratings(self, source: Source, cursor: str) -> Batch:
        """Pages behind `start_time`; `newest` remembers where the next walk may begin."""
        asked = dict(parse_qsl(cursor))
        newest = int(asked.pop("newest", 0))
        answer = self._web.get(source.path, {"page[size]": 100, **asked})
        found, after = _found(answer.body, source), _after(answer.body)
        newest = max([newest, *(_updated_at(row) for row in found)])
        following = _rating_cursor(asked, after, newest)
        _guard(source, cursor, following, ended=not after)
        return Batch(
            rows=found,
            cursor=following,
            caught_up=not after,
            through_at=None if after else _live_edge(answer),
        )

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


def _found(body: Raw, source: Source) -> tuple[object, ...]:
    """The rows; their absence is a change of the API, not an empty page."""
    if not isinstance(body.get(source.rows), list):
        raise HelpdeskError(f"Zendesk's answer at {source.path} holds no {source.rows}.")
    return rows(body, source.rows)


def _ended(body: Raw) -> bool:
    """`after_url` and `next_page` are there on the last page too; only this tells the end."""
    return body.get("end_of_stream") is True


def _after(body: Raw) -> str | None:
    meta = mapping(body, "meta")
    after = meta.get("after_cursor")
    return after if meta.get("has_more") is True and isinstance(after, str) else None


def _guard(source: Source, asked: str, following: str, *, ended: bool) -> None:
    """Refuse to go round in circles."""
    if not ended and asked == following:
        raise HelpdeskError(
            f"Zendesk gives the same page again and again at {source.path}; stopped there. "
            "The next sync tries again."
        )


def _live_edge(answer: Answer) -> Instant | None:
    """Up to when an export that has ended tells everything, by the server's own clock."""
    return None if answer.served_at is None else answer.served_at - HIDDEN_SECONDS


def _time_cursor(end_time: Instant | None, served_at: Instant | None) -> str | None:
    """Where to go on. At the end not within the newest minute, which a start may not lie in."""
    if end_time is None:
        return None
    latest = end_time if served_at is None else served_at - HIDDEN_SECONDS - 1
    return urlencode({"start_time": min(end_time, latest)})


def _last_stamp(found: tuple[object, ...]) -> Instant | None:
    last = found[-1] if found else None
    return optional_instant(last, "generated_timestamp") if isinstance(last, dict) else None


def _updated_at(row: object) -> Instant:
    return (optional_instant(row, "updated_at") or 0) if isinstance(row, dict) else 0


def _rating_cursor(asked: Mapping[str, str], after: str | None, newest: Instant) -> str:
    start_time = asked.get("start_time", "0")
    if after:
        return urlencode({"start_time": start_time, "page[after]": after, "newest": newest})
    again = max(int(start_time), newest - _RATING_OVERLAP_SECONDS)
    return urlencode({"start_time": again})
