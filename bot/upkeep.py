"""What the store needs from time to time: each is done by one copy of the bot, whichever lives."""

from __future__ import annotations

import logging

from bot.services import Services
from metrics.errors import StoreError
from metrics.store.syncs import ledger
from metrics.store.tickets.retention import DAY_SECONDS, delete_old, edge

logger = logging.getLogger(__name__)


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
