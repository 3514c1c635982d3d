"""Accounts that are asked no more."""

from __future__ import annotations

import pytest

from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.tickets.retirement import reactivate, retire
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.tickets.records import NEVER
from tests.bench.filling import SOURCE, fill

NOW = 1_795_500_000


def test_a_retired_source_is_history_until_it_is_asked_again(store: Store) -> None:
    fill(store, 1, NOW)
    with store.write() as connection:
        retired = retire(connection, "zendesk:acme", 500)
        assert retire(connection, "zendesk:acme", 600) == retired
    assert (retired.retired_at, retired.asked, retired.helpdesk) == (500, False, True)
    with store.write() as connection:
        assert reactivate(connection, "zendesk:acme").asked


def test_what_came_from_files_is_not_retired(store: Store) -> None:
    with store.write() as connection:
        ledger.register(connection, "files", "cost", 0)
        with pytest.raises(StoreError, match="only a helpdesk is retired"):
            retire(connection, "files:cost", 500)
        with pytest.raises(StoreError, match="deskpulse sync"):
            retire(connection, "zendesk:gone", 500)


def test_what_was_open_ends_where_its_source_was_retired(store: Store) -> None:
    fill(store, 300, NOW)
    reader = SnapshotReader(store)
    before = sorted(reader.snapshot().spans.ended_at)
    assert NEVER in before
    with store.write() as connection:
        retire(connection, SOURCE, NOW + 60)
    retired = reader.snapshot()
    assert len(retired.spans.ended_at) == len(before)
    assert retired.spans.ended_at.max() == NOW + 60
    assert retired.waits.ended_at.max() <= NOW + 60
    with store.write() as connection:
        reactivate(connection, SOURCE)
    del retired  # as long as it is held, nothing else is read
    assert sorted(reader.snapshot().spans.ended_at) == before


def test_a_retired_source_holds_no_other_back(store: Store) -> None:
    fill(store, 50, NOW)
    with store.write() as connection:
        ledger.register(connection, "zendesk", "new", NOW - 500)
        ledger.freshen(connection, "zendesk:new", NOW + 900)
    reader = SnapshotReader(store)
    assert reader.snapshot().fresh_until == NOW
    with store.write() as connection:
        retire(connection, SOURCE, NOW + 60)
    assert reader.snapshot().fresh_until == NOW + 900
    with store.write() as connection:
        retire(connection, "zendesk:new", NOW + 900)
    assert reader.snapshot().fresh_until == NOW
