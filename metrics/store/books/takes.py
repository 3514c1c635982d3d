"""Who goes on with which ticket: kept here alone, until the ticket moves or is given back.

A ticket moves when its status, agent or team changes, or when an agent writes. So a take needs no
end of its own: it stands as long as nothing of that kind is known from after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update

from metrics.store.database.engine import Store
from metrics.store.database.rows import clean
from metrics.store.database.statements import insert_first, select_in
from metrics.store.tables.people import TakeRow
from metrics.store.tables.tickets import EventRow, PersonRow, table
from metrics.tickets.records import EventKind, Field, Instant, Role, TicketId

TAKE = table(TakeRow)
EVENT = table(EventRow)
PERSON = table(PersonRow)
_MOVES = (Field.STATUS, Field.AGENT, Field.TEAM)
BY_AGENT = or_(
    EVENT.c.author == Role.AGENT,
    exists().where(
        PERSON.c.source == EVENT.c.source,
        PERSON.c.id == EVENT.c.actor,
        PERSON.c.role == Role.AGENT,
    ),
)
_HAS_MOVED = exists().where(
    EVENT.c.source == TAKE.c.source,
    EVENT.c.ticket == TAKE.c.ticket,
    EVENT.c.at > TAKE.c.taken_at,
    or_(
        and_(EVENT.c.kind == EventKind.CHANGE, EVENT.c.field.in_(_MOVES)),
        and_(EVENT.c.kind == EventKind.MESSAGE, ~EVENT.c.automated, BY_AGENT),
    ),
)
_STANDS = TAKE.c.given_back_at.is_(None) & ~_HAS_MOVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Somebody goes on with a ticket since `taken_at`; `person` is an id of Slack's.

    The takes of a ticket are numbered from 1. Who has given it back is `given_back_by`.
    """

    source: str
    ticket: str
    number: int
    person: str
    taken_at: Instant
    given_back_by: str = ""
    given_back_at: Instant | None = None


_NAMES = tuple(field.name for field in fields(Take))


@dataclass(frozen=True, slots=True)
class Takes:
    """The takes of a store. Each method raises StoreError where the database is away."""

    store: Store

    def take(self, ticket: TicketId, person: str, now: Instant) -> tuple[Take, bool]:
        """Let somebody go on with a ticket: the take that stands now, and whether it is new.

        Where one stands already, also by somebody else, that one stays. Of any number of tries at
        the same time, in any number of processes, one is new.
        """
        with self.store.write() as connection:
            last, stands = _newest(connection, ticket)
            if last and stands:
                return last, False
            take = Take(
                source=clean(ticket.source),
                ticket=clean(ticket.id),
                number=last.number + 1 if last else 1,
                person=person,
                taken_at=now,
            )
            row = {name: getattr(take, name) for name in _NAMES}
            if insert_first(connection, TAKE, row):
                return take, True
            return _newest(connection, ticket)[0] or take, False

    def give_back(self, ticket: TicketId, person: str, now: Instant) -> Take | None:
        """End the take that stands, whoever has it; None where none did. `person` gives it back."""
        values = {"given_back_by": person, "given_back_at": now}
        with self.store.write() as connection:
            take, stands = _newest(connection, ticket)
            if take is None or not stands:
                return None
            own = _of(ticket) & (TAKE.c.number == take.number) & TAKE.c.given_back_at.is_(None)
            is_first = connection.execute(update(TAKE).where(own).values(values)).rowcount == 1
            return take if is_first else None

    def standing(self, tickets: Iterable[TicketId]) -> Mapping[TicketId, Take]:
        """The takes that stand, of those of these tickets that somebody has taken."""
        return self._all(tickets, _STANDS)

    def ever(self, tickets: Iterable[TicketId]) -> Mapping[TicketId, Take]:
        """The newest take of each of these tickets that was not given back; it may be over."""
        return self._all(tickets, TAKE.c.given_back_at.is_(None))

    def _all(
        self, tickets: Iterable[TicketId], which: ColumnElement[bool]
    ) -> Mapping[TicketId, Take]:
        ids: dict[str, list[str]] = defaultdict(list)
        for source, id in tickets:
            ids[source].append(clean(id))
        found: dict[TicketId, Take] = {}
        with self.store.read() as connection:
            for source, numbers in ids.items():
                query = select(TAKE).where(TAKE.c.source == source, which).order_by(TAKE.c.number)
                for row in select_in(connection, query, TAKE.c.ticket, numbers):
                    found[TicketId(row["source"], row["ticket"])] = Take(
                        **{name: row[name] for name in _NAMES}
                    )
        return found


def _of(ticket: TicketId) -> ColumnElement[bool]:
    return and_(TAKE.c.source == clean(ticket.source), TAKE.c.ticket == clean(ticket.id))


def _newest(connection: Connection, ticket: TicketId) -> tuple[Take | None, bool]:
    """The newest take of a ticket, and whether it stands: both as of one instant.

    Asked one after the other, a take that came between the two would be passed over.
    """
    query = select(TAKE, _STANDS.label("stands")).where(_of(ticket))
    row = connection.execute(query.order_by(TAKE.c.number.desc()).limit(1)).mappings().first()
    return (
        (Take(**{name: row[name] for name in _NAMES}), bool(row["stands"]))
        if row
        else (None, False)
    )
