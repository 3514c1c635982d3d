"""What is usual of counts: how far they move from one period to the next, and around what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

FEWEST = 6
"""From so many earlier periods on, it can be said what is usual."""
_DEVIATIONS = 2.5
_OF_NORMAL = 1.4826
"""Makes the median of moves the deviation of a normal distribution."""
_POISSON = 1.96
_AROUND = 0.7
"""A move is one of two values: so much of it may one value lie from the middle."""


@dataclass(frozen=True, slots=True)
class Usual:
    """`move`: up to how far a count moves from one period to the next; `middle`: its median."""

    move: float
    middle: float

    def beyond(self, new: float, old: float) -> bool:
        """Whether a step leaves what is usual; the way back to the middle does not."""
        far = abs(new - self.middle) > _AROUND * self.move
        return abs(new - old) > self.move and far


def usual(earlier: Sequence[float], *, arrivals: bool) -> Usual | None:
    """What is usual, given the values of earlier periods, the newest first; None of too few.

    The move is the third largest that there was (one week that stood out makes two: there and
    back), or two and a half deviations where that is more; of `arrivals` at least what chance alone
    does to them, of others at least a few.
    """
    if len(earlier) < FEWEST:
        return None
    values = np.asarray(earlier, dtype=np.float64)
    moves = np.sort(np.abs(np.diff(values)))
    middle = float(np.median(values))
    least = _POISSON * sqrt(2 * middle) if arrivals else sqrt(abs(middle))
    move = max(float(moves[-3]), _DEVIATIONS * _OF_NORMAL * float(np.median(moves)), least)
    return Usual(move, middle)
