"""What may have been meant: the nearest known phrases, and texts read with a slip put right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from metrics.errors import AskError, PeopleError
from metrics.near import slips

MOST_SUGGESTIONS = 3
"""At most so many phrases are suggested, and so many slips mended in one phrase."""

LONGEST = 1000
BEFORE, AFTER = 4, 5
"""A mistyped word may belong to a phrase that begins so many words before it or ends after it."""

T = TypeVar("T")


def nearest(words: Sequence[str], at: int, phrases: Iterable[str]) -> tuple[int, int, list[str]]:
    """The phrases nearest to the words around `words[at]`, and from where to where they belong.

    Of spans that are equally near to a phrase the longest counts. No phrase at all is near to many
    a word: then the span is the word itself and the list is empty.
    """
    candidates = tuple(dict.fromkeys(phrases))
    best: tuple[int, int] | None = None
    result: tuple[int, int, list[str]] = (at, at + 1, [])
    for start, stop in spans(len(words), at):
        text = " ".join(words[start:stop])
        for phrase in candidates:
            steps = distance(text, phrase)
            if steps is None:
                continue
            rank = (steps, start - stop)
            if best is None or rank < best:
                best, result = rank, (start, stop, [])
            if rank == best and result[:2] == (start, stop):
                result[2].append(phrase)
    return result


def spans(count: int, at: int) -> Iterator[tuple[int, int]]:
    """The spans of words that hold the word `at`."""
    for start in range(max(0, at - BEFORE), at + 1):
        for stop in range(at + 1, min(count, at + AFTER) + 1):
            yield start, stop


def limit(length: int) -> int:
    """How many slips are believed in a phrase of that length."""
    return 0 if length < 2 else 1 if length < 6 else 2 if length < 10 else 3


def distance(text: str, phrase: str) -> int | None:
    """How many letters were left out, added, changed or swapped; None if too many to believe."""
    most = limit(min(len(text), len(phrase)))
    # Nobody mistypes both ends of a word. This also spares most of the work.
    ends_differ = text[:1] != phrase[:1] and text[-1:] != phrase[-1:]
    if ends_differ or abs(len(text) - len(phrase)) > most:
        return None
    return slips(text, phrase, most)


class MisreadError(Exception):
    """Words that say nothing; one of `alternatives` may do. `people`: they are about people."""

    def __init__(
        self, message: str, alternatives: Iterable[str] = (), *, people: bool = False
    ) -> None:
        super().__init__(message)
        self.alternatives = tuple(alternatives)
        self.people = people


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseReader(Generic[T]):
    """Reads what stands behind a word: `read` may raise MisreadError, `phrase` says it again.

    `syntax` says how it is written, where what was said is too long.
    """

    word: str
    syntax: str
    read: Callable[[str], T]
    phrase: Callable[[T], str]

    def __call__(self, text: str) -> T:
        """What the text says. Raises AskError, with whole phrases that may be meant."""
        if len(text) > LONGEST:
            raise AskError(f"That is too long for {self.syntax}")
        try:
            return self.read(text)
        except MisreadError as slip:
            phrases = dict.fromkeys(f"{self.word} {phrase}" for phrase in self._alternatives(slip))
            error = PeopleError if slip.people else AskError
            raise error(str(slip), tuple(islice(phrases, MOST_SUGGESTIONS))) from None

    def _alternatives(self, slip: MisreadError, depth: int = 1) -> Iterator[str]:
        """The phrases of the texts that may be meant, with one more slip mended if need be."""
        for text in slip.alternatives:
            with suppress(AskError):
                try:
                    yield self.phrase(self.read(text))
                except MisreadError as another:
                    if depth < MOST_SUGGESTIONS:
                        yield from self._alternatives(another, depth + 1)
