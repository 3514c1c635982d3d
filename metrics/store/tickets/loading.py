"""Rows of the built tables turned into columns, whole or only for the tickets that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import Mapped
from sqlmodel import col

from metrics.service_levels.promises import Stretches
from metrics.sources.codebooks import Codebook, Codebooks
from metrics.sources.identity import Identities
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
from metrics.tickets.records import NEVER, Dimension, Score

CHUNK = 50_000
Pieces = TypeVar("Pieces", Waits, Solves, Spans, Stretches)
Since: TypeAlias = Mapping[str, int] | None
"""The revision of each source that is known already; None: nothing is."""

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
    """Reads through one connection, in one transaction, what is newer than `since`."""

    connection: Connection
    codebooks: Codebooks
    since: Since = None
    who: Identities = field(default_factory=Identities)

    def tickets(self) -> Tickets:
        """The tickets, by ascending key."""
        row = TimelineRow
        gone = or_(col(row.removal).is_not(None), col(row.child))
        child = and_(col(row.removal).is_(None), col(row.child))
        flags = [gone, child, *(col(getattr(row, name)) for name in _FLAGS)]
        held = (row.source, row.channel, row.category, row.team, row.agent, row.priority)
        replied = (row.first_reply_team, row.first_reply_agent, row.first_reply_priority)
        instants = [instant(getattr(row, name)) for name in _INSTANTS]
        numbers = (col(row.ticket), col(row.created_at), col(row.replies))
        counts = (*numbers, *flags, *instants)
        asker = _word(col(row.source) + ":" + col(row.requester))
        statement = select(*counts, asker, *map(_word, (*held, *replied)))
        statement = statement.where(newer(self.since)).order_by(col(row.ticket))
        kinds: list[Codebook | None] = [None] * len(counts)
        kinds += [self.codebooks.requesters]
        kinds += [
            self.codebooks.of_table(dimension) for dimension in (*_CREATION, *_HOLDER, *_HOLDER)
        ]
        return self._tickets(self.arrays(statement, kinds))

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
        (ticket, first, answered, asked, started, ended), cut = self._pieces(of, row, own)
        return Waits(
            ticket=ticket,
            first=first.astype(np.bool_),
            answered=answered.astype(np.bool_),
            asked_at=asked,
            started_at=started,
            ended_at=ended,
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
        (ticket, first, at, reopened, following, replies, handoffs), cut = self._pieces(
            of, row, own
        )
        return Solves(
            ticket=ticket,
            at=at,
            reopened_at=reopened,
            next_solve_at=following,
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
        (ticket, started, ended, replied, status), cut = self._pieces(of, row, own, kinds)
        return Spans(
            ticket=ticket,
            started_at=started,
            ended_at=ended,
            since_at=of.created_at[of.rows(ticket)],
            replied_at=replied,
            cut={**cut, Dimension.STATUS: status},
        )

    def ratings(self, of: Tickets) -> Ratings:
        """All surveys of those tickets, whatever `since` says: they are few."""
        row = RatingRow
        mine = and_(col(TicketRow.source) == row.source, col(TicketRow.id) == row.ticket)
        offered = col(row.score) == Score.OFFERED.value
        statement = (
            select(
                col(TicketRow.key),
                instant(row.offered_at),
                case((offered, NEVER), else_=col(row.at)),
                col(row.score) == Score.GOOD.value,
                *(_word(column) for column in (row.team, row.agent, TimelineRow.priority)),
            )
            .join(TicketRow, mine)
            .join(TimelineRow, col(TimelineRow.ticket) == TicketRow.key)
            .order_by(col(TicketRow.key), offered, col(row.at), col(row.id))
        )
        holders = [self.codebooks.of_table(dimension) for dimension in _HOLDER]
        found = self.arrays(statement, [None, None, None, None, *holders])
        kept = distinct(*found[:4])
        ticket, sent, at, good, *held = (column[kept] for column in found)
        following = np.full(len(at), NEVER)
        following[:-1] = np.where(ticket[:-1] == ticket[1:], at[1:], NEVER)
        return Ratings(
            ticket=ticket,
            offered_at=sent,
            at=at,
            next_at=following,
            good=good.astype(np.bool_),
            cut=self._cut(of, ticket, held),
        )

    def _pieces(
        self,
        of: Tickets,
        row: type[WaitRow | SolveRow | SpanRow],
        own: Sequence[ColumnElement[Any] | Mapped[Any]],
        kinds: Sequence[Codebook | None] = (),
    ) -> tuple[list[NDArray[Any]], Cut]:
        held = (row.team, row.agent, row.priority)
        statement = select(col(row.ticket), *own, *(_word(column) for column in held))
        if self.since is not None:
            statement = statement.join(TimelineRow, col(TimelineRow.ticket) == row.ticket)
            statement = statement.where(newer(self.since))
        codebooks = [self.codebooks.of_table(dimension) for dimension in _HOLDER]
        got = self.arrays(statement, [None, *(kinds or [None] * len(own)), *codebooks])
        return got[:-3], self._cut(of, got[0], got[-3:])

    def arrays(
        self, statement: Select[*tuple[Any, ...]], kinds: Sequence[Codebook | None]
    ) -> list[NDArray[Any]]:
        """One array a selected column: int64, or int32 codes where a book is given."""
        chunks: list[list[NDArray[Any]]] = [[_array(kind, ())] for kind in kinds]
        found = self.connection.execution_options(yield_per=CHUNK).execute(statement)
        for rows in found.partitions():
            for into, kind, column in zip(chunks, kinds, zip(*rows, strict=True), strict=True):
                into.append(_array(kind, column))
        return [np.concatenate(into) for into in chunks]

    def _tickets(self, got: Sequence[NDArray[Any]]) -> Tickets:
        """The columns in the order in which `tickets` asks for them."""
        rest = iter(got)
        key, created, replies = (next(rest) for _ in range(3))
        flags: dict[str, Any] = {
            name: next(rest).astype(np.bool_) for name in ("removed", "child", *_FLAGS)
        }
        instants: dict[str, Any] = {name: next(rest) for name in _INSTANTS}
        requester = next(rest).astype(np.int64)
        creation = {dimension: next(rest) for dimension in _CREATION}
        latest, replied = ([next(rest) for _ in _HOLDER] for _ in range(2))
        return Tickets(
            key=key,
            created_at=created,
            replies=replies,
            requester=requester,
            latest=self._held(creation, latest),
            first_reply=self._held(creation, replied),
            **flags,
            **instants,
        )

    def _cut(self, of: Tickets, ticket: Ints, held: Sequence[Codes]) -> Cut:
        rows = of.rows(ticket)
        return self._held({name: of.latest[name][rows] for name in _CREATION}, held)

    def _held(self, creation: Cut, held: Sequence[Codes]) -> Cut:
        """A cut by what a ticket was created with and by its holders, teams and people by key."""
        source = creation[Dimension.SOURCE]
        told = zip(_HOLDER, held, strict=True)
        keyed = {d: self.codebooks.key_codes(d, source, codes, self.who) for d, codes in told}
        return {**creation, **keyed}


def _array(kind: Codebook | None, column: Sequence[Any]) -> NDArray[Any]:
    if kind is None:
        return np.fromiter(column, np.int64, len(column))
    return np.fromiter(map(kind.__getitem__, column), np.int32, len(column))


def renewed_tickets(old: Tickets, new: Tickets) -> Tickets:
    """`old` with the rows of `new` in place of those it had, by ascending key."""
    kept = ~np.isin(old.key, new.key)
    order = np.argsort(np.concatenate([old.key[kept], new.key]), kind="stable")
    joined: Tickets = _joined(old, kept, new, order)
    return joined


def renewed(old: Pieces, new: Pieces, changed: Ints) -> Pieces:
    """`old` without the pieces of the `changed` tickets, and `new` behind it."""
    joined: Pieces = _joined(old, ~np.isin(old.ticket, changed), new, None)
    return joined


def _joined(old: Any, kept: NDArray[np.bool_], new: Any, order: Ints | None) -> Any:
    def join(before: NDArray[Any], after: NDArray[Any]) -> NDArray[Any]:
        both = np.concatenate([before[kept], after])
        return both if order is None else both[order]

    changes: dict[str, Any] = {}
    for entry in fields(old):
        before, after = getattr(old, entry.name), getattr(new, entry.name)
        if isinstance(before, Mapping):
            changes[entry.name] = {name: join(before[name], after[name]) for name in before}
        else:
            changes[entry.name] = join(before, after)
    return replace(old, **changes)


def newer(since: Since) -> ColumnElement[bool]:
    if since is None:
        return true()
    known = [
        and_(col(TimelineRow.source) == source, col(TimelineRow.revision) > revision)
        for source, revision in since.items()
    ]
    return or_(col(TimelineRow.source).not_in(list(since)), *known)


def instant(column: Any) -> ColumnElement[int]:
    return func.coalesce(column, NEVER)


def _word(column: Any) -> ColumnElement[str]:
    return func.coalesce(column, "")
