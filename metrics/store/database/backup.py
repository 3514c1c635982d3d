"""Back-ups: a SQLite file of all that a database holds, whichever kind the database is."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection
from sqlalchemy.engine import URL

from metrics.errors import StoreError
from metrics.store.database import copying
from metrics.store.database.engine import Store
from metrics.store.database.new_file import new_file
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
    with new_file(file) as draft:
        address = URL.create("sqlite", database=str(draft))
        with (
            closing(Store.open(address, write_ahead=False)) as target,
            store.read() as reader,
            target.rebuild() as writer,
        ):
            return CopyResult(copying.copy(reader, writer))


def restore(
    file: Path, to: str, now: Instant, *, home: str = "UTC", replace: bool = False
) -> CopyResult:
    """Put all that a back-up holds into the empty database at `to`, and bring it up to date.

    `home` is the team's time zone, in which days of the past are read.
    With `replace` what the database holds is given up. Raises StoreError, and changes nothing.
    """
    with _open_backup(file) as source, source.read() as reader:
        refuse_newer(reader)
        with closing(Store.open(to)) as store, store.rebuild() as writer:
            rows = _copy_into(reader, writer, home, replace=replace)
            return CopyResult(rows, copying.withhold_posts(writer, now))


def copy(store: Store, to: str, *, home: str = "UTC", replace: bool = False) -> CopyResult:
    """Put all that a store holds into the empty database at `to`, and bring it up to date.

    `home` is the team's time zone, in which days of the past are read.
    """
    with closing(Store.open(to)) as target:
        if target.engine.url == store.engine.url:
            raise StoreError("That is the same database. Nothing was changed.")
        with store.read() as reader, target.rebuild() as writer:
            return CopyResult(_copy_into(reader, writer, home, replace=replace))


def back_up_before_upgrade(store: Store) -> None:
    """Make a back-up beside a SQLite file whose tables are about to be changed, or say how to.

    Tables that are refused are not changed, so nothing is copied, however often the bot starts.
    Raises StoreError where there is no room for it: then nothing is changed.
    """
    with store.read() as connection:
        current = revision(connection)
        if not can_be_upgraded(connection):
            return
    if store.path is None:
        logger.warning(
            "The tables of revision %s are changed now. Only a back-up from before leads back: "
            "`deskpulse backup FILE` of the old version, or your server's own.",
            current,
        )
        return
    file = store.path.with_name(f"{store.path.name}.{current}.backup")
    back_up(store, file, replace=True)
    logger.warning(
        "The tables of revision %s are changed now; a back-up stands in %s", current, file
    )


def _copy_into(
    reader: Connection, writer: Connection, home: str, *, replace: bool
) -> Mapping[str, int]:
    lock(writer)
    copying.clear(writer, replace=replace)
    rows = copying.copy(reader, writer)
    upgrade(writer, home)
    copying.free_leases(writer)
    return rows


@contextmanager
def _open_backup(file: Path) -> Iterator[Store]:
    """A back-up to read from, which stays as it is, also on a disk that cannot be written."""
    try:
        with file.open("rb") as start:
            is_sqlite = start.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise StoreError(f"{file} cannot be read: {error.strerror}.") from None
    if not is_sqlite:
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
