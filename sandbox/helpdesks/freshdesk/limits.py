"""How the stand-in counts credits: a sliding minute for the account, and one for each long list."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

_MINUTE: Final = 60
LIST_CALLS: Final = {50: 50, 200: 20, 400: 100, 700: 200, 1000: 300, 2000: 400}
"""Calls of a list of tickets, by what a plan allows in all: Growth has fewer than a trial."""


class Bucket:
    """At most so many credits in any minute."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._spent: deque[tuple[float, int]] = deque()

    @property
    def remaining(self) -> int:
        """The credits that are left."""
        now = self._clock()
        while self._spent and self._spent[0][0] <= now - _MINUTE:
            self._spent.popleft()
        return max(0, self.per_minute - sum(cost for _, cost in self._spent))

    def take(self, cost: int) -> bool:
        """Spend credits; False where the minute has not as many, and then none are spent."""
        if self.remaining < cost:
            return False
        self._spent.append((self._clock(), cost))
        return True

    def resets(self) -> int:
        """Seconds until there is room again."""
        if not self._spent:
            return 1
        return max(1, int(self._spent[0][0] + _MINUTE - self._clock()) + 1)
