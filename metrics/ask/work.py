"""The work that is open now, in piles: broken promises, those that are due, nobody's, the waiting.

Which tickets lie where is worked out on columns; how one stands is read only of those shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from metrics.ask.asker import Asker
from metrics.ask.question import Question
from metrics.errors import UnavailableError
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.question.ticket_state import (
    Outcome,
    Owner,
    Pile,
    Promised,
    TicketState,
    TicketStory,
    WaitsFor,
)
from metrics.store.tickets import stories
from metrics.store.tickets.snapshot import TicketLine
from metrics.tickets.columns import Ints, Promises, Spans, reorder, subset
from metrics.tickets.records import (
    NEVER,
    Dimension,
    Instant,
    Priority,
    SlaMeasure,
    Status,
    TicketId,
)

MEASURES = tuple(SlaMeasure)
_RANKS = {str(priority): n for n, priority in enumerate(Priority)}
_TODAY = Period.of("today")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Open work as of an instant: the keys of the tickets of each pile, what comes first first.

    A ticket may lie in several. `fresh` counts those whose promise was broken lately, which come
    first among the broken ones. `unpromised` says why nobody can tell of promises, "" where that is
    known. Who holds it holds a whole snapshot.
    """

    question: Question
    piles: Mapping[Pile, Ints]
    open: int
    fresh: int = 0
    unpromised: str = ""

    def states(self, keys: Sequence[int]) -> list[TicketState]:
        """How these tickets stand, in that order."""
        return states(self.question, keys)

    def groups(self, by: Dimension) -> Mapping[str, Mapping[Pile | None, int]]:
        """How many tickets each team, channel or priority has in each pile; under None all open.

        Those with most are first.
        """
        question = self.question
        spans = question.snapshot.spans.at(question.as_of)
        codes = dict(zip(spans.ticket.tolist(), spans.cut[by].tolist(), strict=True))
        keys = {pile: keys.tolist() for pile, keys in self.piles.items()}
        every = question.rows_in(question.window).ticket.tolist()
        counts: dict[str, dict[Pile | None, int]] = {}
        for pile, tickets in ((None, every), *keys.items()):
            for key in tickets:
                word = question.snapshot.words[by][codes[key]] if key in codes else ""
                name = question.directory.label(by, word)
                of_name = counts.setdefault(name, dict.fromkeys((None, *self.piles), 0))
                of_name[pile] += 1
        return dict(sorted(counts.items(), key=lambda each: -(each[1][None] or 0)))


def open_work(
    asker: Asker, where: tuple[Filter, ...], now: Instant, since_at: Instant, due_until: Instant
) -> Work:
    """The work that is open now; due is what is promised for before `due_until`.

    Promises that were broken from `since_at` on are fresh. `asker` must answer of one snapshot
    (`Asker.still`), so that all of it fits together. Raises AskError.
    """
    question = asker.question(_query("backlog", where), now)
    rows = question.rows_in(question.window)
    nobodys = _by_priority(question, _tickets(asker, "unassigned", where, now))
    piles = {Pile.NOBODYS: nobodys, Pile.WAITING: _tickets(asker, "pending_reply", where, now)}
    unpromised, fresh = "", 0
    try:
        promises = asker.question(_query("sla_risk", where), now).snapshot.promises
        assert promises is not None
        running = partial(_running, question, promises, rows.ticket)
        old, due = running(0, since_at - 1), running(now, due_until)
        new = running(since_at - 1, now)
        new = new[~np.isin(new, old)]
        broken = [*_by_priority(question, new), *_by_priority(question, old)]
        piles[Pile.BREACHED] = np.array(broken, np.int64)
        piles[Pile.DUE] = due[~np.isin(due, piles[Pile.BREACHED])]
        fresh = len(new)
    except UnavailableError as error:
        unpromised = str(error)
    ordered = {pile: piles[pile] for pile in Pile if pile in piles}
    return Work(
        question=question, piles=ordered, open=len(rows), fresh=fresh, unpromised=unpromised
    )


def find_tickets(asker: Asker, number: str, now: Instant) -> list[TicketState]:
    """How the tickets of that number stand: one of each helpdesk that has one. Raises AskError."""
    question = asker.question(_query("backlog", ()), now)
    return states(question, asker.keys(number))


