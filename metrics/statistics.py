"""Estimates with their uncertainty: percentiles, shares, counts and whether two of them differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its sample size and the bounds of its 95 % interval, where one exists.

    `value` is None for an empty sample: no data is not zero.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
