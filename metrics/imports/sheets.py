"""From the bytes of a CSV or JSON file to rows of cells, each with the line it stands on."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DELIMITERS = (",", ";", "\t")
_SPACE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row of a file: the line it begins on, and its cells by column."""

    number: int
    cells: Mapping[str, str]


class SheetError(ValueError):
    """A file, or from `line` on the rest of it, that is no table at all."""

    def __init__(self, message: str, line: int = 1, column: str = "") -> None:
        super().__init__(message)
        self.line, self.column = line, column


@dataclass(frozen=True, slots=True)
class Sheet:
    """The names of the columns, and the rows in the order of the file."""

    columns: tuple[str, ...]
    lines: tuple[SheetLine, ...]


def sheet(data: bytes) -> Sheet:
    """Read a file of either form. Raises SheetError."""
    text = _decode(data)
    if text.lstrip(_SPACE)[:1] in {"[", "{"}:
        lines = tuple(_objects(text))
        return Sheet(tuple(dict.fromkeys(name for line in lines for name in line.cells)), lines)
    return _table(text)


def _decode(data: bytes) -> str:
    try:
        encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = "the file is not UTF-8; save it as 'CSV UTF-8' or with the encoding UTF-8"
        raise SheetError(message, line) from None


def _table(text: str) -> Sheet:
    first, _, rest = text.partition("\n")
    hint = first.strip().casefold().startswith("sep=")  # a hint that Excel writes for itself
    body = rest if hint else text
    heading = body.partition("\n")[0]
    delimiter = max(DELIMITERS, key=heading.count)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    rows = _rows(reader, int(hint))
    columns = _columns(rows)
    lines = (SheetLine(number, _cells(columns, row, number)) for number, row in rows)
    return Sheet(columns, tuple(lines))


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
    columns = tuple(column_name(name) for name in names)
    while columns and not columns[-1]:
        columns = columns[:-1]
    twice = next((name for name, count in Counter(columns).items() if count > 1), None)
    if twice is not None:
        fault = f"the column {twice} is there twice" if twice else "a column has no name"
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


def _objects(text: str) -> Iterator[SheetLine]:
    """The objects of a JSON list, or of a file with one object a line."""
    decoder, at = json.JSONDecoder(), _next(text, 0)
    in_list = text[at] == "["
    at = _next(text, at + 1) if in_list else at
    number, line_at = 1, 0
    while at < len(text) and not (in_list and text[at] == "]"):
        number, line_at = number + text.count("\n", line_at, at), at
        try:
            value, at = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            raise SheetError("this is no JSON object; write {...}, {...}", number) from None
        if not isinstance(value, dict):
            raise SheetError("a list of objects is wanted; write [{...}, {...}]", number)
        yield SheetLine(
            number, {column_name(name): _cell(v, name, number) for name, v in value.items()}
        )
        at = _next(text, at)
        if in_list and text[at : at + 1] == ",":
            at = _next(text, at + 1)
        elif in_list and text[at : at + 1] != "]":
            raise SheetError("a comma or the end of the list is missing here", number)


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


def _cell(value: object, name: str, number: int) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str() | int():
            return str(value)
        case float():
            return format(value, "f").rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)
        case _:
            message = "a text, a number, true, false or null is wanted, no list and no object"
            raise SheetError(message, number, column_name(name))
