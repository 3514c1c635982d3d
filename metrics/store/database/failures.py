"""What the database's errors mean to the person who has to mend them. No row or address in them."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

AWAY: Final = "The database cannot be reached. Check its address and that it is running."
BUSY: Final = "The database is busy. Try again in a moment; if it stays so, look for what holds it."
DAMAGED: Final = (
    "The database is damaged or is no database at all. Stop Deskpulse, keep the file, and restore "
    "a backup with `deskpulse restore`."
)
FULL: Final = "The disk is full. Free some space; nothing is lost."
DISK: Final = "The disk failed to read or write. Check its free space and its mount."
READ_ONLY: Final = (
    "The database is read-only here. Give the user Deskpulse runs as the right to write to it (for "
    "SQLite to its folder too), or name the primary server."
)
SHUT: Final = "The database cannot be opened. Check that its folder exists and may be written to."
REFUSED: Final = "The database refused the user or the password in its address."
NO_DATABASE: Final = "There is no database of that name on the server. Create it, then try again."
NO_TABLES: Final = "The database lacks tables. Start `deskpulse serve` once: it makes them."
SLOW: Final = "The database took too long and was stopped. Try again, or ask for less at once."

# By the beginning of SQLite's error name or of PostgreSQL's SQLSTATE; the first that fits.
MEANINGS: Final = (
    (("SQLITE_BUSY", "SQLITE_LOCKED", "40", "53300", "55P03"), BUSY),
    (("SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002"), DAMAGED),
    # The last is what a full disk says to whoever opens a write-ahead log on it.
    (("SQLITE_FULL", "53100", "SQLITE_IOERR_SHMSIZE"), FULL),
    (("SQLITE_READONLY", "SQLITE_PERM", "25006", "42501"), READ_ONLY),
    (("SQLITE_CANTOPEN",), SHUT),
    (("SQLITE_IOERR", "58"), DISK),
    (("28",), REFUSED),
    (("3D000",), NO_DATABASE),
    (("42P01",), NO_TABLES),
    (("57014",), SLOW),
    (("08", "57P", "25P03"), AWAY),
)

LASTING: Final = frozenset({DAMAGED, SHUT, REFUSED, NO_DATABASE})
"""What stays so until a person has acted."""
LASTING_OF_FILES: Final = ("SQLITE_READONLY", "SQLITE_PERM")
"""A file stays read-only until then too; a server may become the primary one by itself."""


def lasts(error: SQLAlchemyError) -> bool:
    """Whether no waiting helps before a person has acted."""
    code = _code(error) if isinstance(error, DBAPIError) else ""
    return sentence(error) in LASTING or code.startswith(LASTING_OF_FILES)


def sentence(error: SQLAlchemyError) -> str:
    """Say what happened and what to do."""
    if isinstance(error, PoolTimeoutError):
        return BUSY
    if not isinstance(error, DBAPIError):
        return f"The database could not be used ({type(error).__name__})."
    code = _code(error)
    for beginnings, meaning in MEANINGS:
        if code.startswith(beginnings):
            return meaning
    if error.connection_invalidated or (not code and error.statement is None):
        return _without_code(error)
    return (
        f"The database refused a statement ({code or type(error.orig).__name__}): {_begin(error)}"
    )


def _code(error: DBAPIError) -> str:
    original = error.orig
    if isinstance(original, sqlite3.Error):
        if "no such table" in str(original):
            return "42P01"
        return str(getattr(original, "sqlite_errorname", ""))
    return str(getattr(original, "sqlstate", None) or "")


def _without_code(error: DBAPIError) -> str:
    """What libpq says before there is a session has no code; only its fixed words are looked at."""
    words = str(error.orig)
    if "password" in words or "authentication" in words or "role" in words:
        return REFUSED
    if "database" in words and "does not exist" in words:
        return NO_DATABASE
    return BUSY if "too many clients" in words or "too many connections" in words else AWAY


def _begin(error: DBAPIError) -> str:
    """The first words of the statement; values are never part of it, we bind all of them."""
    return " ".join((error.statement or "").split())[:120]
