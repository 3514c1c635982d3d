"""The version of the tables: bringing them up to date, and telling when they do not fit."""

from __future__ import annotations

from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from metrics.errors import StoreError

# A number of our own, so that only Deskpulse's migrations wait for each other.
MIGRATION_LOCK: Final = 0x6465736B
HOUR: Final = "3600s"


def upgrade(connection: Connection) -> None:
    """Bring the tables up to date inside the transaction of `connection`, one process at a time."""
    if connection.dialect.name == "postgresql":
        # A lock of the transaction, not of the session: it holds behind a pooler too.
        connection.execute(text(f"SET LOCAL lock_timeout = '{HOUR}'"))
        connection.execute(text(f"SET LOCAL statement_timeout = '{HOUR}'"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
    _refuse_newer(connection)
    command.upgrade(_config(connection), "head")


def compare(connection: Connection) -> None:
    """Raise StoreError unless the tables are exactly those this Deskpulse knows."""
    _refuse_newer(connection)
    found, head = _revision(connection), _script(connection).get_current_head()
    if found is None:
        raise StoreError("The database has no tables yet. Start `deskpulse serve`: it makes them.")
    if found != head:
        raise StoreError(
            f"The tables are of an older Deskpulse ({found}; this one needs {head}). Start "
            "`deskpulse serve` once: it brings them up to date."
        )


def _refuse_newer(connection: Connection) -> None:
    found = _revision(connection)
    known = {script.revision for script in _script(connection).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"The tables are of a newer Deskpulse ({found} is unknown here). Start that version, "
            "or restore a backup made before it."
        )


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "metrics.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _script(connection: Connection) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(connection))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
