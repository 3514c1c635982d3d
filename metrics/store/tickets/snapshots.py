"""The way out of the tables: columns of everything, kept in memory, renewed by revision.

A question touches a few arrays, so a million tickets answer as fast as a thousand. After a sync
only the tickets that changed are read again.
"""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlmodel import col

from metrics.sources.identity import Identities, SameTeams
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.syncs.copies import refuse_strange
from metrics.store.syncs.knowledge import knowledge
from metrics.store.tables.tickets import TicketRow
from metrics.store.tickets import identities
from metrics.store.tickets.column_cache import ColumnCache
from metrics.store.tickets.snapshot import Snapshot, TicketLine, read
from metrics.store.tickets.state import Reading, State
from metrics.tickets.columns import Ints

logger = logging.getLogger(__name__)

CHUNK = 500
"""Keys in one IN list."""
LONGEST_NUMBER = 12
"""A number with zeros before it is taken to be no longer; helpdesks make them of eight."""
PATIENCE_SECONDS = 120.0
"""How long after a snapshot was read the next one waits for those before it to be let go of."""


@dataclass
class SnapshotReader:
    """Hands out snapshots; the same object again as long as nothing was written.

    `clock` gives seconds that only ever go up. In `folder` are the files of columns that all
    processes of a machine share; without one they stay in memory.
    """

    store: Store
    same: SameTeams = field(default_factory=SameTeams)
    clock: Callable[[], float] = time.monotonic
    folder: Path | None = None
    _state: State | None = None
    _latest: Snapshot | None = None
    _earlier: list[weakref.ref[Ints]] = field(default_factory=list)
    _loaded_at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def snapshot(self) -> Snapshot:
        """The newest snapshot; reads only what has changed since the last one.

        While one is read, others get the one before; the newest says up to when it is complete.
        Two are in memory at most: as long as somebody works on one that is older than the newest,
        no further one is read, whatever is written.
        """
        latest = self._latest
        if not self._lock.acquire(blocking=latest is None) and latest is not None:
            return latest
        del latest
        try:
            if self.store.replica is not None:
                return self.store.replica.read(self.store, self._newest_of_copy)
            with self.store.read() as connection:
                return self._newest(connection)
        finally:
            self._lock.release()

    def _newest_of_copy(self, connection: Connection) -> Snapshot:
        latest = self._latest
        if latest is None or latest.revisions != ledger.revisions(connection):
            refuse_strange(connection, self.store)
        return self._newest(connection)

    def _newest(self, connection: Connection) -> Snapshot:
        revisions = ledger.revisions(connection)
        current_knowledge = knowledge(connection)
        latest = self._latest
        is_new = latest is None or latest.revisions != revisions
        # A replica that is behind what was read from the database itself has nothing new to tell.
        if latest and is_new and (_is_behind(revisions, latest.revisions) or self._is_crowded()):
            return latest
        if latest is None or is_new:
            latest = self._load(connection, revisions)
        if latest.knowledge != current_knowledge:
            latest = replace(latest, knowledge=current_knowledge)
        self._latest = latest
        return latest

    def _is_crowded(self) -> bool:
        """Whether a snapshot before the newest is still held, by one who may soon be done."""
        self._earlier = [keys for keys in self._earlier if keys() is not None]
        is_patient = self.clock() - self._loaded_at < PATIENCE_SECONDS
        if self._earlier and not is_patient:
            logger.warning("Figures from before the newest are still held; reading on beside them")
        return bool(self._earlier) and is_patient

    def _load(self, connection: Connection, revisions: Mapping[str, int]) -> Snapshot:
        who = identities.load(connection, self.same)
        reading = Reading(connection, ledger.sources(connection), revisions, who)
        cache = ColumnCache(self.store, self.folder)
        self._state = reading.state(self._state, cache)
        if self._latest:
            # The keys stand for all columns: whoever holds any of a snapshot holds them.
            self._earlier.append(weakref.ref(self._latest.tickets.key))
        self._loaded_at = self.clock()
        return read(self._state, reading, self._latest)

    def write_files(self) -> None:
        """Bring the files of columns up to date where they have fallen far behind. May take long.

        For whoever has synced: those who ask then find them. Raises StoreError.
        """
        self.snapshot()
        with self._lock:
            state = self._state
            if state is not None and state.is_heavy:
                self._state = state.in_a_file(ColumnCache(self.store, self.folder))

    def lines(self, keys: Sequence[int]) -> dict[int, TicketLine]:
        """Who the tickets with these keys are."""
        row = TicketRow
        columns: Sequence[Any] = (row.key, row.source, row.id, row.channel, row.status)
        columns = (*columns, row.priority, row.created_at, row.status_name, row.subject)
        query = select(*columns, col(row.removal), col(row.number))
        lines: dict[int, TicketLine] = {}
        with self.store.read() as connection:
            for first in range(0, len(keys), CHUNK):
                chunk = keys[first : first + CHUNK]
                for line in connection.execute(query.where(col(row.key).in_(chunk))):
                    lines[line.key] = _line(line)
        return lines

    def keys(self, number: str) -> list[int]:
        """The keys of the tickets that people know by that number, or that have it as their id.

        Zeros at the beginning may be left out.
        """
        row = TicketRow
        known_as = [number.zfill(width) for width in range(len(number), LONGEST_NUMBER + 1)]
        is_meant = (col(row.id) == number) | col(row.number).in_(known_as or [number])
        query = select(col(row.key)).where(is_meant).order_by(col(row.source))
        with self.store.read() as connection:
            return [key for key in connection.execute(query).scalars() if key is not None]

    def tickets_read(self) -> int:
        """How many tickets are stored, those of a sync that has not ended among them."""
        with self.store.read() as connection:
            return int(connection.execute(select(func.count(col(TicketRow.key)))).scalar_one())

    def identities(self) -> Identities:
        """Who is who among teams and people, as it is stored now."""
        with self.store.read() as connection:
            return identities.load(connection, self.same)


def _is_behind(revisions: Mapping[str, int], read: Mapping[str, int]) -> bool:
    """Whether some source is at an earlier revision than the one that was read."""
    return any(revisions.get(name, revision) < revision for name, revision in read.items())


def _line(row: Row[*tuple[Any, ...]]) -> TicketLine:
    return TicketLine(
        source=row.source,
        id=row.id,
        number=row.number or row.id,
        channel=row.channel,
        status=row.status,
        priority=row.priority or "",
        created_at=row.created_at,
        status_name=row.status_name or "",
        subject=row.subject or "",
        removal=row.removal or "",
    )
