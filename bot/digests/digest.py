"""What a digest is: its question, how often it is asked, and the measures that answer it."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.periods import PeriodKind

MOST = 7
"""No digest has more measures: beyond, nobody reads them (metric catalogue, 7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One kind of digest. `period` is the stretch of the calendar before its day.

    `metrics` are told in this order where nothing else decides: of those that are available the
    first seven. Where the team has chosen a core set, that is told instead. With `backlog`, what
    came and went is stated; with `trends`, where each measure comes from. With `board` it is the
    standup's board instead, since the last working day.
    """

    key: str
    title: str
    question: str
    period: PeriodKind
    metrics: tuple[str, ...]
    backlog: bool = False
    board: bool = False
    trends: bool = False

    @property
    def about(self) -> str:
        """The time that a post tells of, seen from its own day."""
        before = "the time since the last working day"
        return before if self.board else f"the last whole {self.period} before its day"
