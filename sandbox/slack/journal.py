"""What was called, what shall go wrong, and how fast a channel may be written to."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack.records import Call, Moment, Trouble


class Journal:
    """Every call in order, and the troubles scripted for the next ones."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._troubles: dict[str, deque[Trouble]] = defaultdict(deque)

    def write(self, call: Call) -> None:
        """Note a call."""
        self._calls.append(call)

    def calls(self, method: str = "") -> tuple[Call, ...]:
        """The calls of one method, or all."""
        return tuple(call for call in self._calls if method in {"", call.method})

    def script(self, method: str, *troubles: Trouble) -> None:
        """Let the next calls of `method` go wrong, one trouble each."""
        self._troubles[method].extend(troubles)

    def next_trouble(self, method: str) -> Trouble | None:
        """The trouble of the call that has just come in."""
        waiting = self._troubles[method]
        return waiting.popleft() if waiting else None


@dataclass(frozen=True, slots=True)
class RateLimit:
    """A bucket of `burst` posts that fills with `per_second`."""

    per_second: float = 1.0
    burst: int = 10


class Gate:
    """Says how long a channel's next post has to wait."""

    def __init__(self, clock: Callable[[], Moment], rate: RateLimit | None) -> None:
        self._clock = clock
        self.rate = rate
        self._levels: dict[str, tuple[float, Moment]] = {}

    def wait_seconds(self, channel: str) -> int:
        """0 when the post may go; else the whole seconds of Retry-After."""
        if self.rate is None:
            return 0
        now = self._clock()
        level, then = self._levels.get(channel, (float(self.rate.burst), now))
        level = min(self.rate.burst, level + (now - then) * self.rate.per_second)
        if level < 1:
            self._levels[channel] = (level, now)
            return max(1, math.ceil((1 - level) / self.rate.per_second))
        self._levels[channel] = (level - 1, now)
        return 0
