"""What waits to be done, taken by turns: nobody who asks much keeps others waiting."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import Generic, TypeVar

T = TypeVar("T")


class FairQueue(Generic[T]):
    """Of each person the oldest comes first, and persons take turns."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[T]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self._lines.values())

    def put(self, item: T, whose: str) -> None:
        """Let something wait."""
        self._lines.setdefault(whose, deque()).append(item)

    def count_of(self, whose: str) -> int:
        """How much of a person's waits."""
        return len(self._lines.get(whose, ()))

    def take(self) -> T | None:
        """What comes next; None where nothing waits."""
        whose = next(iter(self._lines), None)
        if whose is None:
            return None
        line = self._lines.pop(whose)
        item = line.popleft()
        if line:
            self._lines[whose] = line
        return item

    def clear(self) -> None:
        """Let nothing wait any more."""
        self._lines.clear()
