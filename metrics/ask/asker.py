"""Asker: takes a Query, reads the store, gives a Result or the list of tickets behind it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial

from metrics.ask import answers
from metrics.ask.against import other_side, side_names
from metrics.ask.arrivals import arrivals
from metrics.ask.breaching import breaching
from metrics.ask.companions import guarded
from metrics.ask.comparing import compared
from metrics.ask.figures import Rows, source
from metrics.ask.lines import Sides, TicketList
from metrics.ask.noted import drawn
from metrics.ask.question import Question, Told
from metrics.ask.tiers import tiered, tiers_told
from metrics.ask.weeks import weeks
from metrics.ask.why import explained
from metrics.benchmarks import Segment, reference
from metrics.business import BusinessClock
from metrics.calendar import Calendar
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import AnyMetric, Duration
from metrics.columns import Columns, Promises, Spans
from metrics.comparison import Comparison
from metrics.dues import Due
from metrics.errors import AskError, PeopleError, UnavailableError
from metrics.explanation import Explanation
from metrics.periods import Period
from metrics.policies import Policies
from metrics.query import Directory, Filter, Query
from metrics.records import Dimension, Instant
from metrics.result import Point, Result
from metrics.schedules import DeskHours, Schedules
from metrics.sla import promised, promises
from metrics.store import targets as stored
from metrics.store.engine import Store
from metrics.store.ledger import is_file
from metrics.store.notes import Notes
from metrics.store.reading import Known, Reader, Snapshot
from metrics.store.vendor import vendor_times
from metrics.targets import Aim, Targets


@dataclass
class Asker:
    """Answers questions; about single people only where `people` is set. Safe among threads."""

    store: Store
    calendar: Calendar
    targets: Targets = field(default_factory=Targets)
    schedules: Schedules = field(default_factory=Schedules)
    policies: Policies = field(default_factory=Policies)
    segment: Segment | None = None
    people: bool = True
    notes: Notes = field(init=False)
    _reader: Reader = field(init=False)
    _rows: dict[Callable[[Columns], Rows], tuple[Snapshot, Rows]] = field(default_factory=dict)
    _names: tuple[Snapshot, Directory] | None = None
    _hours: tuple[Snapshot, BusinessClock] | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.notes = Notes(self.store)
        self._reader = Reader(self.store, self._promises_of)

    def still(self) -> Asker:
        """One who answers from what is stored now, so that several answers fit together."""
        held = copy(self)
        held._reader = self._reader.still()
        return held

    def of_people(self) -> Asker:
        """One who answers about single people too: for those who may see that."""
        held = copy(self)
        held.people = True
        return held

    def fresh_until(self) -> Instant | None:
        """The instant up to which the data are complete; None before the first sync has ended."""
        return self._reader.snapshot().fresh_until

    def directory(self) -> Directory:
        """The names people use for teams, agents, categories and tiers."""
        return self._directory(self._reader.snapshot())

    def answered(self) -> frozenset[str]:
        """The keys of the metrics whose data somebody has supplied."""
        snapshot = self._reader.snapshot()
        return frozenset(
            key for key, m in CATALOGUE.items() if m.supply is None or m.supply.there(snapshot)
        )

    def _directory(self, snapshot: Snapshot) -> Directory:
        with self._lock:
            if self._names is None or self._names[0] is not snapshot:
                categories = sorted(word for word in snapshot.words[Dimension.CATEGORY] if word)
                words = snapshot.words
                directory = Directory(
                    teams=_called(words[Dimension.TEAM], self._reader.teams()),
                    agents=_called(words[Dimension.AGENT], self._reader.agents()),
                    categories=tuple(categories),
                    tiers=tuple(sorted(word for word in words[Dimension.TIER] if word)),
                )
                self._names = snapshot, directory
            return self._names[1]

    def hours(self, at: Instant, *names: str) -> Calendar:
        """The office hours at an instant, of the team with these names (id, title) or of all."""
        return self._hours_of(self._reader.snapshot()).in_force(at, *names)

    def all_targets(self) -> Targets:
        """The targets of the settings and those that people set, with their history."""
        with self.store.read() as connection:
            rows = stored.said(connection)
        return self.targets.joined(map(Aim.of_row, rows))

    def set_target(self, aim: Aim) -> None:
        """Let a target hold from its instant on."""
        with self.store.write() as connection:
            stored.say(connection, aim.row())

    def answer(self, query: Query, now: Instant) -> Result:
        """Answer `query` as it stands at `now`. Raises AskError before the first sync has ended."""
        question = self._question(query, now)
        result = guarded(answers.whole(question), partial(self._companion, question))
        notes = drawn(self.notes.standing(), result)
        return replace(result, reference=reference(query, self.segment), notes=notes)

    def why(self, query: Query, now: Instant, by: Dimension | None = None) -> Explanation:
        """Why the headline moved, split by `by` or by what tells most. Raises AskError."""
        question = self._question(query, now)
        tiers_told(replace(query, split=(by,) if by else ()), question.snapshot)
        result = guarded(answers.whole(question), partial(self._companion, question))
        return explained(question, result, by)

    def compared(self, query: Query, now: Instant) -> Comparison:
        """Ours beside the helpdesk's own, of a metric that has a `vendor`. Raises AskError."""
        question = self._question(query, now)
        helpdesk, read = _desks(question.snapshot), partial(vendor_times, self.store)
        return compared(question, answers.outline(question), helpdesk, read)

    def weeks(self, query: Query, now: Instant, count: int) -> tuple[Point, ...]:
        """The newest `count` weeks that are over, whatever period `query` asks for.

        They are measured without what is noted apart from baselines.
        """
        return weeks(self._question(query, now), count, self.notes.standing())

    def breaching(
        self, where: tuple[Filter, ...], now: Instant, within_seconds: int
    ) -> tuple[Due, ...]:
        """The open tickets that will break a promise within so much working time from `now`.

        Raises UnavailableError where nothing is promised.
        """
        query = Query(metric="sla_risk", period=Period.of("today"), where=where)
        return breaching(self._question(query, now), within_seconds)

    def arrivals(
        self, where: tuple[Filter, ...], now: Instant, hours: int, weeks: int
    ) -> tuple[int, tuple[int, ...]]:
        """New tickets in the newest hours up to `now`, and in the same hours of earlier weeks."""
        query = Query(metric="volume", period=Period.of("today"), where=where)
        return arrivals(self._question(query, now), hours, weeks)

    def _companion(self, question: Question, query: Query) -> Question:
        """Another question about the same snapshot, for an outline of its answer."""
        metric = measure(query.metric, query.variant)
        told = available(metric, question.snapshot)
        return replace(
            question,
            query=query,
            metric=metric,
            rows=self._made(source(metric), question.snapshot),
            open_spans=None,
            told=told,
        )

    def tickets(self, query: Query, now: Instant) -> TicketList:
        """The tickets (or replies) behind the headline, in the order of time. Raises AskError."""
        question = self._question(query, now)
        return TicketList.of(question, question.window)

    def sides(self, query: Query, now: Instant) -> Sides | None:
        """The tickets behind the headline and behind what it is compared with.

        None where that is not made of tickets, or was before the history. Raises AskError.
        """
        question = self._question(query, now)
        other = other_side(question)
        if other is None:
            return None
        mine, theirs = names = side_names(question)
        asked = TicketList.of(question, question.window, mine)
        return Sides(names, asked, TicketList.of(*other, theirs))

    def _question(self, query: Query, now: Instant) -> Question:
        if query.of_people and not self.people:
            raise PeopleError("I keep the figures of single people from those they are not for.")
        snapshot = self._reader.snapshot()
        metric = measure(query.metric, query.variant)
        told = available(metric, snapshot)
        tiers_told(query, snapshot)
        return Question(
            query=query,
            metric=metric,
            rows=self._made(source(metric), snapshot),
            open_spans=self._open_of(metric, snapshot),
            who=self._reader.lines,
            snapshot=snapshot,
            told=told,
            directory=self._directory(snapshot),
            hours=self._hours_of(snapshot),
            targets=self.all_targets(),
            now=now,
            notes=tuple(self.notes.standing()),
        )

    def _hours_of(self, snapshot: Snapshot) -> BusinessClock:
        """The business clock, made once for each snapshot."""
        with self._lock:
            if self._hours is None or self._hours[0] is not snapshot:
                clock = BusinessClock(
                    default=self.calendar,
                    schedules=self.schedules,
                    columns=snapshot,
                    team_names=self._directory(snapshot).teams if self.schedules.entries else {},
                    desk=snapshot.hours if self.schedules.desk else DeskHours(),
                )
                self._hours = snapshot, clock
            return self._hours[1]

    def _promises_of(self, snapshot: Snapshot) -> Promises | None:
        """What the team's own policies promise, where it has any, else what the helpdesk's did."""
        hours, told = self._hours_of(snapshot), snapshot.stretches
        if self.policies.policies:
            told = promised(snapshot, self.policies, hours.holdings)
        return promises(told, snapshot, hours) if self.policies.policies or len(told) else None

    def _open_of(self, metric: AnyMetric, snapshot: Snapshot) -> Spans | None:
        if not isinstance(metric, Duration) or metric.open is None:
            return None
        spans = self._made(metric.open.spans, snapshot)
        assert isinstance(spans, Spans)
        return spans

    def _made(self, make: Callable[[Columns], Rows], snapshot: Snapshot) -> Rows:
        """Rows of a metric, made once for each snapshot."""
        with self._lock:
            known = self._rows.get(make)
            if known is None or known[0] is not snapshot:
                known = snapshot, tiered(make(snapshot), snapshot)
                self._rows[make] = known
            return known[1]


