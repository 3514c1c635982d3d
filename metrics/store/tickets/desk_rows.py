"""What helpdesks tell of the same as files: read by columns, as it may be as much as tickets are.

The work on a contact comes in several pieces; here it is one row. What a file has told already
counts once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from sqlalchemy import BigInteger, and_, func, select
from sqlalchemy import Table as SqlTable

from metrics.sources.codebooks import Codebook
from metrics.store.imports.reading import is_removed, or_of_tickets
from metrics.store.syncs.ledger import FILES
from metrics.store.tables.files import FILE_TABLES
from metrics.store.tables.tickets import TicketRow, table
from metrics.store.tickets.loading import Loader, instant
from metrics.tickets.arrays import Bools, Codes, Floats, Imported, Ints
from metrics.tickets.columns import Tickets
from metrics.tickets.lazy import ColumnsByName, lazy
from metrics.tickets.narrow import Table, keys_of, table_of
from metrics.tickets.records import NEVER, Dimension

KINDS: Final = ("handling", "calls")
"""The kinds of files that some helpdesks spare."""

_TICKET: Final = table(TicketRow)
_CUT: Final = (Dimension.TEAM, Dimension.AGENT, Dimension.CHANNEL)
_SHIFT: Final = 34
"""Bits below which an instant lies; a ticket stands above them."""


def read_desks(loader: Loader, kind: str) -> Table | None:
    """All that helpdesks tell of a kind, one row each contact; None where they tell nothing.

    No measure asks for its words. What their tickets have is not in it yet.
    """
    file = FILE_TABLES[kind].table
    of_desks = file.c.source.in_(list(loader.who.sources))
    if loader.connection.execute(select(file.c.id).where(of_desks).limit(1)).first() is None:
        return None
    cut = [dimension for dimension in _CUT if dimension.value in file.c]
    names = [column.name for column in file.c if isinstance(column.type, BigInteger)]
    books = [loader.codebooks.of_table(dimension) for dimension in (Dimension.SOURCE, *cut)]
    kinds = [None, *books, Codebook({"": 0}), *[None] * len(names)]
    statement = _statement(file, cut, names)
    ticket, source, *rest = loader.arrays(statement, kinds)
    codes = dict(zip(cut, rest, strict=False))
    contact, numbers = rest[len(cut)], dict(zip(names, rest[len(cut) + 1 :], strict=True))
    who = loader.who
    keys = {d: loader.codebooks.key_codes(d, source, own, who) for d, own in codes.items()}
    keys[Dimension.SOURCE], nothing = source, np.zeros(len(ticket), np.int32)
    rows = Imported(
        ticket=ticket,
        requester=np.zeros(len(ticket), np.int64),
        at=numbers["ended_at"],
        cut={d: keys.get(d, nothing) for d in Dimension if d is not Dimension.TIER},
        numbers={name: _with_gaps(column) for name, column in numbers.items()},
        words={},
    )
    return table_of(contacts(rows, contact))


def link_desks(table: Table, tickets: Tickets) -> Imported:
    """The rows with what their tickets have; those of tickets that no measure counts are gone."""
    rows = lazy(Imported, ColumnsByName(table), numbers={}, words={})
    own = {dimension: rows.cut[dimension] for dimension in rows.cut}
    whole = Imported(
        ticket=rows.ticket,
        requester=rows.requester,
        at=rows.at,
        cut=or_of_tickets(own, tickets, rows.ticket),
        numbers=_numbers(table),
        words={},
    )
    return whole.where(~is_removed(tickets, whole.ticket))


def _numbers(table: Table) -> Mapping[str, Floats]:
    return {name: table[f"numbers.{name}"].whole() for name in keys_of(table, "numbers")}


def _statement(file: SqlTable, cut: Sequence[Dimension], names: Sequence[str]) -> Any:
    """Ticket, source, what it is cut by, contact and numbers of all rows that no file brought."""
    own_ticket = and_(_TICKET.c.source == file.c.source, _TICKET.c.id == file.c.ticket)
    contact = file.c.source + ":" + file.c.contact if "contact" in file.c else None
    words = (file.c.source, *(file.c[dimension.value] for dimension in cut), contact)
    return (
        select(
            func.coalesce(_TICKET.c.key, 0),
            *(func.coalesce(word, "") for word in words),
            *(instant(file.c[name]) for name in names),
        )
        .select_from(file.outerjoin(_TICKET, own_ticket))
        .where(~file.c.source.startswith(FILES, autoescape=True))
        .order_by(file.c.source, file.c.id)
    )


def _with_gaps(column: Ints) -> Floats:
    return np.where(column == NEVER, np.nan, column.astype(np.float64))


def contacts(rows: Imported, contact: Codes) -> Imported:
    """The rows, of each contact one: with all the seconds of its pieces, else as its last is.

    `contact` numbers them; what has 0 is a contact by itself.
    """
    if not contact.any():
        return rows
    own = np.where(contact == 0, np.arange(len(contact)) + contact.max() + 1, contact)
    order = np.lexsort((np.arange(len(own)), rows.at, own))
    is_last = np.append(own[order][1:] != own[order][:-1], True)
    last, group = np.sort(order[is_last]), np.unique(own, return_inverse=True)[1]
    sums = {
        name: _sums(column, group)[group[last]]
        for name, column in rows.numbers.items()
        if name.endswith("_seconds")
    }
    kept = rows.where(np.isin(np.arange(len(own)), last))
    return Imported(
        ticket=kept.ticket,
        requester=kept.requester,
        at=kept.at,
        cut=kept.cut,
        numbers={**kept.numbers, **sums},
        words=kept.words,
    )


def _sums(column: Floats, group: Ints) -> Floats:
    """The sum of each group's numbers; nothing where all of them lack."""
    known = ~np.isnan(column)
    total = np.bincount(group, np.where(known, column, 0.0))
    return np.where(np.bincount(group, known) > 0, total, np.nan)


def together(files: Imported, desks: Imported) -> Imported:
    """The rows of files and of helpdesks; a file's row that a helpdesk tells too counts once.

    It is of the same ticket and ended in the same second, and what the helpdesk says of it holds.
    """
    if not len(desks):
        return files
    told: Bools = np.isin(_place(files), _place(desks)) & (files.ticket != 0)
    files = files.where(~told)
    numbers = {n: np.concatenate((files.numbers[n], desks.numbers[n])) for n in desks.numbers}
    return Imported(
        ticket=np.concatenate((files.ticket, desks.ticket)),
        requester=np.concatenate((files.requester, desks.requester)),
        at=np.concatenate((files.at, desks.at)),
        cut={d: np.concatenate((codes, desks.cut[d])) for d, codes in files.cut.items()},
        numbers=numbers,
        words={},
    )


def _place(rows: Imported) -> Ints:
    return (rows.ticket << _SHIFT) + rows.at
