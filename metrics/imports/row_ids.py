"""Which row is which, however many there are: 24 bytes of memory a row, or 100 without own ids."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from metrics.imports.cells import Row

BY_CONTENT: Final = "#"
"""Begins an id that is made of what the row says."""


class RowIds:
    """Gives each row of a file its id: what the columns of `key` say, or else its content.

    Equal rows without an id of their own are told apart by their number.
    """

    def __init__(self, key: tuple[str, ...]) -> None:
        self._key = key
        self._hashes = array("q")
        self._lines = array("q")
        self._alike: Counter[int] = Counter()

    def id(self, number: int, row: Row) -> str:
        """The id of the row that begins on that line."""
        id = self._own(row)
        if id is None:
            content = _content(row)
            name = int(content[:16], 16)
            self._alike[name] += 1
            id = f"{BY_CONTENT}{content}-{self._alike[name]}"
        self._hashes.append(hash(id))
        self._lines.append(number)
        return id

    def repeated(self) -> Iterator[tuple[int, int]]:
        """Rows with the id of an earlier one: the line of the first, and their own, by lines."""
        hashes = np.frombuffer(self._hashes, np.int64)
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        begins = np.ones(len(ordered), bool)
        begins[1:] = ordered[1:] != ordered[:-1]
        if begins.all():
            return
        firsts = order[np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))]
        for place in np.flatnonzero(~begins)[np.argsort(order[~begins])]:
            yield self._lines[firsts[place]], self._lines[order[place]]

    def _own(self, row: Row) -> str | None:
        if self._key == ("id",):
            return None if row["id"] is None else str(row["id"])
        return " / ".join("" if row[name] is None else str(row[name]) for name in self._key)


def _content(row: Row) -> str:
    text = json.dumps(row, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
