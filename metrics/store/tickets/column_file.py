"""Columns in a file: mapped into memory, so that all processes of a machine share them.

A copy of what a database holds and never the truth: a file that is cut short, damaged, or made
otherwise than today is no file.
"""

from __future__ import annotations

import json
import mmap
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from metrics.tickets.narrow import Narrow, Table

FORMAT: Final = 1
"""Goes up with whatever changes what is in a file, or what it means."""
MAGIC: Final = b"deskpulse columns\n"
ALIGNED: Final = 64
_NUMBER: Final = 8
_CHUNK: Final = 2**24


@dataclass(frozen=True, eq=False)
class Content:
    """What a file holds: tables by name, and what else belongs to them."""

    tables: Mapping[str, Table]
    about: Mapping[str, Any]


def write(path: Path, content: Content) -> None:
    """Put a file in its place, whole or not at all. Raises OSError where that cannot be."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for piece in _pieces(content):
                file.write(piece)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise


def read(path: Path) -> Content | None:
    """What a file holds, mapped; None where there is none, or it is not as it was written."""
    try:
        with path.open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return _content(data)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _pieces(content: Content) -> Iterator[bytes | memoryview]:
    """The head with where all lies, then the columns one after the other."""
    places: dict[str, dict[str, Any]] = {}
    columns: list[memoryview] = []
    at = check = 0
    for name, table in content.tables.items():
        places[name] = {}
        for key, column in table.items():
            stored = np.ascontiguousarray(column.stored)
            data = stored.view(np.uint8).data if stored.nbytes else memoryview(b"")
            padding = memoryview(bytes(-stored.nbytes % ALIGNED))
            places[name][key] = (
                stored.dtype.str,
                len(stored),
                at,
                column.length,
                column.kind,
                column.least,
                column.never,
            )
            for piece in (data, padding):
                check = zlib.crc32(piece, check)
            at += stored.nbytes + len(padding)
            columns += [data, padding]
    head = json.dumps(
        {"format": FORMAT, "size": at, "check": check, "tables": places, "about": content.about}
    ).encode()
    head += b" " * (-(len(MAGIC) + 2 * _NUMBER + len(head)) % ALIGNED)
    yield MAGIC + len(head).to_bytes(_NUMBER, "big") + zlib.crc32(head).to_bytes(_NUMBER, "big")
    yield head
    yield from columns


def _content(data: memoryview) -> Content | None:
    start = len(MAGIC) + 2 * _NUMBER
    if bytes(data[: len(MAGIC)]) != MAGIC:
        return None
    length, check = (
        int.from_bytes(data[at : at + _NUMBER], "big") for at in (len(MAGIC), start - _NUMBER)
    )
    head_bytes, columns = data[start : start + length], data[start + length :]
    if zlib.crc32(head_bytes) != check:
        return None
    head = json.loads(bytes(head_bytes))
    if head["format"] != FORMAT or head["size"] != len(columns) or _check(columns) != head["check"]:
        return None
    tables = {
        name: {key: _column(columns, *place) for key, place in places.items()}
        for name, places in head["tables"].items()
    }
    return Content(tables, head["about"])


def _check(data: memoryview) -> int:
    check = 0
    for start in range(0, len(data), _CHUNK):
        check = zlib.crc32(data[start : start + _CHUNK], check)
    return check


def _column(  # noqa: PLR0913, PLR0917 - a place in the head
    data: memoryview,
    dtype: str,
    stored: int,
    at: int,
    length: int,
    kind: str,
    least: int,
    never: bool,  # noqa: FBT001
) -> Narrow:
    values = np.frombuffer(data, np.dtype(dtype), stored, at)
    return Narrow(values, length, kind, least, never)
