"""Tickets of which nothing is known any more but that they are no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from metrics.store.database.rows import FIGURES, NAMES, TABLES, clean
from metrics.store.database.statements import Row, select_in
from metrics.tickets.records import Removed, Ticket

TICKET = TABLES[Ticket]


def removed_rows(
    connection: Connection, source: str, removed: Iterable[Removed], tickets: Sequence[Row]
) -> list[Row]:
    """The rows of tickets as they are once these are removed; of unknown ones there are none.

    `tickets` are those of the same page, of which each is taken as it stands there.
    """
    by_id = {clean(each.id): each for each in removed}
    names = ("source", *NAMES[Ticket], *FIGURES)
    query = select(*(TICKET.c[name] for name in names)).where(TICKET.c.source == source)
    rows = {row["id"]: row for row in select_in(connection, query, TICKET.c.id, by_id)}
    rows |= {row["id"]: row for row in tickets if row["id"] in by_id}
    return [
        row | {"removal": by_id[id].removal.value, "removed_at": by_id[id].at}
        for id, row in rows.items()
        if row["removal"] is None
    ]


def stays_removed(before: Row | None, after: Row) -> Row:
    """A row of a ticket; one that was removed stays so until the helpdesk has a newer version."""
    if before is None or before.get("removal") is None or after.get("removal") is not None:
        return after
    if after["changed_at"] > before["changed_at"]:
        return after
    return after | {name: before[name] for name in ("removal", "removed_at")}


def since_when(before: Row | None, after: Row) -> Row:
    """A row of a ticket; one that was removed before, and for the same cause, was so since then.

    Where a helpdesk keeps no time of a removal it tells the last change, which each touch moves.
    """
    if before is None or after.get("removal") is None or before["removal"] != after["removal"]:
        return after
    times = (before["removed_at"], after["removed_at"])
    return after | {"removed_at": min((at for at in times if at is not None), default=None)}
