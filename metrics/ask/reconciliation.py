"""A question's Comparison: our times and the helpdesk's own, ticket by ticket, and why they differ.

The helpdesk tells how long, and no instant: the ticket's creation and its calendar minutes give the
instant at which it stopped its clock, to the minute. That puts a ticket in a period, and shows
which of the ticket's instants it took.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from metrics.ask import figures
from metrics.ask.question import Question
from metrics.catalogue.metric import Duration
from metrics.question.query import Clock
from metrics.question.reconciliation import Comparison, Disagreement
from metrics.question.result import Result
from metrics.statistics.estimates import percentile
from metrics.store.tickets.vendor_figures import VendorTimes
from metrics.tickets.columns import Bools, Columns, Facts, Ints, subset
from metrics.tickets.records import NEVER, Dimension, Instant
from metrics.tickets.vendor_figures import VendorTime

ReadTimes: TypeAlias = Callable[[VendorTime, tuple[Instant, Instant], Sequence[int]], VendorTimes]

MOST_TICKETS = 10
MINUTE = 60

HOURS = "it counts other office hours"
BOT = "it counts a reply that no person wrote"
SECOND = "it counts to the second reply"
FIRST_SOLVE = "it counts to the first solve"
LAST_SOLVE = "it counts to the last solve"
EARLIER, LATER = "its clock stops earlier", "its clock stops later"
NO_FIGURE = "it has no time for the ticket"
GONE = "left out here: merged, deleted or spam"
ELSEWHERE = "another team, agent or priority had it then"
OTHER_PERIOD = "counted here in another period"
BOT_ONLY = "only a bot has answered"
NOTHING = "there is no such moment in its history here"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """Tickets by ascending key, their seconds on the clock asked for, and when that ended."""

    ticket: Ints
    seconds: Ints
    ended_at: Ints

    def of(self, which: Bools | Ints) -> _Side:
        return _Side(
            ticket=self.ticket[which], seconds=self.seconds[which], ended_at=self.ended_at[which]
        )


def reconcile(question: Question, result: Result, read: ReadTimes) -> Comparison:
    """Ours and the helpdesk's own. The metric is one that helpdesks measure too.

    Of several helpdesks those that keep no such time are not compared.
    """
    ours, theirs = _ours(question), _theirs(question, read)
    sources = _sources(question, theirs.ticket)
    desks = np.unique(sources) if len(sources) else _sources(question, ours.ticket)
    ours = ours.of(np.isin(_sources(question, ours.ticket), desks))
    _, here, there = np.intersect1d(ours.ticket, theirs.ticket, return_indices=True)
    only_ours = ours.of(~np.isin(ours.ticket, theirs.ticket))
    only_theirs = theirs.of(~np.isin(theirs.ticket, ours.ticket))
    a, b = ours.of(here), theirs.of(there)
    differ = np.abs(b.seconds - a.seconds) >= MINUTE
    rows = [
        *_differing(question, a.of(differ), b.of(differ)),
        *((key, seconds, None, NO_FIGURE) for key, seconds in _pairs(only_ours)),
        *_left_out(question, only_theirs),
    ]
    times = question.measure.times
    return Comparison(
        result=result,
        helpdesk=_names(question, desks),
        theirs=times(theirs.seconds),
        ours_of_both=times(a.seconds),
        theirs_of_both=times(b.seconds),
        alike=int((~differ).sum()),
        gap=percentile((b.seconds - a.seconds).astype(np.float64), 0.5),
        only_ours=len(only_ours.ticket),
        only_theirs=len(only_theirs.ticket),
        reasons=tuple(Counter(reason for *_, reason in rows).most_common()),
        tickets=_largest(question, rows),
    )


def _sources(question: Question, ticket: Ints) -> Ints:
    """The source of each ticket, by its code."""
    tickets = question.snapshot.tickets
    return tickets.latest[Dimension.SOURCE][tickets.rows(ticket)].astype(np.int64)


def _names(question: Question, codes: Ints) -> str:
    """What the helpdesks are called: "Acme EU and Acme US"; all that were asked where none is."""
    words = question.snapshot.words[Dimension.SOURCE]
    sources = {words[code] for code in codes.tolist()} or set(question.coverage.sources)
    known = question.snapshot.knowledge
    return " and ".join(sorted({each.name for each in known if each.source in sources}))


_Row: TypeAlias = tuple[int, int | None, int | None, str]
"""A ticket's key, our seconds, the helpdesk's, and why they differ."""


def _largest(question: Question, rows: Sequence[_Row]) -> tuple[Disagreement, ...]:
    """Those with the largest gap, then the longest of those that only one side has."""

    def place(row: _Row) -> tuple[bool, int]:
        _, a, b, _ = row
        return a is None or b is None, -abs((a or 0) - (b or 0))

    first = sorted(rows, key=place)[:MOST_TICKETS]
    who = question.who([key for key, *_ in first])
    return tuple(
        Disagreement(
            ticket=who[key].id,
            ours=a,
            theirs=b,
            reason=reason,
            source=who[key].source,
            number=who[key].number,
            helpdesk=question.directory.helpdesk(who[key].source),
        )
        for key, a, b, reason in first
        if key in who
    )


def _pairs(side: _Side) -> list[tuple[int, int]]:
    return list(zip(side.ticket.tolist(), side.seconds.tolist(), strict=True))


def _vendor_time(question: Question) -> VendorTime:
    assert isinstance(question.metric, Duration)
    assert question.metric.vendor is not None
    return question.metric.vendor


def _ours(question: Question) -> _Side:
    rows = figures.countable(question.rows_in(question.window))
    seconds = figures.seconds(rows, question.query.clock, question.hours, question.as_of)
    assert isinstance(rows, Facts)
    order = np.argsort(rows.ticket, kind="stable")
    return _Side(ticket=rows.ticket[order], seconds=seconds[order], ended_at=rows.at[order])


def _theirs(question: Question, read: ReadTimes) -> _Side:
    """The helpdesk's times of our tickets and of all others that it puts in the same period."""
    which = _vendor_time(question)
    ours = figures.countable(question.rows_in(question.window)).ticket
    tickets = question.snapshot.tickets
    start, end = question.window.start, min(question.window.end, question.as_of + 1)
    times = read(which, (start, end), ours.tolist())
    seconds = times.calendar if question.query.clock is Clock.CALENDAR else times.business
    of_ours = np.isin(times.ticket, tickets.key) & (seconds >= 0)
    ticket = times.ticket[of_ours]
    rows = tickets.rows(ticket)
    side = _Side(
        ticket=ticket,
        seconds=seconds[of_ours],
        ended_at=tickets.created_at[rows] + times.calendar[of_ours],
    )
    fits = np.ones(len(ticket), dtype=np.bool_)
    for dimension, codes in question.where.items():
        fits &= np.isin(tickets.latest[dimension][rows], codes)
    at = _counted_at(question, ticket)
    at_the_edge = _near(at, side.ended_at) & ~_within(question, at)
    return side.of(np.isin(ticket, ours) | (fits & ~at_the_edge))


