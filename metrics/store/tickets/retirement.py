"""Accounts that are asked no more: how one is retired, and where its tickets' story goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np
from sqlalchemy import Connection, func, or_, select, update

from metrics.errors import StoreError
from metrics.service_levels.promises import Stretches
from metrics.store.syncs import ledger
from metrics.store.syncs.ledger import SOURCE
from metrics.store.tables.tickets import TimelineRow, table
from metrics.store.tickets.pages import mark_all
from metrics.tickets.columns import Spans, Waits
from metrics.tickets.lifetimes import Lifetimes
from metrics.tickets.records import NEVER, Instant

TIMELINE = table(TimelineRow)
EndingPieces = TypeVar("EndingPieces", Waits, Spans, Stretches)


def retire(
    connection: Connection, name: str, at: Instant, moved_to: str | None = None
) -> ledger.Source:
    """Ask an account no more: what is known of it stays, as history up to `at`.

    Where the team has `moved_to` another account, that one holds copies of tickets from before:
    it is asked of from `at` on, and of the time before this one. Raises StoreError where nothing
    was ever read from either, or one is no helpdesk.
    """
    retired = _set_retirement(connection, name, at)
    if moved_to is not None and retired.retired_at is not None:
        _follow(connection, moved_to, retired.name, retired.retired_at)
    return retired


def reactivate(connection: Connection, name: str) -> ledger.Source:
    """Ask a retired account again; none follows it any more. Raises StoreError as `retire` does."""
    for source in ledger.sources(connection):
        if source.follows == name:
            _follow(connection, source.name, None, None)
    return _set_retirement(connection, name, None)


def _set_retirement(connection: Connection, name: str, at: Instant | None) -> ledger.Source:
    account = _helpdesk(connection, name)
    if (account.retired_at is None) == (at is None):
        return account
    connection.execute(update(SOURCE).where(SOURCE.c.name == name).values(retired_at=at))
    revision = ledger.next_revision(connection, name)  # readers take all its tickets anew
    connection.execute(update(TIMELINE).where(TIMELINE.c.source == name).values(revision=revision))
    return ledger.source(connection, name)


def _helpdesk(connection: Connection, name: str) -> ledger.Source:
    account = ledger.source(connection, name)
    if not account.helpdesk:
        raise StoreError(f"{name} is what came from files; only a helpdesk is retired.")
    return account


def _follow(connection: Connection, name: str, before: str | None, at: Instant | None) -> None:
    """Let an account go on where the one `before` ends: timelines of its tickets are built anew."""
    account = _helpdesk(connection, name)
    if name == before or account.retired_at is not None:
        raise StoreError(f"A team moves to another account that is still asked, not to {name}.")
    if (account.follows, account.follows_at) == (before, at):
        return
    values = {"follows": before, "follows_at": at}
    connection.execute(update(SOURCE).where(SOURCE.c.name == name).values(values))
    mark_all(connection, name)
    ledger.next_revision(connection, name)


def load_lifetimes(connection: Connection) -> Lifetimes:
    """From when to when tickets are told of: those of accounts retired, or moved to."""
    own_source = SOURCE.c.name == TIMELINE.c.source
    edges = (
        func.coalesce(SOURCE.c.follows_at, -NEVER),
        func.coalesce(SOURCE.c.retired_at, NEVER),
    )
    rows = (
        select(TIMELINE.c.ticket, *edges)
        .join(SOURCE, own_source)
        .where(or_(SOURCE.c.retired_at.is_not(None), SOURCE.c.follows_at.is_not(None)))
        .order_by(TIMELINE.c.ticket)
    )
    table = [tuple(row) for row in connection.execute(rows)]
    return Lifetimes(*np.array(table, dtype=np.int64).reshape(-1, 3).T)


def end(pieces: EndingPieces, lifetimes: Lifetimes) -> EndingPieces:
    """What is open ends where its source does: nobody can tell how it went on."""
    return replace(pieces, ended_at=lifetimes.ends(pieces.ticket, pieces.ended_at))
