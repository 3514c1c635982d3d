"""Rows of the built tables turned into columns, whole or only for the tickets that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped
from sqlmodel import col

from metrics.sources.codebooks import Codebook, Codebooks
from metrics.sources.identity import Identities
from metrics.store.database.statements import chunks
from metrics.store.tables.tickets import (
    RatingRow,
    SolveRow,
    SpanRow,
    TicketRow,
    TimelineRow,
    WaitRow,
)
from metrics.store.tickets.ratings import distinct
from metrics.tickets.columns import Codes, Cut, Ints, Ratings, Solves, Spans, Tickets, Waits
from metrics.tickets.records import NEVER, Dimension, RatingScore

CHUNK = 50_000
_CREATION = (Dimension.SOURCE, Dimension.CHANNEL, Dimension.CATEGORY)
_HOLDER = (Dimension.TEAM, Dimension.AGENT, Dimension.PRIORITY)


_FLAGS = ("agent_created", "ai_only", "unread_reopen")
_INSTANTS = (
    "known_from_at",
    "unread_reply_at",
    "unread_solve_at",
    "first_any_reply_at",
    "first_ai_reply_at",
    "first_touch_at",
    "handed_over_at",
    "first_reply_at",
    "second_reply_at",
    "first_assigned_at",
    "first_team_at",
    "first_solved_at",
)
"""Columns of a timeline that are instants, and are taken as they are."""


@dataclass(frozen=True)
class Loader:
    """Reads tickets through one connection, in one transaction: those of `keys`, None for all."""

    connection: Connection
    codebooks: Codebooks
    keys: Ints | None = None
    who: Identities = field(default_factory=Identities)

    def tickets(self) -> Tickets:
        """The tickets, by ascending key."""
        row = TimelineRow
        is_removed = or_(col(row.removal).is_not(None), col(row.child))
        is_child = and_(col(row.removal).is_(None), col(row.child))
        flags = [is_removed, is_child, *(col(getattr(row, name)) for name in _FLAGS)]
        holder = (row.source, row.channel, row.category, row.team, row.agent, row.priority)
        reply_holder = (row.first_reply_team, row.first_reply_agent, row.first_reply_priority)
        instants = [instant(getattr(row, name)) for name in _INSTANTS]
        numbers = (col(row.ticket), col(row.created_at), col(row.replies))
        counts = (*numbers, *flags, *instants)
        asker = _word(col(row.source) + ":" + col(row.requester))
        statement = select(*counts, asker, *map(_word, (*holder, *reply_holder)))
        statement = statement.order_by(col(row.ticket))
        kinds: list[Codebook | None] = [None] * len(counts)
        kinds += [self.codebooks.requesters]
        kinds += [
            self.codebooks.of_table(dimension) for dimension in (*_CREATION, *_HOLDER, *_HOLDER)
        ]
        return self._tickets(self.arrays(statement, kinds, col(row.ticket)))

    def waits(self, of: Tickets) -> Waits:
        """The waits of those tickets."""
        row = WaitRow
        own = (
            col(row.first),
            col(row.answered),
            col(row.asked_at),
            col(row.started_at),
            instant(row.ended_at),
        )
        (ticket, is_first, is_answered, asked_at, started_at, ended_at), cut = self._pieces(
            of, row, own
        )
        return Waits(
            ticket=ticket,
            first=is_first.astype(np.bool_),
            answered=is_answered.astype(np.bool_),
            asked_at=asked_at,
            started_at=started_at,
            ended_at=ended_at,
            cut=cut,
        )

    def solves(self, of: Tickets) -> Solves:
        """The solves of those tickets."""
        row = SolveRow
        own = (
            col(row.number) == 0,
            col(row.at),
            instant(row.reopened_at),
            instant(row.next_solve_at),
            col(row.replies),
            col(row.handoffs),
        )
        (ticket, first, at, reopened_at, next_solve_at, replies, handoffs), cut = self._pieces(
            of, row, own
        )
        return Solves(
            ticket=ticket,
            at=at,
            reopened_at=reopened_at,
            next_solve_at=next_solve_at,
            first=first.astype(np.bool_),
            replies=replies,
            handoffs=handoffs,
            cut=cut,
        )

    def spans(self, of: Tickets) -> Spans:
        """The unsolved spans of those tickets."""
        row = SpanRow
        times = (col(row.started_at), instant(row.ended_at), instant(row.replied_at))
        own, kinds = (*times, col(row.status)), (None, None, None, self.codebooks[Dimension.STATUS])
        (ticket, started_at, ended_at, replied_at, status), cut = self._pieces(of, row, own, kinds)
        return Spans(
            ticket=ticket,
            started_at=started_at,
            ended_at=ended_at,
            since_at=of.created_at[of.rows(ticket)],
            replied_at=replied_at,
            cut={**cut, Dimension.STATUS: status},
        )

    def ratings(self, of: Tickets) -> Ratings:
        """The surveys of those tickets."""
        row = RatingRow
        own_ticket = and_(col(TicketRow.source) == row.source, col(TicketRow.id) == row.ticket)
        is_offer = col(row.score) == RatingScore.OFFERED.value
        statement = (
            select(
                col(TicketRow.key),
                instant(row.offered_at),
                case((is_offer, NEVER), else_=col(row.at)),
                col(row.score) == RatingScore.GOOD.value,
                *(_word(column) for column in (row.team, row.agent, TimelineRow.priority)),
            )
            .join(TicketRow, own_ticket)
            .join(TimelineRow, col(TimelineRow.ticket) == TicketRow.key)
            .order_by(col(TicketRow.key), is_offer, col(row.at), col(row.id))
        )
        holders = [self.codebooks.of_table(dimension) for dimension in _HOLDER]
        kinds = [None, None, None, None, *holders]
        columns = self.arrays(statement, kinds, col(TimelineRow.ticket))
        mask = distinct(*columns[:4])
        ticket, offered_at, at, good, *holder_codes = (column[mask] for column in columns)
        # By ticket and instant in order: the next row is the next survey, if of the same ticket.
        next_at = np.full(len(at), NEVER)
        next_at[:-1] = np.where(ticket[:-1] == ticket[1:], at[1:], NEVER)
        return Ratings(
            ticket=ticket,
            offered_at=offered_at,
            at=at,
            next_at=next_at,
            good=good.astype(np.bool_),
            cut=self._cut(of, ticket, holder_codes),
        )

    def _pieces(
        self,
        of: Tickets,
        row: type[WaitRow | SolveRow | SpanRow],
        own: Sequence[ColumnElement[Any] | Mapped[Any]],
        kinds: Sequence[Codebook | None] = (),
    ) -> tuple[list[NDArray[Any]], Cut]:
        holder = (row.team, row.agent, row.priority)
        statement = select(col(row.ticket), *own, *(_word(column) for column in holder))
        statement = statement.order_by(col(row.ticket))
        codebooks = [self.codebooks.of_table(dimension) for dimension in _HOLDER]
        all_kinds = [None, *(kinds or [None] * len(own)), *codebooks]
        columns = self.arrays(statement, all_kinds, col(row.ticket))
        return columns[:-3], self._cut(of, columns[0], columns[-3:])

    def arrays(
        self,
        statement: Select[*tuple[Any, ...]],
        kinds: Sequence[Codebook | None],
        ticket: ColumnElement[Any] | Mapped[Any] | None = None,
    ) -> list[NDArray[Any]]:
        """One array a selected column: int64, or int32 codes where a book is given.

        `ticket` is the key of the ticket that a row is of; without it all rows are read.
        """
        pieces: list[list[NDArray[Any]]] = [[_array(kind, ())] for kind in kinds]
        of_tickets = [statement] if ticket is None else self.statements(statement, ticket)
        for of_some in of_tickets:
            result = self.connection.execution_options(yield_per=CHUNK).execute(of_some)
            for rows in result.partitions():
                for into, kind, column in zip(pieces, kinds, zip(*rows, strict=True), strict=True):
                    into.append(_array(kind, column))
        return [np.concatenate(into) for into in pieces]

    def statements(
        self, statement: Select[*tuple[Any, ...]], ticket: ColumnElement[Any] | Mapped[Any]
    ) -> Iterator[Select[*tuple[Any, ...]]]:
        """A statement of all tickets for the ones that are read, so many at a time, by their keys.

        The keys themselves: a database that is asked for "what changed" in each may look through
        all of a table to find a hundred.
        """
        if self.keys is None:
            yield statement
            return
        for some in chunks(self.keys.tolist()):
            yield statement.where(ticket.in_(some))

    def _tickets(self, columns: Sequence[NDArray[Any]]) -> Tickets:
        """The columns in the order in which `tickets` asks for them."""
        rest = iter(columns)
        key, created_at, replies = (next(rest) for _ in range(3))
        flags: dict[str, Any] = {
            name: next(rest).astype(np.bool_) for name in ("removed", "child", *_FLAGS)
        }
        instants: dict[str, Any] = {name: next(rest) for name in _INSTANTS}
        requester = next(rest).astype(np.int64)
        creation = {dimension: next(rest) for dimension in _CREATION}
        latest, first_reply = ([next(rest) for _ in _HOLDER] for _ in range(2))
        return Tickets(
            key=key,
            created_at=created_at,
            replies=replies,
            requester=requester,
            latest=self._holder_cut(creation, latest),
            first_reply=self._holder_cut(creation, first_reply),
            **flags,
            **instants,
        )

    def _cut(self, of: Tickets, ticket: Ints, holder_codes: Sequence[Codes]) -> Cut:
        rows = of.rows(ticket)
        return self._holder_cut({name: of.latest[name][rows] for name in _CREATION}, holder_codes)

    def _holder_cut(self, creation: Cut, holder_codes: Sequence[Codes]) -> Cut:
        """A cut by what a ticket was created with and by its holders, teams and people by key."""
        source = creation[Dimension.SOURCE]
        id_codes = zip(_HOLDER, holder_codes, strict=True)
        holder_cut = {
            d: self.codebooks.key_codes(d, source, codes, self.who) for d, codes in id_codes
        }
        return {**creation, **holder_cut}


def _array(kind: Codebook | None, column: Sequence[Any]) -> NDArray[Any]:
    if kind is None:
        return np.fromiter(column, np.int64, len(column))
    return np.fromiter(map(kind.__getitem__, column), np.int32, len(column))


def instant(column: Any) -> ColumnElement[int]:
    return func.coalesce(column, NEVER)


def _word(column: Any) -> ColumnElement[str]:
    return func.coalesce(column, "")
