"""Rows as CSV, for spreadsheets: written one at a time, and nothing in them becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO, TextIO

from bot.talk import Cell, Row

KEEP_IN_MEMORY = 2**22
"""Bytes of a file that are kept in memory; what is larger goes to a temporary file."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class _Spool(SpooledTemporaryFile[bytes]):
    """A temporary file that goes without a word where nobody has come for it."""

    def __del__(self) -> None:
        self.close()


def csv_file(lines: Iterable[Row], ends: str = "") -> tuple[IO[bytes], int]:
    """`lines` as a CSV file to be read from its start, and its size in bytes.

    A small one is kept in memory, a larger one in a temporary file that is gone once it is closed.
    `ends` is a last line that says what is missing. Raises OSError where there is no room for it.
    """
    content = _Spool(max_size=KEEP_IN_MEMORY)
    text = io.TextIOWrapper(content, encoding="utf-8", newline="")
    write_csv(lines, text)
    if ends:
        csv.writer(text).writerow([ends])
    text.flush()
    size = text.detach().tell()
    content.seek(0)
    return content, size


def write_csv(lines: Iterable[Row], file: TextIO) -> int:
    """Write `lines` under one heading; gives how many there were. Nothing becomes a formula.

    One line is in memory at a time.
    """
    number = 0
    writer = csv.writer(file)
    for number, line in enumerate(lines, start=1):
        if number == 1:
            writer.writerow(line)
        writer.writerow([_cell(value) for value in line.values()])
    return number


def _cell(value: Cell) -> Cell:
    """A cell that a spreadsheet reads as text: names come from outside."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return f"'{value}"
    return value
