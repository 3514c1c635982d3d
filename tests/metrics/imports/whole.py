"""A small file, read to its end."""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple

from metrics.imports import CellContext, Fault, FileKind, FileReading
from metrics.imports.cells import Row


class WholeFile(NamedTuple):
    """The rows that could be read, and what is wrong with the others."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def read(kind: FileKind, data: bytes, around: CellContext) -> WholeFile:
    """All that a file holds."""
    reading = FileReading(kind, BytesIO(data), around)
    rows = tuple(row for _, row in reading.rows())
    return WholeFile(rows, reading.faults.first)
