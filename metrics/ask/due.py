"""Which open tickets will break a promise next: by when, and how much working time is left."""

from __future__ import annotations

import numpy as np

from metrics.ask.question import Question
from metrics.service_levels.due import Due
from metrics.tickets.columns import Ints
from metrics.tickets.records import Dimension, SlaMeasure

MEASURES = tuple(SlaMeasure)


def breaching(question: Question, within_seconds: int) -> tuple[Due, ...]:
    """The tickets that break a promise within so much working time, the first to be due first.

    Each ticket once, with the promise that is due first. What is broken already is not among them.
    It tells of the present: when what is kept by now had been due, promises do not say.
    """
    promises, now = question.snapshot.promises, question.now
    assert promises is not None
    running = np.flatnonzero(
        (promises.started_at <= question.as_of)
        & (np.minimum(promises.fulfilled_at, promises.due_at) > question.as_of)
        & np.isin(promises.ticket, question.snapshot.spans.at(question.as_of).ticket)
    )
    for dimension, codes in question.where.items():
        running = running[np.isin(promises.cut[dimension][running], codes)]
    running = _first_of_each(promises.ticket, promises.due_at, running)
    ticket, due_at = promises.ticket[running], promises.due_at[running]
    left_seconds = question.hours.working_seconds(ticket, np.minimum(now, due_at), due_at)
    soon = np.flatnonzero(left_seconds <= within_seconds)
    who = question.who([int(key) for key in ticket[soon]])
    agents = question.snapshot.words[Dimension.AGENT]
    return tuple(
        Due(
            ticket=who[int(ticket[n])].id,
            source=who[int(ticket[n])].source,
            number=who[int(ticket[n])].number,
            agent=agents[promises.cut[Dimension.AGENT][running[n]]],
            measure=MEASURES[promises.measure[running[n]]],
            due_at=int(due_at[n]),
            left_seconds=int(left_seconds[n]),
            helpdesk=question.directory.helpdesk(who[int(ticket[n])].source),
        )
        for n in soon
    )


def _first_of_each(ticket: Ints, due_at: Ints, among: Ints) -> Ints:
    """Of each ticket the row that is due first; the first to be due first."""
    # `np.unique` gives the first row of each ticket; in order of time that is the one due first.
    order = among[np.argsort(due_at[among], kind="stable")]
    _, first = np.unique(ticket[order], return_index=True)
    rows: Ints = order[np.sort(first)]
    return rows
