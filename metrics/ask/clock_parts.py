"""A ticket's clock in parts: whom it waited for meanwhile. The parts add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from metrics.ask.figures import Rows, clock_seconds
from metrics.ask.question import Question
from metrics.tickets.columns import Facts, Ints, subset
from metrics.tickets.intervals import by_ticket, meetings
from metrics.tickets.records import Dimension, Status

PART_OF = {
    Status.NEW: "waiting_for_us",
    Status.OPEN: "waiting_for_us",
    Status.PENDING: "waiting_for_customer",
    Status.HOLD: "on_hold",
}
PARTS = (*dict.fromkeys(PART_OF.values()), "solved")
"""What a ticket's time is parted into; it is solved where it is none of the others."""


def clock_parts(
    question: Question, rows: Rows, start: Ints, end: Ints
) -> Mapping[str, Ints] | None:
    """The seconds of each part between `start` and `end` of each row, on the clock asked for.

    None where the measure leaves pauses out: of what is left there are no parts to tell.
    """
    if isinstance(rows, Facts) and rows.paused is not None:
        return None
    spans = question.snapshot.spans
    spans = by_ticket(subset(spans, np.isin(spans.ticket, rows.ticket)))
    row, span = meetings(rows.ticket, start, end, spans)
    since = np.maximum(spans.started_at[span], start[row])
    until = np.minimum(spans.ended_at[span], end[row])
    clock, hours = question.query.clock, question.hours
    seconds = clock_seconds(rows.ticket[row], (start[row], end[row]), (since, until), clock, hours)
    part = _part_of_status(question)[spans.cut[Dimension.STATUS][span]]
    parts = {
        name: np.bincount(row[part == n], weights=seconds[part == n], minlength=len(rows)).astype(
            np.int64
        )
        for n, name in enumerate(PARTS[:-1])
    }
    whole = clock_seconds(rows.ticket, (start, end), (start, end), clock, hours)
    return {**parts, PARTS[-1]: whole - sum(parts.values())}


def _part_of_status(question: Question) -> Ints:
    """Which part each code of a status belongs to."""
    words = question.snapshot.words[Dimension.STATUS]
    names = [PART_OF.get(Status(word), PARTS[-1]) if word else PARTS[-1] for word in words]
    return np.array([PARTS.index(name) for name in names])
