"""What the store needs from time to time."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.cards.sources import sources_card
from bot.cli.personal import whom
from bot.upkeep import Forgetting, back_up_daily, delete_old_tickets
from metrics.ask.patience import Patience
from metrics.store.books.outbox import Outbox
from metrics.store.database.backup import restore
from metrics.store.syncs import ledger
from metrics.store.syncs.lease import claim
from metrics.store.tickets.forgetting import forget
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


def test_who_was_forgotten_is_in_no_figure_of_a_bot_that_has_just_read_what_is_new(
    tmp_path: Path,
) -> None:
    with services(settings(tmp_path)) as bare:
        store, asker = bare.outbox.store, replace(bare.asker, patience=Patience())
        forgetting = Forgetting(store)

        def renew() -> bool:
            asker.renew()
            return True

        def gone() -> bool:
            return agent not in asker.directory().agents

        forgetting.look(renew)
        asker.directory()
        with store.write() as connection:
            ledger.next_revision(connection, "zendesk:acme")
        asker.renew()  # as after a sync: nothing newer is looked for during half a minute
        agent = next(iter(asker.directory().agents))
        assert forget(store, whom(store, f"zendesk:acme/{agent}"), bare.now)
        assert not gone()
        forgetting.look(lambda: False)
        assert not gone()
        forgetting.look(renew)
        assert gone()
        forgetting.look(lambda: pytest.fail("Nobody else was forgotten"))


def test_a_store_that_is_away_is_told_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = settings(tmp_path, DESKPULSE_KEEP_TICKETS_DAYS="100")
    with services(kept) as bare:
        (tmp_path / "test.db").write_bytes(b"no database at all" * 500)
        delete_old_tickets(bare)
    assert "Old tickets could not be deleted" in caplog.text


def backups(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_back_up_is_made_once_a_day_by_one_copy_and_so_many_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "deskpulse-by-hand.backup").write_text("kept")
    given = {"DESKPULSE_BACKUP_FOLDER": str(folder), "DESKPULSE_BACKUPS_KEPT": "2"}
    kept = settings(tmp_path, DESKPULSE_BACKUP_HOUR="7", DESKPULSE_TIMEZONE="UTC", **given)
    with services(kept) as bare:
        midnight = NOW // DAY * DAY
        back_up_daily(replace(bare, now=lambda: midnight + 6 * 3600))
        assert backups(folder) == ["deskpulse-by-hand.backup"], "its hour has not come"
        for copy in (bare, replace(bare, outbox=Outbox(bare.outbox.store, "another"))):
            back_up_daily(replace(copy, now=lambda: midnight + 8 * 3600))
        (made,) = folder.glob("deskpulse-2026-11-24.backup")
        first = made.stat()
        assert first.st_mode & 0o777 == 0o600
        back_up_daily(replace(bare, now=lambda: midnight + 20 * 3600))
        assert made.stat().st_mtime_ns == first.st_mtime_ns, "once a day"
        for later in (1, 2):
            back_up_daily(replace(bare, now=lambda: midnight + later * DAY + 8 * 3600))  # noqa: B023
    assert backups(folder) == [
        "deskpulse-2026-11-25.backup",
        "deskpulse-2026-11-26.backup",
        "deskpulse-by-hand.backup",
    ]
    restored = restore(folder / "deskpulse-2026-11-26.backup", f"sqlite:///{tmp_path}/r.db", NOW)
    assert restored.rows["ticket"] == 300


def test_a_failed_back_up_is_told_once_until_one_is_made_and_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    given = {"DESKPULSE_BACKUP_FOLDER": str(folder), "DESKPULSE_ADMINS": "U0000001"}
    kept = settings(tmp_path, DESKPULSE_BACKUP_HOUR="0", DESKPULSE_TIMEZONE="UTC", **given)
    with services(kept) as bare:

        def told() -> int:
            return len(bare.outbox.of("notice:backup:U0000001", 10))

        for hours in (0, 2, 30):
            back_up_daily(replace(bare, now=lambda: NOW + hours * 3600))  # noqa: B023
        assert told() == 1
        (message,) = bare.outbox.of("notice:backup:U0000001", 10)
        assert "could not be made" in (message.payload or "")
        folder.mkdir()
        back_up_daily(replace(bare, now=lambda: NOW + 32 * 3600))
        assert len(backups(folder)) == 1
        shutil.rmtree(folder)
        back_up_daily(replace(bare, now=lambda: NOW + 60 * 3600))
        assert told() == 2
