"""What a file changes in months that have a cost or hours already, whoever said them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, case, func, select

from metrics.imports.outcome import MonthCost
from metrics.sources.standing_cost import STANDING_COST
from metrics.store.database.statements import select_in
from metrics.store.imports.standing_cost import KIND as COSTS
from metrics.store.imports.standing_hours import KIND as SHIFTS
from metrics.store.imports.standing_hours import shift_months, standing_months
from metrics.store.imports.writing import FileRow
from metrics.store.syncs import ledger
from metrics.store.tables.files import FILE_TABLES

_COST = FILE_TABLES[COSTS].table
_OF_FILES = _COST.c.source == ledger.file_source(COSTS)


@dataclass(slots=True)
class MonthChanges:
    """The months of the rows that were added, and what they bring to each.

    `_before` is what each month came to by files and by what stands, None for nothing; `_standing`
    are the months in which hours stand and of which no file told.
    """

    kind: str
    zone: ZoneInfo
    _before: Mapping[str, tuple[int | None, int | None]]
    _standing: frozenset[str]
    _cents: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _currency: str = ""
    _months: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, connection: Connection, kind: str, zone: ZoneInfo) -> MonthChanges:
        """None yet, of a kind of file; what is written from now on is seen as a change."""
        before = _sums(connection) if kind == COSTS else {}
        standing = standing_months(connection) if kind == SHIFTS else set[str]()
        unhidden = standing - shift_months(connection, zone) if standing else standing
        return cls(kind, zone, before, frozenset(unhidden))

    def add(self, connection: Connection, rows: Sequence[FileRow]) -> None:
        """Count rows of the file; those that change nothing may be among them."""
        if self.kind == SHIFTS:
            instants = (int(row["started_at"] or 0) for row in rows)
            self._months |= {f"{datetime.fromtimestamp(at, self.zone):%Y-%m}" for at in instants}
        elif self.kind == COSTS:
            self._add_costs(connection, rows)

    def _add_costs(self, connection: Connection, rows: Iterable[FileRow]) -> None:
        by_id = {str(row["id"]): row for row in rows}
        query = select(_COST.c.id, _COST.c.month, _COST.c.amount).where(_OF_FILES)
        for before in select_in(connection, query, _COST.c.id, by_id):
            self._cents[before["month"]] -= before["amount"]
        for row in by_id.values():
            self._cents[str(row["month"])] += int(row["amount"] or 0)
            self._currency = str(row["currency"])

    def costs(self) -> Iterator[MonthCost]:
        """What each month comes to that comes to something else, in order."""
        for month, change in sorted(self._cents.items()):
            of_files, standing = self._before.get(month, (None, None))
            amount = (of_files or 0) + change
            before = standing if of_files is None else of_files
            if amount != before:
                stood = of_files is None and standing is not None
                yield MonthCost(month, amount, self._currency, before, stood=stood)

    def hidden_hours(self) -> tuple[str, ...]:
        """The months in which hours that stand count no longer, in order."""
        return tuple(sorted(self._months & self._standing))


def _sums(connection: Connection) -> Mapping[str, tuple[int | None, int | None]]:
    """What each month comes to by files, and by what stands; None where there is none."""
    standing = _COST.c.item.is_not_distinct_from(STANDING_COST)
    query = select(
        _COST.c.month,
        func.sum(case((~standing, _COST.c.amount))).label("of_files"),
        func.sum(case((standing, _COST.c.amount))).label("standing"),
    )
    rows = connection.execute(query.group_by(_COST.c.month))
    return {row.month: (row.of_files, row.standing) for row in rows}
