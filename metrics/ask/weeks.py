"""The last whole weeks or months of a question, whatever period it asks for."""

from __future__ import annotations

from collections.abc import Sequence

from metrics import periods
from metrics.ask.notes import about, divisible, free, without
from metrics.ask.question import Question
from metrics.periods import Period, PeriodKind, Window
from metrics.question.notes import Note
from metrics.question.result import Point
from metrics.tickets.records import Instant

RIPENING = 6
"""So many weeks back is looked for complete ones where the newest still ripen."""


def weeks(
    question: Question, count: int, notes: Sequence[Note] = (), until: Instant | None = None
) -> tuple[Point, ...]:
    """The newest `count` weeks that are over (by `until`) and ripe, and whose history is there.

    Without the days of those `notes` that stand apart; of what only adds up, without their weeks.
    """
    apart = [note for note in about(notes, question.query) if note.apart]
    windows = whole_windows(question, PeriodKind.WEEK, count + RIPENING, until)
    if divisible(question):
        question = without(question, apart)
    else:
        windows = free(windows, apart)
    return tuple(Point(window=w, figure=question.figure(w)) for w in windows[-count:])


def whole_windows(
    question: Question, kind: PeriodKind, count: int, until: Instant | None = None
) -> list[Window]:
    """Of the newest `count` weeks or months that are over (by `until`), those whole and ripe."""
    at = question.now if until is None else min(until, question.now)
    newest = Period.of(f"last {kind}").window(at, question.zone)
    return [
        window
        for window in periods.trail(newest, count, question.zone)
        if question.whole(window) and question.complete(window) and not question.ripe_at(window)
    ]
