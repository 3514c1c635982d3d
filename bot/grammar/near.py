"""Near misses: which known phrase a mistyped one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

BEFORE, AFTER = 4, 5
"""A mistyped word may belong to a phrase that begins so many words before it or ends after it."""


def nearest(words: Sequence[str], at: int, phrases: Iterable[str]) -> tuple[int, int, list[str]]:
    """The phrases nearest to the words around `words[at]`, and from where to where they belong.

    Of spans that are equally near to a phrase the longest counts. No phrase at all is near to many
    a word: then the span is the word itself and the list is empty.
    """
    known = tuple(dict.fromkeys(phrases))
    best: tuple[int, int] | None = None
    found: tuple[int, int, list[str]] = (at, at + 1, [])
    for start, stop in spans(len(words), at):
        typed = " ".join(words[start:stop])
        for phrase in known:
            away = distance(typed, phrase)
            if away is None:
                continue
            rank = (away, start - stop)
            if best is None or rank < best:
                best, found = rank, (start, stop, [])
            if rank == best and found[:2] == (start, stop):
                found[2].append(phrase)
    return found


def spans(count: int, at: int) -> Iterator[tuple[int, int]]:
    """The spans of words that hold the word `at`."""
    for start in range(max(0, at - BEFORE), at + 1):
        for stop in range(at + 1, min(count, at + AFTER) + 1):
            yield start, stop


def limit(length: int) -> int:
    """How many slips are believed in a phrase of that length."""
    return 0 if length < 2 else 1 if length < 6 else 2 if length < 10 else 3


def distance(typed: str, phrase: str) -> int | None:
    """How many letters were left out, added, changed or swapped; None if too many to believe."""
    most = limit(min(len(typed), len(phrase)))
    # Nobody mistypes both ends of a word. This also spares most of the work.
    ends_differ = typed[:1] != phrase[:1] and typed[-1:] != phrase[-1:]
    if ends_differ or abs(len(typed) - len(phrase)) > most:
        return None
    before, row = [0] * (len(phrase) + 1), list(range(len(phrase) + 1))
    for i, letter in enumerate(typed, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(phrase, 1):
            steps = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == phrase[j - 2] and typed[i - 2] == other:
                steps = min(steps, older[j - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
