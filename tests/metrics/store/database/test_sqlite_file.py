from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import make_url

from metrics.errors import StoreError
from metrics.store.database.sqlite_file import SqliteFile


def test_a_file_that_is_there_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"kept")
    SqliteFile(path).make_ready()
    assert path.read_bytes() == b"kept"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match=r"data/store\.db"):
        SqliteFile(tmp_path / "data" / "store.db").make_ready()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="Name a file"):
        SqliteFile.of(make_url(url))


def test_an_address_for_sqlite_itself_is_left_to_it() -> None:
    assert SqliteFile.of(make_url("sqlite:///file:x.db?mode=ro&uri=true")) == SqliteFile(None)
