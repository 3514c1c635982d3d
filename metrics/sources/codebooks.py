"""Codes of words: what stands in the arrays for teams, channels and all that rows are cut by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from metrics.sources.identity import WITH_NAMES, Identities
from metrics.tickets.columns import Codes
from metrics.tickets.records import Dimension


class Codebook(dict[str, int]):
    """The code of each word; a new word gets the next one, "" is 0."""

    def __missing__(self, word: str) -> int:
        self[word] = len(self)
        return self[word]


def _empty() -> Codebook:
    return Codebook({"": 0})


@dataclass(frozen=True)
class Codebooks:
    """One codebook a dimension, and one for those who ask; only ever added to.

    `ids` are those that the helpdesks have for teams and people: read by themselves, they become
    codes of keys a column at a time.
    """

    by_dimension: dict[Dimension, Codebook] = field(
        default_factory=lambda: {dimension: _empty() for dimension in Dimension}
    )
    requesters: Codebook = field(default_factory=_empty)
    ids: Mapping[Dimension, Codebook] = field(
        default_factory=lambda: {dimension: _empty() for dimension in WITH_NAMES}
    )

    def __getitem__(self, dimension: Dimension) -> Codebook:
        """The book of a dimension; that of an attribute begins when the first ticket has one."""
        return self.by_dimension.setdefault(dimension, _empty())

    def of_table(self, dimension: Dimension) -> Codebook:
        """The book of the words that the tables have for a dimension."""
        return self.ids.get(dimension, self.by_dimension[dimension])

    def key_codes(
        self, dimension: Dimension, source: Codes, id_codes: Codes, who: Identities
    ) -> Codes:
        """The codes of a dimension, from those of the words in the tables and of their sources."""
        if dimension not in self.ids:
            return id_codes
        ids, sources = tuple(self.ids[dimension]), tuple(self.by_dimension[Dimension.SOURCE])
        # Each (source, id) pair is one number, so that its key is looked up once for all rows.
        pair = source.astype(np.int64) * len(ids) + id_codes
        present = np.zeros(len(ids) * len(sources), dtype=np.bool_)
        present[pair] = True
        code_of_pair = np.zeros(len(present), dtype=np.int32)
        for each in np.flatnonzero(present):
            source_code, id_code = divmod(int(each), len(ids))
            key = who.key(dimension, sources[source_code], ids[id_code])
            code_of_pair[each] = self.by_dimension[dimension][key]
        codes: Codes = code_of_pair[pair]
        return codes

    def customer(self, name: str, who: Identities) -> int:
        """The code of a customer by id; "Acme EU/7" says which, where two helpdesks have that id.

        0 where nobody is known, or it is not clear who is meant.
        """
        source, id = who.split(name)
        desks = [source] if source else list(who.sources)
        codes = [code for desk in desks if (code := self.requesters.get(f"{desk}:{id}", 0))]
        return codes[0] if len(codes) == 1 else 0

    def words(self) -> Mapping[Dimension, tuple[str, ...]]:
        """What each code stands for."""
        return {dimension: tuple(book) for dimension, book in self.by_dimension.items()}
