"""Keeps our requests under a helpdesk's limits: one budget per family of paths, learnt as we go."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

_WINDOW_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `per_minute` requests to paths that start with `prefix`, all of them together."""

    prefix: str
    per_minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a helpdesk says about a limit: requests per minute, how many are left, until when."""

    per_minute: int
    remaining: int
    resets_seconds: float


@dataclass(slots=True)
class _Family:
    limit: Limit
    per_minute: int
    times: deque[float] = field(default_factory=deque)
    closed_until: float = 0.0


class Pace:
    """Says how long to wait before a request; shared by all that asks one helpdesk."""

    def __init__(self, limits: Iterable[Limit], clock: Callable[[], float]) -> None:
        """`clock` counts seconds and never goes back. Of several prefixes the longest one holds."""
        longest_first = sorted(limits, key=lambda limit: len(limit.prefix), reverse=True)
        self._families = tuple(_Family(limit, limit.per_minute) for limit in longest_first)
        self._clock = clock
        self._lock = Lock()

    def reserve(self, path: str) -> float:
        """Take a place for a request to `path`: 0.0 if it may go now, else the seconds to wait."""
        family = self._family(path)
        if family is None:
            return 0.0
        with self._lock:
            now = self._clock()
            delay = self._delay(family, now)
            if delay <= 0:
                family.times.append(now)
            return max(0.0, delay)

    def learn(self, path: str, allowance: Allowance) -> None:
        """Learn from an answer: the true limit, and to hold still when nothing is left."""
        family = self._family(path)
        if family is None:
            return
        with self._lock:
            family.per_minute = max(1, allowance.per_minute)
            if allowance.remaining <= 0:
                family.closed_until = self._clock() + min(_WINDOW_SECONDS, allowance.resets_seconds)

    def _family(self, path: str) -> _Family | None:
        return next((f for f in self._families if path.startswith(f.limit.prefix)), None)

    def _delay(self, family: _Family, now: float) -> float:
        """Seconds until the family has room in its sliding minute."""
        while family.times and family.times[0] <= now - _WINDOW_SECONDS:
            family.times.popleft()
        full = len(family.times) >= family.per_minute
        room_at = family.times[-family.per_minute] + _WINDOW_SECONDS if full else now
        return max(room_at, family.closed_until) - now
