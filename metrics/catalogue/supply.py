"""Data that not everybody has, and the versions with which a measure is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from metrics.sources.needs import Need
from metrics.tickets.arrays import Ints, Words
from metrics.tickets.columns import Columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Data that not everybody has. Without them a measure is not available, which is never a 0.

    `because` and `how` are halves of sentences: "X is not available, because ...; to have it, ...".
    `need` is what a helpdesk may bring of it: how, its vendor says. `file` is the kind of file that
    brings them, "" where no file does.
    """

    there: Callable[[Columns], bool]
    because: str
    how: str
    need: Need | None = None
    file: str = ""

    def missing(self, what: str, desks: str = "", how: str = "") -> str:
        """That `what` is not available, why, and what to do; `how` where that is to say more."""
        sources, how = f" from {desks}" if desks else "", how or self.how
        return f"{what} is not available{sources}, because {self.because}. To have it, {how}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What a measure is taken with, and when which version of it was: rows of (instant, name)."""

    what: str
    rows: Callable[[Columns], tuple[Ints, Words]]
