"""One statement in one message to PostgreSQL, with an end to its patience.

What is set by the message holds for its own transaction alone, so it works behind a pooler too. A
time-out that the statement sets itself would come too late: it waits for locks before it runs.
"""

from __future__ import annotations

from typing import Any, Final, cast

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase

QUICK_SECONDS: Final = 1
_SETTINGS: Final = (
    f"SET LOCAL lock_timeout = '{QUICK_SECONDS}s'; "
    f"SET LOCAL statement_timeout = '{QUICK_SECONDS}s'; "
    "SET LOCAL synchronous_commit = off; "
)


def quick_write(connection: Connection, statement: UpdateBase) -> bool:
    """Whether `statement` returns a row; the connection commits by itself. Raises DBAPIError."""
    sql = statement.compile(dialect=connection.dialect)
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    try:
        with psycopg.ClientCursor(driver) as cursor:
            cursor.execute((_SETTINGS + str(sql)).encode(), sql.params)
            while cursor.nextset():
                pass
            return cursor.rowcount > 0
    except psycopg.Error as error:
        if driver.broken:
            connection.invalidate(error)
        raise DBAPIError(str(sql), None, error, connection_invalidated=driver.broken) from None
