"""What is read for a snapshot: all, out of a file or the tables, and then only what changed."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, func, select

from metrics.sources.codebooks import Codebooks
from metrics.sources.identity import Identities
from metrics.sources.stored_book import StoredBook
from metrics.store.database.statements import chunks
from metrics.store.imports.customer_tiers import note_tiers
from metrics.store.imports.reading import NO_TICKET, read_file, relink
from metrics.store.syncs.ledger import Source, file_source, is_file
from metrics.store.tables.files import FILE_TABLES
from metrics.store.tables.tickets import TicketRow, TimelineRow, table
from metrics.store.tickets.column_cache import ColumnCache, Stored, edges, names_mark, who_mark
from metrics.store.tickets.desk_rows import KINDS as OF_DESKS
from metrics.store.tickets.desk_rows import read_desks
from metrics.store.tickets.loading import Loader
from metrics.store.tickets.parts import Merged, Part, changed_keys, empty_like, read_part
from metrics.store.tickets.tombstones import numbers
from metrics.tickets.arrays import Imported, Ints
from metrics.tickets.lazy import ColumnsByName
from metrics.tickets.narrow import Narrow, Table

logger = logging.getLogger(__name__)

TICKET, TIMELINE = table(TicketRow), table(TimelineRow)
TIERS: Final = "customer-tiers"
FILED_FROM: Final = 20_000
"""Fewer tickets are read in less than a second or two, so that no file is worth its while."""
MOST_CHANGED: Final = 1 / 50
FEWEST_CHANGED: Final = 2_000
"""From so many changed tickets on a new base is made: of all, and at least."""


@dataclass(frozen=True, kw_only=True, eq=False)
class State:
    """A base, the tickets that changed since, and up to which revisions both are known.

    Of `stored` the part is the base; all else in it is of now.
    """

    stored: Stored
    delta: Part
    changed: Ints

    def columns(self) -> dict[str, ColumnsByName]:
        """The columns of each table as they are now."""
        if not len(self.changed):
            return self.stored.part.columns()
        return self.merged.columns()

    @property
    def merged(self) -> Merged:
        """The base without what changed, and the delta."""
        return Merged(self.stored.part, self.delta, self.changed)

    @property
    def is_heavy(self) -> bool:
        """Whether so much has changed that a new base is worth its while."""
        return len(self.changed) > max(FEWEST_CHANGED, MOST_CHANGED * len(self.stored.part))

    def based(self) -> State:
        """The same with everything in its base."""
        if not len(self.changed):
            return self
        part = self.merged.whole()
        return State(
            stored=replace(self.stored, part=part, name=""), delta=empty_like(part), changed=_NONE
        )

    def in_a_file(self, cache: ColumnCache) -> State:
        """The same with everything in its base: in a file where that is large, and can be made."""
        based = self.based()
        is_large = len(based.stored.part) >= FILED_FROM
        return replace(based, stored=cache.keep(based.stored)) if is_large else based


_NONE: Final = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Reading:
    """One reading of the tables, through one connection, in one transaction."""

    connection: Connection
    sources: Sequence[Source]
    revisions: Mapping[str, int]
    who: Identities

    def state(self, before: State | None, cache: ColumnCache) -> State:
        """What is known now, from what was known before, or else from a file or all tables."""
        if before is None and (stored := cache.newest(self.connection)):
            before = _of(stored)
        state = self._renewed(before) if before is not None else None
        if state is None:
            state = self._whole()
        is_of_before = before is not None and state.stored.part is before.stored.part
        return state if is_of_before else state.in_a_file(cache)

    def _whole(self) -> State:
        codebooks = Codebooks()
        part = read_part(Loader(self.connection, codebooks, None, self.who), self.sources)
        files = {kind: self._file(kind, codebooks) for kind in FILE_TABLES}
        small = replace(codebooks, requesters=StoredBook.of(codebooks.requesters))
        stored = Stored(
            part=part,
            revisions=self.revisions,
            edges=self._edges(),
            who=who_mark(self.who),
            names=names_mark(self.who),
            codebooks=small,
            files=files,
            desks=self._desks(small),
        )
        return _of(stored)

    def _renewed(self, before: State) -> State | None:
        """What changed is read anew; None where all must be, since somebody has another key, say.

        A source's or file's part is read again only where its own revision has moved.
        """
        stored = before.stored
        if (stored.edges, stored.who) != (self._edges(), who_mark(self.who)):
            return None
        moved = {
            name: stored.revisions.get(name, -1)
            for name, revision in self.revisions.items()
            if stored.revisions.get(name) != revision
        }
        if any(since > self.revisions[name] for name, since in moved.items()):
            return None
        state = replace(before, stored=replace(stored, revisions=self.revisions))
        desks = {name: since for name, since in moved.items() if not is_file(name)}
        new = _NONE
        if desks:
            state, new = self._with_changes(state, desks)
            if self._count() != _length(state):
                state = self._without_gone(state)
        return replace(state, stored=self._with_files(state.stored, moved, new))

    def _with_changes(self, state: State, desks: Mapping[str, int]) -> tuple[State, Ints]:
        """With the tickets that changed, and the keys of those that nobody knew before."""
        keys = changed_keys(self.connection, desks)
        if not len(keys):
            return state, _NONE
        loader = Loader(self.connection, state.stored.codebooks, keys, self.who)
        part = read_part(loader, self.sources)
        base, delta = state.stored.part, state.delta
        return replace(
            state,
            delta=Merged(delta, part, keys).whole() if len(state.changed) else part,
            changed=np.union1d(state.changed, keys),
        ), keys[~base.has(keys) & ~delta.has(keys)]

    def _with_files(self, stored: Stored, moved: Mapping[str, int], new: Ints) -> Stored:
        """With the files that changed, and the tickets linked that have come since."""
        names = names_mark(self.who)
        files = dict(stored.files)
        ids = self._ids(new)
        for kind, file in stored.files.items():
            if file_source(kind) in moved or names != stored.names:
                files[kind] = self._file(kind, stored.codebooks)
            else:
                files[kind] = relink(self.connection, file, ids, self.who)
        desks = stored.desks
        if names != stored.names or any(not is_file(name) for name in moved):
            desks = self._desks(stored.codebooks)
        return replace(stored, files=files, desks=desks, names=names)

    def _file(self, kind: str, codebooks: Codebooks) -> Table:
        file = read_file(self.connection, kind, codebooks, self.who)
        if kind == TIERS:
            note_tiers(file, codebooks)
        return file

    def _desks(self, codebooks: Codebooks) -> Mapping[str, Table]:
        loader = Loader(self.connection, codebooks, None, self.who)
        read = {kind: read_desks(loader, kind) for kind in OF_DESKS}
        return {kind: each for kind, each in read.items() if each is not None}

    def _ids(self, keys: Ints) -> set[str]:
        ids: set[str] = set()
        for some in chunks(keys.tolist()):
            query = select(TICKET.c.id, TICKET.c.number).where(TICKET.c.key.in_(some))
            for names in self.connection.execute(query):
                ids.update(name for name in names if name)
        return ids

    def _without_gone(self, state: State) -> State:
        """Without the tickets that are there no more: no revision tells of those."""
        keys = np.fromiter(self.connection.execute(select(TIMELINE.c.ticket)).scalars(), np.int64)
        known = state.columns()["tickets"]["key"]
        gone = np.setdiff1d(known, keys)
        rest = replace(
            state,
            stored=replace(state.stored, files=_unlinked(state.stored.files, gone)),
            delta=Merged(state.delta, empty_like(state.delta), gone).whole(),
            changed=np.union1d(state.changed, gone),
        )
        return rest.based()  # what was deleted shall be in no file

    def _edges(self) -> list[list[Any]]:
        return edges(self.sources, numbers(self.connection))

    def _count(self) -> int:
        """How many tickets there are: some may be there no more."""
        return int(self.connection.execute(select(func.count()).select_from(TIMELINE)).scalar_one())


def _of(stored: Stored) -> State:
    return State(stored=stored, delta=empty_like(stored.part), changed=_NONE)


def _unlinked(files: Mapping[str, Table], gone: Ints) -> dict[str, Table]:
    """The files, where what they tell of tickets that are gone is about none that is known."""
    unlinked = dict(files)
    for kind, file in files.items():
        keys = file["names.key"].whole() if "names.key" in file else _NONE
        if (dead := np.isin(keys, gone)).any():
            unlinked[kind] = {**file, "names.key": Narrow.of(np.where(dead, NO_TICKET, keys))}
    return unlinked


def _length(state: State) -> int:
    return (
        len(state.stored.part) - int(state.stored.part.has(state.changed).sum()) + len(state.delta)
    )


class Linked(Mapping[str, Imported]):
    """What was imported by kind, linked to its tickets when it is read."""

    def __init__(
        self,
        files: Collection[str],
        desks: Collection[str],
        read: Callable[[str], Imported],
    ) -> None:
        self._kinds, self._read = tuple(dict.fromkeys((*files, *desks))), read
        self._alive: dict[str, weakref.ref[Imported]] = {}

    def __getitem__(self, kind: str) -> Imported:
        if kind not in self._kinds:
            raise KeyError(kind)
        ref = self._alive.get(kind)
        rows = ref() if ref else None
        if rows is None:
            rows = self._read(kind)
            self._alive[kind] = weakref.ref(rows)
        return rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)
