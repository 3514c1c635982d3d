"""The random stores of `tests.bench`: each is made once, and its rows are copied from then on.

To make one anew takes ten times as long, which was most of the time of many a test.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from metrics.store.database.engine import Store
from metrics.tickets.records import Instant
from tests.bench import filling, supplies
from tests.empty import opened


def fill(store: Store, tickets: int, ends_at: Instant) -> None:
    """Write `tickets` tickets created in the year before `ends_at`."""
    if store.engine.dialect.name == "sqlite":
        _copy_rows(_filled(tickets, ends_at), store, "INSERT")
    else:
        filling.fill(store, tickets, ends_at)


def supply(store: Store, tickets: int, ends_at: Instant) -> None:
    """Write promises for each ticket of `fill`, and files in a size that fits."""
    if store.engine.dialect.name == "sqlite":
        _copy_rows(_supplied(tickets, ends_at), store, "INSERT OR IGNORE")
    else:
        supplies.supply(store, tickets, ends_at)


@contextmanager
def supplied(url: str, tickets: int, ends_at: Instant) -> Iterator[Store]:
    """A store with so many tickets, and all that is supplied for them."""
    with closing(Store.open(url)) as store:
        fill(store, tickets, ends_at)
        supply(store, tickets, ends_at)
        yield store


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Where the stores are; it goes with the process."""
    return tempfile.TemporaryDirectory(prefix="deskpulse-filled-")


@cache
def _filled(tickets: int, ends_at: Instant) -> Path:
    """A SQLite file with such tickets."""
    path = Path(_folder().name) / f"{tickets}-{ends_at}.db"
    with closing(opened(path)) as store:
        filling.fill(store, tickets, ends_at)
    return path


@cache
def _supplied(tickets: int, ends_at: Instant) -> Path:
    """A SQLite file with such tickets, their promises and the files."""
    path = Path(_folder().name) / f"{tickets}-{ends_at}-supplied.db"
    with closing(opened(path)) as store:
        fill(store, tickets, ends_at)
        supplies.supply(store, tickets, ends_at)
    return path


def _copy_rows(path: Path, store: Store, how: str) -> None:
    """Put all rows of a file into a store of the same tables."""
    with closing(sqlite3.connect(str(store.engine.url.database))) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("ATTACH ? AS made", (str(path),))
        with connection:
            for table in _tables(connection):
                connection.execute(f'{how} INTO main."{table}" SELECT * FROM made."{table}"')


def _tables(connection: sqlite3.Connection) -> list[str]:
    """The tables that may have rows, but the one that says of which revision all are."""
    names = connection.execute("SELECT name FROM made.sqlite_master WHERE type = 'table'")
    return [name for (name,) in names if not name.startswith(("sqlite_", "alembic_"))]
