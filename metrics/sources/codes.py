"""Codes of words: what stands in the arrays for teams, channels and all that rows are cut by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from metrics.sources.identity import NAMED, Identities
from metrics.tickets.columns import Codes
from metrics.tickets.records import Dimension


class Book(dict[str, int]):
    """The code of each word; a new word gets the next one, "" is 0."""

    def __missing__(self, word: str) -> int:
        self[word] = len(self)
        return self[word]


def _empty() -> Book:
    return Book({"": 0})


@dataclass(frozen=True)
class Books:
    """One code book a dimension, and one for those who ask; only ever added to.

    `ids` are those that the helpdesks have for teams and people: read by themselves, they become
    codes of keys a column at a time.
    """

    books: dict[Dimension, Book] = field(
        default_factory=lambda: {dimension: _empty() for dimension in Dimension}
    )
    requesters: Book = field(default_factory=_empty)
    ids: Mapping[Dimension, Book] = field(
        default_factory=lambda: {dimension: _empty() for dimension in NAMED}
    )

    def __getitem__(self, dimension: Dimension) -> Book:
        """The book of a dimension; that of an attribute begins when the first ticket has one."""
        return self.books.setdefault(dimension, _empty())

    def told(self, dimension: Dimension) -> Book:
        """The book of the words that the tables have for a dimension."""
        return self.ids.get(dimension, self.books[dimension])

    def keyed(self, dimension: Dimension, source: Codes, told: Codes, who: Identities) -> Codes:
        """The codes of a dimension, from those of the words in the tables and of their sources."""
        if dimension not in self.ids:
            return told
        ids, sources = tuple(self.ids[dimension]), tuple(self.books[Dimension.SOURCE])
        place = source.astype(np.int64) * len(ids) + told
        there = np.zeros(len(ids) * len(sources), dtype=np.bool_)
        there[place] = True
        codes = np.zeros(len(there), dtype=np.int32)
        for each in np.flatnonzero(there):
            of, id = divmod(int(each), len(ids))
            codes[each] = self.books[dimension][who.key(dimension, sources[of], ids[id])]
        found: Codes = codes[place]
        return found

    def customer(self, said: str, who: Identities) -> int:
        """The code of a customer by id; "Acme EU/7" says which, where two helpdesks have that id.

        0 where nobody is known, or it is not clear who is meant.
        """
        source, id = who.split(said)
        desks = [source] if source else list(who.sources)
        codes = [code for desk in desks if (code := self.requesters.get(f"{desk}:{id}", 0))]
        return codes[0] if len(codes) == 1 else 0

    def words(self) -> Mapping[Dimension, tuple[str, ...]]:
        """What each code stands for."""
        return {dimension: tuple(book) for dimension, book in self.books.items()}
