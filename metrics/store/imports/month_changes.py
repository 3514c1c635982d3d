"""What a file changes in months that have a cost or hours already, whoever said them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, case, func, select

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
    """The months of the rows that were added, and what they bring to each."""

    kind: str
    zone: ZoneInfo
    _cents: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _currency: str = ""
    _months: set[str] = field(default_factory=set)

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

    def costs(self, connection: Connection) -> Iterator[MonthCost]:
        """What each month comes to that comes to something else, in order."""
        stored = {row["month"]: row for row in _sums(connection)} if self._cents else {}
        for month, change in sorted(self._cents.items()):
            row = stored.get(month)
            of_files, standing = (row["of_files"], row["standing"]) if row else (None, None)
            amount = (of_files or 0) + change
            before = standing if of_files is None else of_files
            if amount != before:
                stood = of_files is None and standing is not None
                yield MonthCost(month, amount, self._currency, before, stood=stood)

    def hidden_hours(self, connection: Connection) -> tuple[str, ...]:
        """The months in which hours that stand count no longer, in order."""
        hidden = self._months & standing_months(connection) if self._months else set()
        return tuple(sorted(hidden - shift_months(connection, self.zone))) if hidden else ()


def _sums(connection: Connection) -> Sequence[RowMapping]:
    """What each month comes to by files, and by what stands; None where there is none."""
    standing = _COST.c.item.is_not_distinct_from(STANDING_COST)
    query = select(
        _COST.c.month,
        func.sum(case((~standing, _COST.c.amount))).label("of_files"),
        func.sum(case((standing, _COST.c.amount))).label("standing"),
    )
    return connection.execute(query.group_by(_COST.c.month)).mappings().all()
