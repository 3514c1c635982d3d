"""What is not whole is found, each with what mends it."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, text, update

from metrics.store.database.engine import Store
from metrics.store.tables.metadata import METADATA
from metrics.store.tickets.checking import FULL, HARMLESS, REBUILD, RESTORE, Flaw, flaws, rebuild
from metrics.store.tickets.timelines import pending
from tests.revisions.desk import fill

T = METADATA.tables


def test_a_desk_that_is_whole_has_no_flaw(store: Store) -> None:
    fill(store)
    assert list(flaws(store)) == []


def test_rows_that_belong_to_nothing_are_told_with_what_mends_them(store: Store) -> None:
    fill(store)
    event = {"source": "zendesk:acme", "id": "lost", "ticket": "999", "at": 1, "order": 0}
    event |= {"kind": "message", "automated": False, "public": True}
    with store.rebuild() as connection:
        connection.execute(insert(T["event"]), event)
        connection.execute(delete(T["receipt"]))
        connection.execute(
            update(T["timeline"]).where(T["timeline"].c.ticket == 2).values(revision=9999)
        )
        for name in ("span", "wait", "solve", "sla_stretch", "timeline"):
            connection.execute(delete(T[name]).where(T[name].c.ticket == 1))
    assert set(flaws(store)) == {
        Flaw("1 row of event without a ticket.", FULL),
        Flaw("1 row of card whose receipt is gone.", HARMLESS),
        Flaw("1 row of ticket without a timeline.", REBUILD),
        Flaw("1 row of timeline of a revision that has not come yet.", REBUILD),
    }
    assert rebuild(store) == 1
    with store.read() as connection:
        assert pending(connection, "zendesk:acme") == 12
    told = {flaw.what for flaw in flaws(store)}
    assert "1 row of ticket without a timeline." not in told, "it waits for the next sync"


def test_a_page_that_was_overwritten_is_told(store: Store) -> None:
    if store.path is None:
        available = text("SELECT 1 FROM pg_available_extensions WHERE name = 'amcheck'")
        with store.write() as connection:
            if connection.execute(available).first() is None:
                pytest.skip("this server has no amcheck")
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
        fill(store)
        assert list(flaws(store)) == [], "amcheck has looked at every index"
        return
    fill(store)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'event'"
        ).scalar_one()
    store.close()
    data = bytearray(store.path.read_bytes())
    data[(page - 1) * 4096 + 8 : (page - 1) * 4096 + 60] = b"\xff" * 52
    store.path.write_bytes(data)
    flaw = next(flaws(store))
    assert flaw.what.startswith("The file is damaged")
    assert flaw.mend == RESTORE
