"""The files of a database: the newest is there, older ones go, and nobody else's are touched."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.tickets import state
from metrics.store.tickets.column_cache import ColumnCache, Stored
from metrics.store.tickets.snapshots import SnapshotReader
from tests.filled import fill

NOW = 1_795_500_000


@pytest.fixture
def stored(store: Store, monkeypatch: pytest.MonkeyPatch) -> Stored:
    monkeypatch.setattr(state, "FILED_FROM", 1)
    fill(store, 60, NOW)
    reader = SnapshotReader(store)
    reader.snapshot()
    assert reader._state is not None
    return reader._state.stored


def test_the_newest_is_taken_and_older_ones_go(
    store: Store, stored: Stored, tmp_path: Path
) -> None:
    folder = tmp_path / "cache"
    cache = ColumnCache(store, folder)
    folder.mkdir()
    (folder / "another.columns").write_text("of another database")
    names = [cache.keep(stored).name for _ in range(4)]
    with store.read() as connection:
        newest = cache.newest(connection)
    assert newest is not None
    assert newest.name == names[-1]
    assert {path.stem for path in folder.iterdir()} == {names[-1], "another"}


def test_two_who_write_at_once_leave_two_whole_files(
    store: Store, stored: Stored, tmp_path: Path
) -> None:
    cache = ColumnCache(store, tmp_path)
    threads = [Thread(target=cache.keep, args=(stored,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as connection:
        assert cache.newest(connection) is not None
    assert not list(tmp_path.glob(".*.new"))


def test_what_is_cleared_is_taken_by_nobody(store: Store, stored: Stored, tmp_path: Path) -> None:
    cache = ColumnCache(store, tmp_path)
    name = cache.keep(stored).name
    copy = tmp_path / "copy"
    copy.write_bytes(cache.path(name).read_bytes())
    cache.clear()
    copy.rename(cache.path(name))
    with store.read() as connection:
        assert cache.newest(connection) is None


def test_who_may_only_read_the_database_leaves_no_file(
    store: Store, stored: Stored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Store) -> None:
        raise StoreError("The database can only be read.")

    monkeypatch.setattr(Store, "write", refused)
    folder = tmp_path / "cache"
    assert ColumnCache(store, folder).keep(stored) is stored
    assert not list(folder.iterdir())
