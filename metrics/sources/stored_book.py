"""A book of very many words, most of which lie in order in an array that may be mapped."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics.sources.codebooks import Codebook
from metrics.tickets.narrow import Narrow


class StoredBook(Codebook):
    """The code of each word: those of before are found in `words`, the new ones are its own."""

    def __init__(self, words: NDArray[Any], codes: Narrow) -> None:
        super().__init__()
        self._words, self._codes = words, codes

    @classmethod
    def of(cls, book: Codebook) -> StoredBook:
        """The same words with the same codes, in less memory."""
        if isinstance(book, StoredBook):
            own = np.array([word.encode() for word in book], dtype=np.bytes_)
            words = np.concatenate([book._words, own]) if len(own) else book._words
            codes = np.concatenate([book._codes.whole(), np.fromiter(book.values(), np.int64)])
        else:
            words = np.array([word.encode() for word in book], dtype=np.bytes_)
            codes = np.fromiter(book.values(), np.int64, len(book))
        order = np.argsort(words, kind="stable")
        return cls(words[order], Narrow.of(codes[order]))

    @property
    def table(self) -> dict[str, Narrow]:
        """The words of before and their codes."""
        return {"words": Narrow.of(self._words), "codes": self._codes}

    def __missing__(self, word: str) -> int:
        code = self._before(word)
        if code is None:
            self[word] = code = len(self._words) + len(self)
        return code

    def get(self, word: str, default: Any = None) -> Any:
        """The code of a word; `default` where nobody has it."""
        if word in self:
            return self[word]
        code = self._before(word)
        return default if code is None else code

    def _before(self, word: str) -> int | None:
        wanted = word.encode()
        if len(wanted) > self._words.dtype.itemsize:
            return None
        at = int(np.searchsorted(self._words, np.bytes_(wanted)))
        found = at < len(self._words) and bytes(self._words[at]) == wanted
        return int(self._codes[np.array([at])][0]) if found else None
