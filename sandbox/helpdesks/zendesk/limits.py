"""How the stand-in counts requests: a sliding minute for each bucket."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

_MINUTE: Final = 60


class Bucket:
    """At most so many requests in any minute."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._times: deque[float] = deque()

    def take(self) -> bool:
        """Count a request; False where the minute is full, and then it does not count."""
        now = self._clock()
        while self._times and self._times[0] <= now - _MINUTE:
            self._times.popleft()
        if len(self._times) >= self._per_minute:
            return False
        self._times.append(now)
        return True

    def resets(self) -> int:
        """Seconds until there is room again."""
        if not self._times:
            return 0
        return max(1, int(self._times[0] + _MINUTE - self._clock()) + 1)

    def header(self) -> str:
        """The bucket as Zendesk puts it in a header."""
        remaining = self._per_minute - len(self._times)
        return f"total={self._per_minute}; remaining={remaining}; resets={self.resets()}"
