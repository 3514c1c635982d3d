"""Which tickets a child stream must still be asked of, and how far it is whole because of them.

A ticket is wanted when it has changed, and until the child stream was asked of it as it then was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, case, delete, func, literal, select, update

from metrics.store.database.statements import chunks, insert_from_select, upsert
from metrics.store.syncs import ledger
from metrics.store.syncs.backfill import NEWEST_SECONDS
from metrics.store.syncs.ledger import STREAM
from metrics.store.tables.ledger import WantedRow
from metrics.store.tables.tickets import TicketRow, table
from metrics.tickets.records import Instant

WANTED = table(WantedRow)
TICKET = table(TicketRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How many tickets are wanted. `new_from` is when the first of the new ones had changed.

    `old_to` is when the last of those had that changed before all that is whole already.
    """

    tickets: int
    new_from: Instant | None
    old_to: Instant | None


def want(
    connection: Connection, source: str, streams: Iterable[str], tickets: Mapping[str, Instant]
) -> None:
    """Want what child streams hold of these tickets, by when each has changed."""
    rows = [
        {
            "source": source,
            "stream": stream,
            "ticket": ticket,
            "changed_at": changed_at,
            "failures": 0,
        }
        for stream in streams
        for ticket, changed_at in sorted(tickets.items())
    ]
    upsert(connection, WANTED, rows, ("source", "stream", "ticket"), "changed_at")


def want_all(connection: Connection, source: str, streams: Iterable[str]) -> None:
    """Want them of every ticket that is stored and not removed."""
    for stream in streams:
        tickets = select(
            TICKET.c.source, literal(stream), TICKET.c.id, TICKET.c.changed_at, literal(0)
        ).where(TICKET.c.source == source, TICKET.c.removal.is_(None))
        names = ("source", "stream", "ticket", "changed_at", "failures")
        insert_from_select(connection, WANTED, names, tickets)


def next_tickets(
    connection: Connection, source: str, stream: str, parent: str, most: int
) -> dict[str, Instant]:
    """The tickets to be asked of next, each with when it had changed.

    Those that have changed since all that is whole come first, the earliest of them before others,
    so that what is whole grows; then what lies before it, the latest first. What failed comes last.
    """
    since_at = _boundary(connection, source, stream, parent)
    is_new = WANTED.c.changed_at >= since_at
    query = (
        select(WANTED.c.ticket, WANTED.c.changed_at)
        .where(WANTED.c.source == source, WANTED.c.stream == stream)
        .order_by(
            WANTED.c.failures,
            case((is_new, 0), else_=1),
            case((is_new, WANTED.c.changed_at), else_=-WANTED.c.changed_at),
            WANTED.c.ticket,
        )
        .limit(most)
    )
    return {row.ticket: row.changed_at for row in connection.execute(query)}


def backlog(connection: Connection, source: str, stream: str, parent: str) -> Backlog:
    """What is still wanted of a child stream."""
    since_at = _boundary(connection, source, stream, parent)
    is_new = WANTED.c.changed_at >= since_at
    query = select(
        func.count(),
        func.min(case((is_new, WANTED.c.changed_at))),
        func.max(case((~is_new, WANTED.c.changed_at))),
    ).where(WANTED.c.source == source, WANTED.c.stream == stream)
    tickets, new_from, old_to = connection.execute(query).one()
    return Backlog(tickets=tickets, new_from=new_from, old_to=old_to)


def settle(
    connection: Connection, source: str, stream: str, tickets: Mapping[str, Instant]
) -> None:
    """The stream was asked of these tickets as they were; one that changed since stays wanted."""
    here = (WANTED.c.source == source) & (WANTED.c.stream == stream)
    by_stamp: dict[Instant, list[str]] = {}
    for ticket, changed_at in tickets.items():
        by_stamp.setdefault(changed_at, []).append(ticket)
    for changed_at, ids in by_stamp.items():
        for chunk in chunks(ids):
            asked = here & WANTED.c.ticket.in_(chunk) & (WANTED.c.changed_at <= changed_at)
            connection.execute(delete(WANTED).where(asked))


def count_failure(connection: Connection, source: str, stream: str, ticket: str) -> int:
    """Note that a ticket alone was asked of in vain; how often that was so."""
    here = (WANTED.c.source == source) & (WANTED.c.stream == stream) & (WANTED.c.ticket == ticket)
    counted = update(WANTED).where(here).values(failures=WANTED.c.failures + 1)
    return connection.execute(counted.returning(WANTED.c.failures)).scalar() or 0


def begin(connection: Connection, source: str, stream: str) -> None:
    """Know of a child stream; one that is new wants every ticket that is there already."""
    if stream not in ledger.streams(connection, source):
        ledger.insert_stream(connection, source, stream)
        want_all(connection, source, (stream,))


def advance(connection: Connection, source: str, stream: str, parent: str) -> None:
    """Say from when and up to when a child stream was read: as far as its parent, less the wanted.

    Until all that its parent tells of the newest days is asked, nothing of it was. It is known so
    far once that is built.
    """
    streams = ledger.streams(connection, source)
    own, above = streams[stream], streams.get(parent)
    if above is None:
        return
    rest = backlog(connection, source, stream, parent)
    ends = [at for at in (above.through_at, own.through_at) if at is not None]
    through_at: Instant | None = max(ends, default=None)
    if rest.new_from is not None:
        through_at = own.through_at
        if own.from_at is not None and own.through_at is not None:
            through_at = max(own.through_at, rest.new_from - 1)
    starts = [at for at in (above.read_from_at, _after(rest.old_to)) if at is not None]
    from_at: Instant | None = max(starts, default=None)
    if own.from_at is not None and from_at is not None:
        from_at = min(own.from_at, from_at)
    if rest.new_from is not None and own.from_at is None:
        from_at = None
    done = above.caught_up and rest.new_from is None
    values = {"caught_up": done, "through_at": through_at, "from_at": from_at}
    here = (STREAM.c.source == source) & (STREAM.c.stream == stream)
    connection.execute(update(STREAM).where(here).values(**values, error=None))


def _after(at: Instant | None) -> Instant | None:
    return None if at is None else at + 1


def _boundary(connection: Connection, source: str, stream: str, parent: str) -> Instant:
    """From when on what has changed is new to a child stream: since all of it that is whole.

    Before anything is, that is the newest part of what its parent has told.
    """
    streams = ledger.streams(connection, source)
    own, above = streams.get(stream), streams.get(parent)
    if own is not None and own.from_at is not None:
        return own.from_at
    if above is None or above.through_at is None:
        return 0
    return max(above.from_at or 0, above.through_at - NEWEST_SECONDS)


def wants(children: Mapping[str, Collection[str]], stream: str) -> tuple[str, ...]:
    """The child streams that the tickets of a stream want."""
    return tuple(child for child, parents in children.items() if stream in parents)
