"""Chance, always the same for the same seed."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """The few throws the planner makes."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - a made-up year, no secret

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def among(self, options: Sequence[T]) -> T:
        return options[int(self._random.random() * len(options))]

    def pick(self, weights: Mapping[T, float]) -> T:
        return self._random.choices(tuple(weights), tuple(weights.values()))[0]

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return self._random.randint(low, high)

    def around(self, median: float, spread: float) -> float:
        """A log-normal draw: half of all lie below `median`, some far above."""
        return median * math.exp(spread * self._random.gauss(0, 1))

    def count(self, mean: float) -> int:
        """How many of many independent things happen."""
        return max(0, round(self._random.gauss(mean, math.sqrt(mean))))

    def skew(self, count: int) -> int:
        """A number below `count`, small ones much more often."""
        return int(count * self._random.random() ** 1.7)
