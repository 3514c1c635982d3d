"""The helpdesk's own word on tickets: its times beside ours, and what we do not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, select
from sqlmodel import col

from metrics.store.database.engine import Store
from metrics.store.database.statements import Row
from metrics.store.tables.tickets import RatingRow, TicketRow, TimelineRow
from metrics.tickets.arrays import Ints
from metrics.tickets.records import Instant, RatingScore
from metrics.tickets.vendor_figures import VendorFigures, VendorTime

CHUNK = 500
"""Keys in one IN list."""


_FIGURES = tuple(each.name for each in fields(VendorFigures))


def keep_figures(before: Row | None, after: Row) -> Row:
    """A row of a ticket with the figures that another reading of the same version told.

    One list of a helpdesk may tell of them while another does not.
    """
    if before is None or before["changed_at"] != after["changed_at"]:
        return after
    missing = [name for name in _FIGURES if after[name] is None and before[name] is not None]
    return {**after, **{name: before[name] for name in missing}} if missing else after


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
    query = select(col(TicketRow.key), own, business)
    ends = col(TicketRow.created_at) + 60 * own
    places: list[ColumnElement[bool]] = [and_(ends >= window[0], ends < window[1])]
    for first in range(0, len(keys), CHUNK):
        places.append(col(TicketRow.key).in_(keys[first : first + CHUNK]))
    times_by_key: dict[int, tuple[int, int]] = {}
    with store.read() as connection:
        for place in places:
            for key, minutes, business_minutes in connection.execute(
                query.where(own.is_not(None), place)
            ):
                times_by_key[key] = (
                    60 * minutes,
                    -1 if business_minutes is None else 60 * business_minutes,
                )
    rows = np.array(
        [(key, *times_by_key[key]) for key in sorted(times_by_key)], dtype=np.int64
    ).reshape(-1, 3)
    return VendorTimes(ticket=rows[:, 0], calendar=rows[:, 1], business=rows[:, 2])


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadCounts:
    """How many tickets were answered, solved, reopened and rated by the helpdesk's word alone.

    What we work out does not show it: something of their history is not given to us, or not read.
    """

    replies: int = 0
    solves: int = 0
    reopens: int = 0
    ratings: int = 0


def count_unread(connection: Connection, source: str) -> UnreadCounts:
    """What a helpdesk says of the tickets of a source that is not among what was read of them."""
    row, ticket, rating = TimelineRow, TicketRow, RatingRow
    own_rows = and_(col(row.source) == source, col(row.removal).is_(None))
    unread_reply = col(row.unread_reply_at).is_not(None)
    unread_solve, unread_reopen = col(row.unread_solve_at).is_not(None), col(row.unread_reopen)
    counts_query = select(
        *(func.count(case((one, 1))) for one in (unread_reply, unread_solve, unread_reopen))
    )
    replies, solves, reopens = tuple(connection.execute(counts_query.where(own_rows)).one())
    # Rated by the helpdesk's word, with no answered survey of the ticket among those read.
    own_rating = and_(
        col(rating.source) == ticket.source,
        col(rating.ticket) == ticket.id,
        col(rating.score) != RatingScore.OFFERED.value,
    )
    ratings_query = select(func.count(col(ticket.key))).where(
        col(ticket.source) == source,
        col(ticket.removal).is_(None),
        col(ticket.rated).is_(True),
        ~exists().where(own_rating),
    )
    ratings = connection.execute(ratings_query).scalar_one()
    return UnreadCounts(replies=replies, solves=solves, reopens=reopens, ratings=ratings)
