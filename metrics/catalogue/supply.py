"""Data that not everybody has, and the versions with which a measure is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from metrics.tickets.arrays import Ints, Words
from metrics.tickets.columns import Columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Data that not everybody has. Without them a measure is not available, which is never a 0.

    `because` and `how` are halves of sentences: "X is not available, because ...; to have it, ...".
    `file` is the kind of file that brings them, "" where no file does.
    """

    there: Callable[[Columns], bool]
    because: str
    how: str
    file: str = ""

    def missing(self, what: str, desks: str = "") -> str:
        """That `what` is not available, why, and what to do."""
        sources = f" from {desks}" if desks else ""
        return f"{what} is not available{sources}, because {self.because}. To have it, {self.how}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What a measure is taken with, and when which version of it was: rows of (instant, name)."""

    what: str
    rows: Callable[[Columns], tuple[Ints, Words]]
