"""Words read whole or not at all; where not, whole phrases that may be meant are offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from bot.grammar.parsing import SUGGESTED
from metrics.errors import AskError, PeopleError

LONGEST = 1000

T = TypeVar("T")


class MisreadError(Exception):
    """Words that say nothing; one of the texts `meant` may do. `people`: they are about people."""

    def __init__(self, message: str, meant: Iterable[str] = (), *, people: bool = False) -> None:
        super().__init__(message)
        self.meant = tuple(meant)
        self.people = people


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending(Generic[T]):
    """Reads what stands behind a word: `read` may raise MisreadError, `phrase` says it again.

    `how` says how it is written, where what was said is too long.
    """

    word: str
    how: str
    read: Callable[[str], T]
    phrase: Callable[[T], str]

    def __call__(self, text: str) -> T:
        """What the text says. Raises AskError, with whole phrases that may be meant."""
        if len(text) > LONGEST:
            raise AskError(f"That is too long for {self.how}")
        try:
            return self.read(text)
        except MisreadError as slip:
            meant = dict.fromkeys(f"{self.word} {phrase}" for phrase in self._mended(slip))
            error = PeopleError if slip.people else AskError
            raise error(str(slip), tuple(islice(meant, SUGGESTED))) from None

    def _mended(self, slip: MisreadError, depth: int = 1) -> Iterator[str]:
        """The phrases of the texts that may be meant, with one more slip mended if need be."""
        for text in slip.meant:
            with suppress(AskError):
                try:
                    yield self.phrase(self.read(text))
                except MisreadError as another:
                    if depth < SUGGESTED:
                        yield from self._mended(another, depth + 1)
