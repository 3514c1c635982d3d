"""What a whole number is made of, where nobody asked for a split: ages, steps, the oldest ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from metrics.ask import figures
from metrics.ask.figures import Rows
from metrics.ask.question import Question
from metrics.catalogue.metric import Age, Growth
from metrics.catalogue.moves import real_moves
from metrics.question.result import Figure, Part
from metrics.sources.identity import ticket_label
from metrics.statistics.estimates import Estimate
from metrics.store.tickets.snapshot import TicketLine
from metrics.tickets.columns import Facts, Spans
from metrics.tickets.records import Dimension

DAY_SECONDS = 86400
AGES = ((0, 1), (1, 3), (3, 7), (7, 14), (14, 30), (30, None))
"""Age bands in days, left-closed (metric catalogue, `aging`)."""

MOVING = frozenset({Dimension.TEAM, Dimension.AGENT, Dimension.PRIORITY, Dimension.STATUS})
"""What a ticket can change while it is open."""

OLDEST = 10
"""So many of the oldest tickets are named."""
LABELS = (Dimension.PRIORITY, Dimension.STATUS)
"""What is told of a ticket beside its number: never who has it, all the channel sees it."""


def bands(question: Question, rows: Rows) -> tuple[Part, ...]:
    """How many are how old, for ages; how many of each step, for growth."""
    match question.metric:
        case Age(oldest=False) if isinstance(rows, Spans) and len(rows):
            return tuple(_ages(question, rows))
        case Growth() as metric if isinstance(rows, Facts):
            return tuple(_steps(metric, rows, moves=bool(MOVING & set(question.where))))
        case _:
            return ()


def _ages(question: Question, rows: Spans) -> Iterator[Part]:
    days = (min(question.window.end, question.as_of) - rows.since_at) / DAY_SECONDS
    for low, high in AGES:
        label = f"over {low} days" if high is None else f"{low}-{high} days"
        n = int(((days >= low) & (days < (high or np.inf))).sum())
        yield _band(label, n, figures.portion(n, len(rows)))


def _steps(metric: Growth, rows: Facts, *, moves: bool) -> Iterator[Part]:
    """How many of each step. Of all tickets, those that only changed hands cancel out."""
    counts = np.bincount(real_moves(rows).step, minlength=len(metric.steps))
    for (label, _), n in zip(metric.steps, counts, strict=True):
        if moves or not label.startswith("moved"):
            yield _band(label, int(n))


def _band(label: str, n: int, share: float | None = None) -> Part:
    return Part(key=(label,), label=label, figure=Figure(estimate=figures.level(n)), share=share)


def oldest(question: Question, rows: Rows) -> tuple[Part, ...]:
    """The oldest tickets by name, the oldest first."""
    metric = question.metric
    if not isinstance(metric, Age) or not metric.oldest or question.split:
        return ()
    assert isinstance(rows, Spans)
    first = np.argsort(rows.since_at, kind="stable")[:OLDEST]
    at = min(question.window.end, question.as_of)
    ages = figures.seconds(rows, question.query.clock, question.hours, at)
    who = question.who([int(key) for key in rows.ticket[first]])
    return tuple(
        Part(
            key=_names(question, who[int(rows.ticket[n])]),
            label=f"{_number(question, who[int(rows.ticket[n])])} · "
            f"{_labels(question, rows, int(n))}",
            figure=Figure(estimate=Estimate(float(ages[n]), 1)),
        )
        for n in first
    )


def _names(question: Question, line: TicketLine) -> tuple[str, ...]:
    """What names a ticket: its id, its source, what that is called, and the number people know."""
    return (line.id, line.source, question.directory.helpdesk(line.source), line.number)


def _number(question: Question, line: TicketLine) -> str:
    return ticket_label(line.number, question.directory.helpdesk(line.source))


def _labels(question: Question, rows: Spans, n: int) -> str:
    words = question.snapshot.words
    values = (words[dimension][rows.cut[dimension][n]] for dimension in LABELS)
    labels = (
        question.directory.label(d, word) for d, word in zip(LABELS, values, strict=True) if word
    )
    return " · ".join(labels)
