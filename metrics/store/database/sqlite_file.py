"""The file of a SQLite database: where it lies, and who may read it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL

from metrics.errors import NoDatabaseError, StoreError
from metrics.store.database.failures import SHUT


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """The path of a SQLite database; None where the address is a URI for SQLite itself to read."""

    path: Path | None

    @classmethod
    def of(cls, address: URL) -> SqliteFile:
        """The file an address names; refuses a database in memory, which no other thread sees."""
        name = address.database or ":memory:"
        if "uri" in address.query:
            return cls(None)
        if name == ":memory:":
            raise StoreError(
                "Name a file for the database, such as sqlite:///deskpulse.db.", lasting=True
            )
        return cls(Path(name))

    def make_ready(self) -> None:
        """Create folder and file if need be, for our own user alone.

        SQLite gives its -wal and -shm files the rights of the file itself.
        """
        if self.path is None or self.path.exists():
            return
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreError(f"{SHUT} ({self.path}: {error.strerror})", lasting=True) from None

    def refuse_missing(self) -> None:
        """Raise StoreError where there is no file, for whoever only reads."""
        if self.path is None or self.path.exists():
            return
        folder = self.path.parent
        if folder.exists() and not os.access(folder, os.W_OK):
            raise StoreError(f"{SHUT} ({self.path}: the folder cannot be written to)")
        raise NoDatabaseError(
            f"There is no database {self.path} yet. `deskpulse serve` or `deskpulse sync` makes it "
            "at the first sync; DATABASE_URL says where it is."
        )
