"""From a file to the store: all of it in one transaction, or nothing and what is to be mended.

A file is gone through twice, row by row: first all of it is judged, then it is written, each time
after a look at how its columns are written. So a file of a million rows needs no more memory than a
small one, and the database is held for the writing alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import BinaryIO, TypeAlias

from metrics.imports import CellContext, Fault, FileKind, FileReading
from metrics.imports.cells import Row
from metrics.imports.outcome import ImportCounts, ImportOutcome
from metrics.imports.reading import MOST_FAULTS
from metrics.posting.audit import Look
from metrics.store.books.audit import keep
from metrics.store.database.engine import Store, Transaction
from metrics.store.imports import writing
from metrics.store.imports.month_changes import MonthChanges
from metrics.store.tickets.forgotten_words import without_forgotten
from metrics.tickets.records import Instant

NumberedRow = tuple[int, Row]
Take: TypeAlias = Callable[[Transaction, str, Iterable[writing.FileRow], Instant], ImportCounts]
"""Takes the rows of a kind of file, and counts them."""


class _FaultyError(Exception):
    """Lets nothing be written."""


def bring(
    store: Store,
    kind: FileKind,
    file: BinaryIO,
    around: CellContext,
    *,
    dry_run: bool,
    look: Look | None = None,
) -> ImportOutcome:
    """Import a file of a kind; `look` is kept with it. Raises StoreError.

    It is judged once more as it is written: until then others may have written what it does not
    go with.
    """
    with store.read() as connection:
        outcome = _go_through(connection, FileReading(kind, file, around), writing.try_out)
    if outcome.faults or dry_run:
        return outcome
    with suppress(_FaultyError), store.write() as connection:
        writing.keep_files_away(connection)
        outcome = _go_through(connection, FileReading(kind, file, around), writing.save)
        if outcome.faults:
            raise _FaultyError
        if look:
            keep(connection, look)
    return outcome


def _go_through(connection: Transaction, reading: FileReading, take: Take) -> ImportOutcome:
    """What comes of a file whose rows are taken so; with faults they are worth nothing."""
    kind, around, faults = reading.kind, reading.around, reading.faults
    months, left_out = MonthChanges.of(connection, kind.name, around.zone), list[int]()
    ids, values = set[str](), dict[str, object]()

    def rows() -> Iterator[Row]:
        numbered = without_forgotten(connection, kind.name, reading.rows(), left_out)
        for chunk in filter(None, numbered):
            rows = [row for _, row in chunk]
            months.add(connection, rows)
            several = writing.ambiguous_tickets(connection, _tickets(rows))
            faults.add(_unclear(chunk, several))
            if kind.alike:
                ids.update(str(row["id"]) for row in rows)
                values.update({name: rows[0][name] for name in kind.alike})
            yield from rows

    counts = take(connection, kind.name, rows(), around.now)
    for name, value in values.items():
        others = writing.values(connection, kind.name, name, ids) - {value}
        faults.add(_unlike(name, sorted(map(str, others))))
    if faults.count:
        first = faults.first
        return ImportOutcome(ImportCounts(0, 0, 0), first, faults.count - len(first))
    return ImportOutcome(
        counts,
        left_out=tuple(left_out[:MOST_FAULTS]),
        left_out_more=len(left_out[MOST_FAULTS:]),
        month_costs=tuple(months.costs()),
        hidden_hours=months.hidden_hours(),
    )


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