def ticket_story(asker: Asker, ticket: TicketId) -> TicketStory:
    """What is told of a ticket besides how it stands. Raises StoreError."""
    return stories.story(asker.store, ticket)


def known_since(asker: Asker, now: Instant) -> Instant:
    """From when on tickets are known, of any helpdesk. Raises AskError."""
    return asker.question(_query("volume", ()), now).coverage.since_at


def states(question: Question, keys: Sequence[int]) -> list[TicketState]:
    """How the tickets with these keys stand, in that order."""
    lines, desk = question.who(keys), _Desk.of(question, keys)
    return [desk.state(key, lines[key]) for key in keys if key in lines]


def _query(metric: str, where: tuple[Filter, ...]) -> Query:
    return Query(metric=metric, period=_TODAY, where=where)


def _tickets(asker: Asker, metric: str, where: tuple[Filter, ...], now: Instant) -> Ints:
    """The tickets that a level counts now, each once, the one for which it began first first."""
    question = asker.question(_query(metric, where), now)
    rows = question.rows_in(question.window)
    assert isinstance(rows, Spans)
    return _each_once(rows.ticket[np.argsort(rows.since_at, kind="stable")])


def _running(
    question: Question, promises: Promises, tickets: Ints, after: Instant, until: Instant
) -> Ints:
    """The tickets with a promise that runs and is due after that, until then; the first first."""
    at = question.as_of
    runs = (promises.started_at <= at) & (promises.fulfilled_at > at)
    rows = np.flatnonzero(
        runs
        & (promises.due_at > after)
        & (promises.due_at <= until)
        & np.isin(promises.ticket, tickets)
    )
    return _each_once(promises.ticket[rows[np.argsort(promises.due_at[rows], kind="stable")]])


def _each_once(tickets: Ints) -> Ints:
    """The tickets without repetition, in their order."""
    _, first = np.unique(tickets, return_index=True)
    once: Ints = tickets[np.sort(first)]
    return once


