"""Promises of service: when each was due, kept or broken.

They come from the helpdesk's own record of its policies, or from the team's policies laid over
what happened to each ticket (`own_promises`). Both are told in stretches: times during which a
promise was running.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from metrics.office_hours.business_time import BusinessClock
from metrics.tickets.arrays import in_order_of_all
from metrics.tickets.columns import Bools, Columns, Ints, Promises, cut_of
from metrics.tickets.lazy import ColumnsByName, columns_of, lazy
from metrics.tickets.narrow import Narrow
from metrics.tickets.records import NEVER, Instant, SlaEvent, SlaMeasure, SlaStep

RISK_SECONDS: Final = 3600
RISK_PART: Final = 4
"""A promise is at risk in its last hour, and in the last quarter of its time."""

MEASURES: Final = tuple(SlaMeasure)


class Stretch(NamedTuple):
    """A time during which one promise was running. What it says of the promise, each one says."""

    measure: SlaMeasure
    clock: str
    cycle: int
    started_at: Instant
    ended_at: Instant | None
    target_seconds: int
    business: bool
    fulfilled_at: Instant | None
    breached_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """Stretches as columns. `promise` is the same for all stretches of one promise of a ticket.

    `by_desk`: whether promises were broken is said by the helpdesk, not to be worked out.
    """

    ticket: Ints
    promise: Ints
    measure: Ints
    started_at: Ints
    ended_at: Ints
    target_seconds: Ints
    business: Bools
    fulfilled_at: Ints
    breached_at: Ints
    by_desk: Bools

    def __len__(self) -> int:
        columns = columns_of(self)
        return len(columns.table["ticket"] if columns else self.ticket)


def stretches(events: Iterable[SlaEvent]) -> Iterator[Stretch]:
    """The stretches of one ticket's promises, by what the helpdesk says of them.

    A clock to which no target was ever applied promises nothing.
    """
    clocks: dict[tuple[str, int], list[SlaEvent]] = defaultdict(list)
    for event in events:
        if not event.dropped:
            clocks[event.clock, event.cycle].append(event)
    for _, steps in sorted(clocks.items()):
        yield from _promise(sorted(steps, key=_place))


def close(stretches_read: Iterable[Stretch], done_at: Instant | None) -> Iterator[Stretch]:
    """The stretches of a ticket that is done since `done_at`; None: it is not.

    A helpdesk does not always say that a promise was fulfilled, and a ticket that is done is owed
    nothing: what it says of no promise's end, the ticket's own end says.
    """
    all_of_it = list(stretches_read)
    if done_at is None:
        yield from all_of_it
        return
    latest: dict[tuple[str, int], Instant] = defaultdict(lambda: done_at)
    for stretch in all_of_it:
        promise = stretch.clock, stretch.cycle
        latest[promise] = max(latest[promise], stretch.started_at)
    for stretch in all_of_it:
        if stretch.ended_at is not None and stretch.fulfilled_at is not None:
            yield stretch
            continue
        at = latest[stretch.clock, stretch.cycle]
        ended_at = at if stretch.ended_at is None else stretch.ended_at
        fulfilled_at = at if stretch.fulfilled_at is None else stretch.fulfilled_at
        yield stretch._replace(ended_at=ended_at, fulfilled_at=fulfilled_at)


def _place(event: SlaEvent) -> tuple[Instant, int, int, str]:
    """By the helpdesk's own order; but of one second what was promised is done last."""
    number = int(event.id) if event.id.isdecimal() else 0
    return event.at, event.step is SlaStep.FULFILL, number, event.id


def _promise(events: Sequence[SlaEvent]) -> Iterator[Stretch]:
    steps: dict[SlaStep, list[SlaEvent]] = defaultdict(list)
    for event in events:
        steps[event.step].append(event)
    target = next((e for e in reversed(steps[SlaStep.APPLY]) if e.target_seconds), None)
    if target is None or target.target_seconds is None:
        return
    fulfilled_at = steps[SlaStep.FULFILL][0].at if steps[SlaStep.FULFILL] else None
    for started_at, ended_at in _running(events):
        yield Stretch(
            measure=target.measure,
            clock=target.clock,
            cycle=target.cycle,
            started_at=started_at,
            ended_at=ended_at,
            target_seconds=target.target_seconds,
            business=bool(target.business),
            fulfilled_at=fulfilled_at,
            breached_at=steps[SlaStep.BREACH][0].at if steps[SlaStep.BREACH] else None,
        )


