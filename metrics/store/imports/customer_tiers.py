"""The tier of each ticket's customer, as files tell it: one look-up for all tickets at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sqlalchemy import Connection, select

from metrics.sources.codebooks import Codebooks
from metrics.sources.identity import Identities
from metrics.store.tables.files import FILE_TABLES
from metrics.tickets.columns import Codes, Tickets
from metrics.tickets.records import Dimension

SHIFT = 34
"""Bits below which an instant lies; a customer stands above them."""


def customer_tiers(
    connection: Connection, codebooks: Codebooks, tickets: Tickets, who: Identities
) -> Codes | None:
    """The code of each ticket's tier as it was created, 0 for none; None: no file tells any."""
    rows = sorted(_tier_codes(connection, codebooks, who))
    if not rows:
        return None
    customer, since_at, tier = np.array(rows, dtype=np.int64).T
    # Customer and instant as one number: sorted by it, the last start that is not after a ticket's
    # own number is the tier of its customer then, unless it is another customer's.
    starts = (customer << SHIFT) + since_at
    position = (
        np.searchsorted(starts, (tickets.requester << SHIFT) + tickets.created_at, "right") - 1
    )
    is_known = (position >= 0) & (customer[position] == tickets.requester)
    return np.where(is_known & (tickets.requester > 0), tier[position], 0).astype(np.int32)


def _tier_codes(
    connection: Connection, codebooks: Codebooks, who: Identities
) -> Iterator[tuple[int, int, int]]:
    """Each customer's code, since when, and the tier's code; 0: not seen yet, or not clear who."""
    rows = FILE_TABLES["customer-tiers"].table.c
    for row in connection.execute(select(rows.customer, rows.since, rows.tier).order_by(rows.id)):
        code = codebooks[Dimension.TIER][row.tier]
        yield codebooks.customer(row.customer, who), row.since or 0, code
