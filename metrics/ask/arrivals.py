"""How many tickets came in the newest hours, and in the same hours of the weeks before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from metrics.ask import figures
from metrics.ask.question import Question
from metrics.periods.windows import clock, first_at
from metrics.tickets.columns import Facts
from metrics.tickets.records import Instant

HOUR = 3600


def arrivals(question: Question, hours: int, weeks: int) -> tuple[int, tuple[int, ...]]:
    """New tickets up to the newest instant that is known, and a week, two weeks ... before.

    An hour is that of the wall clock. Weeks from before the history, or before the first of these
    tickets, are left out: they do not say what is usual.
    """
    until = question.as_of
    ends = [_weeks_before(question, until, week) for week in range(1, weeks + 1)]
    began = _began(question)
    known = [end for end in ends if end - hours * HOUR >= began]
    earlier = tuple(_count(question, end, hours) for end in known)
    return _count(question, until, hours), earlier


def _weeks_before(question: Question, at: Instant, weeks: int) -> Instant:
    return first_at(clock(at, question.zone) - timedelta(weeks=weeks), question.zone)


def _count(question: Question, end: Instant, hours: int) -> int:
    window = replace(question.window, start=end - hours * HOUR, end=end)
    return len(figures.countable(question.rows_in(window)))


def _began(question: Question) -> Instant:
    """When the history begins, or the first of these tickets came if that was later."""
    rows = figures.matching(question.rows, question.where)
    assert isinstance(rows, Facts)
    first = int(rows.at.min()) if len(rows) else question.as_of
    return max(first, question.coverage.since_at)
