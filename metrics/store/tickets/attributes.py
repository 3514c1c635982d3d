"""The attributes of tickets: a row a value, and codes of what each ticket has, to cut it by."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TypeAlias

import numpy as np
from sqlalchemy import Connection, delete, select
from sqlmodel import col

from metrics.store.database.rows import clean
from metrics.store.database.statements import Row, chunks, insert_new, select_in
from metrics.store.tables.tickets import AttributeRow, TicketRow, TimelineRow, table
from metrics.store.tickets.loading import Loader
from metrics.tickets.columns import Codes, Tickets
from metrics.tickets.dimensions import SEVERAL
from metrics.tickets.records import Dimension, Instant, Ticket

ATTRIBUTE, TICKET = table(AttributeRow), table(TicketRow)
Attributes: TypeAlias = Mapping[Dimension, Codes]
"""The code of each ticket's values, in the order of the tickets, for each attribute there is."""


def observe(connection: Connection, source: str, tickets: Iterable[Ticket]) -> set[str]:
    """Keep the attributes of tickets; gives those that have others than before.

    Call it before the tickets are written: what is older than the stored version tells nothing.
    """
    tickets = tuple(tickets)
    if not tickets:
        return set()
    if not any(ticket.attributes for ticket in tickets) and not _any(connection):
        return set()
    newest: dict[str, Ticket] = {}
    for ticket in tickets:
        if ticket.changed_at >= (newest[ticket.id].changed_at if ticket.id in newest else 0):
            newest[ticket.id] = ticket
    versions = _versions(connection, source, newest)
    current = {
        clean(id): {
            (clean(name), clean(value))
            for name, values in ticket.attributes.items()
            for value in values
            if value
        }
        for id, ticket in newest.items()
        if ticket.changed_at >= versions.get(clean(id), 0)
    }
    before: dict[str, set[tuple[str, str]]] = defaultdict(set)
    columns = select(ATTRIBUTE.c.ticket, ATTRIBUTE.c.name, ATTRIBUTE.c.value)
    query = columns.where(ATTRIBUTE.c.source == source)
    for row in select_in(connection, query, ATTRIBUTE.c.ticket, current):
        before[row["ticket"]].add((row["name"], row["value"]))
    changed_ids = {id for id, values in current.items() if before[id] != values}
    for ids in chunks(sorted(changed_ids)):
        rows_of_ids = (ATTRIBUTE.c.source == source) & ATTRIBUTE.c.ticket.in_(ids)
        connection.execute(delete(ATTRIBUTE).where(rows_of_ids))
    insert_new(
        connection, ATTRIBUTE, _rows(source, {id: current[id] for id in sorted(changed_ids)})
    )
    return changed_ids


def _any(connection: Connection) -> bool:
    """Whether any ticket has an attribute, so that desks that have none pay for none."""
    return connection.execute(select(ATTRIBUTE.c.name).limit(1)).first() is not None


def _versions(connection: Connection, source: str, ids: Iterable[str]) -> Mapping[str, Instant]:
    query = select(TICKET.c.id, TICKET.c.changed_at).where(TICKET.c.source == source)
    rows = select_in(connection, query, TICKET.c.id, {clean(id) for id in ids})
    return {row["id"]: row["changed_at"] for row in rows}


def _rows(source: str, values_by_ticket: Mapping[str, set[tuple[str, str]]]) -> Iterable[Row]:
    for id, values in values_by_ticket.items():
        for name, value in sorted(values):
            yield {"source": source, "ticket": id, "name": name, "value": value}


def load(loader: Loader, tickets: Tickets) -> Attributes:
    """The codes of the tickets that `loader` reads, 0 for one that has none of it."""
    result: dict[Dimension, Codes] = {}
    for name, (keys, values) in sorted(_load_codes(loader).items()):
        result[name] = np.zeros(len(tickets.key), np.int32)
        result[name][tickets.rows(np.frombuffer(keys, np.int64))] = np.frombuffer(values, np.int32)
    return result


def _load_codes(loader: Loader) -> Mapping[Dimension, tuple[array[int], array[int]]]:
    """The keys of the tickets that are newer, and the codes of all their values, by attribute."""
    if not _any(loader.connection):
        return {}
    row, key = AttributeRow, col(TicketRow.key)
    statement = (
        select(col(row.name), key, col(row.value))
        .join(TicketRow, (col(TicketRow.source) == row.source) & (col(TicketRow.id) == row.ticket))
        .join(TimelineRow, col(TimelineRow.ticket) == TicketRow.key)
        .order_by(col(row.name), key, col(row.value))
    )
    codes_by_name: dict[Dimension, tuple[array[int], array[int]]] = {}
    statements = loader.statements(statement, col(TimelineRow.ticket))
    rows = (row for each in statements for row in loader.connection.execute(each))
    for (name, ticket), lines in groupby(rows, lambda one: one[:2]):
        dimension = Dimension.attribute(name)
        keys, codes = codes_by_name.setdefault(dimension, (array("q"), array("i")))
        keys.append(ticket)
        codes.append(loader.codebooks[dimension][SEVERAL.join(value for _, _, value in lines)])
    return codes_by_name
