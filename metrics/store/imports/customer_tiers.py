"""The tier of each ticket's customer, as files tell it: one look-up for all tickets at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from metrics.sources.codebooks import Codebooks
from metrics.sources.identity import Identities
from metrics.tickets.columns import Codes, Tickets
from metrics.tickets.narrow import Table
from metrics.tickets.records import Dimension

SHIFT = 34
"""Bits below which an instant lies; a customer stands above them."""


def note_tiers(table: Table, codebooks: Codebooks) -> None:
    """Let every tier that a file tells have its code."""
    for word in table["vocabulary.tier"].whole():
        codebooks[Dimension.TIER][str(word)]  # its first look-up gives a word its code


def customer_tiers(
    table: Table, codebooks: Codebooks, tickets: Tickets, who: Identities
) -> Codes | None:
    """The code of each ticket's tier as it was created, 0 for none; None: no file tells any."""
    rows = sorted(_tier_codes(table, codebooks, who))
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
    table: Table, codebooks: Codebooks, who: Identities
) -> Iterator[tuple[int, int, int]]:
    """Each customer's code, since when, and the tier's code; 0: not seen yet, or not clear who."""
    customers, tiers = (table[f"vocabulary.{name}"].whole() for name in ("customer", "tier"))
    customer_codes = [codebooks.customer(str(word), who) for word in customers]
    tier_codes = [codebooks[Dimension.TIER][str(word)] for word in tiers]
    since = np.nan_to_num(table["numbers.since"].whole(), nan=0).astype(np.int64)
    columns = table["words.customer"].whole(), since, table["words.tier"].whole()
    for customer, since_at, tier in zip(*(each.tolist() for each in columns), strict=True):
        yield customer_codes[customer], since_at, tier_codes[tier]
