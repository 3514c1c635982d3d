"""Which stretches of time of the same ticket overlap, for a million tickets at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from metrics.tickets.arrays import in_order_of, in_order_of_all
from metrics.tickets.columns import Bools, Ints, Spans, reorder


def meetings(ticket: Ints, started_at: Ints, ended_at: Ints, among: Spans) -> tuple[Ints, Ints]:
    """Each pair of a stretch of a ticket and a span of the same ticket that overlap, by numbers.

    `among` must be in the order of their tickets and starts, those of one ticket one after another.
    """
    # The spans that overlap a stretch are neighbours: from the first that ends after its start up
    # to the last that starts before its end. Each stretch is repeated once for each of them; the
    # number of the repetition is how far the span is from the first.
    first = find(place(among.ticket, among.ended_at), place(ticket, started_at), "right")
    last = find(place(among.ticket, among.started_at), place(ticket, ended_at))
    many = np.maximum(last - first, 0)
    stretch = np.repeat(np.arange(len(ticket)), many)
    before = np.repeat(np.cumsum(many) - many, many)
    return stretch, np.repeat(first, many) + np.arange(len(stretch)) - before


def by_ticket(rows: Spans) -> Spans:
    """The same spans in the order of their tickets and starts, as `meetings` wants them."""
    return reorder(rows, in_order_of_all(rows.started_at, rows.ticket))


def spells(rows: Spans) -> tuple[Ints, Ints]:
    """The numbers of the first and of the last span of each unbroken time; `rows` are `by_ticket`.

    Spans of a ticket that touch are one time: the ticket changed hands, or its status.
    """
    begins = np.ones(len(rows), dtype=np.bool_)
    same = rows.ticket[1:] == rows.ticket[:-1]
    begins[1:] = ~same | (rows.started_at[1:] != rows.ended_at[:-1])
    first = np.flatnonzero(begins)
    return first, np.append(first, len(rows))[1:] - 1


def place(group: Ints, at: Ints) -> Ints:
    """Ticket (or another number) and instant as one number, so that one search finds both."""
    return (group << _SECONDS_BITS) + np.clip(at, 0, 2**_SECONDS_BITS - 1)


def group_of(places: Ints) -> Ints:
    """The tickets, or the other numbers, of such numbers."""
    group: Ints = places >> _SECONDS_BITS
    return group


def at_of(places: Ints) -> Ints:
    """The instants of such numbers."""
    at: Ints = places & (2**_SECONDS_BITS - 1)
    return at


def find(among: Ints, places: Ints, side: Any = "left") -> Ints:
    """Where places belong among those that are in order, as `np.searchsorted` has it.

    What is looked for goes by ticket: a search near the one before it is several times as fast.
    """
    order = in_order_of(places >> _SECONDS_BITS)
    found = np.empty(len(places), np.int64)
    found[order] = np.searchsorted(among, places[order], side)
    return found


def is_among(places: Ints, others: Ints) -> Bools:
    """Which of these places are among others, which may come in any order."""
    if not len(others):
        return np.zeros(len(places), np.bool_)
    in_order = np.sort(others)
    at = np.minimum(find(in_order, places), len(in_order) - 1)
    found: Bools = in_order[at] == places
    return found


_SECONDS_BITS = 34
"""Enough for the seconds from 1970 to the year 2514."""
MOST_PLACES = 2 ** (63 - _SECONDS_BITS) - 1
"""The highest number of a ticket, or of another group, that fits."""
