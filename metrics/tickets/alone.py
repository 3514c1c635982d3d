"""Tickets looked at by themselves: what is told of others, or of none, is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics.tickets.arrays import Imported
from metrics.tickets.narrow import Which


class NotAloneError(Exception):
    """It takes more than the tickets themselves."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A column that says what tickets have to do with each other. Reading it raises."""

    length: int
    kind: str = np.dtype(np.int64).str

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, which: Which) -> NDArray[Any]:
        raise NotAloneError

    def whole(self) -> NDArray[Any]:
        """Raises NotAloneError."""
        raise NotAloneError


class NoFiles(Mapping[str, Imported]):
    """What was imported, where nobody may look at it."""

    def __getitem__(self, kind: str) -> Imported:
        raise NotAloneError

    def __iter__(self) -> Iterator[str]:
        raise NotAloneError

    def __len__(self) -> int:
        raise NotAloneError
