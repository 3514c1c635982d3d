"""The door to the database: SQLite out of the box, PostgreSQL by address, one behaviour for both.

A read sees one instant of the database from its first statement to its last; a write waits for its
turn, and either all of it is kept or nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.dml import UpdateBase
from stamina import retry_context

from metrics.errors import StoreError
from metrics.store.database.failures import DAMAGED, lasts, sentence
from metrics.store.database.giving_way import GivingWay
from metrics.store.database.listening import expect, listen
from metrics.store.database.quick_write import quick_write
from metrics.store.database.read_replica import ReadReplica
from metrics.store.database.schema import HOUR_SECONDS, compare, upgrade
from metrics.store.database.sqlite_file import SqliteFile
from metrics.tickets.records import Instant

WAIT_SECONDS: Final = 10
READ_SECONDS: Final = 30
WRITE_SECONDS: Final = 300
ALIVE: Final = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""A server that vanished without a word is noticed in half a minute, and not in hours."""
POSTGRES_NAMES: Final = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
Transaction: TypeAlias = Connection
"""What a read or a write goes through, for those who hand it on and know no SQL."""
SQLITE_NAMES: Final = frozenset({"sqlite", "sqlite+pysqlite"})


@dataclass(frozen=True, slots=True)
class Store:
    """One database. Safe to share between threads; every failure is a StoreError.

    Columns of all tickets are loaded from its `replica`, where it has one; nothing else is.
    """

    engine: Engine
    replica: ReadReplica | None = None
    way: GivingWay | None = None

    @classmethod
    def open(cls, url: str | URL, *, create: bool = True, write_ahead: bool = True) -> Store:
        """Make ready to use the database at `url`, creating the file of a new SQLite database.

        Takes sqlite:///path, postgresql://... and postgres://... addresses. Raises StoreError, for
        a missing file too unless it is to `create` it. Without `write_ahead` a SQLite database is
        one file even while it is used, for one process alone.
        """
        address = _address(url)
        if address.drivername not in SQLITE_NAMES:
            return cls(_postgres(address))
        file = SqliteFile.of(address)
        if create:
            file.make_ready()
        else:
            file.refuse_missing()
        return cls(_sqlite(address, write_ahead=write_ahead))

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database, where its address names one."""
        sqlite = self.engine.dialect.name == "sqlite"
        return SqliteFile.of(self.engine.url).path if sqlite else None

    def with_replica(self, url: str) -> Store:
        """The same, with a read replica at `url`. Raises StoreError where that is no PostgreSQL."""
        return replace(self, replica=ReadReplica(Store.open(url, create=False)))

    def giving_way(self) -> Store:
        """The same for a process that writes much: its writes let those of others in between."""
        return self if self.path is None else replace(self, way=GivingWay())

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads, and sees one instant of the database."""
        with _translate_failures(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is kept, or nothing."""
        engine = self.engine.execution_options(writing=True)
        with (
            self.way.turn() if self.way else nullcontext(),
            _translate_failures(),
            engine.connect() as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def rebuild(self) -> Iterator[Connection]:
        """A transaction that may make tables anew, on a connection that nobody uses after it.

        SQLite lets no table go that others point to; so keys are held by whoever makes them anew.
        """
        engine = self.engine.execution_options(writing=True, rebuilding=True)
        with _translate_failures(), engine.connect() as connection:
            connection.detach()
            with connection.begin():
                yield connection

    def quick_write(self, statement: UpdateBase) -> bool:
        """Do a single statement that is a transaction of its own; whether it returns a row.

        The quickest way to write. On PostgreSQL it takes a second at most, and a server that dies
        may forget what was written in its last moment.
        """
        if self.engine.dialect.name == "sqlite":
            with self.write() as connection:
                return connection.execute(statement).first() is not None
        engine = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        with _translate_failures(), engine.connect() as connection:
            return quick_write(connection, statement)

    def migrate(self, home: str = "UTC") -> None:
        """Bring the tables up to date. Two processes may call it at once: one waits.

        `home` is the team's time zone, in which days of the past are read.
        Raises StoreError, and changes nothing, where the tables are none that a Deskpulse made.
        """
        with self.rebuild() as connection:
            upgrade(connection, home)

    def refuse_unfit(self) -> None:
        """Raise StoreError if the database is away or its tables are not those we need."""
        with self.read() as connection:
            compare(connection)

    def check(self) -> None:
        """Raise StoreError if the database is away or cannot be written, or the tables do not fit.

        Takes about a tenth of a second, whatever is stored.
        """
        self.refuse_unfit()
        with self.write() as connection:
            # Only a real write tells a read-only file or a standby server.
            connection.execute(text("UPDATE alembic_version SET version_num = version_num"))

    def look_for_damage(self) -> None:
        """Raise StoreError for a damaged SQLite file; takes as long as the file is large."""
        if self.engine.dialect.name == "sqlite":
            with self.read() as connection:
                _refuse_damage(connection)

    def now(self) -> Instant | None:
        """What time the server has it, the same for all who share it; None for a file's database.

        Leases are told by this clock: those of several machines differ.
        """
        if self.engine.dialect.name == "sqlite":
            return None
        with self.read() as connection:
            epoch = text("SELECT CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) AS BIGINT)")
            return int(connection.execute(epoch).scalar_one())

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()
        if self.replica is not None:
            self.replica.store.close()


@contextmanager
def _translate_failures() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        # Not chained in what is shown: the driver's own words can hold rows and addresses.
        raise StoreError(sentence(error), lasting=lasts(error)) from None


def _address(url: str | URL) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(
            "The database's address cannot be read. Write it like sqlite:///deskpulse.db or "
            "postgresql://user:password@host/name.",
            lasting=True,
        ) from None
    if address.drivername in SQLITE_NAMES:
        return address
    if address.drivername in POSTGRES_NAMES:
        return address.set(drivername="postgresql+psycopg")
    raise StoreError(
        f"{address.drivername} is not a database Deskpulse knows: use sqlite:///... or "
        "postgresql://...",
        lasting=True,
    )


def _sqlite(address: URL, *, write_ahead: bool) -> Engine:
    engine = create_engine(address, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver's own transactions lose updates: we say BEGIN ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
        if write_ahead:
            _write_ahead(cursor)
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("rebuilding", False):
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        # A reader that turns writer on an old snapshot fails at once; so writers say so first.
        is_write = options.get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

    return engine


def _write_ahead(cursor: DBAPICursor) -> None:
    """Switch the file to its write-ahead log, which several processes may do to a new file at once.

    SQLite does not wait for whoever writes before the switch, whatever its busy_timeout.
    """
    for attempt in retry_context(_is_busy, None, WAIT_SECONDS, wait_initial=0.02, wait_max=0.2):
        with attempt:
            cursor.execute("PRAGMA journal_mode = WAL")


def _is_busy(error: Exception) -> bool:
    return isinstance(error, sqlite3.Error) and error.sqlite_errorcode == sqlite3.SQLITE_BUSY


def _postgres(address: URL) -> Engine:
    defaults = {"connect_timeout": WAIT_SECONDS, "application_name": "deskpulse", **ALIVE}
    engine = create_engine(
        address,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_recycle=900,
        pool_timeout=WAIT_SECONDS,
        # No prepared statements and no session settings: both break behind a transaction pooler.
        connect_args={"prepare_threshold": None}
        | {name: value for name, value in defaults.items() if name not in address.query},
    )

    listen(engine)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        is_write = options.get("writing", False)
        kind = "READ COMMITTED" if is_write else "REPEATABLE READ, READ ONLY"
        seconds = WRITE_SECONDS if is_write else READ_SECONDS
        connection.exec_driver_sql(
            f"SET TRANSACTION ISOLATION LEVEL {kind}; SET LOCAL lock_timeout = '{WAIT_SECONDS}s'; "
            f"SET LOCAL statement_timeout = '{seconds}s'; "
            f"SET LOCAL idle_in_transaction_session_timeout = '{WRITE_SECONDS}s'"
        )
        expect(connection, HOUR_SECONDS if options.get("rebuilding", False) else seconds)

    return engine


def _refuse_damage(connection: Connection) -> None:
    verdict = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if verdict != "ok":
        raise StoreError(DAMAGED, lasting=True)
