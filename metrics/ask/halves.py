"""The rows of measures, made of what changed and of all else by themselves.

All else is most of it, and stays as it is from snapshot to snapshot: so its rows are made once, and
of a new snapshot only those of the few tickets that changed are made and put in their places.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from weakref import WeakKeyDictionary

from metrics.ask.figures import Rows
from metrics.ask.kept_rows import KeptRows, Once, Source
from metrics.office_hours.business_time import BusinessClock
from metrics.service_levels.own_promises import own_stretches
from metrics.service_levels.policies import Policies
from metrics.service_levels.promises import promises
from metrics.store.tickets.scratch_file import ScratchFile
from metrics.store.tickets.snapshot import Snapshot
from metrics.store.tickets.state import FILED_FROM
from metrics.tickets.alone import NotAloneError
from metrics.tickets.columns import Ints, Promises
from metrics.tickets.lazy import ColumnsByName, columns_of
from metrics.tickets.renewed import renewed, renewed_promises


@dataclass(frozen=True, slots=True)
class Making:
    """What rows are made with beside the tickets: whose hours count, and what was promised."""

    clock: Callable[[Snapshot], BusinessClock]
    policies: Policies
    team_names: Mapping[str, Sequence[str]]
    folder: Path | None

    def half(self, of: Snapshot, whole: Snapshot) -> Half:
        """Some of the tickets of a snapshot; the rows of many lie in a file."""
        is_large = len(of.tickets.key) >= FILED_FROM
        file = ScratchFile(self.folder) if self.folder and is_large else None
        kept = KeptRows(put=file.put) if file else KeptRows()
        return Half(of, self.mark(whole), replace(of, promise=self.promise(of, whole)), kept)

    def promise(self, of: Snapshot, whole: Snapshot) -> Callable[[], Promises | None]:
        """What works out the promises to some of the tickets."""
        if not self._promises_anything(whole):
            return of.promise
        return Once(partial(_promises, of, self.clock, self.policies))

    def mark(self, whole: Snapshot) -> object:
        """The same as long as what is made of the same tickets stays as it is."""
        return self._promises_anything(whole), self.team_names

    def _promises_anything(self, whole: Snapshot) -> bool:
        """Whether anything was promised to any of all tickets."""
        halves = (whole.halves.base, whole.halves.now) if whole.halves else (whole,)
        return bool(self.policies.policies) or any(len(each.stretches) for each in halves)


@dataclass(frozen=True, eq=False)
class Half:
    """Tickets by themselves, as they are `of` a snapshot, and the rows that were made of them."""

    of: Snapshot
    mark: object
    snapshot: Snapshot
    kept: KeptRows
    not_alone: set[Source] = field(default_factory=set)

    def rows(self, make: Source) -> Rows:
        """The rows that `make` gives. Raises NotAloneError where it takes more than these."""
        return self.kept.rows(make, partial(_within, make, self.snapshot))


@dataclass(frozen=True, eq=False)
class Joint:
    """Both halves of a snapshot: the base, and those of it that `changed` as they are now."""

    base: Half
    changed: Ints
    now: Half
    _joined: WeakKeyDictionary[ColumnsByName, Rows] = field(default_factory=WeakKeyDictionary)

    @classmethod
    def of(cls, whole: Snapshot, making: Making, before: Joint | None) -> Joint | None:
        """The halves of a snapshot; the base of the one `before` where it is the same."""
        halves = whole.halves
        if halves is None:
            return None
        base = before.base if before else None
        if base is None or base.of is not halves.base or base.mark != making.mark(whole):
            base = making.half(halves.base, whole)
        return cls(base=base, changed=halves.changed, now=making.half(halves.now, whole))

    def rows(self, make: Source) -> Rows | None:
        """The rows of both together; None where they hang on more than the tickets themselves."""
        if make in self.base.not_alone:
            return None
        try:
            now = self.now.rows(make) if len(self.changed) else None
            rows = self.base.rows(make)
        except NotAloneError:
            self.base.not_alone.add(make)
            return None
        if now is None:
            return rows
        # Held as long as those of the base are: what is let go of there goes here as well.
        columns = columns_of(rows)
        assert columns is not None
        joined = self._joined.get(columns)
        if joined is None:
            joined = self._joined[columns] = renewed(rows, self.changed, now)
        return joined

    def promises(self) -> Promises | None:
        """What was promised to either."""
        base, now = self.base.snapshot.promises, self.now.snapshot.promises
        if base is None or now is None or not len(self.changed):
            return base
        return renewed_promises(base, self.changed, now)


def _within(make: Source, of: Snapshot) -> Rows:
    return of.lifetimes.within(make(of))


def _promises(
    of: Snapshot, clock: Callable[[Snapshot], BusinessClock], policies: Policies
) -> Promises:
    """What the team's own policies promise, where it has any, else what the helpdesk's did."""
    hours, stretches = clock(of), of.stretches
    if policies.policies:
        stretches = own_stretches(of, policies, hours.holdings)
    return promises(stretches, of, hours, policies.pauses)
