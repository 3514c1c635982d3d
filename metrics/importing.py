"""From a file to the store: all of it in one transaction, or nothing and what is to be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from metrics.imports import CellContext, Fault, FileKind, FileReading, read
from metrics.store.database.engine import Store
from metrics.store.imports import writing
from metrics.store.imports.writing import ImportCounts


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What came of a file, or would have come; with faults nothing was written."""

    counts: ImportCounts
    faults: tuple[Fault, ...] = ()


def bring(
    store: Store, kind: FileKind, data: bytes, around: CellContext, *, dry_run: bool
) -> ImportOutcome:
    """Import a file of a kind. Raises StoreError."""
    reading = read(kind, data, around)
    if reading.faults:
        return ImportOutcome(ImportCounts(0, 0, 0), reading.faults)
    ids = frozenset(str(row["id"]) for row in reading.rows)
    with store.read() as connection:
        columns = {name: writing.values(connection, kind.name, name, ids) for name in kind.alike}
        counts, _ = writing.compare(connection, kind.name, reading.rows)
        several = writing.ambiguous_tickets(connection, _values(reading, "ticket"))
    faults = (*_unlike(reading, columns), *_unclear(reading, several))
    if faults or dry_run:
        return ImportOutcome(counts, faults)
    with store.write() as connection:
        return ImportOutcome(writing.save(connection, kind.name, reading.rows, around.now))


def _values(reading: FileReading, column: str) -> frozenset[str]:
    """What the rows have in a column."""
    return frozenset(str(row[column]) for row in reading.rows if row.get(column))


def _unclear(reading: FileReading, several: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Numbers that more than one helpdesk has a ticket of."""
    for number, row in enumerate(reading.rows, 2):
        if desks := several.get(str(row.get("ticket") or "")):
            numbers = " or ".join(f"{desk}/{row['ticket']}" for desk in desks)
            yield Fault(
                number, "ticket", f"{row['ticket']} is a ticket of several; write {numbers}"
            )


def _unlike(reading: FileReading, columns: Mapping[str, frozenset[object]]) -> Iterator[Fault]:
    """Values that differ from what other rows in the store have, where all must have one."""
    for name, values in columns.items():
        for other in sorted(map(str, values - {row[name] for row in reading.rows})):
            says = f"earlier imports have {other}; write the same, or import those again with it"
            yield Fault(2, name, says)
