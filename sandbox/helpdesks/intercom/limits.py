"""How the stand-in counts requests: so many in each ten seconds of the clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

SECONDS: Final = 10


class Window:
    """At most so many requests in a window; the next one begins anew."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self.limit = limit
        self._clock = clock
        self._number = -1
        self._spent = 0

    def take(self) -> bool:
        """Spend a request; False where the window has none left."""
        number = int(self._clock()) // SECONDS
        if number != self._number:
            self._number, self._spent = number, 0
        if self._spent >= self.limit:
            return False
        self._spent += 1
        return True

    def headers(self) -> dict[str, str]:
        """What every answer to a caller with a valid token says about the limit."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.limit - self._spent),
            "X-RateLimit-Reset": str((self._number + 1) * SECONDS),
        }
