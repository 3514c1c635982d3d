"""Rows out of files on their way out of the tables: as columns, and linked to what they are about.

A ticket is found by its number or its id, a customer by the helpdesk's id, a team and an agent by
their id or their name; with the helpdesk before it where that alone is not clear. Of a ticket comes
what a row does not say itself: its channel, category, priority, team and agent of today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import numpy as np
from sqlalchemy import BigInteger, Boolean, Connection, Float, select

from metrics.sources.codebooks import Codebook, Codebooks
from metrics.sources.identity import WITH_NAMES, Identities
from metrics.store.database.statements import select_in
from metrics.store.syncs.ledger import FILES
from metrics.store.tables.files import FILE_TABLES
from metrics.store.tables.tickets import TicketRow, table
from metrics.tickets.arrays import Bools, Cut, Imported, Ints
from metrics.tickets.columns import Tickets
from metrics.tickets.narrow import Narrow, Table, keys_of
from metrics.tickets.records import Dimension

TICKET = table(TicketRow)
_TIER = Dimension.TIER  # of a ticket's customer, told when rows are cut; teams have tiers too
NO_TICKET = 0
"""Stands for "about no ticket we know"; keys of tickets begin at 1."""


def read_file(connection: Connection, kind: str, codebooks: Codebooks, who: Identities) -> Table:
    """All rows of a kind of file, linked to tickets by now and to nothing of theirs yet.

    A column "own.team" has what rows say themselves, "names.key" the ticket of each name there is.
    """
    file = FILE_TABLES[kind]
    of_files = file.table.c.source.startswith(FILES, autoescape=True)
    query = select(file.table).where(of_files).order_by(file.table.c.source, file.table.c.id)
    rows = list(connection.execute(query).mappings())
    numbers = [c.name for c in file.table.c if isinstance(c.type, BigInteger | Float | Boolean)]
    words = [c.name for c in file.table.c if c.name not in numbers]
    table = {"at": Narrow.of(np.array([row[file.at] if file.at else 0 for row in rows], np.int64))}
    table |= {
        f"numbers.{name}": Narrow.of(np.array([_number(row[name]) for row in rows], np.float64))
        for name in numbers
    }
    for name in words:
        vocabulary, codes = np.unique(
            np.array([row[name] or "" for row in rows], np.str_), return_inverse=True
        )
        table[f"vocabulary.{name}"] = Narrow.of(vocabulary)
        table[f"words.{name}"] = Narrow.of(codes.ravel().astype(np.int64))
    for dimension in Dimension:
        # The source of a row is that of its ticket: the row's own is a kind of file.
        if dimension.value in words and dimension is not Dimension.SOURCE:
            book = codebooks[dimension]
            keys = _by_name(who, dimension) if dimension in WITH_NAMES else {}
            own = [_own(row[dimension.value] or "", keys, book) for row in rows]
            table[f"own.{dimension}"] = Narrow.of(np.array(own, dtype=np.int32))
    return table | _names(connection, table, who)


def _own(word: str, keys: Mapping[str, str], book: Codebook) -> int:
    return book[keys.get(word, keys.get(word.casefold(), word))]


def _names(connection: Connection, table: Table, who: Identities) -> dict[str, Narrow]:
    """What each name of a ticket splits into, in the order of their numbers, and their keys."""
    if "vocabulary.ticket" not in table:
        return {}
    split = [who.split(str(name)) for name in table["vocabulary.ticket"].whole()]
    names = {
        "names.source": Narrow.of(np.array([source for source, _ in split], np.str_)),
        "names.id": Narrow.of(np.array([id for _, id in split], np.str_)),
    }
    keys = _keys(connection, names, np.arange(len(split)), who)
    return names | {"names.key": Narrow.of(keys)}


def relink(connection: Connection, table: Table, ids: Collection[str], who: Identities) -> Table:
    """The same rows, where tickets of these numbers have come since."""
    if "names.id" not in table or not ids:
        return table
    number = table["names.id"].whole()
    new = np.flatnonzero(np.isin(number, np.array(sorted(ids), np.str_)) & (number != ""))
    if not len(new):
        return table
    keys = table["names.key"].whole().copy()
    keys[new] = _keys(connection, table, new, who)
    return {**table, "names.key": Narrow.of(keys)}


def link(table: Table, tickets: Tickets, codebooks: Codebooks, who: Identities) -> Imported:
    """The rows with what their tickets have; those of tickets that no measure counts are gone."""
    n = len(table["at"])
    keys, requester = np.zeros(n, np.int64), np.zeros(n, np.int64)
    if "names.key" in table and n:
        keys = table["names.key"].whole()[table["words.ticket"].whole()]
    if "vocabulary.customer" in table and n:
        names = table["vocabulary.customer"].whole().tolist()
        codes = np.array([codebooks.customer(name, who) for name in names], np.int64)
        codes[~np.isin(codes, tickets.requester)] = 0  # whose tickets are another's by now
        requester = codes[table["words.customer"].whole()]
    nothing = np.zeros(n, np.int32)
    own = {
        d: table[f"own.{d}"].whole() if f"own.{d}" in table else nothing
        for d in Dimension
        if d is not _TIER
    }
    columns = Imported(
        ticket=keys,
        requester=requester,
        at=table["at"].whole(),
        cut=or_of_tickets(own, tickets, keys),
        numbers={name: table[f"numbers.{name}"].whole() for name in keys_of(table, "numbers")},
        words={
            name: table[f"vocabulary.{name}"].whole()[table[f"words.{name}"].whole()]
            for name in keys_of(table, "words")
        },
    )
    return columns.where(~is_removed(tickets, keys))


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _keys(connection: Connection, names: Table, which: Ints, who: Identities) -> Ints:
    """The keys of the tickets that names mean, "7" or, where two helpdesks have it, "Acme EU/7"."""
    ids, sources = names["names.id"][which].tolist(), names["names.source"][which].tolist()
    query = select(TICKET.c.source, TICKET.c.id, TICKET.c.number, TICKET.c.key)
    query = query.where(TICKET.c.source.in_(who.sources))  # the index begins with the source
    keys_by_id: dict[str, dict[str, int]] = defaultdict(dict)
    for name in (TICKET.c.number, TICKET.c.id):  # the id last: it is clear
        for row in select_in(connection, query, name, {*ids} - {""}):
            keys_by_id[row[name.name]][row["source"]] = row["key"]
    pairs = zip(ids, sources, strict=True)
    keys = [_one(keys_by_id.get(id, {}), source, NO_TICKET) for id, source in pairs]
    return np.array(keys, dtype=np.int64)


def _one(by_source: Mapping[str, int], source: str, none: int) -> int:
    """The one that is meant: of that source, or where none is said of the only one that has it."""
    if source:
        return by_source.get(source, none)
    return next(iter(by_source.values())) if len(by_source) == 1 else none


def or_of_tickets(own: Cut, tickets: Tickets, keys: Ints) -> Cut:
    """The values of all dimensions in each row: the row's own, else what its ticket has."""
    positions, known_tickets = tickets.lookup(keys)
    at = positions[known_tickets]
    cut = dict(own)
    if not len(at):
        return cut
    for dimension in own:
        if dimension in tickets.latest:
            ticket_codes = np.zeros(len(keys), np.int32)
            ticket_codes[known_tickets] = tickets.latest[dimension][at]
            cut[dimension] = np.where(own[dimension] == 0, ticket_codes, own[dimension])
    return cut


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
