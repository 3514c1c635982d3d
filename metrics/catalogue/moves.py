"""The steps a backlog moves by: what came, came back, was solved, was removed or changed hands.

Told by the unsolved spans, so that all steps between two instants add up to the difference of the
backlogs there, whatever is asked for and however it is split.
"""

from __future__ import annotations

import numpy as np

from metrics.tickets.columns import Bools, Columns, Cut, Facts, Ints, cut_of, facts, subset
from metrics.tickets.intervals import is_among, place
from metrics.tickets.records import NEVER

STEPS = (
    ("created", +1),
    ("reopened", +1),
    ("solved", -1),
    ("removed", -1),
    ("moved in", +1),
    ("moved out", -1),
)
_CREATED, _REOPENED, _SOLVED, _REMOVED, _IN, _OUT = range(len(STEPS))


def moves(columns: Columns) -> Facts:
    """Every step of every ticket that a customer has."""
    rows, tickets = _every_move(columns), columns.tickets
    return subset(rows, ~tickets.child[tickets.rows(rows.ticket)])


def _every_move(columns: Columns) -> Facts:
    spans, solves = columns.spans, columns.solves
    cut = {d: codes for d, codes in spans.cut.items() if d in solves.cut}
    at_once, created = _at_once(columns)
    came = np.where(created, _CREATED, _REOPENED)[at_once]
    return _together(
        (spans.ticket, spans.started_at, cut, _beginnings(columns)),
        (spans.ticket, spans.ended_at, cut, _ends(columns)),
        (solves.ticket[at_once], solves.at[at_once], cut_of(solves.cut, at_once), came),
        (
            solves.ticket[at_once],
            solves.at[at_once],
            cut_of(solves.cut, at_once),
            np.full(int(at_once.sum()), _SOLVED),
        ),
    )


def real_moves(rows: Facts) -> Facts:
    """Without what moved out and in at one instant: it stayed among the tickets these rows are of.

    Spans end where anything about a ticket changes, so only those asked for tell a move apart.
    """
    moving = np.flatnonzero((rows.step == _IN) | (rows.step == _OUT))
    places = place(rows.ticket[moving], rows.at[moving])
    order = np.argsort(places)
    # At one instant one span of a ticket ends and one begins, so that two alike are a pair.
    pairs = np.flatnonzero(np.diff(places[order]) == 0)
    mask = np.ones(len(rows), dtype=np.bool_)
    mask[moving[order[np.concatenate([pairs, pairs + 1])]]] = False
    return subset(rows, mask)


def _beginnings(columns: Columns) -> Ints:
    """Why each span began."""
    spans, solves = columns.spans, columns.solves
    starts = place(spans.ticket, spans.started_at)
    back = is_among(starts, _places(solves.ticket, solves.reopened_at))
    came = spans.started_at == spans.since_at
    return np.where(back, _REOPENED, np.where(came, _CREATED, _IN))


def _ends(columns: Columns) -> Ints:
    """Why each span ended; those that go on are no steps and are left out later."""
    spans, solves = columns.spans, columns.solves
    ends = place(spans.ticket, spans.ended_at)
    tickets = columns.tickets
    solved = is_among(ends, _places(solves.ticket, solves.at))
    solved |= is_among(ends, _places(tickets.key, tickets.unread_solve_at))
    others = np.flatnonzero(~solved)
    moved = is_among(ends[others], place(spans.ticket, spans.started_at))
    whys = np.full(len(ends), _SOLVED)
    whys[others] = np.where(moved, _OUT, _REMOVED)
    return whys


def _at_once(columns: Columns) -> tuple[Bools, Bools]:
    """The solves of the very second in which a ticket came, and those where it came as new.

    Such a ticket was unsolved for no time and has no span, but it did come and was solved.
    """
    spans, solves = columns.spans, columns.solves
    with_span = is_among(place(solves.ticket, solves.at), _places(spans.ticket, spans.ended_at))
    return ~with_span, solves.first


def _places(ticket: Ints, at: Ints) -> Ints:
    there = at < NEVER
    return place(ticket[there], at[there])


def _together(*parts: tuple[Ints, Ints, Cut, Ints]) -> Facts:
    tickets, ats, cuts, steps = zip(*parts, strict=True)
    return facts(
        ticket=np.concatenate(tickets),
        at=np.concatenate(ats),
        cut={d: np.concatenate([cut[d] for cut in cuts]) for d in cuts[0]},
        step=np.concatenate(steps).astype(np.int32),
    )
