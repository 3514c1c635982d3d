"""Which notes belong to an answer, and a question without the days that are noted apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from metrics.ask.question import Question
from metrics.catalogue.metric import Duration, Ratio, Score, Share
from metrics.periods import Window
from metrics.question.notes import Note
from metrics.question.query import Query
from metrics.question.result import Result
from metrics.tickets.columns import Facts, subset
from metrics.tickets.records import Dimension


def visible(notes: Sequence[Note], result: Result) -> tuple[Note, ...]:
    """The notes on the tickets of a result that touch what it shows: its trend, else its window."""
    windows = [point.window for point in result.series] if not result.parts else []
    windows = windows or [result.window]
    start, end = windows[0].start, windows[-1].end
    return tuple(n for n in about(notes, result.query) if n.touches(start, end))


def about(notes: Sequence[Note], query: Query) -> list[Note]:
    """The notes on the tickets of a query."""
    places = query.values(Dimension.CHANNEL), query.values(Dimension.TEAM)
    return [note for note in notes if note.fits(*places)]


def without(question: Question, notes: Sequence[Note]) -> Question:
    """The question without what happened then to the tickets that the notes are about.

    Only for what is measured of single tickets: of a count, some days less would be another count.
    """
    rows = question.rows
    if not isinstance(rows, Facts):
        return question
    out = np.zeros(len(rows), dtype=np.bool_)
    for note in notes:
        then = (rows.at >= note.start_at) & (rows.at < note.end_at)
        for dimension, value in ((Dimension.CHANNEL, note.channel), (Dimension.TEAM, note.team)):
            if value is not None:
                words = question.snapshot.words[dimension]
                codes = [code for code, word in enumerate(words) if word == value]
                then &= np.isin(rows.cut[dimension], codes)
        out |= then
    return replace(question, rows=subset(rows, ~out))


def divisible(question: Question) -> bool:
    """Whether a week's figure still means the same without some of its days."""
    return isinstance(question.metric, Duration | Share | Score | Ratio)


def free(windows: Sequence[Window], notes: Sequence[Note]) -> list[Window]:
    """The windows that no note touches."""
    return [w for w in windows if not any(note.touches(w.start, w.end) for note in notes)]