def _running(events: Sequence[SlaEvent]) -> list[tuple[Instant, Instant | None]]:
    """From when to when the clock ran; without a start it ran from the first thing told."""
    runs: list[tuple[Instant, Instant | None]] = []
    since = None if any(e.step is SlaStep.ACTIVATE for e in events) else events[0].at
    for event in events:
        if event.step is SlaStep.ACTIVATE and since is None:
            since = event.at
        elif event.step in {SlaStep.PAUSE, SlaStep.FULFILL} and since is not None:
            runs.append((since, event.at))
            since = None
        if event.step is SlaStep.FULFILL:
            break
    return runs if since is None else [*runs, (since, None)]


def promises(of: Stretches, columns: Columns, clock: BusinessClock, pauses: str = "") -> Promises:
    """One row a promise of a ticket that was not removed."""
    rows = columns.tickets.rows(of.ticket)
    rows_kept = np.flatnonzero(~columns.tickets.removed[rows])
    places = of.started_at[rows_kept], of.promise[rows_kept], of.ticket[rows_kept]
    order = rows_kept[in_order_of_all(*places)]
    run = _Clocks(of, order, clock)
    first = order[run.first]
    target = of.target_seconds[order]
    due_at = run.reached_at(target)
    warned_at = run.reached_at(target - np.maximum(RISK_SECONDS, target // RISK_PART))
    fulfilled_at = of.fulfilled_at[first]
    by_desk = of.by_desk[first]
    breached_at = np.where(
        by_desk, of.breached_at[first], np.where(due_at < fulfilled_at, due_at, NEVER)
    )
    due_at = np.where(breached_at < NEVER, breached_at, due_at)
    outcome_at = np.minimum(fulfilled_at, breached_at)
    holdings = clock.holdings
    holding = holdings.rows(of.ticket[first], outcome_at)
    values = {
        "ticket": of.ticket[first],
        "measure": of.measure[first],
        "started_at": of.started_at[first],
        "risky_at": np.minimum(warned_at, breached_at),
        "due_at": due_at,
        "fulfilled_at": fulfilled_at,
        "breached_at": breached_at,
    }
    narrow = {name: Narrow.of(each) for name, each in values.items()}
    cut = cut_of(holdings.cut, holding)
    table = narrow | {f"cut.{each}": cut.column(each) for each in cut}
    return lazy(Promises, ColumnsByName(table), pauses=pauses)


class _Clocks:
    """Stretches in the order of their promises, and how far each promise had come before each."""

    def __init__(self, of: Stretches, order: Ints, clock: BusinessClock) -> None:
        self.ticket, self.start, self.end = (
            of.ticket[order],
            of.started_at[order],
            of.ended_at[order],
        )
        self.business = of.business[order] & (self.start < NEVER)
        self.by_desk = of.by_desk[order]
        self.clock = clock
        promise = of.promise[order]
        new = np.ones(len(order), dtype=np.bool_)
        new[1:] = (self.ticket[1:] != self.ticket[:-1]) | (promise[1:] != promise[:-1])
        self.first = np.flatnonzero(new)
        self.last = np.append(new[1:], True)
        # The running sum over all stretches, less what it was at the first one of the promise.
        seconds = self._seconds()
        before = np.cumsum(seconds) - seconds
        self.before = before - np.repeat(before[self.first], np.diff(self.first, append=len(order)))

    def _seconds(self) -> Ints:
        """What each stretch took; nothing yet where it goes on."""
        end = np.where(self.end < NEVER, self.end, self.start)
        seconds = end - self.start
        b = self.business
        seconds[b] = self.clock.working_seconds(self.ticket[b], self.start[b], end[b])
        return seconds

    def reached_at(self, seconds: Ints) -> Ints:
        """When each promise had run for so long, given with each of its stretches.

        One of ours that has run for just so long when it is paused is kept until it goes on: no
        time of it passes meanwhile.
        """
        if not len(self.first):
            return self.first
        # In each stretch: when it would come to what is left; `NEVER` where it ends before, or
        # where an earlier one has come to it already. Of each promise the earliest of these is the
        # answer.
        rest = np.maximum(seconds, 0) - self.before
        at = self.start + np.maximum(rest, 0)
        b = self.business
        at[b] = self.clock.due_at(self.ticket[b], self.start[b], np.maximum(rest[b], 0))
        within = np.where(self.by_desk | self.last, at <= self.end, at < self.end)
        at_of_each = np.where((rest >= 0) & within, at, NEVER)
        at_of_promise: Ints = np.minimum.reduceat(at_of_each, self.first)
        return at_of_promise
