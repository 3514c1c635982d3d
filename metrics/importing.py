"""From a file to the store: all of it in one transaction, or nothing and what is to be mended.

A file is gone through twice, row by row: first all of it is judged, then it is written. So a file
of a million rows needs no more memory than a small one, and the database is held for the writing
alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import BinaryIO

from metrics.errors import AskError
from metrics.imports import CellContext, Fault, FileKind, FileReading
from metrics.imports.cells import Row
from metrics.imports.outcome import ImportCounts, ImportOutcome
from metrics.imports.reading import MOST_FAULTS
from metrics.store.database.engine import Store
from metrics.store.imports import writing
from metrics.store.imports.month_changes import MonthChanges
from metrics.store.tickets.forgotten_words import keep_files_away, without_forgotten

NumberedRow = tuple[int, Row]


def bring(
    store: Store, kind: FileKind, file: BinaryIO, around: CellContext, *, dry_run: bool
) -> ImportOutcome:
    """Import a file of a kind. Raises StoreError, or AskError where the file changes meanwhile."""
    reading, left_out = FileReading(kind, file, around), list[int]()
    judged = _judge(store, reading, left_out)
    counts = judged.counts
    if reading.faults.count:
        first = reading.faults.first
        return ImportOutcome(ImportCounts(0, 0, 0), first, reading.faults.count - len(first))
    if not dry_run:
        again = FileReading(kind, file, around)
        left_out.clear()
        with store.write() as connection:
            keep_files_away(connection)
            numbered = without_forgotten(connection, kind.name, again.rows(), left_out)
            rows = (row for chunk in numbered for _, row in chunk)
            counts = writing.save(connection, kind.name, rows, around.now)
            if again.faults.count:
                raise AskError("The file changed while it was read. Import it again.")
    told = tuple(left_out[:MOST_FAULTS])
    more = len(left_out) - len(told)
    return replace(judged, counts=counts, left_out=told, left_out_more=more)


def _judge(store: Store, reading: FileReading, left_out: list[int]) -> ImportOutcome:
    """What would come of the file; what speaks against it is added to its faults."""
    kind, counts = reading.kind, ImportCounts(0, 0, 0)
    ids, values = set[str](), dict[str, object]()
    changes = MonthChanges(kind.name, reading.around.zone)
    with store.read() as connection:
        numbered = without_forgotten(connection, kind.name, reading.rows(), left_out)
        for chunk in filter(None, numbered):
            rows = [row for _, row in chunk]
            more, _ = writing.compare(connection, kind.name, rows)
            counts += more
            changes.add(connection, rows)
            several = writing.ambiguous_tickets(connection, _tickets(rows))
            reading.faults.add(_unclear(chunk, several))
            if kind.alike:
                ids.update(str(row["id"]) for row in rows)
                values.update({name: rows[0][name] for name in kind.alike})
        for name, value in values.items():
            others = writing.values(connection, kind.name, name, ids) - {value}
            reading.faults.add(_unlike(name, sorted(map(str, others))))
        costs, hours = tuple(changes.costs(connection)), changes.hidden_hours(connection)
    return ImportOutcome(counts, month_costs=costs, hidden_hours=hours)


def _tickets(rows: Sequence[Row]) -> frozenset[str]:
    return frozenset(str(row["ticket"]) for row in rows if row.get("ticket"))


def _unclear(rows: Sequence[NumberedRow], several: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Numbers that more than one helpdesk has a ticket of."""
    for number, row in rows:
        if desks := several.get(str(row.get("ticket") or "")):
            numbers = " or ".join(f"{desk}/{row['ticket']}" for desk in desks)
            yield Fault(
                number, "ticket", f"{row['ticket']} is a ticket of several; write {numbers}"
            )


def _unlike(name: str, others: Sequence[str]) -> Iterator[Fault]:
    """Values that differ from what other rows in the store have, where all must have one."""
    for other in others:
        says = f"earlier imports have {other}; write the same, or import those again with it"
        yield Fault(2, name, says)
