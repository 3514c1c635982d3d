"""The version of the tables: bringing them up to date, and telling when they do not fit."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Float, MetaData, Table, create_engine, event, inspect, text

from metrics.errors import NoDatabaseError, StoreError
from metrics.store.database.differences import can_mend, differences, mend, words
from metrics.store.tables.metadata import METADATA

# A number of our own, so that only Deskpulse's migrations wait for each other.
MIGRATION_LOCK: Final = 0x6465736B
HOUR_SECONDS: Final = 3600
FIRST: Final = "0001"
"""The one revision that was made in several ways, before it was frozen."""
NO_TABLES_YET: Final = (
    "The database has no tables yet. Start `deskpulse serve` or `deskpulse sync`: it makes them."
)


def upgrade(connection: Connection, home: str = "UTC") -> None:
    """Bring the tables up to date inside the transaction of `connection`, one process at a time.

    `home` is the team's time zone, in which days of the past are read.
    Raises StoreError, and changes nothing, where the tables are none that a Deskpulse made.
    """
    lock(connection)
    refuse_newer(connection)
    current = revision(connection)
    if current is None:
        _refuse_unmarked(connection)
    else:
        _fit(connection, current)
    if current != head():
        step_to(connection, head(), home)
        _refuse_lost_rows(connection)
        _refuse_others(connection)


def lock(connection: Connection) -> None:
    """Wait until nobody else changes tables; statements may take an hour from here on."""
    if connection.dialect.name == "postgresql":
        # A lock of the transaction, not of the session: it holds behind a pooler too.
        connection.execute(text(f"SET LOCAL lock_timeout = '{HOUR_SECONDS}s'"))
        connection.execute(text(f"SET LOCAL statement_timeout = '{HOUR_SECONDS}s'"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))


def refuse_newer(connection: Connection) -> None:
    """Raise StoreError where another program, or a Deskpulse after this one, made the tables."""
    current = revision(connection)
    revisions = {script.revision for script in _script().walk_revisions()}
    if current is not None and current not in revisions:
        _refuse_strange(connection, current, METADATA)
        raise StoreError(
            f"The tables are of a newer Deskpulse ({current} is unknown here). Start that version, "
            "or restore a backup made before it.",
            lasting=True,
        )


def refuse_foreign(connection: Connection) -> None:
    """Raise StoreError where tables have names of ours, and nothing says that Deskpulse made them.

    Tables of ours that were spoiled pass: a back-up in their place is what mends them.
    """
    refuse_newer(connection)
    current = revision(connection)
    if current is None:
        _refuse_unmarked(connection)
    else:
        _refuse_strange(connection, current, tables_of(current))


def step_to(connection: Connection, target: str, home: str = "UTC") -> None:
    """Take the steps up to a revision, and look at nothing else."""
    config = _config(connection)
    config.attributes["home"] = home
    command.upgrade(config, target)


def compare(connection: Connection) -> None:
    """Raise StoreError unless the tables are those this Deskpulse knows; takes about 0.1 s."""
    refuse_newer(connection)
    current = revision(connection)
    if current is None:
        raise NoDatabaseError(NO_TABLES_YET)
    if current != head():
        raise StoreError(
            f"The tables are of an older Deskpulse ({current}; this one needs {head()}). Make a "
            "back-up (`deskpulse backup FILE`), then start `deskpulse serve` once: it brings them "
            "up to date."
        )
    _refuse_others(connection)


def can_be_upgraded(connection: Connection) -> bool:
    """Whether the tables are of an earlier revision, and nothing stands against the next steps."""
    current = revision(connection)
    earlier = {script.revision for script in _script().walk_revisions()} - {head()}
    if current not in earlier:
        return False
    misfits = differences(connection, tables_of(current))
    return not misfits or (current == FIRST and can_mend(misfits))


def revision(connection: Connection) -> str | None:
    """The revision that the tables say they are of; None where nothing says so."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The revision this program makes and needs."""
    return str(_script().get_current_head())


@cache
def tables_of(target: str) -> MetaData:
    """The tables of a revision, made once in memory by its steps and described for any database."""
    if target == head():
        return METADATA
    engine, tables = create_engine("sqlite://"), MetaData()
    with engine.begin() as scratch:
        step_to(scratch, target)
        reflect(scratch, tables)
    engine.dispose()
    tables.remove(tables.tables["alembic_version"])
    return tables


def reflect(connection: Connection, tables: MetaData, names: list[str] | None = None) -> None:
    """Describe tables that exist, in types that every database has and without server defaults."""

    @event.listens_for(tables, "column_reflect")
    def plainly(_: Any, __: Table, column: dict[str, Any]) -> None:
        kind = column["type"].as_generic()
        column["type"] = Float(53) if isinstance(kind, Float) else kind
        column["default"] = None

    tables.reflect(connection, only=names)


def _fit(connection: Connection, current: str) -> None:
    """Refuse tables that are not of their own revision; early ones of the first are mended."""
    misfits = differences(connection, tables_of(current))
    rest = mend(connection, misfits) if misfits and current == FIRST else misfits
    if rest:
        raise StoreError(
            f"The tables say they are of revision {current}, but {words(rest)}. Undo what was "
            "changed by hand, or `deskpulse restore` a back-up. Else name a new database in "
            "DATABASE_URL, which reads the helpdesk again, and keep this one: it holds what "
            "people made.",
            lasting=True,
        )


def _refuse_others(connection: Connection) -> None:
    misfits = differences(connection, METADATA)
    if misfits:
        raise StoreError(
            f"The tables are not those this Deskpulse needs: {words(misfits)}. Make a back-up "
            "(`deskpulse backup FILE`), then start `deskpulse serve` once: it mends what it can, "
            "or says what to do.",
            lasting=True,
        )


def _refuse_unmarked(connection: Connection) -> None:
    clashes = sorted(set(inspect(connection).get_table_names()) & set(METADATA.tables))
    if clashes:
        raise StoreError(
            f"The database has tables of these names already ({', '.join(clashes[:3])} ...), and "
            "nothing says that Deskpulse made them. Nothing was changed. Name another database.",
            lasting=True,
        )


def _refuse_strange(connection: Connection, current: str, tables: MetaData) -> None:
    """Other programs keep a revision in the same place; so most of our tables have to be there."""
    found = set(inspect(connection).get_table_names()) & set(tables.tables)
    if 2 * len(found) < len(tables.tables):
        raise StoreError(
            f"The tables are not Deskpulse's: another program made them (they say {current} of "
            "themselves). Nothing was changed. Name another database.",
            lasting=True,
        )


def _refuse_lost_rows(connection: Connection) -> None:
    """On SQLite keys are not held while tables are made anew, so they are looked at afterwards."""
    if connection.dialect.name == "sqlite":
        orphan = connection.execute(text("PRAGMA foreign_key_check")).first()
        if orphan:
            raise StoreError(
                f"Rows of the table {orphan[0]} belong to nothing. Nothing was changed. Restore a "
                "back-up, or tell Deskpulse's maintainers.",
                lasting=True,
            )


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", "metrics.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@cache
def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
