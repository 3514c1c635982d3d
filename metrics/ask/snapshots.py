"""What is worked out from one snapshot: once, when it is first asked for, and gone with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from math import inf
from pathlib import Path

from metrics.ask.figures import Rows, source
from metrics.ask.halves import Joint, Making
from metrics.ask.kept_rows import KeptRows, Once, Source
from metrics.ask.patience import Patience
from metrics.ask.tiers import with_tiers
from metrics.catalogue.metric import AnyMetric, Duration
from metrics.errors import StoreError
from metrics.office_hours.business_time import BusinessClock
from metrics.office_hours.calendar import Calendar
from metrics.office_hours.schedules import Schedules
from metrics.question.query import Directory
from metrics.service_levels.policies import Policies
from metrics.sources.identity import Identities, SameTeams
from metrics.sources.needs import OF_HELPDESKS
from metrics.store.database.engine import Store
from metrics.store.tickets.snapshot import Snapshot
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.tickets.columns import Spans
from metrics.tickets.dimensions import values_of
from metrics.tickets.records import Dimension, Instant


@dataclass(frozen=True, kw_only=True, eq=False)
class SnapshotCache:
    """One snapshot with the names in it, its office hours and the rows of each measure.

    Nothing here points back to it and nothing else holds what it holds, so all of it goes the
    moment the last who asks lets go. `base` is the snapshot as it was read, `snapshot` the same
    with the promises of service. Safe to be used by several threads: who makes the rows of one
    measure holds up only those who ask for the same.
    """

    base: Snapshot
    snapshot: Snapshot
    directory: Directory
    hours: BusinessClock
    joint: Joint | None = None
    _kept: KeptRows = field(default_factory=KeptRows)
    _asked: dict[Source, bool] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        base: Snapshot,
        directory: Directory,
        making: Making,
        before: SnapshotCache | None = None,
    ) -> SnapshotCache:
        """Of a snapshot nothing was asked yet; `before` is the one it comes after."""
        joint = Joint.of(base, making, before.joint if before else None)
        promise = Once(joint.promises) if joint else making.promise(base, base)
        return cls(
            base=base,
            snapshot=replace(base, promise=promise),
            directory=directory,
            hours=making.clock(base),
            joint=joint,
        )

    def fresher(self, base: Snapshot) -> SnapshotCache:
        """The same columns, complete up to a later instant: nothing is worked out again."""
        known = replace(self.snapshot, knowledge=base.knowledge)
        return replace(self, base=base, snapshot=known)

    def rows(self, metric: AnyMetric) -> Rows:
        """All rows that a metric is made from; measures made alike share them."""
        return self._asked_for(source(metric), own=not metric.made_of & OF_HELPDESKS)

    def open_spans(self, metric: AnyMetric) -> Spans | None:
        """The times during which what a metric measures had not happened yet."""
        if not isinstance(metric, Duration) or metric.open is None:
            return None
        spans = self._asked_for(metric.open.spans)
        assert isinstance(spans, Spans)
        return spans

    def prepare(self, before: SnapshotCache) -> None:
        """Make the rows that were asked of the one `before` and are kept: they will be again."""
        for make, own in dict(before._asked).items():
            if before._keeps(make):
                self._make(make, own=own)

    def _keeps(self, make: Source) -> bool:
        """Whether the rows of a source need not be made."""
        return self._kept.has(make) or bool(self.joint and self.joint.base.kept.has(make))

    def _asked_for(self, make: Source, *, own: bool = False) -> Rows:
        rows = self._make(make, own=own)
        self._asked[make] = own
        return rows

    def _make(self, make: Source, *, own: bool = False) -> Rows:
        """Rows, of which those of helpdesks (not `own`) end where their tickets' helpdesk does."""
        snapshot = self.snapshot

        def rows() -> Rows:
            return make(snapshot) if own else snapshot.lifetimes.within(make(snapshot))

        joined = self.joint.rows(make) if self.joint and not own else None
        return with_tiers(self._kept.rows(make, rows) if joined is None else joined, snapshot)


@dataclass(frozen=True, slots=True)
class Extent:
    """So many tickets, complete up to an instant."""

    tickets: int
    fresh_until: Instant | None


