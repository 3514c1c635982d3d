"""The org's rows in SQLite: every version of each, so that a query sees them as at its moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, Final

from metrics.tickets.records import NEVER, Instant
from sandbox.helpdesks.salesforce import milestones
from sandbox.helpdesks.salesforce.cases import case_records, masters
from sandbox.helpdesks.salesforce.company import company_records
from sandbox.helpdesks.salesforce.histories import field_history, lifecycle
from sandbox.helpdesks.salesforce.ids import CASE, ident
from sandbox.helpdesks.salesforce.messages import message_records
from sandbox.helpdesks.salesforce.milestones import milestone_id, milestone_records
from sandbox.helpdesks.salesforce.people import (
    contact_records,
    owner_names,
    queue_records,
    user_records,
)
from sandbox.helpdesks.salesforce.records import Record
from sandbox.helpdesks.salesforce.schema import ENTITIES, Entity
from sandbox.helpdesks.salesforce.statements import Statement
from sandbox.helpdesks.salesforce.surveys import survey_records, survey_set_up
from sandbox.year import Year
from sandbox.year.promises import Promise, changed_at, promises_of

_INDEXED: Final = ("Id", "SystemModstamp", "CreatedDate", "CaseId", "ParentId")


class Database:
    """All that the org could ever show of `year`.

    `late` gives by a ticket's id after how many seconds its rows come to be seen: their stamps are
    those of the change all the same. What was merged the org deletes, or `keeps_merged`.
    """

    def __init__(
        self, year: Year, late: Callable[[int], int], *, keeps_merged: bool = False
    ) -> None:
        self._year = year
        self._keeps_merged = keeps_merged
        since = changed_at(year.ends_at)
        self._promises = {
            plan.id: tuple(promises_of(plan, year.shifts, since)) for plan in year.plans
        }
        self._of_case = {ident(CASE, number): all_ for number, all_ in self._promises.items()}
        self._of_milestone = {
            milestone_id(plan, place): promise
            for plan in year.plans
            for place, promise in enumerate(self._promises[plan.id])
        }
        self._rows = sqlite3.connect(":memory:", check_same_thread=False)
        self._make_tables()
        self._fill(late)

    def _make_tables(self) -> None:
        for entity in ENTITIES.values():
            columns = ", ".join(f'"{name}"' for name in _columns(entity))
            self._rows.execute(f'CREATE TABLE "{entity.name}" (_begins, _ends, {columns})')
            for name in _INDEXED:
                if name.lower() in entity.fields:
                    index = f'"{entity.name}{name}" ON "{entity.name}" ("{name}")'
                    self._rows.execute(f"CREATE INDEX {index}")
        owners = " UNION ALL ".join(
            f'SELECT _begins, _ends, "Id", "Name", \'{each}\' AS "Type" FROM "{each}"'  # noqa: S608
            for each in ("User", "Group")
        )
        self._rows.execute(f'CREATE VIEW "Name" AS {owners}')

    def _fill(self, late: Callable[[int], int]) -> None:
        names = {entity.name: _columns(entity) for entity in ENTITIES.values()}
        rows: dict[str, list[list[Any]]] = {name: [] for name in names}
        for record in self._records():
            unknown = record.values.keys() - names[record.entity]
            assert not unknown, (record.entity, unknown)
            delay = 0 if record.ticket is None else late(record.ticket)
            ends = record.ends if record.ends == NEVER else record.ends + delay
            values = map(record.values.get, names[record.entity])
            rows[record.entity].append([record.begins + delay, ends, *values])
        for name, columns in names.items():
            marks = ", ".join("?" * (2 + len(columns)))
            self._rows.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows[name])  # noqa: S608

    def _records(self) -> Iterator[Record]:
        year, names, into = self._year, owner_names(self._year), masters(self._year.plans)
        for make in (user_records, contact_records, queue_records, company_records, survey_set_up):
            yield from make(year)
        for plan in year.plans:
            promises = self._promises[plan.id]
            yield from case_records(plan, promises, into, keeps=self._keeps_merged)
            yield from lifecycle(plan)
            yield from field_history(plan, names)
            yield from message_records(plan)
            yield from milestone_records(plan, promises, year.shifts)
            yield from survey_records(plan)

    def run(self, statement: Statement, now: Instant) -> list[tuple[Any, ...]]:
        """The rows of a statement as they stand at `now`, in its columns."""
        cursor = self._rows.execute(statement.sql, {**statement.parameters, "now": now})
        computed = [
            (place, column.field.name)
            for place, column in enumerate(statement.columns)
            if column.field.computed
        ]
        if not computed:
            return cursor.fetchall()
        return [self._computed(row, computed, now) for row in cursor]

    def _computed(
        self, row: tuple[Any, ...], places: list[tuple[int, str]], now: Instant
    ) -> tuple[Any, ...]:
        """The row with what is worked out on reading; there its columns hold the row's id."""
        values = list(row)
        for place, name in places:
            if values[place] is not None:
                values[place] = self._work_out(name, values[place], now)
        return tuple(values)

    def _work_out(self, name: str, ident: str, now: Instant) -> str | None:
        if name == "MilestoneStatus":
            return milestones.milestone_status(self._of_case[ident], now)
        promise: Promise = self._of_milestone[ident]
        read = {
            "TimeRemainingInMins": milestones.remaining,
            "TimeSinceTargetInMins": milestones.overdue,
        }[name]
        return read(promise, self._year.shifts, now)


def _columns(entity: Entity) -> dict[str, None]:
    """The names of the columns, in order."""
    return {one.name: None for one in entity.fields.values() if not one.computed}
