"""Which stretches of time of the same ticket overlap, for a million tickets at once."""

from __future__ import annotations

import numpy as np

from metrics.tickets.columns import Ints, Spans, reorder


def meetings(ticket: Ints, started_at: Ints, ended_at: Ints, among: Spans) -> tuple[Ints, Ints]:
    """Each pair of a stretch of a ticket and a span of the same ticket that overlap, by numbers.

    `among` must be in the order of their tickets and starts, those of one ticket one after another.
    """
    # The spans that overlap a stretch are neighbours: from the first that ends after its start up
    # to the last that starts before its end. Each stretch is repeated once for each of them; the
    # number of the repetition is how far the span is from the first.
    first = np.searchsorted(place(among.ticket, among.ended_at), place(ticket, started_at), "right")
    last = np.searchsorted(place(among.ticket, among.started_at), place(ticket, ended_at), "left")
    many = np.maximum(last - first, 0)
    stretch = np.repeat(np.arange(len(ticket)), many)
    before = np.repeat(np.cumsum(many) - many, many)
    return stretch, np.repeat(first, many) + np.arange(len(stretch)) - before


def by_ticket(rows: Spans) -> Spans:
    """The same spans in the order of their tickets and starts, as `meetings` wants them."""
    return reorder(rows, np.lexsort((rows.started_at, rows.ticket)))


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


def at_of(places: Ints) -> Ints:
    """The instants of such numbers."""
    at: Ints = places & (2**_SECONDS_BITS - 1)
    return at


_SECONDS_BITS = 34
"""Enough for the seconds from 1970 to the year 2514."""
