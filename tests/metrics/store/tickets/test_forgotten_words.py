"""Which rows of files name somebody who has been forgotten."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from metrics.imports.cells import Row
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.tables.tickets import PersonRow, table
from metrics.store.tickets.forgotten_words import keep_away, without_forgotten
from metrics.store.tickets.tombstones import put_up
from metrics.tickets.records import Role

ACME = "zendesk:acme"


@pytest.fixture
def store(store: Store) -> Store:
    with store.write() as connection:
        ledger.register(connection, "zendesk", "acme", 0)
    return store


def left_out(store: Store, kind: str, *rows: Row) -> tuple[list[int], int]:
    """The lines that are left out, and how many rows are kept."""
    lines = list[int]()
    with store.read() as connection:
        kept = list(without_forgotten(connection, kind, enumerate(rows, 2), lines))
    return lines, sum(map(len, kept))


def forgotten(store: Store, *words: str) -> None:
    with store.write() as connection:
        put_up(connection, ACME, "4711", Role.AGENT, 5)
        keep_away(connection, words, Role.AGENT, 5)


def test_before_anybody_is_forgotten_all_rows_are_kept(store: Store) -> None:
    assert left_out(store, "shifts", {"agent": "Ann"}, {"agent": "Bo"}) == ([], 2)
    assert left_out(store, "shifts") == ([], 0)


def test_a_row_is_left_out_by_whichever_of_its_columns_names_somebody(store: Store) -> None:
    forgotten(store, "ann smith")
    rows: list[Row] = [
        {"customer": "ANN Smith", "agent": None},
        {"customer": None, "agent": "Ann Smith"},
        {"customer": "c-1", "agent": "Bo"},
        {"customer": None, "agent": None},
    ]
    assert left_out(store, "surveys", *rows) == ([2, 3], 2)


def test_who_was_forgotten_when_only_ids_were_known_is_found_by_theirs(store: Store) -> None:
    with store.write() as connection:
        put_up(connection, ACME, "4711", Role.AGENT, 5)
    rows: list[Row] = [{"agent": "4711"}, {"agent": f"{ACME}/4711"}, {"agent": "4712"}]
    assert left_out(store, "shifts", *rows) == ([2, 3], 1)


def test_a_name_that_somebody_has_today_is_theirs(store: Store) -> None:
    forgotten(store, "ann smith", "ann lee")
    row = {"source": ACME, "id": "9", "role": "agent", "name": "Ann Smith", "changed_at": 0}
    with store.write() as connection:
        connection.execute(insert(table(PersonRow)).values(row))
    assert left_out(store, "shifts", {"agent": "Ann Smith"}, {"agent": "Ann Lee"}) == ([3], 1)


def test_a_kind_that_names_nobody_is_kept(store: Store) -> None:
    forgotten(store, "billing")
    assert left_out(store, "tiers", {"team": "Billing", "tier": 1}) == ([], 1)
