"""From a file to the store: all of it in one transaction, or nothing and what is to be mended.

A file is gone through twice, row by row: first all of it is judged, then it is written. So a file
of a million rows needs no more memory than a small one, and the database is held for the writing
alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from metrics.errors import AskError
from metrics.imports import CellContext, Fault, FileKind, FileReading
from metrics.imports.cells import Row
from metrics.imports.outcome import ImportCounts, ImportOutcome
from metrics.store.database.engine import Store
from metrics.store.database.statements import ROWS_AT_ONCE, chunks
from metrics.store.imports import writing

NumberedRow = tuple[int, Row]


def bring(
    store: Store, kind: FileKind, file: BinaryIO, around: CellContext, *, dry_run: bool
) -> ImportOutcome:
    """Import a file of a kind. Raises StoreError, or AskError where the file changes meanwhile."""
    reading = FileReading(kind, file, around)
    counts = _judge(store, reading)
    if reading.faults.count:
        first = reading.faults.first
        return ImportOutcome(ImportCounts(0, 0, 0), first, reading.faults.count - len(first))
    if dry_run:
        return ImportOutcome(counts)
    again = FileReading(kind, file, around)
    with store.write() as connection:
        rows = (row for _, row in again.rows())
        counts = writing.save(connection, kind.name, rows, around.now)
        if again.faults.count:
            raise AskError("The file changed while it was read. Import it again.")
    return ImportOutcome(counts)


def _judge(store: Store, reading: FileReading) -> ImportCounts:
    """What the file would bring; what speaks against it is added to its faults."""
    kind, counts = reading.kind, ImportCounts(0, 0, 0)
    ids, values = set[str](), dict[str, object]()
    with store.read() as connection:
        for chunk in chunks(reading.rows(), ROWS_AT_ONCE):
            rows = [row for _, row in chunk]
            more, _ = writing.compare(connection, kind.name, rows)
            counts += more
            several = writing.ambiguous_tickets(connection, _tickets(rows))
            reading.faults.add(_unclear(chunk, several))
            if kind.alike:
                ids.update(str(row["id"]) for row in rows)
                values.update({name: rows[0][name] for name in kind.alike})
        for name, value in values.items():
            others = writing.values(connection, kind.name, name, ids) - {value}
            reading.faults.add(_unlike(name, sorted(map(str, others))))
    return counts


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
