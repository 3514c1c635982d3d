"""From a CSV or JSON file to rows of cells, each with its line; never the whole file in memory."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO

from metrics.imports.cells import quote
from metrics.imports.json_objects import JsonObjects, SheetError
from metrics.imports.numbers import Numeral

DELIMITERS = (",", ";", "\t")
LONGEST_LINE = 1_000_000
"""Characters; a table has shorter ones, and no line must fill the memory."""
MOST_COLUMNS = 200
ENDINGS = frozenset(("csv", "tsv", "tab", "txt", "json", "jsonl", "ndjson"))
"""So end the names of files that may be tables; one without an ending may be one too."""
_SPACE = b" \t\r\n\0"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row of a file: the line it begins on, and its cells by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The names of the columns, and the rows in the order of the file, to be gone through once.

    To go through them may raise SheetError.
    """

    columns: tuple[str, ...]
    lines: Iterator[SheetLine]


def may_be_table(name: str) -> bool:
    """Whether a file of that name may be a table, as far as the name says."""
    _, dot, ending = name.rpartition(".")
    return not dot or ending.casefold() in ENDINGS


def is_table(file: BinaryIO) -> bool:
    """Whether a file begins as a table does: with several columns."""
    try:
        return len(sheet(file).columns) > 1
    except SheetError:
        return False


def sheet(file: BinaryIO) -> Sheet:
    """Read a file of either form, from its start. Raises SheetError."""
    encoding = _encoding(file)
    if _is_json(file):
        return Sheet(_names(_objects(file, encoding)), _objects(file, encoding))
    return _table(file, encoding)


def _names(lines: Iterator[SheetLine]) -> tuple[str, ...]:
    """The columns that lines name, in the order in which they come."""
    names = dict[str, None]()
    for line in lines:
        names |= dict.fromkeys(line.cells)
        _refuse_wide(len(names), line.number)
    return tuple(names)


def _refuse_wide(count: int, number: int) -> None:
    if count > MOST_COLUMNS:
        raise SheetError(f"there are more than {MOST_COLUMNS} columns; leave out others", number)


def _encoding(file: BinaryIO) -> str:
    file.seek(0)
    return "utf-16" if file.read(2) in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"


def _is_json(file: BinaryIO) -> bool:
    file.seek(0)
    beginning = file.read(4096).removeprefix(b"\xef\xbb\xbf")
    return beginning.lstrip(_SPACE + b"\xff\xfe")[:1] in {b"[", b"{"}


@contextmanager
def _text(file: BinaryIO, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The text of a file, which stays open."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield text
    except UnicodeDecodeError:
        message = "the file is not UTF-8; save it as 'CSV UTF-8' or with the encoding UTF-8"
        raise SheetError(message, _undecodable_line(file, encoding)) from None
    finally:
        if not file.closed:
            text.detach()


def _undecodable_line(file: BinaryIO, encoding: str) -> int:
    file.seek(0)
    if encoding == "utf-16":
        return 1
    for number, line in enumerate(file, 1):
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            return number
    return 1


def _lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    with _text(file, encoding) as text:
        for number, line in enumerate(iter(lambda: text.readline(LONGEST_LINE), ""), 1):
            if len(line) == LONGEST_LINE:
                message = f"the line is longer than {LONGEST_LINE:,} characters; this is no table"
                raise SheetError(message, number)
            yield line


def _table(file: BinaryIO, encoding: str) -> Sheet:
    lines = _lines(file, encoding)
    heading = next(lines, "")
    hint = heading.strip().casefold().startswith("sep=")  # a hint that Excel writes for itself
    heading = next(lines, "") if hint else heading
    delimiter = max(DELIMITERS, key=heading.count)
    reader = csv.reader(chain([heading], lines), delimiter=delimiter, strict=True)
    rows = _rows(reader, int(hint))
    columns = _columns(rows)
    return Sheet(columns, (SheetLine(n, _cells(columns, row, n)) for n, row in rows))


def _rows(reader: Any, lines_before: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it begins on."""
    while True:
        number = reader.line_num + lines_before + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SheetError(f"the row cannot be read ({error}); look at its quotes", number) from (
                None
            )
        if any(cell.strip() for cell in row):
            yield number, row


def _columns(rows: Iterator[tuple[int, list[str]]]) -> tuple[str, ...]:
    number, names = next(rows, (1, []))
    while names and not column_name(names[-1]):
        names.pop()
    return _distinct(names, number)


def _distinct(names: Sequence[str], number: int) -> tuple[str, ...]:
    """The columns of these names, each of which is there once."""
    _refuse_wide(len(names), number)
    columns = tuple(map(column_name, names))
    twice = next((name for name, count in Counter(columns).items() if count > 1), None)
    if twice is not None:
        fault = f"the column {quote(twice)} is there twice" if twice else "a column has no name"
        raise SheetError(f"{fault}; give each column a name of its own", number, twice)
    return columns


def _cells(columns: tuple[str, ...], row: list[str], number: int) -> Mapping[str, str]:
    beyond = [cell for cell in row[len(columns) :] if cell.strip()]
    if beyond:
        message = f"there are {len(row)} cells for {len(columns)} columns; quote cells with commas"
        raise SheetError(message, number)
    return dict(zip(columns, row, strict=False))


def column_name(name: str) -> str:
    """A column's name as we write it: "Answered At" is answered_at."""
    return "_".join(name.strip().casefold().replace("-", " ").replace("_", " ").split())


def _objects(file: BinaryIO, encoding: str) -> Iterator[SheetLine]:
    before, columns = list[str](), tuple[str, ...]()
    with _text(file, encoding) as text:
        for number, values in JsonObjects(text):
            if (names := [name for name, _ in values]) != before:
                before, columns = names, _distinct(names, number)
            cells = (_cell(each, name, number) for name, each in values)
            yield SheetLine(number, dict(zip(columns, cells, strict=True)))


def _cell(value: object, name: str, number: int) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case float():
            digits = (
                format(value, "f").rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)
            )
            return Numeral(digits)
        case _:
            message = "a text, a number, true, false or null is wanted, no list and no object"
            raise SheetError(message, number, column_name(name))
