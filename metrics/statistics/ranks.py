"""Whether values are higher than others by more than chance, whatever they are spread like."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from metrics.statistics.estimates import Floats


def higher(new: Sequence[float], old: Sequence[float]) -> float:
    """How likely chance alone makes the `new` values lie so far above the `old` ones.

    Mann and Whitney's test, one-sided and exact: were all of one kind, each order of them would be
    as likely as any other. A tie counts as not above, so the answer is rather too high.
    """
    above = sum(a > b for a in new for b in old)
    if not above:
        return 1.0
    orders = _orders(len(new), len(old))
    return float(orders[above:].sum() / orders.sum())


@lru_cache(maxsize=256)
def _orders(m: int, n: int) -> Floats:
    """In how many orders of m and n values each number of pairs has the one of the m above.

    The highest value is one of the m, and then above all n, or one of the n, and then above none.
    """
    if m == 0 or n == 0:
        return np.ones(1)
    orders = np.zeros(m * n + 1)
    orders[n:] += _orders(m - 1, n)
    orders[: m * (n - 1) + 1] += _orders(m, n - 1)
    return orders
