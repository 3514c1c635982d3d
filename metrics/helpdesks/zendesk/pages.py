"""A page as Zendesk gave it, and what its answers say about the next one and about the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, urlencode

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer
from metrics.helpdesks.fields import Raw, mapping, optional_instant, rows
from metrics.helpdesks.zendesk.sources import Feed
from metrics.tickets.records import Instant

Get: TypeAlias = Callable[[str, Mapping[str, str | int]], Answer]
"""One plain request: a path and its parameters. Raises HelpdeskError."""
HIDDEN_SECONDS: Final = 60
"""The exports never show the newest minute."""


def rows_of(body: Raw, source: Feed) -> tuple[object, ...]:
    """The rows; their absence is a change of the API, not an empty page."""
    if not isinstance(body.get(source.rows), list):
        raise HelpdeskError(f"Zendesk's answer at {source.path} holds no {source.rows}.")
    return rows(body, source.rows)


def is_last(body: Raw) -> bool:
    """`after_url` and `next_page` are there on the last page too; only this tells the end."""
    return body.get("end_of_stream") is True


def after_cursor(body: Raw) -> str | None:
    """What a list goes on with; None at its end."""
    meta = mapping(body, "meta")
    after = meta.get("after_cursor")
    return after if meta.get("has_more") is True and isinstance(after, str) else None


def guard(source: Feed, cursor: str, following: str, *, is_end: bool) -> None:
    """Refuse to go round in circles."""
    if not is_end and cursor == following:
        raise HelpdeskError(
            f"Zendesk gives the same page again and again at {source.path}; stopped there. "
            "The next sync tries again."
        )


def live_edge(answer: Answer) -> Instant | None:
    """Up to when an export that has ended tells everything, by the server's own clock."""
    return None if answer.served_at is None else answer.served_at - HIDDEN_SECONDS


def time_cursor(end_time: Instant | None, served_at: Instant | None) -> str | None:
    """Where to go on. At the end not within the newest minute, which a start may not lie in."""
    if end_time is None:
        return None
    latest = end_time if served_at is None else served_at - HIDDEN_SECONDS - 1
    return urlencode({"start_time": min(end_time, latest)})


def step_end(body: Raw) -> Instant | None:
    """Up to when a page goes: its `end_time`, else where its `next_page` starts."""
    end_time = optional_instant(body, "end_time")
    if end_time is not None:
        return end_time
    start = dict(parse_qsl(str(body.get("next_page")).partition("?")[2])).get("start_time", "")
    return optional_instant({"start_time": int(start)}, "start_time") if start.isdecimal() else None


def last_stamp(page: tuple[object, ...]) -> Instant | None:
    """The version stamp of the last row."""
    last = page[-1] if page else None
    return optional_instant(last, "generated_timestamp") if isinstance(last, dict) else None
