"""Columns of a few tickets, written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

from metrics.service_levels.promises import Stretches
from metrics.store.tickets.snapshot import Snapshot
from metrics.tickets.columns import Codes, Cut, Ints, Ratings, Solves, Spans, Tickets, Waits
from metrics.tickets.records import NEVER, Dimension

TEAMS = ("", "1", "2", "3")
PRIORITIES = ("", "low", "high", "urgent")
CHANNELS = ("", "email", "chat")
STATUSES = ("", "new", "open", "pending", "hold")
WORDS = {
    **dict.fromkeys(Dimension, ("",)),
    Dimension.TEAM: TEAMS,
    Dimension.PRIORITY: PRIORITIES,
    Dimension.CHANNEL: CHANNELS,
    Dimension.STATUS: STATUSES,
}
CUTS = {"cut", "latest", "first_reply"}

Kind = TypeVar("Kind")


def ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def codes(values: Sequence[int]) -> Codes:
    return np.array(values, dtype=np.int32)


def cut(n: int, **given: Sequence[int]) -> Cut:
    """Codes by dimension; 0 ("none given") where nothing is said."""
    named = Dimension.CHANNEL, Dimension.TEAM, Dimension.PRIORITY, Dimension.CATEGORY
    return {d: codes(given.get(d.value, [0] * n)) for d in (*named, Dimension.AGENT)}


def rows(kind: type[Kind], n: int, **given: Any) -> Kind:
    """`n` rows: instants that are not given never came, nothing else is the case."""
    columns: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        value = given.get(field.name)
        if field.name in CUTS:
            columns[field.name] = cut(n) if value is None else value
        elif value is not None:
            columns[field.name] = np.array(value, np.bool_ if "Bools" in field.type else np.int64)
        elif "Bools" in field.type:
            columns[field.name] = np.zeros(n, dtype=np.bool_)
        else:
            columns[field.name] = np.full(n, NEVER if field.name.endswith("_at") else 0)
    return kind(**columns)


def tickets(created_at: Sequence[int], **given: Any) -> Tickets:
    """Tickets 1, 2, ... of customers."""
    n = len(created_at)
    return rows(Tickets, n, key=range(1, n + 1), created_at=created_at, **given)


def spans(told: Sequence[tuple[int, int, int]], **held: Sequence[int]) -> Spans:
    """Unsolved spans: ticket, from, until."""
    ticket, start, end = ([row[n] for row in told] for n in range(3))
    status = held.pop("status", [0] * len(told))
    within = {**cut(len(told), **held), Dimension.STATUS: codes(status)}
    return rows(
        Spans,
        len(told),
        ticket=ticket,
        started_at=start,
        ended_at=end,
        since_at=start,
        cut=within,
    )


def waits(told: Sequence[tuple[int, int, int, bool, bool]], **held: Sequence[int]) -> Waits:
    """Waits: ticket, from, until, whether the first, whether answered."""
    names = "ticket", "started_at", "ended_at", "first", "answered"
    given = {name: [row[n] for row in told] for n, name in enumerate(names)}
    given["asked_at"] = given["started_at"]
    return rows(Waits, len(told), cut=cut(len(told), **held), **given)


def solves(told: Sequence[tuple[int, int, bool]], **held: Sequence[int]) -> Solves:
    """Solves: ticket, at, whether the first."""
    given = {name: [row[n] for row in told] for n, name in enumerate(("ticket", "at", "first"))}
    return rows(Solves, len(told), cut=cut(len(told), **held), **given)


def columns(of: Tickets, **given: Any) -> Snapshot:
    """A snapshot of these tickets; nothing else happened unless it is given."""
    empty = {
        "spans": spans([]),
        "waits": waits([]),
        "solves": solves([]),
        "ratings": rows(Ratings, 0),
        "stretches": rows(Stretches, 0),
        "imported": {},
    }
    known = {field.name for field in fields(Snapshot)}
    given = {name: value for name, value in {**empty, **given}.items() if name in known}
    return Snapshot(revisions={}, knowledge=(), words=WORDS, tickets=of, **given)
