"""From a file to rows that can be stored: all of it, or every fault with its line and column."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from metrics.imports.cells import CellContext, CellError, Reader, Row, quote
from metrics.imports.sheets import Sheet, SheetError, SheetLine, sheet
from metrics.near import near


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a kind of file. `says` explains it to those who fill it in."""

    name: str
    read: Reader
    says: str
    example: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of file. `key` names the columns that tell one row from another.

    Where `key` is "id" alone and a row has none, its whole content tells it from others. `alike`
    names columns that must have one value in all rows. `complete` checks a row and adds to it what
    follows from the rest.
    """

    name: str
    summary: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    alike: tuple[str, ...] = ()
    complete: Callable[[Row, CellContext], Row] = lambda row, _around: row

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the template."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and what to write instead."""

    line: int
    column: str
    says: str

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {self.says}{'' if self.says.endswith('?') else '.'}"


@dataclass(frozen=True, slots=True)
class FileReading:
    """The rows of a file, each with its `id`; worth nothing while there are faults."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def read(kind: FileKind, data: bytes, around: CellContext) -> FileReading:
    """Read a file of a kind, whole: every row is looked at, whatever is wrong with the others."""
    try:
        content = sheet(data)
    except SheetError as error:
        return FileReading((), (Fault(error.line, error.column, str(error)),))
    faults = list(_headings(kind, content))
    if faults:
        return FileReading((), tuple(faults))
    rows: list[tuple[int, Row]] = []
    for line in content.lines:
        row, wrong = _row(kind, line, around)
        faults += wrong
        if not wrong:
            rows.append((line.number, row))
    faults += _unlike(kind, rows)
    with_ids = list(_with_ids(kind, rows, faults))
    return FileReading(tuple(with_ids), tuple(sorted(faults, key=lambda fault: fault.line)))


def template(kind: FileKind) -> str:
    """A file of this kind with one row, as CSV."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(kind.names)
    writer.writerow([column.example for column in kind.columns])
    return file.getvalue()


def _headings(kind: FileKind, content: Sheet) -> Iterator[Fault]:
    if not content.lines:
        yield Fault(
            1, "", f"there are no rows; begin with `deskpulse import {kind.name} --template`"
        )
        return
    for name in content.columns:
        if name not in kind.names:
            meant = near(name, kind.names, 1) or _within(name, kind)
            known = f"did you mean {meant[0]}?" if meant else f"columns are {', '.join(kind.names)}"
            yield Fault(1, quote(name).strip("'"), f"this column is not known; {known}")
    for column in kind.columns:
        if column.required and column.name not in content.columns:
            yield Fault(1, column.name, f"this column is missing; it is {column.says}")


def _within(name: str, kind: FileKind) -> list[str]:
    """Columns that share a word with a name: "rating_score" is near "score"."""
    words = set(name.split("_"))
    return [known for known in kind.names if words & set(known.split("_"))]


def _row(kind: FileKind, line: SheetLine, around: CellContext) -> tuple[Row, list[Fault]]:
    row: Row = {}
    faults = []
    for column in kind.columns:
        try:
            row[column.name] = _cell(column, line.cells, around)
        except CellError as error:
            faults.append(Fault(line.number, column.name, str(error)))
    if faults:
        return row, faults
    try:
        return kind.complete(row, around), []
    except CellError as error:
        return row, [Fault(line.number, error.column, str(error))]


def _cell(column: Column, cells: Mapping[str, str], around: CellContext) -> str | float | None:
    cell = cells.get(column.name, "")
    if cell.strip():
        return column.read(cell, around)
    if column.required:
        raise CellError(f"nothing is written; write {column.says}")
    return None


def _unlike(kind: FileKind, rows: list[tuple[int, Row]]) -> Iterator[Fault]:
    for name in kind.alike:
        for number, row in rows:
            if row[name] != rows[0][1][name]:
                first = quote(str(rows[0][1][name]))
                says = f"{quote(str(row[name]))} differs from {first} above; write one for all rows"
                yield Fault(number, name, says)


def _with_ids(kind: FileKind, rows: list[tuple[int, Row]], faults: list[Fault]) -> Iterator[Row]:
    """The rows with their ids. Of rows without one, equal ones are told apart by their number."""
    lines: dict[str, int] = {}
    alike: Counter[str] = Counter()
    for number, row in rows:
        id = _id(kind, row)
        if id is None:
            content = _content(row)
            alike[content] += 1
            id = f"#{content}-{alike[content]}"
        elif id in lines:
            says = f"this is the same as on line {lines[id]}; write each only once"
            faults.append(Fault(number, " and ".join(kind.key), says))
        lines.setdefault(id, number)
        yield row | {"id": id}


def _id(kind: FileKind, row: Row) -> str | None:
    if kind.key == ("id",):
        return None if row["id"] is None else str(row["id"])
    return " / ".join("" if row[name] is None else str(row[name]) for name in kind.key)


def _content(row: Row) -> str:
    text = json.dumps(row, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
