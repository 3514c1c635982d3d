"""How the stand-in counts calls: each endpoint has a sliding minute of its own."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_MINUTE: Final = 60
_NAME: Final = re.compile(r"/(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d+)(?=/|$)")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Calls a minute of each endpoint, for all tokens of an organisation together."""

    windows: int = 30
    statuses: int = 30
    searches: int = 120
    messages: int = 300
    others: int = 300

    def of(self, endpoint: str) -> int:
        """Calls a minute of an endpoint, such as "GET /issues/{id}/messages"."""
        known = {
            "GET /issues": self.windows,
            "GET /issue-statuses": self.statuses,
            "POST /issues/search": self.searches,
            "GET /issues/{id}/messages": self.messages,
        }
        return known.get(endpoint, self.others)


PRESENT: Final = Limits()
"""What was seen in the autumn of 2026."""

OLDER: Final = Limits(windows=10, statuses=10, searches=20, messages=20, others=60)
"""What Pylon's description of its API said in the middle of 2026."""


def endpoint_of(method: str, path: str) -> str:
    """What calls are counted by: the path without the names in it."""
    return f"{method} {_NAME.sub('/{id}', path)}"


class Meter:
    """The calls of the last minute, by endpoint."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._calls: dict[str, deque[float]] = {}

    def take(self, endpoint: str) -> bool:
        """Count a call; False where the minute has no room for it, and then it is not counted."""
        if self.remaining(endpoint) == 0:
            return False
        self._calls[endpoint].append(self._clock())
        return True

    def remaining(self, endpoint: str) -> int:
        """How many calls are left."""
        calls, now = self._calls.setdefault(endpoint, deque()), self._clock()
        while calls and calls[0] <= now - _MINUTE:
            calls.popleft()
        return max(0, self._limits.of(endpoint) - len(calls))

    def wait(self, endpoint: str) -> int:
        """Seconds until there is room again."""
        calls = self._calls.get(endpoint)
        return max(1, int(calls[0] + _MINUTE - self._clock()) + 1) if calls else 1
