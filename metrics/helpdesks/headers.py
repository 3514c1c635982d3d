"""What an answer's headers say about time: when it was served, and how long to stay away."""

from __future__ import annotations

from email.utils import formatdate, parsedate_to_datetime
from math import isnan
from typing import Final

import httpx

from metrics.errors import HelpdeskError
from metrics.tickets.records import Instant

_WAIT_BOUNDS_SECONDS: Final = (1.0, 3600.0)
_UNREADABLE_DATE_SECONDS: Final = 60.0
_MOST_SECONDS_APART: Final = 86_400


def served_at(headers: httpx.Headers) -> Instant | None:
    """The helpdesk's own clock. The last of several Date headers is the application's."""
    for value in reversed(headers.get_list("date")):
        try:
            return int(parsedate_to_datetime(value).timestamp())
        except ValueError:
            continue
    return None


def refuse_wrong_clock(name: str, when: Instant | None, now: float) -> None:
    """Raise HelpdeskError where what a helpdesk says of the time cannot be gone by.

    It says up to when all has been told: a wrong year would pass over all that comes before it.
    """
    if when is None:
        raise HelpdeskError(
            f"{name} answers without a Date header that can be read, so that nobody knows up to "
            "when it has told everything. Nothing was skipped; see whether a proxy takes it away."
        )
    if abs(when - now) > _MOST_SECONDS_APART:
        raise HelpdeskError(
            f"{name}'s clock and this machine's are more than a day apart: {_gmt(when)} there, "
            f"{_gmt(now)} here. Nothing was skipped; set the wrong one right, or a proxy's."
        )


def _gmt(at: float) -> str:
    return formatdate(at, usegmt=True)


def retry_after(headers: httpx.Headers, name: str = "retry-after") -> float | None:
    """The wait asked for, from seconds, a fraction or an HTTP date, within sane bounds."""
    value = headers.get(name)
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = _seconds_until(value, served_at(headers))
    low, high = _WAIT_BOUNDS_SECONDS
    return min(max(seconds, low), high) if not isnan(seconds) else low


def _seconds_until(value: str, now: Instant | None) -> float:
    """How far an HTTP date lies ahead, by the helpdesk's own clock."""
    try:
        at = parsedate_to_datetime(value).timestamp()
    except ValueError:
        return _UNREADABLE_DATE_SECONDS
    return _UNREADABLE_DATE_SECONDS if now is None else at - now
