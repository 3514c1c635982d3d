"""Accounts that are asked no more: how one is retired, and where its tickets' story goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, TypeVar

import numpy as np
from sqlalchemy import Connection, func, select, update

from metrics.errors import StoreError
from metrics.service_levels.promises import Stretches
from metrics.store.syncs import ledger
from metrics.store.syncs.ledger import SOURCE
from metrics.store.tables.tickets import TicketRow, TimelineRow, table
from metrics.store.tickets.pages import mark_all
from metrics.tickets.columns import Spans, Tickets, Waits
from metrics.tickets.lifetimes import NONE as FOR_EVER
from metrics.tickets.lifetimes import Lifetimes
from metrics.tickets.records import NEVER, Dimension, Instant

LAG_SECONDS: Final = 3600
"""So long before its end an account may have been read last."""
TIMELINE, TICKET = table(TimelineRow), table(TicketRow)
EndingPieces = TypeVar("EndingPieces", Waits, Spans, Stretches)


def retire(
    connection: Connection,
    name: str,
    now: Instant,
    on: Instant | None = None,
    moved_to: str | None = None,
    *,
    copies: bool = False,
) -> ledger.Source:
    """Ask an account no more: what is known of it stays, as history up to now, or up to `on`.

    Where the team has `moved_to` another account, that one holds copies of tickets from before:
    it is asked of from then on, and of the time before this one. `copies` says that all its older
    tickets are such, though not created in the same second. Raises StoreError where nothing was
    ever read from either, one is no helpdesk, or it would not be as it is said.
    """
    account = _helpdesk(connection, name)
    at = now if on is None else on
    if at > now:
        raise StoreError("That day has not come yet.")
    if account.retired_at is not None:
        if on is None and moved_to is None:
            return account
        raise StoreError(
            f"{name} is retired already. `deskpulse source reactivate {name}`, then retire it anew."
        )
    known_until = account.fresh_until
    if known_until is not None and known_until < at - LAG_SECONDS:
        day = datetime.fromtimestamp(known_until, UTC).date()
        raise StoreError(
            f"{name} is known only up to {day}. Sync it once more; or, where nothing happened "
            f"there since, retire it with --on {day}."
        )
    if account.follows_at is not None and at < account.follows_at:
        raise StoreError(f"{name} was moved to later than that.")
    if moved_to is not None:
        _check_move(connection, account, moved_to, at, copies=copies)
        _follow(connection, moved_to, name, at)
    return _set_retirement(connection, name, at)


def reactivate(connection: Connection, name: str) -> ledger.Source:
    """Ask a retired account again; none follows it any more. Raises StoreError as `retire` does."""
    for source in ledger.sources(connection):
        if source.follows == name:
            _follow(connection, source.name, None, None)
    return _set_retirement(connection, name, None)


def _set_retirement(connection: Connection, name: str, at: Instant | None) -> ledger.Source:
    _helpdesk(connection, name)
    connection.execute(update(SOURCE).where(SOURCE.c.name == name).values(retired_at=at))
    revision = ledger.next_revision(connection, name)  # readers take all its tickets anew
    connection.execute(update(TIMELINE).where(TIMELINE.c.source == name).values(revision=revision))
    return ledger.source(connection, name)


def _check_move(
    connection: Connection, old: ledger.Source, name: str, at: Instant, *, copies: bool
) -> None:
    """Raises StoreError where an account is none that a team can move to at that instant."""
    new = _helpdesk(connection, name)
    if name == old.name or new.retired_at is not None:
        raise StoreError(f"A team moves to another account that is still asked, not to {name}.")
    if new.follows is not None:
        raise StoreError(
            f"{name} goes on from {new.follows} already, and can do so from one account only: "
            f"retire {old.name} without --moved-to."
        )
    copy = TICKET.alias()
    same_second = (copy.c.source == old.name) & (copy.c.created_at == TICKET.c.created_at)
    earlier = (TICKET.c.source == name) & (TICKET.c.created_at < at)
    own = (
        select(func.count())
        .select_from(TICKET)
        .where(earlier, ~select(copy.c.key).where(same_second).exists())
    )
    count = connection.execute(own).scalar_one()
    if count and not copies:
        raise StoreError(
            f"{count:,} tickets of {name} are from before that day and were not created in the "
            f"same second as one of {old.name}: they would count no more. Where they are copies "
            "all the same, add --all-copies; where both were in use, leave --moved-to out."
        )


def _helpdesk(connection: Connection, name: str) -> ledger.Source:
    account = ledger.source(connection, name)
    if not account.helpdesk:
        raise StoreError(f"{name} is what came from files; only a helpdesk is retired.")
    return account


def _follow(connection: Connection, name: str, before: str | None, at: Instant | None) -> None:
    """Let an account go on where the one `before` ends: timelines of its tickets are built anew."""
    values = {"follows": before, "follows_at": at}
    connection.execute(update(SOURCE).where(SOURCE.c.name == name).values(values))
    mark_all(connection, name)
    ledger.next_revision(connection, name)


def lifetimes(
    sources: Sequence[ledger.Source], words: Sequence[str], tickets: Tickets
) -> Lifetimes:
    """From when to when tickets are told of: those of accounts retired, or moved to."""
    edges = {each.name: (each.follows_at, each.retired_at) for each in sources}
    bounded = {name: each for name, each in edges.items() if each != (None, None)}
    if not bounded:
        return FOR_EVER
    bounds = [bounded.get(word, (None, None)) for word in words]
    from_at = np.array([-NEVER if since is None else since for since, _ in bounds], np.int64)
    until_at = np.array([NEVER if until is None else until for _, until in bounds], np.int64)
    code = tickets.latest[Dimension.SOURCE]
    which = np.isin(code, [n for n, word in enumerate(words) if word in bounded])
    code = code[which]
    return Lifetimes(tickets.key[which], from_at[code], until_at[code])


def end(pieces: EndingPieces, lifetimes: Lifetimes) -> EndingPieces:
    """What is open ends where its source does: nobody can tell how it went on."""
    return replace(pieces, ended_at=lifetimes.ends(pieces.ticket, pieces.ended_at))