def _by_priority(question: Question, tickets: Ints) -> Ints:
    """The tickets with the urgent ones first, else in their order."""
    rows, there = question.snapshot.tickets.lookup(tickets)
    words = question.snapshot.words[Dimension.PRIORITY]
    ranks = np.array([_RANKS.get(word, len(_RANKS) - 2) for word in words] or [0])
    codes = question.snapshot.tickets.latest[Dimension.PRIORITY]
    rank = np.where(there, ranks[codes[rows]], 0) if len(codes) else np.zeros(len(tickets))
    ordered: Ints = tickets[np.argsort(rank, kind="stable")]
    return ordered


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """All that is known of some tickets as of an instant, looked out from all that there is."""

    question: Question
    spans: Spans
    waits: tuple[Ints, Ints]
    promises: Promises | None
    promised: Ints

    @classmethod
    def of(cls, question: Question, keys: Sequence[int]) -> _Desk:
        """What is known of the tickets with these keys."""
        wanted, at, waits = np.array(keys, np.int64), question.as_of, question.snapshot.waits
        spans, promises = question.snapshot.spans, question.snapshot.promises
        spans = subset(spans, np.isin(spans.ticket, wanted) & (spans.started_at <= at))
        standing = np.isin(waits.ticket, wanted) & (waits.started_at <= at) & (waits.ended_at > at)
        promised = np.zeros(0, np.int64)
        if promises is not None:
            mine = np.isin(promises.ticket, wanted) & (promises.started_at <= at)
            rows = np.flatnonzero(mine)
            promised = rows[np.argsort(promises.started_at[rows], kind="stable")]
        return cls(
            question=question,
            spans=reorder(spans, np.argsort(spans.started_at, kind="stable")),
            waits=(waits.ticket[standing], waits.started_at[standing]),
            promises=promises,
            promised=promised,
        )

    def state(self, key: int, line: TicketLine) -> TicketState:
        """How one stands; of one that is not worked out yet, what the helpdesk says of it."""
        directory, status = self.question.directory, self._status(key, line)
        team, agent = self._holder(key)
        waits_for, since_at = self._wait(key, status)
        unsolved = status.unsolved and not line.removal
        is_agreed = status.unsolved is Status(line.status).unsolved
        return TicketState(
            id=TicketId(line.source, line.id),
            number=line.number,
            helpdesk=directory.helpdesk(line.source),
            subject=line.subject,
            status=(line.status_name or line.status) if is_agreed else str(status),
            unsolved=unsolved,
            removal=line.removal,
            priority=line.priority,
            channel=line.channel,
            team=directory.label(Dimension.TEAM, team) if team else "",
            owner=Owner(agent, directory.label(Dimension.AGENT, agent)) if agent else None,
            created_at=line.created_at,
            waits_for=waits_for if unsolved else None,
            since_at=since_at,
            promises=self._promises(key),
        )

    def _status(self, key: int, line: TicketLine) -> Status:
        """Its status as all figures take it: the helpdesk's word may be newer than its history."""
        rows = np.flatnonzero(self.spans.ticket == key)
        if not len(rows):
            return Status(line.status)
        if self.spans.ended_at[rows[-1]] <= self.question.as_of:
            word = Status(line.status)
            return Status.SOLVED if word.unsolved else word
        codes = self.spans.cut[Dimension.STATUS][rows]
        return Status(self.question.snapshot.words[Dimension.STATUS][codes[-1]])

    def _holder(self, key: int) -> tuple[str, str]:
        """The team and the agent that have a ticket, or had it last."""
        snapshot = self.question.snapshot
        rows = np.flatnonzero(self.spans.ticket == key)
        cut, row = self.spans.cut, rows[-1] if len(rows) else None
        if row is None:
            (row,), (there,) = snapshot.tickets.lookup(np.array([key]))
            cut, row = snapshot.tickets.latest, row if there else None
        codes = (cut[d][row] if row is not None else 0 for d in (Dimension.TEAM, Dimension.AGENT))
        team, agent = codes
        return snapshot.words[Dimension.TEAM][team], snapshot.words[Dimension.AGENT][agent]

    def _wait(self, key: int, status: Status) -> tuple[WaitsFor | None, Instant | None]:
        """Whom a ticket waits for and since when; of one that waits for nobody, how it is since."""
        tickets, started_at = self.waits
        if (mine := tickets == key).any():
            return WaitsFor.US, int(started_at[mine].min())
        rows = np.flatnonzero(self.spans.ticket == key)
        if not len(rows):
            return None, None
        ended_at = int(self.spans.ended_at[rows[-1]])
        if ended_at <= self.question.as_of:
            return None, ended_at
        codes = self.spans.cut[Dimension.STATUS][rows]
        gaps = self.spans.started_at[rows[1:]] != self.spans.ended_at[rows[:-1]]
        changes = np.flatnonzero((codes[1:] != codes[:-1]) | gaps)
        since_at = int(self.spans.started_at[rows[changes[-1] + 1 if len(changes) else 0]])
        others = {Status.PENDING: WaitsFor.CUSTOMER, Status.HOLD: WaitsFor.OTHERS}
        return others.get(status), since_at

    def _promises(self, key: int) -> tuple[Promised, ...]:
        """The promises that run, and the newest outcome of each measure that has none running."""
        of, running, done = self.promises, list[Promised](), dict[SlaMeasure, Promised]()
        if of is None:
            return ()
        for row in self.promised[of.ticket[self.promised] == key].tolist():
            measure, due_at = MEASURES[of.measure[row]], int(of.due_at[row])
            one = Promised(measure=measure, due_at=due_at, outcome=Outcome.MET)
            if of.fulfilled_at[row] <= self.question.as_of:
                late = of.breached_at[row] < of.fulfilled_at[row]
                done[measure] = replace(one, outcome=Outcome.LATE if late else Outcome.MET)
            elif due_at < NEVER:
                is_broken = due_at < self.question.now
                running.append(replace(one, outcome=Outcome.BREACHED if is_broken else Outcome.DUE))
        mine = {each.measure for each in running}
        outcomes = [*running, *(each for measure, each in done.items() if measure not in mine)]
        return tuple(sorted(outcomes, key=lambda each: each.due_at))
