"""What the store needs from time to time: each is done by one copy of the bot, whichever lives."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.cards import blocks
from bot.deliveries.notices import notice
from bot.deliveries.supplies import administrators
from bot.services import Services
from bot.shared_clock import shared_clock
from bot.talk import Reply
from metrics.errors import StoreError
from metrics.store.books.backup_days import BackupDays
from metrics.store.database.backup import back_up
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import new_holder
from metrics.store.syncs import ledger
from metrics.store.tickets.retention import DAY_SECONDS, delete_old, edge
from metrics.store.tickets.tombstones import numbers

logger = logging.getLogger(__name__)

FILES: Final = "deskpulse-????-??-??.backup"
"""What the back-ups of days are called; nothing else in their folder is ever deleted."""


@dataclass
class Forgetting:
    """Notices that somebody was forgotten, by whatever process, so that no figure names them."""

    store: Store
    _renewed_for: Mapping[str, int] | None = None

    def look(self, renew: Callable[[], bool]) -> None:
        """Have columns read anew where somebody was forgotten since the last look. Never raises.

        Where `renew` cannot be taken on just now, it is asked again at the next look.
        """
        try:
            with self.store.read() as connection:
                forgotten = numbers(connection)
        except StoreError:  # whose columns nobody reads just now either
            return
        if self._renewed_for is None or self._renewed_for == forgotten or renew():
            self._renewed_for = forgotten


def delete_old_tickets(services: Services) -> None:
    """Delete what the settings keep no longer, once a day of each source. Never raises.

    A source that is being synced waits for another turn. They are kept a day longer than is said,
    so that no sync whose clock is late reads again what has just been deleted.
    """
    store, days = services.outbox.store, services.settings.keep_tickets_days
    if days is None:
        return
    kept_from_at = edge(services.now() - DAY_SECONDS, days)
    try:
        with store.read() as connection:
            sources = [each.name for each in ledger.sources(connection)]
        for source in sources:
            counts = delete_old(store, source, kept_from_at, services.now)
            if counts and any((counts.tickets, counts.rows, counts.customers)):
                logger.info(
                    "Deleted what %s told more than %s days ago: %s tickets, %s rows of contacts, "
                    "%s customers without a ticket",
                    *(source, days, counts.tickets, counts.rows, counts.customers),
                )
    except StoreError as error:
        logger.warning("Old tickets could not be deleted: %s", error)


def back_up_daily(services: Services) -> None:
    """Make the back-up of the day where its hour has come and none is there yet. Never raises.

    A failure is tried again after an hour; who administers hears of the first after a success.
    """
    settings, now = services.settings, services.now()
    local = datetime.fromtimestamp(now, ZoneInfo(settings.timezone))
    if not settings.backup_folder or local.hour < settings.backup_hour:
        return
    folder, day = Path(settings.backup_folder), f"{local:%Y-%m-%d}"
    days = BackupDays(services.outbox.store, new_holder())
    try:
        if not days.claim(day, shared_clock(services.outbox.store, services.now)()):
            return
        file = folder / f"deskpulse-{day}.backup"
        back_up(services.outbox.store, file, replace=True)
        days.finish(day, str(file), services.now())
        _delete_oldest(folder, settings.backups_kept)
        logger.info("The back-up of the day stands in %s", file)
    except (StoreError, OSError) as error:
        logger.error("The back-up of the day failed: %s", error)  # noqa: TRY400  it says it all
        _tell(services, days, day, str(error))


def _delete_oldest(folder: Path, kept: int) -> None:
    for file in sorted(folder.glob(FILES))[:-kept]:
        file.unlink(missing_ok=True)


def _tell(services: Services, days: BackupDays, day: str, why: str) -> None:
    """Tell who administers, once after each back-up that was made."""
    try:
        days.fail(day, why)
        made_at, _ = days.newest()
        title = "The back-up failed"
        text = f"Today's back-up could not be made: {why} I try again every hour."
        reply = Reply(text=f"{title}. {text}", head=(blocks.header(title), blocks.section(text)))
        now = services.now()
        people = administrators(services)
        notices = [notice(f"backup:{to}", reply, to, now, made_at or 0) for to in people]
        services.outbox.put(notices, now)
    except StoreError as error:
        logger.warning("Nobody could be told of the failed back-up: %s", error)
