"""What a piece of work takes of a helpdesk: its calls, and how long it held back for limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Usage:
    """Counts of one thread's work. `waited_seconds` is what the helpdesk's limits asked for."""

    calls: int = 0
    waited_seconds: float = 0.0

    def take(self) -> Usage:
        """What has been counted so far; the counts begin anew."""
        taken = Usage(self.calls, self.waited_seconds)
        self.calls, self.waited_seconds = 0, 0.0
        return taken

    def give_back(self, taken: Usage) -> None:
        """Count again what was taken and could not be used."""
        self.calls += taken.calls
        self.waited_seconds += taken.waited_seconds


_CURRENT: ContextVar[Usage | None] = ContextVar("usage", default=None)


@contextmanager
def counted(usage: Usage | None = None) -> Iterator[Usage]:
    """What this thread takes of helpdesks within, beside what `usage` has of before."""
    usage = Usage() if usage is None else usage
    token = _CURRENT.set(usage)
    try:
        yield usage
    finally:
        _CURRENT.reset(token)


def count_call(_request: object) -> None:
    """Count a call, where anybody counts."""
    if usage := _CURRENT.get():
        usage.calls += 1


def hold_back(wait: Callable[[float], object], seconds: float, *, for_limits: bool = True) -> None:
    """Wait so long, and count it where it is for the helpdesk's limits."""
    if for_limits and (usage := _CURRENT.get()):
        usage.waited_seconds += seconds
    wait(seconds)
