"""From a file to rows that can be stored: all of it, or its faults with their lines and columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from metrics.imports.cells import (
    AmbiguousError,
    CellContext,
    CellError,
    Reader,
    Row,
    Style,
    quote,
)
from metrics.imports.habits import habits
from metrics.imports.json_objects import SheetError
from metrics.imports.row_ids import RowIds
from metrics.imports.sheets import Sheet, SheetLine, sheet
from metrics.near import near

MOST_FAULTS: Final = 50
"""So many are told; of the rest only how many they are."""


UNSTORED: Final = "it only tells one row from another, and is not stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a kind of file. `says` explains it to those who fill it in.

    One that is not `stored` only tells one row from another.
    """

    name: str
    read: Reader
    says: str
    example: str = ""
    required: bool = False
    stored: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of file. `key` names the columns that tell one row from another.

    Where `key` is "id" alone and a row has none, its whole content tells it from others. `alike`
    names columns that must have one value in all rows. `complete` checks a row and adds to it what
    follows from the rest. `another` is what the second row of the template has otherwise. `agree`
    is handed the cells as they are written, and raises CellError where they contradict each other.
    """

    name: str
    summary: str
    columns: tuple[Column, ...]
    another: Mapping[str, str]
    key: tuple[str, ...] = ("id",)
    alike: tuple[str, ...] = ()
    complete: Callable[[Row, CellContext], Row] = lambda row, _around: row
    agree: Callable[[Mapping[str, str], Row], None] = lambda _cells, _row: None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in the order of the template."""
        return tuple(column.name for column in self.columns)

    def stored(self, row: Row) -> Row:
        """What is stored of a row."""
        unstored = {column.name for column in self.columns if not column.stored}
        return {name: value for name, value in row.items() if name not in unstored}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where, and what to write instead."""

    line: int
    column: str
    says: str

    def __str__(self) -> str:
        where = f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {self.says}{'' if self.says.endswith('?') else '.'}"


@dataclass(slots=True)
class Faults:
    """What is wrong with a file: the first `most` of it, and how much there is."""

    most: int = MOST_FAULTS
    count: int = 0
    _first: list[Fault] = field(default_factory=list)

    def add(self, faults: Iterable[Fault]) -> None:
        """Count these too."""
        for fault in faults:
            self.count += 1
            if len(self._first) < self.most:
                self._first.append(fault)

    @property
    def first(self) -> tuple[Fault, ...]:
        """Those that are told, in the order of the file."""
        return tuple(sorted(self._first, key=lambda fault: fault.line))


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file of a kind on its way: what it takes of memory does not grow with its rows.

    `faults` is complete once all rows were gone through, and while there are any, the rows are
    worth nothing.
    """

    kind: FileKind
    file: BinaryIO
    around: CellContext
    faults: Faults = field(default_factory=Faults)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Each row that can be read with its line, and with its `id` in it.

        Every row is looked at, whatever is wrong with the others.
        """
        try:
            content = sheet(self.file)
            headings = tuple(_headings(self.kind, content.columns))
            self.faults.add(headings)
            if not headings:
                readers = {column.name: column.read for column in self.kind.columns}
                styles = habits(readers, content, self.around)  # this goes through the rows
                yield from self._rows(sheet(self.file), styles)
        except SheetError as error:
            column = quote(error.column).strip("'")
            self.faults.add([Fault(error.line, column, str(error))])

    def _rows(self, content: Sheet, styles: Mapping[str, Style]) -> Iterator[tuple[int, Row]]:
        ids, alike, empty = RowIds(self.kind.key), _Alike(self.kind.alike), True
        around = {name: replace(self.around, style=styles.get(name)) for name in self.kind.names}
        for line in content.lines:
            empty = False
            row, wrong = _row(self.kind, line, self.around, around)
            wrong = wrong or list(alike.faults(line.number, row))
            self.faults.add(wrong)
            if not wrong:
                yield line.number, self.kind.stored(row) | {"id": ids.id(line.number, row)}
        if empty:
            self.faults.add([_no_rows(self.kind)])
        for first, number in ids.repeated():
            says = f"this is the same as on line {first}; write each only once"
            self.faults.add([Fault(number, " and ".join(self.kind.key), says)])


class _Alike:
    """Columns that have one value in all rows: that of the first."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._values: Row = {}

    def faults(self, number: int, row: Row) -> Iterator[Fault]:
        for name in self._names:
            first = self._values.setdefault(name, row[name])
            if row[name] != first:
                others = f"{quote(str(row[name]))} differs from {quote(str(first))} above"
                yield Fault(number, name, f"{others}; write one for all rows")


def template(kind: FileKind) -> str:
    """A file of this kind with two rows, as CSV."""
    file = io.StringIO()
    writer = csv.DictWriter(file, kind.names, lineterminator="\n")
    writer.writeheader()
    first = {column.name: column.example for column in kind.columns}
    writer.writerows([first, {**first, **kind.another}])
    return file.getvalue()


def _no_rows(kind: FileKind) -> Fault:
    says = f"there are no rows; begin with `deskpulse import {kind.name} --template`"
    return Fault(1, "", says)


def _headings(kind: FileKind, columns: Sequence[str]) -> Iterator[Fault]:
    if not columns:
        yield _no_rows(kind)
        return
    for name in columns:
        if name not in kind.names:
            meant = near(name, kind.names, 1) or _within(name, kind)
            known = f"did you mean {meant[0]}?" if meant else f"columns are {', '.join(kind.names)}"
            yield Fault(1, quote(name).strip("'"), f"this column is not known; {known}")
    for column in kind.columns:
        if column.required and column.name not in columns:
            yield Fault(1, column.name, f"this column is missing; it is {column.says}")


def _within(name: str, kind: FileKind) -> list[str]:
    """Columns that share a word with a name: "rating_score" is near "score"."""
    words = set(name.split("_"))
    return [known for known in kind.names if words & set(known.split("_"))]


def _row(
    kind: FileKind, line: SheetLine, around: CellContext, by_column: Mapping[str, CellContext]
) -> tuple[Row, list[Fault]]:
    row: Row = {}
    faults = []
    for column in kind.columns:
        try:
            row[column.name] = _cell(column, line.cells, by_column[column.name])
        except CellError as error:
            faults.append(Fault(line.number, column.name, str(error)))
    if faults:
        return row, faults
    try:
        kind.agree(line.cells, row)
        return kind.complete(row, around), []
    except CellError as error:
        return row, [Fault(line.number, error.column, str(error))]


def _cell(column: Column, cells: Mapping[str, str], around: CellContext) -> str | float | None:
    cell = cells.get(column.name, "")
    if cell.strip():
        try:
            return column.read(cell, around)
        except AmbiguousError as error:
            raise CellError(error.in_column) from None
    if column.required:
        raise CellError(f"nothing is written; write {column.says}")
    return None
