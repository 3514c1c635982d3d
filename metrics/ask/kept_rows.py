"""The rows of measures as they are kept: narrow, equal parts once, and so many bytes at most."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar
from weakref import WeakValueDictionary
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from metrics.ask.figures import Rows
from metrics.store.tickets.scratch_file import in_a_file
from metrics.tickets.columns import Columns
from metrics.tickets.facts import narrowed

Source: TypeAlias = Callable[[Columns], Rows]
Put: TypeAlias = Callable[[NDArray[Any]], NDArray[Any]]
Value = TypeVar("Value")
MOST_BYTES: Final = 128 * 2**20
"""What was not asked for longest is let go of above, and made again when it is asked for."""


def _as_it_is(array: NDArray[Any]) -> NDArray[Any]:
    return array


class Once(Generic[Value]):
    """A value that one thread works out when it is first asked for; others who ask wait for it."""

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make = make
        self._values: list[Value] = []
        self._lock = threading.Lock()

    def __call__(self) -> Value:
        """The value. Where making it raises, the next who asks tries again."""
        with self._lock:
            if not self._values:
                self._values.append(self._make())
            return self._values[0]


class _Made(NamedTuple):
    """Rows with the arrays that are their own."""

    rows: Rows
    arrays: tuple[NDArray[Any], ...]


class KeptRows:
    """Rows by what makes them, those of one snapshot; safe to be used by several threads.

    Who makes the rows of one measure holds up only those who ask for the same. With `put` their
    arrays go where it puts them: what is memory no more is not counted.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, put: Put = _as_it_is) -> None:
        self._most_bytes = most_bytes
        self._put = put
        self._rows: OrderedDict[Source, Once[_Made]] = OrderedDict()
        self._arrays: dict[Source, tuple[NDArray[Any], ...]] = {}
        self._equal = _Equal()
        self._lock = threading.Lock()

    def rows(self, source: Source, make: Callable[[], Rows]) -> Rows:
        """The rows of a source, which `make` gives where they are not kept."""
        with self._lock:
            once = self._rows.setdefault(source, Once(partial(_made, make, self._equal, self._put)))
            self._rows.move_to_end(source)
        made = once()
        with self._lock:
            if source in self._rows and source not in self._arrays:
                self._arrays[source] = made.arrays
                self._let_go()
        return made.rows

    def has(self, source: Source) -> bool:
        """Whether the rows of a source are kept."""
        return source in self._arrays

    @property
    def nbytes(self) -> int:
        """How many bytes are kept."""
        arrays = {id(array): array for some in self._arrays.values() for array in some}
        return sum(array.nbytes for array in arrays.values())

    def _let_go(self) -> None:
        """Keep no more than so many bytes, but in any case what was asked for last."""
        for source in [each for each in self._rows if each in self._arrays][:-1]:
            if self.nbytes <= self._most_bytes:
                return
            del self._rows[source], self._arrays[source]


class _Equal:
    """Arrays of which one stands for all that are equal: measures have orders in common."""

    def __init__(self) -> None:
        self._arrays: WeakValueDictionary[tuple[object, ...], NDArray[Any]] = WeakValueDictionary()

    def one(self, array: NDArray[Any], put: Put = _as_it_is) -> NDArray[Any]:
        """The one that stands for all, from where it was put."""
        key = array.dtype.str, len(array), crc32(np.ascontiguousarray(array).data)
        equal = self._arrays.get(key)
        if equal is not None and bool((equal == array).all()):
            return equal
        array = put(array)
        array.flags.writeable = False
        return self._arrays.setdefault(key, array) if equal is None else array


def _made(make: Callable[[], Rows], equal: _Equal, put: Put) -> _Made:
    arrays: list[NDArray[Any]] = []

    def share(array: NDArray[Any]) -> NDArray[Any]:
        one = equal.one(array, put)
        if not in_a_file(one):
            arrays.append(one)
        return one

    return _Made(narrowed(make(), share), tuple(arrays))
