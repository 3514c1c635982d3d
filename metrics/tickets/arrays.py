"""The arrays that columns are made of, and what was imported from files as such arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from metrics.tickets.records import NEVER, Dimension

Ints: TypeAlias = NDArray[np.int64]
Codes: TypeAlias = NDArray[np.int32]
Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Words: TypeAlias = NDArray[np.str_]
Cut: TypeAlias = Mapping[Dimension, Codes]
"""The value of each dimension, row by row."""


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Imported:
    """What was imported from one kind of file, one row each; `at` puts it in a window.

    Other columns go by name: `numbers` with NaN and `words` with "" where nothing was written.
    `ticket` is 0 for rows about no ticket that is known, and `requester` for rows that name no
    customer who has opened one; else it is the code that their tickets have.
    """

    ticket: Ints
    requester: Ints
    at: Ints
    cut: Cut
    numbers: Mapping[str, Floats]
    words: Mapping[str, Words]

    def __len__(self) -> int:
        return len(self.at)

    def where(self, mask: Bools) -> Imported:
        """The rows for which `mask` holds."""
        return Imported(
            ticket=self.ticket[mask],
            requester=self.requester[mask],
            at=self.at[mask],
            cut={dimension: codes[mask] for dimension, codes in self.cut.items()},
            numbers={name: column[mask] for name, column in self.numbers.items()},
            words={name: column[mask] for name, column in self.words.items()},
        )

    def instants(self, name: str) -> Ints:
        """A column of instants, NEVER where nothing was written."""
        return np.nan_to_num(self.numbers[name], nan=NEVER).astype(np.int64)


def next_of_same(who: Ints, at: Ints) -> Ints:
    """When each row's `who` comes again, NEVER for the last; 0 is nobody, who never does."""
    order = in_order_of_all(at, who)
    following = np.full(len(at), NEVER)
    same = (who[order][:-1] == who[order][1:]) & (who[order][:-1] != 0)
    following[order[:-1][same]] = at[order[1:][same]]
    return following


def in_order_of(values: Ints) -> NDArray[Any]:
    """The numbers of rows in the order of their values, NEVER last, equal ones as they came."""
    n = len(values)
    if n < 2 or bool((values[1:] >= values[:-1]).all()):
        return np.arange(n)
    values = np.asarray(values, np.int64)
    least, most = int(values.min()), int(values.max(where=values < NEVER, initial=-NEVER))
    if most - least >= _LOWER or n > _LOWER:
        return np.argsort(values, kind="stable")
    # Value and number as one number: plain numbers are sorted several times as fast.
    keys = np.minimum(values - least, _LOWER).astype(np.uint64) << np.uint64(32)
    keys |= np.arange(n, dtype=np.uint64)
    keys.sort()
    return (keys & np.uint64(_LOWER)).astype(np.int64)


def in_order_of_all(*keys: Ints) -> NDArray[Any]:
    """The same of several values, of which the last counts most, as `np.lexsort` has it."""
    order = in_order_of(keys[0])
    for values in keys[1:]:
        order = order[in_order_of(values[order])]
    return order


_LOWER = 2**32 - 1
