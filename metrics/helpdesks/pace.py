"""Keeps our requests under a helpdesk's limits: one budget per family of paths, learnt as we go."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

MINUTE: Final = 60.0
_SHARES: Final = 600
"""A window is kept in so many steps: a day's quota takes no more room than a minute's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What all requests to paths that start with `prefix` may cost together in `seconds`.

    Most requests cost 1. Paths that start with one of `but` have limits of their own.
    """

    prefix: str
    calls: int
    seconds: float = MINUTE
    but: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether a request to `path` counts here."""
        return path.startswith(self.prefix) and not path.startswith(self.but)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a helpdesk says about a limit: calls in its window, how many are left, until when.

    `calls` None: it does not say how many there are in all.
    """

    remaining: int
    resets_seconds: float
    calls: int | None = None


@dataclass(slots=True)
class _Budget:
    """A limit, and what was spent of it in its sliding window."""

    limit: Limit
    calls: int
    spent: deque[tuple[float, int]] = field(default_factory=deque)
    total: int = 0
    closed_until: float = 0.0

    def delay(self, now: float, cost: int) -> float:
        """Seconds until there is room for `cost`."""
        while self.spent and self.spent[0][0] <= now - self.limit.seconds:
            self.total -= self.spent.popleft()[1]
        excess = self.total + min(cost, self.calls) - self.calls
        room_at = now
        for at, each in self.spent:
            if excess <= 0:
                break
            excess -= each
            room_at = at + self.limit.seconds
        return max(room_at, self.closed_until) - now

    def spend(self, now: float, cost: int) -> None:
        """Note a request. What is spent within one step of the window is one entry."""
        self.total += cost
        step = self.limit.seconds / _SHARES
        if self.spent and self.spent[-1][0] // step == now // step:
            cost += self.spent.pop()[1]
        self.spent.append((now, cost))


class Pace:
    """Says how long to wait before a request; shared by all that asks one helpdesk."""

    def __init__(self, limits: Iterable[Limit], clock: Callable[[], float]) -> None:
        """`clock` counts seconds and never goes back. All limits that hold for a path hold."""
        self._budgets = tuple(_Budget(limit, limit.calls) for limit in limits)
        self._clock = clock
        self._lock = Lock()

    def reserve(self, path: str, cost: int = 1) -> float:
        """Take a place for a request to `path`: 0.0 if it may go now, else the seconds to wait."""
        budgets = [each for each in self._budgets if each.limit.holds(path)]
        with self._lock:
            now = self._clock()
            delay = max((each.delay(now, cost) for each in budgets), default=0.0)
            if delay <= 0:
                for each in budgets:
                    each.spend(now, cost)
            return max(0.0, delay)

    def learn(self, path: str, allowance: Allowance) -> None:
        """Learn from an answer: the true limit, and to hold still when nothing is left.

        Of several limits it is the one for the fewest paths, and of those for the shortest time.
        """
        budgets = [each for each in self._budgets if each.limit.holds(path)]
        if not budgets:
            return
        budget = max(budgets, key=lambda each: (len(each.limit.prefix), -each.limit.seconds))
        with self._lock:
            if allowance.calls is not None:
                budget.calls = max(1, allowance.calls)
            if allowance.remaining <= 0:
                rest = min(budget.limit.seconds, allowance.resets_seconds)
                budget.closed_until = self._clock() + rest
