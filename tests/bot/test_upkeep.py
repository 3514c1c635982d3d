"""What the store needs from time to time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.cards.sources import sources_card
from bot.upkeep import delete_old_tickets
from metrics.store.syncs import ledger
from metrics.store.syncs.lease import claim
from metrics.store.tickets.retention import TICKET
from tests.bot.desk import NOW, services, settings

DAY = 86_400


def test_old_tickets_go_where_the_settings_say_so_and_it_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with services(settings(tmp_path)) as bare:
        store = bare.outbox.store
        half = update(TICKET).where(TICKET.c.key % 2 == 0)
        with store.write() as connection:
            connection.execute(half.values(status="solved"))

        def count() -> int:
            with store.read() as connection:
                return connection.execute(select(func.count(TICKET.c.key))).scalar_one()

        later = replace(bare, now=lambda: NOW + 150 * DAY)
        delete_old_tickets(later)
        assert count() == 300
        kept = settings(tmp_path, DESKPULSE_KEEP_TICKETS_DAYS="100")
        with store.write() as connection:
            claim(connection, "zendesk:acme", "another", NOW + 150 * DAY, 60)
        delete_old_tickets(replace(later, settings=kept))
        assert count() == 300, "it is being synced"
        caplog.set_level("INFO")
        delete_old_tickets(replace(later, settings=kept, now=lambda: NOW + 150 * DAY + 61))
        assert 0 < count() < 300
        assert "more than 100 days ago" in caplog.text
        with store.read() as connection:
            source = ledger.source(connection, "zendesk:acme")
        assert source.kept_from_at == (NOW + 49 * DAY) // DAY * DAY
        overview = bare.asker.overview()
        card = sources_card(overview, NOW + 150 * DAY, "UTC", lambda _: DAY)
        assert "has been deleted, as the settings say" in str(card.head)


def test_a_store_that_is_away_is_told_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = settings(tmp_path, DESKPULSE_KEEP_TICKETS_DAYS="100")
    with services(kept) as bare:
        (tmp_path / "test.db").write_bytes(b"no database at all" * 500)
        delete_old_tickets(bare)
    assert "Old tickets could not be deleted" in caplog.text
