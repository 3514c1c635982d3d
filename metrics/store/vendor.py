"""The helpdesk's own times of tickets, read only where somebody asks to compare them with ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import ColumnElement, and_, select
from sqlmodel import col

from metrics.arrays import Ints
from metrics.records import Instant, VendorTime
from metrics.store.engine import Store
from metrics.store.tables import TicketRow

CHUNK = 500
"""Keys in one IN list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorTimes:
    """One row a ticket, by ascending key: seconds from its creation, and of these working time.

    Helpdesks tell whole minutes. `business` is -1 where they tell none.
    """

    ticket: Ints
    calendar: Ints
    business: Ints


def vendor_times(
    store: Store, which: VendorTime, window: tuple[Instant, Instant], keys: Sequence[int]
) -> VendorTimes:
    """The times that end in [start, end), and those of the tickets with these keys."""
    own = getattr(TicketRow, f"{which}_minutes")
    business = getattr(TicketRow, f"{which}_business_minutes")
    wanted = select(col(TicketRow.key), own, business)
    ends = col(TicketRow.created_at) + 60 * own
    places: list[ColumnElement[bool]] = [and_(ends >= window[0], ends < window[1])]
    for first in range(0, len(keys), CHUNK):
        places.append(col(TicketRow.key).in_(keys[first : first + CHUNK]))
    found: dict[int, tuple[int, int]] = {}
    with store.read() as connection:
        for place in places:
            for key, minutes, worked in connection.execute(wanted.where(own.is_not(None), place)):
                found[key] = 60 * minutes, -1 if worked is None else 60 * worked
    rows = np.array([(key, *found[key]) for key in sorted(found)], dtype=np.int64).reshape(-1, 3)
    return VendorTimes(ticket=rows[:, 0], calendar=rows[:, 1], business=rows[:, 2])
