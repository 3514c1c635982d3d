"""Back-ups: a SQLite file of all that a database holds, whichever kind the database is.

A file is written under another name, for our own user alone, and gets its own once it is whole.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection
from sqlalchemy.engine import URL

from metrics.errors import StoreError
from metrics.store.database import copying
from metrics.store.database.engine import Store
from metrics.store.database.failures import DISK, FULL
from metrics.store.database.schema import can_be_upgraded, lock, refuse_newer, revision, upgrade
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

MAGIC: Final = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class CopyResult:
    """What was copied: rows by table. `unsure`: posts of which nobody can tell if they went out."""

    rows: Mapping[str, int]
    unsure: int = 0


def back_up(store: Store, file: Path, *, replace: bool = False) -> CopyResult:
    """Write all that the store holds into a new file; others may read and write meanwhile.

    Raises StoreError; then there is no file, or the one that was there before.
    """
    if file.exists() and not replace:
        raise StoreError(f"There is a file {file} already. Name another, or take it away first.")
    with _whole(file) as unfinished:
        address = URL.create("sqlite", database=str(unfinished))
        with (
            closing(Store.open(address, write_ahead=False)) as target,
            store.read() as reading,
            target.rebuild() as writing,
        ):
            return CopyResult(copying.copy(reading, writing))


def restore(
    file: Path, to: str, now: Instant, *, home: str = "UTC", replace: bool = False
) -> CopyResult:
    """Put all that a back-up holds into the empty database at `to`, and bring it up to date.

    `home` is the team's time zone, in which days of the past are read.
    With `replace` what the database holds is given up. Raises StoreError, and changes nothing.
    """
    with _opened(file) as source, source.read() as reading:
        refuse_newer(reading)
        with closing(Store.open(to)) as store, store.rebuild() as writing:
            rows = _into(reading, writing, home, replace=replace)
            return CopyResult(rows, copying.say_nothing_twice(writing, now))


def copy(store: Store, to: str, *, home: str = "UTC", replace: bool = False) -> CopyResult:
    """Put all that a store holds into the empty database at `to`, and bring it up to date.

    `home` is the team's time zone, in which days of the past are read.
    """
    with closing(Store.open(to)) as target:
        if target.engine.url == store.engine.url:
            raise StoreError("That is the same database. Nothing was changed.")
        with store.read() as reading, target.rebuild() as writing:
            return CopyResult(_into(reading, writing, home, replace=replace))


def keep_before_upgrade(store: Store) -> None:
    """Make a back-up beside a SQLite file whose tables are about to be changed, or say how to.

    Tables that are refused are not changed, so nothing is copied, however often the bot starts.
    Raises StoreError where there is no room for it: then nothing is changed.
    """
    with store.read() as connection:
        found = revision(connection)
        if not can_be_upgraded(connection):
            return
    if store.path is None:
        logger.warning(
            "The tables of revision %s are changed now. Only a back-up from before leads back: "
            "`deskpulse backup FILE` of the old version, or your server's own.",
            found,
        )
        return
    file = store.path.with_name(f"{store.path.name}.{found}.backup")
    back_up(store, file, replace=True)
    logger.warning("The tables of revision %s are changed now; a back-up stands in %s", found, file)


def _into(
    reading: Connection, writing: Connection, home: str, *, replace: bool
) -> Mapping[str, int]:
    lock(writing)
    copying.clear(writing, replace=replace)
    rows = copying.copy(reading, writing)
    upgrade(writing, home)
    copying.let_go(writing)
    return rows


@contextmanager
def _whole(file: Path) -> Iterator[Path]:
    """A new file to write to, which gets its name at the end; nobody else may read it."""
    try:
        descriptor, name = mkstemp(prefix=f".{file.name}.", dir=file.parent)
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}.") from None
    unfinished = Path(name)
    try:
        yield unfinished
        os.fsync(descriptor)
        unfinished.replace(file)
    except StoreError as error:
        if str(error) not in {FULL, DISK}:
            raise
        raise StoreError(f"{file} was not written. {error}") from None
    finally:
        os.close(descriptor)
        for end in ("", "-journal"):
            Path(name + end).unlink(missing_ok=True)


@contextmanager
def _opened(file: Path) -> Iterator[Store]:
    """A back-up to read from, which stays as it is, also on a disk that cannot be written."""
    try:
        with file.open("rb") as begin:
            known = begin.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise StoreError(f"{file} cannot be read: {error.strerror}.") from None
    if not known:
        raise StoreError(f"{file} is no back-up: `deskpulse backup` makes a SQLite database.")
    query = {"mode": "ro", "uri": "true"}
    if not file.with_name(f"{file.name}-wal").exists():
        query |= {"immutable": "1"}
    address = URL.create("sqlite", database=f"file:{quote(str(file.resolve()))}", query=query)
    with closing(Store.open(address, write_ahead=False)) as store:
        _refuse_parts(store, file)
        yield store


def _refuse_parts(store: Store, file: Path) -> None:
    try:
        store.look_for_damage()
    except StoreError:
        raise StoreError(f"{file} is damaged. Take another back-up.") from None
    with store.read() as connection:
        if revision(connection) is None:
            raise StoreError(f"{file} is a database, but none of Deskpulse's.")
