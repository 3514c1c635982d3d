"""The revision by which the key of a source names the vendor and the account."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

from metrics.store.database.engine import Store
from metrics.store.database.schema import step_to, tables_of
from metrics.store.tables.files import FILE_TABLES

PLAIN = {"BOOLEAN": "true", "VARCHAR": "'1'", "TEXT": "'1'"}


@pytest.fixture
def old(store: Store) -> Store:
    """A database of the revision before, with a helpdesk and a kind of file."""
    with store.write() as connection:
        SQLModel.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
        step_to(connection, "0006")
        connection.execute(
            text(
                "INSERT INTO source (name, account, since_at, revision, timeline_version) VALUES "
                "('zendesk', 'acme', 5, 7, 1), ('files:cost', 'files', 6, 1, 0)"
            )
        )
    return store


def of_a_source() -> list[str]:
    """The tables whose rows belong to a source; that of a delivery is a schedule or an alert."""
    tables = tables_of("0006").sorted_tables
    return [each.name for each in tables if "source" in each.c and each.name != "delivery"]


def put(connection: Connection, name: str, source: str) -> None:
    """A row of a source in a table, of whatever else the table cannot do without."""
    columns = {each["name"]: each for each in inspect(connection).get_columns(name)}
    needed = [n for n, each in columns.items() if not each["nullable"]]
    given = {n: PLAIN.get(str(columns[n]["type"]), "1") for n in needed} | {"source": f"'{source}'"}
    names = ", ".join(f'"{n}"' for n in given)
    connection.execute(text(f"INSERT INTO {name} ({names}) VALUES ({', '.join(given.values())})"))


def sources_of(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    return {
        name: connection.execute(text(f"SELECT source FROM {name}")).scalar_one() for name in names
    }


def test_a_source_says_whose_it_is_and_keeps_all_else(old: Store) -> None:
    names = "name, vendor, account, title, since_at, revision, connected_at, retired_at"
    with old.write() as connection:
        step_to(connection, "0007")
        found = connection.execute(text(f"SELECT {names} FROM source ORDER BY name")).all()
    assert [tuple(row) for row in found] == [
        ("files:cost", "files", "cost", "cost", 6, 1, None, None),
        ("zendesk:acme", "zendesk", "acme", "acme", 5, 7, None, None),
    ]


def test_every_row_of_a_helpdesk_follows_its_source(old: Store) -> None:
    """A table that kept the old name would be lost to every question."""
    files = {place.table.name for place in FILE_TABLES.values()}
    with old.write() as connection:
        for name in of_a_source():
            put(connection, name, "files:cost" if name in files else "zendesk")
        step_to(connection, "0007")
        told = sources_of(connection, of_a_source())
    assert {name for name, source in told.items() if source == "files:cost"} == files
    assert {told[name] for name in told.keys() - files} == {"zendesk:acme"}
