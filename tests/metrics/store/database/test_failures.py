from __future__ import annotations

import sqlite3

import pytest
from psycopg import errors
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from metrics.store.database import failures


def wrapped(original: Exception, statement: str = "SELECT 1") -> DBAPIError:
    return DBAPIError(statement, {"name": "Ann"}, original, hide_parameters=True)


def of_sqlite(name: str) -> DBAPIError:
    error = sqlite3.OperationalError("Ann's row")
    error.sqlite_errorname = name
    return wrapped(error)


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("SQLITE_BUSY_SNAPSHOT", failures.BUSY),
        ("SQLITE_FULL", failures.FULL),
        ("SQLITE_READONLY_DIRECTORY", failures.READ_ONLY),
        ("SQLITE_CORRUPT_INDEX", failures.DAMAGED),
        ("SQLITE_CANTOPEN", failures.SHUT),
        ("SQLITE_IOERR_READ", failures.DISK),
        ("SQLITE_IOERR_SHMSIZE", failures.FULL),
    ],
)
def test_an_error_of_sqlite_says_what_to_mend(name: str, meaning: str) -> None:
    assert failures.sentence(of_sqlite(name)) == meaning


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (errors.DeadlockDetected, failures.BUSY),
        (errors.LockNotAvailable, failures.BUSY),
        (errors.QueryCanceled, failures.SLOW),
        (errors.DiskFull, failures.FULL),
        (errors.InvalidPassword, failures.REFUSED),
        (errors.AdminShutdown, failures.AWAY),
        (errors.UndefinedTable, failures.NO_TABLES),
    ],
)
def test_an_error_of_postgresql_says_what_to_mend(error: type[Exception], meaning: str) -> None:
    assert failures.sentence(wrapped(error("Ann's row"))) == meaning


def test_an_error_without_a_meaning_shows_its_code_and_statement_and_no_values() -> None:
    told = failures.sentence(wrapped(errors.UniqueViolation("(Ann)"), "INSERT INTO\n  team VALUES"))
    assert told == "The database refused a statement (23505): INSERT INTO team VALUES"


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ('password authentication failed for user "ann"', failures.REFUSED),
        ('database "support" does not exist', failures.NO_DATABASE),
        ("sorry, too many clients already", failures.BUSY),
        ("connection refused", failures.AWAY),
    ],
)
def test_what_a_server_says_before_a_session_is_understood(words: str, meaning: str) -> None:
    error = DBAPIError(None, None, errors.OperationalError(words))
    assert failures.sentence(error) == meaning


def test_a_pool_without_a_free_connection_is_busy() -> None:
    assert failures.sentence(PoolTimeoutError()) == failures.BUSY


def test_any_other_error_names_its_kind_only() -> None:
    assert failures.sentence(ArgumentError("Ann")) == (
        "The database could not be used (ArgumentError)."
    )