def available(metric: AnyMetric, snapshot: Snapshot) -> Told:
    """From when and up to when what `metric` is made of is complete.

    Raises UnavailableError where that was never supplied, and AskError before the first sync.
    """
    supplied(metric, snapshot)
    known = [snapshot.files[kind] for kind in metric.files if kind in snapshot.files]
    known += [Known(snapshot.since_at, snapshot.fresh_until)] * (metric.of_tickets or not known)
    fresh = [each.fresh_until for each in known if each.fresh_until is not None]
    if len(fresh) < len(known):
        raise AskError("The first sync has not come to its end yet; ask again in a moment.")
    return Told(max(each.since_at for each in known), min(fresh))


def supplied(metric: AnyMetric, snapshot: Snapshot) -> None:
    """Raises UnavailableError where nobody has supplied what a measure needs."""
    if metric.supply is not None and not metric.supply.there(snapshot):
        raise UnavailableError(metric.supply.missing(metric.title, _desks(snapshot)))


def _desks(snapshot: Snapshot) -> str:
    """The helpdesks by name: "Zendesk"."""
    return " and ".join(sorted(n.capitalize() for n in snapshot.revisions if not is_file(n)))


def _called(words: Iterable[str], names: Mapping[str, str]) -> Mapping[str, str]:
    """The names of all that is stored; what no helpdesk has a name for is called as it is."""
    return {**{word: word for word in words if word}, **names}
