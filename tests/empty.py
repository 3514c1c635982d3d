"""New databases with all tables and no rows: to make the tables takes longer than many a test."""

from __future__ import annotations

import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from metrics.store.database.engine import Store


@cache
def content() -> bytes:
    """What such a SQLite file holds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        with closing(Store.open(f"sqlite:///{path}")) as store:
            store.migrate()
        return path.read_bytes()


def opened(path: Path) -> Store:
    """The store in that file, which is made where it is missing."""
    if not path.exists():
        path.write_bytes(content())
    return Store.open(f"sqlite:///{path}")
