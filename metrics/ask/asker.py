"""Asker: takes a Query, reads the store, gives a Result or the list of tickets behind it."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from metrics.ask import answers
from metrics.ask.against import other_side, side_names
from metrics.ask.arrivals import arrivals
from metrics.ask.available import ALL, Scope, coverage, waits_for
from metrics.ask.companions import with_guards
from metrics.ask.discretion import Discretion, Everything
from metrics.ask.due import breaching
from metrics.ask.known_period import require_known
from metrics.ask.limits import open_spans_for, rows_for
from metrics.ask.lines import Sides, TicketList
from metrics.ask.notes import visible
from metrics.ask.patience import Patience
from metrics.ask.question import Question, with_dates
from metrics.ask.reconciliation import reconcile
from metrics.ask.snapshots import Extent, OneSnapshot, SnapshotCache, Snapshots
from metrics.ask.standings import overview, reading_note
from metrics.ask.tiers import require_tiers
from metrics.ask.weeks import weeks
from metrics.ask.why import explain
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import Age, AnyMetric, Level
from metrics.errors import NotReadyError, PeopleError
from metrics.goals.benchmarks import Segment, reference
from metrics.goals.targets import Aim, Targets
from metrics.office_hours.calendar import Calendar
from metrics.office_hours.schedules import Schedules
from metrics.periods import Period, Window
from metrics.periods.reckoning import Reckoning
from metrics.question.explanation import Explanation
from metrics.question.notes import Note
from metrics.question.query import Directory, Filter, Query
from metrics.question.reconciliation import Comparison
from metrics.question.result import Point, Result
from metrics.service_levels.due import Due
from metrics.service_levels.policies import Policies
from metrics.sources.identity import Identities, SameTeams
from metrics.sources.knowledge import Coverage
from metrics.sources.needs import Need
from metrics.sources.standing import Overview
from metrics.store.books import targets as stored
from metrics.store.books.notes import Notes
from metrics.store.database.engine import Store
from metrics.store.tickets.vendor_figures import vendor_times
from metrics.tickets.records import Dimension, Instant


@dataclass
class Asker:
    """Answers questions; about single people only where `people` is set. Safe among threads.

    `discretion` leaves out what may not be told, `connect` says who can connect a first helpdesk.
    A question holds the snapshot it began with; `patience` waits for a newer. `cache`: of columns.
    """

    store: Store
    calendar: Calendar
    targets: Targets = field(default_factory=Targets)
    schedules: Schedules = field(default_factory=Schedules)
    policies: Policies = field(default_factory=Policies)
    segment: Segment | None = None
    same_teams: SameTeams = field(default_factory=SameTeams)
    people: bool = True
    connect: str = ""
    discretion: Discretion = field(default_factory=Everything)
    reckoning: Reckoning = field(default_factory=Reckoning)
    cache: Path | None = None
    patience: Patience | None = None
    notes: Notes = field(init=False)
    _snapshots: Snapshots | OneSnapshot = field(init=False)

    def __post_init__(self) -> None:
        self.notes = Notes(self.store)
        own = self.calendar, self.schedules, self.policies, self.same_teams, self.cache
        self._snapshots = Snapshots(self.store, *own, patience=self.patience)

    def _with(self, **changes: object) -> Asker:
        twin = copy(self)
        vars(twin).update(changes)
        return twin

    def for_one_answer(self) -> Asker:
        """One who reads what is stored once, when first asked: let go of it with the answer."""
        return self._with(_snapshots=OneSnapshot(self._snapshots))

    def still(self) -> Asker:
        """The same, of what is stored now: let go of it as soon as the figures are there."""
        twin = self.for_one_answer()
        twin._cache()
        return twin

    def of_people(self) -> Asker:
        """One who answers about single people too: for those who may see that."""
        return self._with(people=True)

    def in_full(self) -> Asker:
        """One who leaves nothing out: for those who may see single tickets with their people."""
        return self._with(discretion=Everything())

    def renew(self) -> None:
        """Read what is new at once: for whoever has just written what figures are made of."""
        self._snapshots.renew()

    def keep_columns(self) -> None:
        """Read what is new, and bring the files of columns up to date: for the end of a sync."""
        self._snapshots.keep_columns()

    def fresh_until(self) -> Instant | None:
        """The instant up to which the data are complete; None before the first sync has ended."""
        return self._cache().snapshot.fresh_until

    def extent(self) -> Extent | None:
        """How much there is to answer from just now; None before the first question."""
        return self._snapshots.extent()

    def early(self) -> str:
        """What figures of tickets wait for, in sentences for people; "" where they are there."""
        return waits_for(self._cache().snapshot, self.connect, self._snapshots.reader.tickets_read)

    def keys(self, number: str) -> list[int]:
        """The keys of the tickets of that number, in the order of their helpdesks."""
        return self._snapshots.reader.keys(number)

    def require_ready(self) -> None:
        """Raises NotReadyError as long as figures of tickets are not there."""
        if early := self.early():
            raise NotReadyError(early)

    def directory(self) -> Directory:
        """The names people use for teams, agents, categories, tiers, and days."""
        days = ((note.text, note.days(self.calendar.zone)) for note in self.notes.standing())
        return replace(self._cache().directory, reckoning=self.reckoning.with_named(days))

    def identities(self) -> Identities:
        """Who is who among teams and people of all helpdesks, as it is stored now."""
        return self._snapshots.reader.identities()

    def keys_with_data(self) -> frozenset[str]:
        """The keys of the metrics whose data somebody has supplied."""
        snapshot = self._cache().snapshot
        return frozenset(
            key for key, m in CATALOGUE.items() if m.supply is None or m.supply.there(snapshot)
        )

    def overview(self) -> Overview:
        """How each source stands, and which measures can be answered."""
        cache = self._cache()
        return overview(self.store, cache.snapshot, partial(self._coverage, cache=cache))

    def hours(self, at: Instant, *names: str) -> Calendar:
        """The office hours at an instant, of the team with these names (id, title) or of all."""
        return self._cache().hours.in_force(at, *names)

    def all_targets(self) -> Targets:
        """The targets of the settings and those that people set, with their history."""
        with self.store.read() as connection:
            rows = stored.all_targets(connection)
        key = self.directory().key
        return self.targets.with_later(Aim.of_row(row).with_keys(key) for row in rows)

    def standing(self) -> tuple[Note, ...]:
        """The notes that stand, each about the team that it means by now."""
        key, notes = self.directory().key, self.notes.standing()
        return tuple(replace(n, team=key(Dimension.TEAM, n.team)) if n.team else n for n in notes)

    def set_target(self, aim: Aim) -> None:
        """Let a target hold from its instant on."""
        with self.store.write() as connection:
            stored.add_target(connection, aim.row())

    def with_dates(self, query: Query, at: Instant) -> Query:
        """The same question with its period by the dates that it meant at an instant."""
        return with_dates(query, at, self.calendar.zone)

    def answer(self, query: Query, now: Instant) -> Result:
        """Answer `query` as it stands at `now`. Raises AskError where that is not known."""
        cache = self._cache()
        question = self._known(query, now, cache)
        beside = partial(self._companion, cache, question)
        result = with_guards(answers.whole(question), beside)
        notes = visible(self.standing(), result)
        answer = replace(result, reference=reference(query, self.segment), notes=notes)
        return self.discretion.result(answer)

    def why(self, query: Query, now: Instant, by: Dimension | None = None) -> Explanation:
        """Why the headline moved, split by `by` or by what tells most. Raises AskError."""
        cache = self._cache()
        question = self._known(query, now, cache)
        require_tiers(replace(query, split=(by,) if by else ()), question.snapshot)
        beside = partial(self._companion, cache, question)
        result = with_guards(answers.whole(question), beside)
        return self.discretion.explanation(explain(question, result, by))

    def reconcile(self, query: Query, now: Instant) -> Comparison:
        """Ours beside the helpdesk's own, of a metric that has a `vendor`. Raises AskError."""
        question, read = self._known(query, now), partial(vendor_times, self.store)
        return self.discretion.comparison(reconcile(question, answers.outline(question), read))

    def weeks(self, query: Query, now: Instant, count: int) -> tuple[Point, ...]:
        """The newest `count` weeks that are over, whatever the period; notes may set days apart."""
        points = weeks(self.question(query, now), count, self.standing())
        return self.discretion.weeks(query, points)

    def breaching(
        self, where: tuple[Filter, ...], now: Instant, within_seconds: int
    ) -> tuple[Due, ...]:
        """The open tickets that will break a promise within that working time. Raises AskError."""
        query = Query(metric="sla_risk", period=Period.of("today"), where=where)
        return breaching(self.question(query, now), within_seconds)

    def arrivals(
        self, where: tuple[Filter, ...], now: Instant, hours: int, weeks: int
    ) -> tuple[int, tuple[int, ...]]:
        """New tickets in the newest hours up to `now`, and in the same hours of earlier weeks."""
        query = Query(metric="volume", period=Period.of("today"), where=where)
        return arrivals(self.question(query, now), hours, weeks)

    def tickets(self, query: Query, now: Instant) -> TicketList:
        """The tickets (or replies) behind the headline, in the order of time. Raises AskError."""
        question = self._known(query, now)
        return self._list(question, question.window)

    def sides(self, query: Query, now: Instant) -> Sides | None:
        """Both lists of a comparison; None where the other one is none, or before the history."""
        question = self._known(query, now)
        other = other_side(question)
        if other is None:
            return None
        mine, theirs = names = side_names(question)
        return Sides(names, self._list(question, question.window, mine), self._list(*other, theirs))

    def _list(self, question: Question, window: Window, side: str = "") -> TicketList:
        tickets = TicketList.of(question, window, side)
        standing = isinstance(question.metric, Level | Age) and window.end >= question.now
        self.discretion.tickets(question.query, len(tickets), standing=standing)
        return tickets

    def _known(self, query: Query, now: Instant, cache: SnapshotCache | None = None) -> Question:
        """The question, of a period that is known. Raises AskError where it is not."""
        question = self.question(query, now, cache)
        sources = question.coverage.sources
        require_known(question, partial(reading_note, self.store, sources, now, question.zone))
        return question

    def question(self, query: Query, now: Instant, cache: SnapshotCache | None = None) -> Question:
        """The question over the newest snapshot, of whatever period. Raises AskError."""
        if query.of_people and not self.people:
            raise PeopleError("I keep the figures of single people from those they are not for.")
        cache, metric = cache or self._cache(), measure(query.metric, query.variant)
        known = self._coverage(metric, cache, query, now)
        require_tiers(query, cache.snapshot)
        return Question(
            query=self.with_dates(query, now),
            metric=metric,
            rows=rows_for(metric, query, cache),
            open_spans=open_spans_for(metric, query, cache),
            rows_for=partial(rows_for, cache=cache),
            who=self._snapshots.reader.lines,
            snapshot=cache.snapshot,
            coverage=known,
            directory=replace(cache.directory, reckoning=self.reckoning),
            hours=cache.hours,
            targets=self.all_targets(),
            now=now,
            notes=self.standing(),
        )

    def _cache(self) -> SnapshotCache:
        return self._snapshots.newest()

    def _companion(self, cache: SnapshotCache, question: Question, query: Query) -> Question:
        """Another question about the same snapshot, for an outline of its answer."""
        metric = measure(query.metric, query.variant)
        beside = replace(
            question,
            query=query,
            metric=metric,
            rows=rows_for(metric, query, cache),
            open_spans=None,
            coverage=self._coverage(metric, cache, query, question.now),
        )
        require_known(beside)
        return beside

    def _coverage(
        self, metric: AnyMetric, cache: SnapshotCache, query: Query | None = None, now: Instant = 0
    ) -> Coverage:
        """From when, up to when and of which sources a measure is known. Raises AskError."""
        own = (Need.PROMISES,) if self.policies.policies else ()
        scope = Scope.of(query, metric, now, cache.hours.default.zone, self.store) if query else ALL
        return coverage(metric, cache.snapshot, self.early, own, scope)
