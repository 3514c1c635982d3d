"""How many tickets came in the newest hours, and in the same hours of the weeks before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from metrics.ask import figures
from metrics.ask.question import Question
from metrics.periods.windows import clock, first_at
from metrics.records import Instant


def arrivals(question: Question, hours: int, weeks: int) -> tuple[int, tuple[int, ...]]:
    """New tickets up to the newest instant that is known, and a week, two weeks ... before.

    An hour is that of the wall clock; weeks from before the history are left out.
    """
    until = question.as_of
    ends = (_weeks_before(question, until, week) for week in range(1, weeks + 1))
    told = (_count(question, end, hours) for end in ends)
    return _count(question, until, hours) or 0, tuple(n for n in told if n is not None)


def _weeks_before(question: Question, at: Instant, weeks: int) -> Instant:
    return first_at(clock(at, question.zone) - timedelta(weeks=weeks), question.zone)


def _count(question: Question, end: Instant, hours: int) -> int | None:
    window = replace(question.window, start=end - hours * 3600, end=end)
    if not question.known(window):
        return None
    return len(figures.counted(question.found(window)))