@dataclass
class Snapshots:
    """The newest snapshot with what was worked out from it, one for all who ask.

    With `patience` what is new is read beside those who ask, else by whoever asks first. `clock`
    gives seconds that only ever go up.
    """

    store: Store
    calendar: Calendar
    schedules: Schedules
    policies: Policies
    same: SameTeams = field(default_factory=SameTeams)
    folder: Path | None = None
    patience: Patience | None = None
    clock: Callable[[], float] = time.monotonic
    reader: SnapshotReader = field(init=False)
    _newest: SnapshotCache | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _beside: Future[None] | None = None
    _begin: threading.Lock = field(default_factory=threading.Lock)
    _rests_until: float = -inf

    def __post_init__(self) -> None:
        self.reader = SnapshotReader(self.store, self.same, folder=self.folder)

    def newest(self) -> SnapshotCache:
        """The same object as long as nothing was written. Raises StoreError.

        Whoever asks while another makes the next one gets the one before, and waits for nobody.
        """
        newest = self._newest
        if newest is None or self.patience is None:
            return self._renewed(wait=newest is None)
        if self.clock() < self._rests_until:
            return newest
        with suppress(TimeoutError):
            self._renewal().result(self.patience.seconds)
        return self._newest or newest

    def renew(self) -> None:
        """Read what is new at once; what cannot be read now is read for the next who asks."""
        with suppress(StoreError):
            self._renewed(wait=True)

    def keep_columns(self) -> None:
        """Read what is new, and bring the files of columns up to date. Raises StoreError."""
        self._renewed(wait=True, ahead=True)
        self.reader.write_files()

    def _renewal(self) -> Future[None]:
        """Done once what is new has been read, beside those who ask: by one thread at a time."""
        with self._begin:
            if self._beside is None or self._beside.done():
                self._beside = Future()
                beside = threading.Thread(target=self._renew, args=(self._beside,), name="columns")
                beside.daemon = True
                beside.start()
            return self._beside

    def _renew(self, done: Future[None]) -> None:
        try:
            self._renewed(wait=True, ahead=True)
        except Exception as error:  # noqa: BLE001  whoever waits is told; the next tries again
            done.set_exception(error)
        else:
            done.set_result(None)

    def _renewed(self, *, wait: bool, ahead: bool = False) -> SnapshotCache:
        """What is new, read in this thread; unless `wait`, what there was while another reads.

        What takes the place of another is handed out when what was asked of that one is made of it
        too, where there is time: `ahead` of those who ask.
        """
        newest = self._newest
        if not self._lock.acquire(blocking=wait or newest is None) and newest is not None:
            return newest
        del newest
        begun, is_next = self.clock(), False
        try:
            base = self.reader.snapshot()
            if self._newest is None:
                self._newest = self._derive(base)
            elif base.tickets is not self._newest.base.tickets:
                following, is_next = self._derive(base, self._newest), True
                if ahead:
                    following.prepare(self._newest)
                self._newest = following
            elif base is not self._newest.base:
                self._newest = self._newest.fresher(base)
            self._rest(self.clock() - begun, is_next=is_next)
            return self._newest
        finally:
            self._lock.release()

    def _rest(self, seconds: float, *, is_next: bool) -> None:
        """Note how long nothing new is looked for, after reading what is there took `seconds`."""
        rest = self.patience.rest_after(seconds, is_next=is_next) if self.patience else 0.0
        if rest:
            self._rests_until = self.clock() + rest

    def _derive(self, base: Snapshot, before: SnapshotCache | None = None) -> SnapshotCache:
        directory = self._directory(base)
        team_names = _team_names(directory) if self.schedules.entries else {}
        clock = partial(_clock, self.calendar, self.schedules, team_names)
        making = Making(clock, self.policies, team_names, self.folder)
        return SnapshotCache.of(base, directory, making, before)

    def _directory(self, snapshot: Snapshot) -> Directory:
        words, who = snapshot.words, snapshot.who
        return Directory(
            teams=_names(words[Dimension.TEAM], Dimension.TEAM, who),
            agents=_names(words[Dimension.AGENT], Dimension.AGENT, who),
            categories=tuple(sorted(word for word in words[Dimension.CATEGORY] if word)),
            tiers=tuple(sorted(word for word in words[Dimension.TIER] if word)),
            sources=who.sources,
            others=who.others,
            one=who.one,
            retired=who.retired,
            attributes={d: _values(words[d]) for d in snapshot.attributes},
        )

    def extent(self) -> Extent | None:
        """How much there is to answer from just now; None before anybody has asked. Reads nothing.

        What is read anew meanwhile is not waited for.
        """
        newest = self._newest
        if newest is None:
            return None
        return Extent(len(newest.base.tickets.key), newest.base.fresh_until)


class OneSnapshot:
    """The snapshot that is the newest when it is first asked for, and no other from then on."""

    def __init__(self, snapshots: Snapshots | OneSnapshot) -> None:
        self.reader: SnapshotReader = snapshots.reader
        self.newest: Once[SnapshotCache] = Once(snapshots.newest)
        self.renew: Callable[[], None] = snapshots.renew
        self.keep_columns: Callable[[], None] = snapshots.keep_columns
        self.extent: Callable[[], Extent | None] = snapshots.extent


def _values(words: Iterable[str]) -> tuple[str, ...]:
    """All values in the words of an attribute."""
    return tuple(sorted({value for word in words for value in values_of(word) if value}))


def _clock(
    calendar: Calendar,
    schedules: Schedules,
    team_names: Mapping[str, Sequence[str]],
    of: Snapshot,
) -> BusinessClock:
    """The business clock of these tickets."""
    own = of.hours if schedules.desk else of.hours.defaults_only()
    return BusinessClock(
        default=calendar,
        schedules=schedules,
        columns=of,
        team_names=team_names,
        desk=own.with_own(schedules.sources),
    )


def _team_names(directory: Directory) -> Mapping[str, tuple[str, ...]]:
    """All that a setting may call each team."""
    return {key: directory.names(Dimension.TEAM, key) for key in directory.teams}


def _names(words: Iterable[str], dimension: Dimension, who: Identities) -> Mapping[str, str]:
    """The names of all that is stored; what no helpdesk has a name for is called as it is."""
    return {**{word: who.label(word) for word in words if word}, **who.labels[dimension]}
