"""By whose clock copies of the bot hold things for a time."""

from __future__ import annotations

import time
from contextlib import closing

import pytest

from bot.clock import system_now
from bot.shared_clock import shared_clock
from metrics.store.database.engine import Store


def test_it_is_the_databases_where_there_is_one(
    postgres_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Store.open(postgres_store_url)) as store:
        real = time.time
        monkeypatch.setattr(time, "time", lambda: real() + 3600)
        assert system_now() - shared_clock(store, system_now)() > 3000


def test_a_files_database_has_none(sqlite_store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Store.open(sqlite_store_url)) as store:
        monkeypatch.setattr(time, "time", lambda: 5.0)
        assert shared_clock(store, system_now)() == 5


def test_a_clock_that_was_handed_in_is_kept(store: Store) -> None:
    assert shared_clock(store, lambda: 7)() == 7
