"""The helpdesk's own word on tickets: its times beside ours, and what we do not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, select
from sqlmodel import col

from metrics.store.database.engine import Store
from metrics.store.tables.tickets import RatingRow, TicketRow, TimelineRow
from metrics.tickets.arrays import Ints
from metrics.tickets.records import Instant, Score
from metrics.tickets.vendor_figures import VendorTime

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """How many tickets were answered, solved, reopened and rated by the helpdesk's word alone.

    What we work out does not show it: something of their history is not given to us, or not read.
    """

    replies: int = 0
    solves: int = 0
    reopens: int = 0
    ratings: int = 0


def unread(connection: Connection, source: str) -> Unread:
    """What a helpdesk says of the tickets of a source that is not among what was read of them."""
    row, ticket, rating = TimelineRow, TicketRow, RatingRow
    mine = and_(col(row.source) == source, col(row.removal).is_(None))
    answered = col(row.unread_reply_at).is_not(None)
    solved, reopened = col(row.unread_solve_at).is_not(None), col(row.unread_reopen)
    counted = select(*(func.count(case((one, 1))) for one in (answered, solved, reopened)))
    replies, solves, reopens = tuple(connection.execute(counted.where(mine)).one())
    told = and_(
        col(rating.source) == ticket.source,
        col(rating.ticket) == ticket.id,
        col(rating.score) != Score.OFFERED.value,
    )
    rated = select(func.count(col(ticket.key))).where(
        col(ticket.source) == source,
        col(ticket.removal).is_(None),
        col(ticket.rated).is_(True),
        ~exists().where(told),
    )
    ratings = connection.execute(rated).scalar_one()
    return Unread(replies=replies, solves=solves, reopens=reopens, ratings=ratings)
