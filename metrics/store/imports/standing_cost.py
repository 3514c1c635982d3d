"""What support costs a month until somebody changes it: a row a month, as in a file of costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, delete, select

from metrics.errors import AskError
from metrics.imports.cells import LAST_YEAR, bounds
from metrics.sources.standing_cost import STANDING_COST, MonthlyCost, month_number, months
from metrics.store.database.engine import Store
from metrics.store.imports import writing
from metrics.store.syncs import ledger
from metrics.store.tables.files import FILE_TABLES
from metrics.tickets.records import Instant

KIND: Final = "costs"
MONTHS: Final = 120
"""So many months are written from the first: nobody needs to be there when one begins."""
LAST_MONTH: Final = f"{LAST_YEAR - 1}-12"
"""No later one can be stored."""
Value = TypeVar("Value")
_COST: Final = FILE_TABLES[KIND].table
_STANDING: Final = (_COST.c.source == ledger.file_source(KIND)) & (_COST.c.item == STANDING_COST)


def stretches(
    values: Sequence[tuple[str, Value]],
) -> Iterator[tuple[str, str, Value]]:
    """The first and the last month of each stretch in which a value holds, and the value.

    `values` are those of single months in order. The last month is "" where another value follows
    at once, and where nobody has ended it.
    """
    numbered = [(month_number(month) - place, value) for place, (month, value) in enumerate(values)]
    start = 0
    for _, group in groupby(numbered):
        end = start + len(list(group))
        first, last = values[start][0], values[end - 1][0]
        followed = end < len(values) and month_number(values[end][0]) == month_number(last) + 1
        is_open = followed or end - start >= MONTHS or last == LAST_MONTH
        yield first, "" if is_open else last, values[start][1]
        start = end


@dataclass(frozen=True, slots=True)
class StandingCost:
    """What stands in the store for every month."""

    store: Store

    def steps(self) -> tuple[MonthlyCost, ...]:
        """Each amount with the months in which it holds, the oldest first."""
        query = select(_COST.c.month, _COST.c.amount, _COST.c.currency).where(_STANDING)
        with self.store.read() as connection:
            rows = connection.execute(query.order_by(_COST.c.month)).all()
        values = [(row.month, (row.amount, row.currency)) for row in rows]
        held = stretches(values)
        return tuple(MonthlyCost(first, *value, until) for first, until, value in held)

    def months_of_files(self) -> tuple[str, ...]:
        """The months of which files tell, in order: there nothing counts that stands here."""
        query = select(_COST.c.month).where(_COST.c.item.is_distinct_from(STANDING_COST))
        with self.store.read() as connection:
            found = connection.execute(query.distinct().order_by(_COST.c.month)).scalars()
            return tuple(found)


def set_cost(connection: Connection, cost: MonthlyCost, zone: ZoneInfo, now: Instant) -> None:
    """Let it hold from its month on. Raises AskError where others are in another currency."""
    rows = list(_rows(cost, zone))
    if not rows:
        raise AskError(f"{cost.month} is too far ahead.")
    writing.keep_files_away(connection)
    _remove(connection, _COST.c.month > rows[-1]["month"])  # what began later than this one
    ids = {str(row["id"]) for row in rows}
    others = writing.values(connection, KIND, "currency", ids) - {cost.currency}
    if others:
        other = min(others)
        raise AskError(
            f"Other months are in {other}, and all must be in one currency: say the amount in "
            f"{other}."
        )
    writing.save(connection, KIND, rows, now)


def end_cost(connection: Connection, month: str) -> bool:
    """Let none hold from that month on; whether one did."""
    writing.keep_files_away(connection)
    return _remove(connection, _COST.c.month >= month)


def _remove(connection: Connection, which: ColumnElement[bool]) -> bool:
    is_any = connection.execute(delete(_COST).where(_STANDING & which)).rowcount > 0
    if is_any:
        ledger.next_revision(connection, ledger.file_source(KIND))
    return is_any


def _rows(cost: MonthlyCost, zone: ZoneInfo) -> Iterator[dict[str, str | int | None]]:
    ahead = months(cost.month, MONTHS)
    for month in (month for month in ahead if month < str(LAST_YEAR)):
        start, end = bounds(month, zone)
        yield {
            "id": f"{month} /  / {STANDING_COST}",
            "month": month,
            "amount": cost.amount,
            "currency": cost.currency,
            "item": STANDING_COST,
            "team": None,
            "started_at": start,
            "ended_at": end,
        }
