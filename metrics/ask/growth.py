"""Whether a backlog grows: said only by rule, never because one number is larger than another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from metrics import periods
from metrics.ask import figures
from metrics.ask.question import Question
from metrics.catalogue.metric import Growth
from metrics.periods import Period, Window
from metrics.statistics.estimates import count_difference, round_half_away
from metrics.tickets.columns import Facts
from metrics.tickets.records import Instant

WEEKS = 4
CLEAR = 3
"""In so many of the last weeks a backlog must have moved one way (catalogue, `backlog_growth`)."""


def notes(question: Question) -> tuple[str, ...]:
    """The levels at both ends, whether it grows, and how much of what came was cleared."""
    metric, rows = question.metric, question.rows
    if not isinstance(metric, Growth) or not isinstance(rows, Facts):
        return ()
    start, end = question.window.start, min(question.window.end, question.as_of)
    rows_moved = figures.countable(question.rows_in(question.window))
    assert isinstance(rows_moved, Facts)
    counts = dict(
        zip(_words(metric), np.bincount(rows_moved.step, minlength=9).tolist(), strict=False)
    )
    sentences = (_levels(level(question, start), level(question, end)), _trend(question, counts))
    return (*sentences, *_clearance(counts))


def level(question: Question, at: Instant) -> int:
    """The level at an instant: all steps up to then."""
    metric = question.metric
    assert isinstance(metric, Growth)
    assert isinstance(question.rows, Facts)
    rows = figures.matching(question.rows.within(-1, at + 1), question.where)
    assert isinstance(rows, Facts)
    signs = np.array([sign for _, sign in metric.steps])
    return int(signs[rows.step].sum())


def _words(metric: Growth) -> list[str]:
    return [words for words, _ in metric.steps]


def _levels(start: int, end: int) -> str:
    if not start:
        return f"It was 0 at the start and {end:,} at the end."
    if end == start:
        return f"It was {start:,} at the start and at the end."
    percent = round_half_away((end / start - 1) * 100, 1)
    return f"It was {start:,} at the start and {end:,} at the end: {percent:+g}%."


def _trend(question: Question, counts: dict[str, int]) -> str:
    """Growing or shrinking by the rule: most of the last weeks, or beyond chance in this window."""
    steps = [figure for week in _weeks(question) if (figure := question.figure(week).value)]
    rose, fell = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    came, went = counts["created"], counts["solved"]
    clear = count_difference(came, went).clear
    if rose >= CLEAR:
        return f"Growing: it rose in {rose} of the last {WEEKS} weeks."
    if fell >= CLEAR:
        return f"Shrinking: it fell in {fell} of the last {WEEKS} weeks."
    if clear:
        moving = "Growing" if came > went else "Shrinking"
        return f"{moving}: {came:,} created and {went:,} solved differ by more than chance."
    return f"No clear trend: it rose in {rose} and fell in {fell} of the last {WEEKS} weeks."


def _weeks(question: Question) -> Iterator[Window]:
    """The last whole weeks before the end of the window, as far as they are known."""
    until = min(question.window.end, question.as_of)
    last = Period.of("last week").window(until, question.zone)
    trail = periods.trail(last, WEEKS, question.zone)
    return (week for week in trail if question.known(week))


def _clearance(counts: dict[str, int]) -> Iterator[str]:
    """What is solved of as many as came: no resolution rate, since it may pass 100 %."""
    came, went = counts["created"], counts["solved"]
    if came:
        share = round_half_away(went / came * 100)
        yield f"Clearance: {went:,} solved while {came:,} came in ({share:g}%)."
