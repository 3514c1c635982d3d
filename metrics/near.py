"""Near misses: how far a mistyped word is from a known one, and which known ones are near."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA


def slips(text: str, phrase: str, most: int) -> int | None:
    """How many letters were left out, added, changed or swapped; None if more than `most`."""
    steps = OSA.distance(text, phrase, score_cutoff=most)
    return steps if steps <= most else None


def near(word: str, known: Iterable[str], most: int = 3, alike: float = 0.6) -> list[str]:
    """The known words most like a word, the nearest first; `alike` is 0 to 1."""
    matches = process.extract(
        word, list(known), scorer=fuzz.ratio, limit=most, score_cutoff=100 * alike
    )
    return [choice for choice, _, _ in matches]
