"""What a measure is made of: things that happened, and things that were the case for a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np

from metrics.tickets.arrays import Bools, Codes, Cut, Floats, Ints
from metrics.tickets.records import NEVER, Instant

Rows = TypeVar("Rows", bound="Facts | Spans")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Things that happened, each at an instant `at` that puts it in a window; in the order of `at`.

    `start_at` is when the measured time began (it ends at `at`), and `paused` when it stood still;
    `hit_at` when a row became a hit (NEVER: it is none) and `lost_at` when it was one no longer;
    `gone_at` when a later fact of the same ticket took its place, `earlier_at` when an earlier one
    had: a window that holds both counts one. `reason` is 0 for rows that count, else says why one
    is left out (see the metric's `reasons`); `step` says which step of several a row is (see the
    metric's `steps`). `amount` is what a row adds, `of` to what it is compared with, where a
    measure is made of amounts.
    """

    ticket: Ints
    at: Ints
    cut: Cut
    start_at: Ints
    hit_at: Ints
    lost_at: Ints
    gone_at: Ints
    reason: Codes
    step: Codes
    earlier_at: Ints | None = None
    paused: Spans | None = None
    amount: Floats | None = None
    of: Floats | None = None

    def __len__(self) -> int:
        return len(self.at)

    def within(self, start: Instant, end: Instant) -> Facts:
        """Those with start <= at < end."""
        low, high = np.searchsorted(self.at, (start, end))
        return _each(self, slice(int(low), int(high)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Times during which something was the case, in the order of their ends.

    `since_at` is the instant from which an age is counted (usually the ticket's creation);
    `replied_at` that of the last public reply by a human, NEVER before the first, where it is told.
    """

    ticket: Ints
    started_at: Ints
    ended_at: Ints
    since_at: Ints
    cut: Cut
    replied_at: Ints | None = None

    def __len__(self) -> int:
        return len(self.ended_at)

    def ending_after(self, at: Instant) -> Spans:
        """Those not over at `at`: all that can be the case then or later."""
        return _each(self, slice(int(np.searchsorted(self.ended_at, at, side="right")), None))

    def at(self, at: Instant) -> Spans:
        """Those that are the case at `at` (started <= at < ended)."""
        late = self.ending_after(at)
        return subset(late, late.started_at <= at)


def facts(  # noqa: PLR0913 - one argument a column
    *,
    ticket: Ints,
    at: Ints,
    cut: Cut,
    start_at: Ints | None = None,
    hit_at: Ints | None = None,
    lost_at: Ints | None = None,
    gone_at: Ints | None = None,
    earlier_at: Ints | None = None,
    reason: Codes | None = None,
    step: Codes | None = None,
    paused: Spans | None = None,
    amount: Floats | None = None,
    of: Floats | None = None,
) -> Facts:
    """Put rows that happened (at < NEVER) in order; what is not given has not happened."""
    never, none = np.full(len(at), NEVER), np.zeros(len(at), dtype=np.int32)
    rows = Facts(
        ticket=ticket,
        at=at,
        cut=cut,
        start_at=never if start_at is None else start_at,
        hit_at=never if hit_at is None else hit_at,
        lost_at=never if lost_at is None else lost_at,
        gone_at=never if gone_at is None else gone_at,
        earlier_at=earlier_at,
        reason=none if reason is None else reason,
        step=none if step is None else step,
        paused=paused,
        amount=amount,
        of=of,
    )
    order = np.argsort(at, kind="stable")
    return _each(rows, order[: int(np.searchsorted(at[order], NEVER))])


def spans(*, ticket: Ints, started_at: Ints, ended_at: Ints, since_at: Ints, cut: Cut) -> Spans:
    """Make spans, in the order of their ends."""
    return in_order(
        Spans(ticket=ticket, started_at=started_at, ended_at=ended_at, since_at=since_at, cut=cut)
    )


def in_order(rows: Spans) -> Spans:
    """The same spans in the order of their ends."""
    return _each(rows, np.argsort(rows.ended_at, kind="stable"))


def subset(rows: Rows, mask: Bools) -> Rows:
    """The rows for which `mask` holds; the same object when it holds for all."""
    return rows if bool(mask.all()) else _each(rows, mask)


def reorder(rows: Rows, order: Ints) -> Rows:
    """The rows with these numbers, in the order given."""
    return _each(rows, order)


def union(rows: Facts, others: Facts) -> Facts:
    """Both together, of the columns that all facts have."""

    def both(name: str) -> Any:
        return np.concatenate([getattr(rows, name), getattr(others, name)])

    cut = {d: np.concatenate([codes, others.cut[d]]) for d, codes in rows.cut.items()}
    names = ("ticket", "at", "start_at", "hit_at", "lost_at", "gone_at", "reason", "step")
    return facts(cut=cut, **{name: both(name) for name in names})


def cut_of(cut: Cut, which: Bools | Ints) -> Cut:
    """A cut of some of its rows."""
    return {dimension: codes[which] for dimension, codes in cut.items()}


def _each(rows: Rows, which: slice | Bools | Ints) -> Rows:
    changes: dict[str, Any] = {}
    for entry in fields(rows):
        column = getattr(rows, entry.name)
        if isinstance(column, Mapping):
            changes[entry.name] = {name: codes[which] for name, codes in column.items()}
        elif isinstance(column, np.ndarray):
            changes[entry.name] = column[which]
    return replace(rows, **changes)
