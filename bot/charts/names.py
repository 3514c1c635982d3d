"""Names of parts in the room beside their bars: in two lines before anything is cut."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from bot.charts.letters import ELLIPSIS, drawable, text_width

NAME_ROOM = 330
SIZE, SMALL_SIZE = 30, 26
_LINE = 30
"""How far apart the two lines of a long name stand."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is written: in one line, or somewhat smaller in two."""

    lines: tuple[str, ...]
    size: float

    @property
    def width(self) -> float:
        """The width of its longest line."""
        return max(text_width(line, self.size) for line in self.lines)

    @property
    def steps(self) -> list[tuple[str, float]]:
        """Each line, and how far above the middle of the row it stands."""
        middle = (len(self.lines) - 1) / 2
        return [(line, _LINE * (middle - number)) for number, line in enumerate(self.lines)]


@lru_cache(maxsize=512)
def name(label: str) -> Name:
    """How a name is written."""
    text = drawable(" ".join(label.split()))
    if text_width(text, SIZE) <= NAME_ROOM:
        return Name((text,), SIZE)
    return Name(two_lines(text, SMALL_SIZE, NAME_ROOM), SMALL_SIZE)


def two_lines(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """A text in at most two lines of `room` pixels, broken between words where there are any.

    What is too long for two loses its middle: names often begin alike and differ in the end.
    """

    def fits(text: str) -> bool:
        return text_width(text, size, bold=bold) <= room

    letters = max(_most(len(text), lambda n: fits(text[:n])), 1)
    space = text[: letters + 1].rfind(" ")
    cut = letters if space < 1 or letters == len(text) else space
    first, rest = text[:cut].rstrip(), text[cut:].lstrip()
    if not rest:
        return (first,)
    if not fits(rest):
        kept = _most(len(rest), lambda n: fits(f"{ELLIPSIS}{rest[-n:]}"))
        rest = f"{ELLIPSIS}{rest[len(rest) - kept :].lstrip()}"
    return first, rest


def _most(count: int, fits: Callable[[int], bool]) -> int:
    """The largest number up to `count` that fits."""
    return bisect_left(range(1, count + 1), x=True, key=lambda n: not fits(n))
