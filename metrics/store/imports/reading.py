"""Rows out of files on their way out of the tables: as columns, and linked to what they are about.

A ticket is found by its number or its id, a customer by the helpdesk's id, a team and an agent by
their id or their name; with the helpdesk before it where that alone is not clear. Of a ticket comes
what a row does not say itself: its channel, category, priority, team and agent of today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from sqlalchemy import BigInteger, Boolean, Connection, Float, RowMapping, select

from metrics.sources.codebooks import Codebook, Codebooks
from metrics.sources.identity import WITH_NAMES, Identities
from metrics.store.database.statements import select_in
from metrics.store.syncs.ledger import FILES
from metrics.store.tables.files import FILE_TABLES, FileTable
from metrics.store.tables.tickets import TicketRow, table
from metrics.tickets.arrays import Bools, Codes, Imported, Ints
from metrics.tickets.columns import Tickets
from metrics.tickets.records import Dimension

NameKeys: TypeAlias = Mapping[Dimension, Mapping[str, str]]
TICKET = table(TicketRow)
_TIER = Dimension.TIER  # of a ticket's customer, told when rows are cut; teams have tiers too
NO_TICKET = 0
"""Stands for "about no ticket we know"; keys of tickets begin at 1."""


def load_imports(
    connection: Connection, codebooks: Codebooks, tickets: Tickets, who: Identities
) -> Mapping[str, Imported]:
    """Everything that was imported, by the kind of file. It is small beside the tickets."""
    keys_by_name = {dimension: _by_name(who, dimension) for dimension in WITH_NAMES}
    return {
        kind: _columns(connection, file, codebooks, tickets, keys_by_name, who)
        for kind, file in FILE_TABLES.items()
    }


def _columns(
    connection: Connection,
    file: FileTable,
    codebooks: Codebooks,
    tickets: Tickets,
    keys_by_name: NameKeys,
    who: Identities,
) -> Imported:
    of_files = file.table.c.source.startswith(FILES, autoescape=True)
    query = select(file.table).where(of_files).order_by(file.table.c.source, file.table.c.id)
    rows = list(connection.execute(query).mappings())
    keys = (
        _keys(connection, rows, who) if "ticket" in file.table.c else np.zeros(len(rows), np.int64)
    )
    numbers = [c.name for c in file.table.c if isinstance(c.type, BigInteger | Float | Boolean)]
    words = [c.name for c in file.table.c if c.name not in numbers]
    at = np.array([row[file.at] if file.at else 0 for row in rows], dtype=np.int64)
    columns = Imported(
        ticket=keys,
        requester=np.fromiter(
            (codebooks.customer(row["customer"] or "", who) for row in rows), np.int64, len(rows)
        )
        if "customer" in file.table.c
        else np.zeros(len(rows), np.int64),
        at=at,
        cut={
            d: _codes(rows, d, codebooks[d], tickets, keys, keys_by_name)
            for d in Dimension
            if d is not _TIER
        },
        numbers={name: np.array([_number(row[name]) for row in rows]) for name in numbers},
        words={name: np.array([row[name] or "" for row in rows], np.str_) for name in words},
    )
    return columns.where(~is_removed(tickets, keys))


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _keys(connection: Connection, rows: Sequence[RowMapping], who: Identities) -> Ints:
    """The keys of the tickets that rows name, "7" or, where two helpdesks have it, "Acme EU/7"."""
    names = {row["ticket"]: who.split(row["ticket"]) for row in rows if row["ticket"]}
    ids = {id for _, id in names.values()}
    query = select(TICKET.c.source, TICKET.c.id, TICKET.c.number, TICKET.c.key)
    query = query.where(TICKET.c.source.in_(who.sources))  # the index begins with the source
    keys_by_id: dict[str, dict[str, int]] = defaultdict(dict)
    for name in (TICKET.c.number, TICKET.c.id):  # the id last: it is clear
        for row in select_in(connection, query, name, ids):
            keys_by_id[row[name.name]][row["source"]] = row["key"]
    keys = {word: _one(keys_by_id[id], source, NO_TICKET) for word, (source, id) in names.items()}
    return np.array([keys.get(row["ticket"], NO_TICKET) for row in rows], dtype=np.int64)


def _one(by_source: Mapping[str, int], source: str, none: int) -> int:
    """The one that is meant: of that source, or where none is said of the only one that has it."""
    if source:
        return by_source.get(source, none)
    return next(iter(by_source.values())) if len(by_source) == 1 else none


def _codes(
    rows: Sequence[RowMapping],
    dimension: Dimension,
    book: Codebook,
    tickets: Tickets,
    keys: Ints,
    keys_by_name: NameKeys,
) -> Codes:
    """The value of a dimension in each row: what the row says, else what its ticket has."""
    # The source of a row is that of its ticket: the row's own is a kind of file.
    if rows and dimension is not Dimension.SOURCE and dimension.value in rows[0]:
        words = (row[dimension.value] or "" for row in rows)
        names = keys_by_name.get(dimension, {})
        keys_of_words = (names.get(word, names.get(word.casefold(), word)) for word in words)
        codes = np.fromiter((book[word] for word in keys_of_words), np.int32, len(rows))
    else:
        codes = np.zeros(len(rows), np.int32)
    return or_of_ticket(codes, dimension, tickets, keys)


def or_of_ticket(codes: Codes, dimension: Dimension, tickets: Tickets, keys: Ints) -> Codes:
    """The value of a dimension in each row: the row's own, else what its ticket has."""
    if dimension not in tickets.latest:
        return codes
    positions, known_tickets = tickets.lookup(keys)
    ticket_codes = np.zeros(len(keys), np.int32)
    ticket_codes[known_tickets] = tickets.latest[dimension][positions[known_tickets]]
    return np.where(codes == 0, ticket_codes, codes).astype(np.int32)


def is_removed(tickets: Tickets, keys: Ints) -> Bools:
    """Which rows are about a ticket that no measure counts."""
    positions, known_tickets = tickets.lookup(keys)
    result = np.zeros(len(keys), np.bool_)
    result[known_tickets] = tickets.removed[positions[known_tickets]]
    return result


def _by_name(who: Identities, dimension: Dimension) -> Mapping[str, str]:
    """Keys by all names; a key stands for itself, even if somebody else is called that.

    A name that teams of several helpdesks have is none of theirs: it stays what the file says.
    """
    keys_by_name: dict[str, set[str]] = defaultdict(set)
    for key, name in who.labels[dimension].items():
        for each in (name, *who.others[dimension].get(key, ())):
            if each:
                keys_by_name[each.casefold()].add(key)
    clear = {
        name: min(keys) for name, keys in keys_by_name.items() if not _several_desks(keys, who)
    }
    return clear | {key: key for key in who.labels[dimension]}


def _several_desks(keys: Iterable[str], who: Identities) -> bool:
    """Whether these keys are of more than one helpdesk."""
    return (
        len({source if (source := key.rpartition("/")[0]) in who.sources else "" for key in keys})
        > 1
    )
