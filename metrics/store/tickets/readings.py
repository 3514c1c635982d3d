"""Which reading of a record counts, where there are several.

A newer version does, of equal versions the one told last. A version that lies far ahead is none: a
helpdesk whose clock was wrong would otherwise be believed for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from metrics.store.database.rows import StoredRecord, clean, misfit, row
from metrics.store.database.statements import Row
from metrics.store.tickets.removals import since_when, stays_removed
from metrics.store.tickets.vendor_figures import keep_figures
from metrics.tickets.records import NEVER, Instant, Record, Removed, Unreadable

VERSION: Final = "changed_at"
MOST_SECONDS_AHEAD: Final = 7 * 86_400
"""Our own clock may be some days late; what is less far ahead mends itself within a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How records are taken that are read at `now`.

    With `full` all is read again: a removed ticket that is listed in the same version is there.
    """

    now: Instant = NEVER
    full: bool = False

    def is_no_version(self, row: Row | None) -> bool:
        """Whether a row is of a time that cannot be."""
        return row is not None and row.get(VERSION, 0) > self.now + MOST_SECONDS_AHEAD

    def counts(self, current: Row | None, new: Row) -> bool:
        """Whether what is read takes the place of what is there."""
        if current is None or self.is_no_version(current):
            return True
        return bool(new.get(VERSION, 0) >= current.get(VERSION, 0))

    def ticket(self, current: Row | None, new: Row) -> Row:
        """What is known of a ticket after a reading of it that counts."""
        if self.is_no_version(current):
            return keep_figures(current, new)
        read = new if self.full else stays_removed(current, new)
        return keep_figures(current, since_when(current, read))

    def sort_out(
        self, source: str, records: Iterable[Record]
    ) -> tuple[dict[type[StoredRecord], list[Row]], dict[str, Unreadable | None]]:
        """The rows of each kind, and by id what is set aside, or None where it could be read."""
        rows: dict[type[StoredRecord], list[Row]] = defaultdict(list)
        unreadable: dict[str, Unreadable | None] = {}
        latest = self.now + MOST_SECONDS_AHEAD
        for record in records:
            if isinstance(record, Unreadable):
                unreadable[clean(record.id)] = record
                continue
            if isinstance(record, Removed):
                continue
            values = row(source, record)
            reason = misfit(values)
            if not reason and values.get(VERSION, 0) > latest:
                reason = f"{VERSION} lies far ahead of our clock"
            unreadable[values["id"]] = Unreadable(id=record.id, reason=reason) if reason else None
            if not reason:
                rows[type(record)].append(values)
        return rows, unreadable


AS_USUAL: Final = Reading()
"""Where no clock is at hand: any version is one."""
