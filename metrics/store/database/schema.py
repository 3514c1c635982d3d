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
HOUR: Final = "3600s"
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
    found = revision(connection)
    if found is None:
        _refuse_unmarked(connection)
    else:
        _fit(connection, found)
    if found != head():
        step_to(connection, head(), home)
        _refuse_lost_rows(connection)
        _refuse_others(connection)


def lock(connection: Connection) -> None:
    """Wait until nobody else changes tables; statements may take an hour from here on."""
    if connection.dialect.name == "postgresql":
        # A lock of the transaction, not of the session: it holds behind a pooler too.
        connection.execute(text(f"SET LOCAL lock_timeout = '{HOUR}'"))
        connection.execute(text(f"SET LOCAL statement_timeout = '{HOUR}'"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))


def refuse_newer(connection: Connection) -> None:
    """Raise StoreError where a Deskpulse that came after this one made the tables."""
    found = revision(connection)
    known = {script.revision for script in _script().walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"The tables are of a newer Deskpulse ({found} is unknown here). Start that version, "
            "or restore a backup made before it."
        )


def step_to(connection: Connection, wanted: str, home: str = "UTC") -> None:
    """Take the steps up to a revision, and look at nothing else."""
    config = _config(connection)
    config.attributes["home"] = home
    command.upgrade(config, wanted)


def compare(connection: Connection) -> None:
    """Raise StoreError unless the tables are those this Deskpulse knows; takes about 0.1 s."""
    refuse_newer(connection)
    found = revision(connection)
    if found is None:
        raise NoDatabaseError(NO_TABLES_YET)
    if found != head():
        raise StoreError(
            f"The tables are of an older Deskpulse ({found}; this one needs {head()}). Make a "
            "back-up (`deskpulse backup FILE`), then start `deskpulse serve` once: it brings them "
            "up to date."
        )
    _refuse_others(connection)


def can_be_upgraded(connection: Connection) -> bool:
    """Whether the tables are of an earlier revision, and nothing stands against the next steps."""
    found = revision(connection)
    earlier = {script.revision for script in _script().walk_revisions()} - {head()}
    if found not in earlier:
        return False
    unlike = differences(connection, expected(found))
    return not unlike or (found == FIRST and can_mend(unlike))


def revision(connection: Connection) -> str | None:
    """The revision that the tables say they are of; None where nothing says so."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The revision this program makes and needs."""
    return str(_script().get_current_head())


@cache
def expected(wanted: str) -> MetaData:
    """The tables of a revision, made once in memory by its steps and described for any database."""
    if wanted == head():
        return METADATA
    engine, tables = create_engine("sqlite://"), MetaData()
    with engine.begin() as scratch:
        step_to(scratch, wanted)
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


def _fit(connection: Connection, found: str) -> None:
    """Refuse tables that are not of their own revision; early ones of the first are mended."""
    unlike = differences(connection, expected(found))
    left = mend(connection, unlike) if unlike and found == FIRST else unlike
    if left:
        raise StoreError(
            f"The tables say they are of revision {found}, but {words(left)}. Undo what was "
            "changed by hand, or `deskpulse restore` a back-up. Else name a new database in "
            "DATABASE_URL, which reads the helpdesk again, and keep this one: it holds what "
            "people made."
        )


def _refuse_others(connection: Connection) -> None:
    unlike = differences(connection, METADATA)
    if unlike:
        raise StoreError(
            f"The tables are not those this Deskpulse needs: {words(unlike)}. Make a back-up "
            "(`deskpulse backup FILE`), then start `deskpulse serve` once: it mends what it can, "
            "or says what to do."
        )


def _refuse_unmarked(connection: Connection) -> None:
    there = sorted(set(inspect(connection).get_table_names()) & set(METADATA.tables))
    if there:
        raise StoreError(
            f"The database has tables of these names already ({', '.join(there[:3])} ...), and "
            "nothing says that Deskpulse made them. Name another database in DATABASE_URL, or "
            "restore a back-up."
        )


def _refuse_lost_rows(connection: Connection) -> None:
    """On SQLite keys are not held while tables are made anew, so they are looked at afterwards."""
    if connection.dialect.name == "sqlite":
        lost = connection.execute(text("PRAGMA foreign_key_check")).first()
        if lost:
            raise StoreError(
                f"Rows of the table {lost[0]} belong to nothing. Nothing was changed. Restore a "
                "back-up, or tell Deskpulse's maintainers."
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