def _counted_at(question: Question, ticket: Ints) -> Ints:
    """When each ticket is counted here, in whatever period; NEVER where it is not."""
    rows = figures.countable(question.rows)
    assert isinstance(rows, Facts)
    return _looked_up(subset(rows, rows.gone_at > question.as_of), ticket)


def _within(question: Question, at: Ints) -> Bools:
    within: Bools = (at >= question.window.start) & (at < question.window.end)
    return within


def _looked_up(rows: Facts, ticket: Ints) -> Ints:
    """The instant of each ticket's row; NEVER where there is none."""
    order = np.argsort(rows.ticket, kind="stable")
    keys = rows.ticket[order]
    place = np.minimum(np.searchsorted(keys, ticket), max(len(keys) - 1, 0))
    if not len(keys):
        return np.full(len(ticket), NEVER)
    return np.where(keys[place] == ticket, rows.at[order][place], NEVER)


def _near(at: Ints, other: Ints) -> Bools:
    near: Bools = np.abs(at - other) < MINUTE
    return near


def _differing(question: Question, ours: _Side, theirs: _Side) -> list[_Row]:
    """Why each ticket that both measure has two times."""
    same_end = _near(ours.ended_at, theirs.ended_at)
    moments = _moments(question, ours.ticket)
    conditions = [same_end, *(_near(at, theirs.ended_at) for _, at in moments)]
    conditions.append(theirs.ended_at < ours.ended_at)
    words = [HOURS, *(word for word, _ in moments), EARLIER]
    return _with_reasons(ours, theirs, conditions, [*words, LATER])


def _moments(question: Question, ticket: Ints) -> list[tuple[str, Ints]]:
    """Instants that a helpdesk may take for the end, in words."""
    tickets = question.snapshot.tickets
    rows = tickets.rows(ticket)
    if _vendor_time(question) is VendorTime.REPLY:
        return [(BOT, tickets.first_any_reply_at[rows]), (SECOND, tickets.second_reply_at[rows])]
    return [
        (FIRST_SOLVE, tickets.first_solved_at[rows]),
        (LAST_SOLVE, _last_solve(question.snapshot)[rows]),
    ]


def _last_solve(columns: Columns) -> Ints:
    """When each ticket was last solved; 0 where it never was."""
    last = np.zeros(len(columns.tickets.key), dtype=np.int64)
    np.maximum.at(last, columns.tickets.rows(columns.solves.ticket), columns.solves.at)
    return last


def _left_out(question: Question, theirs: _Side) -> list[_Row]:
    """Why each ticket that the helpdesk puts in the period is not in it here."""
    tickets, ticket = question.snapshot.tickets, theirs.ticket
    rows, at = tickets.rows(ticket), _counted_at(question, ticket)
    assert isinstance(question.rows, Facts)
    conditions, words = [tickets.removed[rows]], [GONE]
    for code, reason in enumerate(question.metric.reasons, 1):
        out = subset(question.rows, question.rows.reason == code)
        conditions.append(np.isin(ticket, out.ticket))
        words.append(f"left out here: {reason}")
    bots = _vendor_time(question) is VendorTime.REPLY
    bots_only = (tickets.first_reply_at == NEVER) & (tickets.first_any_reply_at < NEVER)
    conditions += [_within(question, at), at < NEVER, bots_only[rows] & bots]
    words += [ELSEWHERE, OTHER_PERIOD, BOT_ONLY, NOTHING]
    return _with_reasons(None, theirs, conditions, words)


def _with_reasons(
    ours: _Side | None, theirs: _Side, conditions: Sequence[Bools], words: Sequence[str]
) -> list[_Row]:
    """Each ticket with the words of the first condition that holds, the last words where none."""
    codes = np.select(list(conditions), range(len(conditions)), default=len(conditions))
    own = [None] * len(codes) if ours is None else ours.seconds.tolist()
    rows = zip(theirs.ticket.tolist(), own, theirs.seconds.tolist(), codes.tolist(), strict=True)
    return [(key, a, b, words[code]) for key, a, b, code in rows]
