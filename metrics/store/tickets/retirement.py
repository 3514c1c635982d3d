"""Accounts that are asked no more: how one is retired, and what of its tickets ends with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from sqlalchemy import Connection, select, update

from metrics.errors import StoreError
from metrics.service_levels.promises import Stretches
from metrics.store.syncs import ledger
from metrics.store.syncs.ledger import SOURCE
from metrics.store.tables.tickets import TimelineRow, table
from metrics.tickets.columns import Ints, Spans, Waits
from metrics.tickets.records import NEVER, Instant

TIMELINE = table(TimelineRow)
EndingPieces = TypeVar("EndingPieces", Waits, Spans, Stretches)


def retire(connection: Connection, name: str, now: Instant) -> ledger.Source:
    """Ask an account no more: what is known of it stays, as history up to now.

    Raises StoreError where nothing was ever read from it, or it is no helpdesk.
    """
    return _set_retirement(connection, name, now)


def reactivate(connection: Connection, name: str) -> ledger.Source:
    """Ask a retired account again. Raises StoreError as `retire` does."""
    return _set_retirement(connection, name, None)


def _set_retirement(connection: Connection, name: str, at: Instant | None) -> ledger.Source:
    account = ledger.source(connection, name)
    if not account.helpdesk:
        raise StoreError(f"{name} is what came from files; only a helpdesk is retired.")
    if (account.retired_at is None) == (at is None):
        return account
    connection.execute(update(SOURCE).where(SOURCE.c.name == name).values(retired_at=at))
    revision = ledger.next_revision(connection, name)  # readers take all its tickets anew
    connection.execute(update(TIMELINE).where(TIMELINE.c.source == name).values(revision=revision))
    return ledger.source(connection, name)


@dataclass(frozen=True)
class Retirements:
    """The tickets of retired sources, by ascending key, and when each source was retired."""

    keys: Ints
    at: Ints

    @classmethod
    def load(cls, connection: Connection) -> Retirements:
        """Those of all sources that have been retired."""
        own_source = SOURCE.c.name == TIMELINE.c.source
        query = select(TIMELINE.c.ticket, SOURCE.c.retired_at).join(SOURCE, own_source)
        query = query.where(SOURCE.c.retired_at.is_not(None)).order_by(TIMELINE.c.ticket)
        rows = [tuple(row) for row in connection.execute(query)]
        keys, at = np.array(rows, dtype=np.int64).reshape(-1, 2).T
        return cls(keys, at)

    def end(self, pieces: EndingPieces) -> EndingPieces:
        """What is open ends where its source does: nobody can tell how it went on."""
        if not len(self.keys):
            return pieces
        # Where each piece's ticket is among those of retired sources; NEVER where it is not.
        position = np.minimum(np.searchsorted(self.keys, pieces.ticket), len(self.keys) - 1)
        ends_at = np.where(self.keys[position] == pieces.ticket, self.at[position], NEVER)
        return replace(pieces, ended_at=np.minimum(pieces.ended_at, ends_at))
