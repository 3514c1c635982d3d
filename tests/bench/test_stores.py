"""Stores are made once, whole, and found again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import text

from metrics.errors import StoreError
from metrics.store.database.engine import Store
from tests.bench import filling, peer, supplies
from tests.bench.stores import filled

NOW = 1_795_500_000


def _tickets(url: str) -> int:
    with closing(Store.open(url)) as store, store.read() as connection:
        return int(connection.execute(text("select count(*) from timeline")).scalar_one())


def test_a_store_and_its_duckdb_have_the_same_tickets(tmp_path: Path) -> None:
    made = filled(tmp_path, 70, NOW)
    with duckdb.connect(str(made.peer)) as copy:
        assert copy.execute("select count(*) from timeline").fetchall() == [(70,)]
    assert (made.tickets, _tickets(made.url)) == (70, 70)
    assert {path.suffix for path in tmp_path.iterdir()} == {".db", ".duckdb"}


def test_what_is_there_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = filled(tmp_path, 70, NOW)
    monkeypatch.delattr(filling, "fill")
    monkeypatch.delattr(peer, "copy")
    again = filled(tmp_path, 70, NOW)
    assert (again.url, again.peer) == (made.url, made.peer)


def test_one_that_was_broken_off_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(supplies, "supply", fail)
        with pytest.raises(StoreError):
            filled(tmp_path, 70, NOW)
    assert _tickets(filled(tmp_path, 70, NOW).url) == 70


def test_other_tickets_are_another_store(tmp_path: Path) -> None:
    of_two_years = {filled(tmp_path, 70, now, with_peer=False).url for now in (NOW, NOW + 86400)}
    assert len(of_two_years) == 2
