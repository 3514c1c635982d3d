"""People who stay forgotten, whatever a helpdesk tells of them later.

Their id is known by a keyed hash alone, and the code that stands in its place in the rows is a
random one that nothing leads to. What is stored keeps its code; what is new of somebody who was
forgotten gets another one, so that it is nobody's whom anybody knows.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from secrets import token_hex
from typing import Final

from sqlalchemy import Connection, func, select

from metrics.store.database.rows import TABLES, StoredRecord
from metrics.store.database.statements import Row, insert_new, select_in, upsert
from metrics.store.tables.forgotten import ForgottenRow, SecretRow
from metrics.store.tables.tickets import RoleRow, table
from metrics.tickets.records import (
    Call,
    Event,
    Field,
    Handling,
    Instant,
    Person,
    Rating,
    Role,
    Ticket,
)

FORGOTTEN, SECRET, ROLE = table(ForgottenRow), table(SecretRow), table(RoleRow)
CODE: Final = "forgotten-"
"""So begin the codes that stand in the place of ids."""
_KEY: Final = "forgotten"
_COLUMNS: Final[Mapping[type[StoredRecord], tuple[str, ...]]] = {
    Ticket: ("requester", "submitter", "agent"),
    Event: ("actor", "old", "new"),
    Rating: ("agent",),
    Handling: ("agent",),
    Call: ("agent",),
}


def new_code() -> str:
    """A code for somebody, which nothing leads to."""
    return f"{CODE}{token_hex(6)}"


def put_up(connection: Connection, source: str, id: str, role: Role, at: Instant) -> None:
    """Let somebody of a source stay forgotten."""
    insert_new(connection, SECRET, [{"name": _KEY, "value": token_hex(32)}])
    row: Row = {"source": source, "fingerprint": _hash(_key(connection), source, id)}
    row |= {"role": role.value, "at": at}
    upsert(connection, FORGOTTEN, [row], ("source", "fingerprint"))


def fingerprints(
    connection: Connection, people: Iterable[tuple[str, str]]
) -> Mapping[tuple[str, str], str]:
    """The keyed hash of each (source, id); nobody may be asked for before somebody is forgotten."""
    key = _key(connection)
    return {(source, id): _hash(key, source, id) for source, id in people}


def numbers(connection: Connection) -> Mapping[str, int]:
    """How many people of each source have been forgotten."""
    query = select(FORGOTTEN.c.source, func.count()).group_by(FORGOTTEN.c.source)
    return {row[0]: row[1] for row in connection.execute(query)}


def veil(connection: Connection, source: str, rows: Mapping[type[StoredRecord], list[Row]]) -> None:
    """Take out of what a helpdesk tells who has been forgotten, and put codes in their place."""
    forgotten = _forgotten(connection, source, rows)
    if not forgotten:
        return
    if Person in rows:
        rows[Person][:] = [row for row in rows[Person] if row["id"] not in forgotten]
    codes: dict[str, str] = {}
    for kind, names in _COLUMNS.items():
        named = [(row, _named(row, names, forgotten)) for row in rows.get(kind, ())]
        named = [(row, columns) for row, columns in named if columns]
        stored = _stored(connection, source, kind, names, [row["id"] for row, _ in named])
        for row, columns in named:
            for name in columns:
                before = str(stored.get(row["id"], {}).get(name) or "")
                own = codes.setdefault(row[name], new_code())
                row[name] = before if before.startswith(CODE) else own
            if "requester" in columns:
                row["subject"] = None
    insert_new(
        connection,
        ROLE,
        [
            {"source": source, "person": code, "since_at": 0, "role": forgotten[id].value}
            for id, code in codes.items()
            if forgotten[id] is not Role.CUSTOMER
        ],
    )


def _forgotten(
    connection: Connection, source: str, rows: Mapping[type[StoredRecord], Sequence[Row]]
) -> dict[str, Role]:
    """Who of those that these rows name has been forgotten, with what they were."""
    query = select(FORGOTTEN.c.fingerprint, FORGOTTEN.c.role).where(FORGOTTEN.c.source == source)
    roles = {row[0]: Role(row[1]) for row in connection.execute(query)}
    if not roles:
        return {}
    key = _key(connection)
    hashes = {id: _hash(key, source, id) for id in set(_ids(rows))}
    return {id: roles[mark] for id, mark in hashes.items() if mark in roles}


def _ids(rows: Mapping[type[StoredRecord], Sequence[Row]]) -> Iterable[str]:
    yield from (row["id"] for row in rows.get(Person, ()))
    for kind, names in _COLUMNS.items():
        yield from (row[name] for row in rows.get(kind, ()) for name in names if row[name])


def _named(row: Row, names: Sequence[str], forgotten: Mapping[str, Role]) -> list[str]:
    """The columns of a row that name somebody who has been forgotten."""
    if row.get("field", Field.AGENT) != Field.AGENT:
        names = ("actor",)
    return [name for name in names if row[name] in forgotten]


def _stored(
    connection: Connection,
    source: str,
    kind: type[StoredRecord],
    names: Sequence[str],
    ids: Sequence[str],
) -> dict[str, Row]:
    columns = TABLES[kind].c
    query = select(columns.id, *(columns[name] for name in names)).where(columns.source == source)
    return {row["id"]: row for row in select_in(connection, query, columns.id, ids)}


def _key(connection: Connection) -> bytes:
    query = select(SECRET.c.value).where(SECRET.c.name == _KEY)
    return bytes.fromhex(connection.execute(query).scalar_one())


def _hash(key: bytes, source: str, id: str) -> str:
    return hmac.new(key, f"{source}/{id}".encode(), "sha256").hexdigest()
