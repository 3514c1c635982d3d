"""What is told beside a number: what has not happened yet, and those a share is not about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from metrics.tickets.columns import Columns, Facts, Spans
from metrics.tickets.records import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What has not happened yet and so is not in the number, in words for n and for `one`."""

    spans: Callable[[Columns], Spans]
    words: str
    one: str


class Rest(NamedTuple):
    """How many others there are and how many of them became a hit; `note` is what to know of it."""

    hits: int
    n: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Those a share is not about, who are told beside it.

    `labels` name the ones and the others. `count` tells of them, given the rows that count in a
    window [start, end), as known at an instant; or says in a sentence why that is not known.
    `caution` is said wherever the two clearly differ, as half of a sentence.
    """

    labels: tuple[str, str]
    count: Callable[[Columns, Facts, tuple[Instant, Instant], Instant], Rest | str]
    caution: str
