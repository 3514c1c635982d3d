from __future__ import annotations

from sqlalchemy import Column, LargeBinary, MetaData, Table, Text, select

from metrics.store.database.engine import Store
from metrics.store.database.statements import (
    Row,
    chunks,
    insert_all,
    insert_from_select,
    insert_new,
    select_in,
    upsert,
)
from metrics.store.tables.ledger import StreamRow
from metrics.store.tables.tickets import PersonRow, StaleRow, TeamRow, table

PERSON, STALE, TEAM = table(PersonRow), table(StaleRow), table(TeamRow)
STREAM = table(StreamRow)
KEY = ("source", "id")


def test_chunks_hold_everything_in_order_and_none_is_empty() -> None:
    assert list(chunks(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(chunks([])) == []


def test_an_upsert_replaces_what_it_names_and_leaves_the_rest(store: Store) -> None:
    with store.write() as connection:
        upsert(connection, TEAM, [{"source": "z", "id": "a", "name": "A", "active": False}], KEY)
        upsert(connection, TEAM, [{"source": "z", "id": "a", "name": "B"}], KEY)
        assert connection.execute(select(TEAM.c.name, TEAM.c.active)).all() == [("B", False)]


def test_an_older_version_never_replaces_a_newer_one(store: Store) -> None:
    with store.write() as connection:
        for name, at in (("new", 20), ("old", 10), ("same", 20)):
            row = {"source": "z", "id": "a", "role": "agent", "name": name, "active": True}
            upsert(connection, PERSON, [row | {"changed_at": at}], KEY, "changed_at")
        assert connection.execute(select(PERSON.c.name)).scalars().all() == ["same"]


def test_of_rows_that_are_put_at_once_the_newest_stays_and_of_equals_the_last(
    store: Store,
) -> None:
    told = [("a", "new", 20), ("b", "only", 5), ("a", "old", 10), ("a", "same", 20)]
    rows = [
        {"source": "z", "id": id, "role": "agent", "name": name, "active": True, "changed_at": at}
        for id, name, at in told
    ]
    with store.write() as connection:
        upsert(connection, PERSON, rows, KEY, "changed_at")
        names = connection.execute(select(PERSON.c.name).order_by(PERSON.c.id)).scalars()
        assert names.all() == ["same", "only"]


def test_what_is_there_already_is_left_alone(store: Store) -> None:
    with store.write() as connection:
        for name in ("A", "B"):
            insert_new(connection, TEAM, [{"source": "z", "id": "a", "name": name, "active": True}])
        assert connection.execute(select(TEAM.c.name)).scalars().all() == ["A"]


def test_more_rows_and_keys_than_one_statement_takes(store: Store) -> None:
    rows = [{"source": "z", "ticket": str(n)} for n in range(2500)]
    with store.write() as connection:
        insert_new(connection, STALE, rows)
        wanted = select(STALE).where(STALE.c.source == "z")
        found = list(select_in(connection, wanted, STALE.c.ticket, (r["ticket"] for r in rows)))
    assert len(found) == 2500


def test_text_of_every_kind_comes_back_as_it_went(store: Store) -> None:
    texts = ("", "a\\b\"c'd", "é😀\n\t%s :x", "null", "{}")
    rows: list[Row] = [
        {"source": "z", "id": str(n), "name": text, "active": n % 2 == 0}
        for n, text in enumerate(texts)
    ]
    with store.write() as connection:
        upsert(connection, TEAM, rows, KEY)
        query = select(TEAM).where(TEAM.c.source == "z")
        found = list(select_in(connection, query, TEAM.c.name, (*texts, "another")))
    assert sorted(found, key=lambda row: str(row["id"])) == rows


def test_numbers_and_what_is_not_there_come_back_as_they_went(store: Store) -> None:
    ends = [(-(2**53), None), (2**53, 7)]
    rows: list[Row] = [
        {"source": "z", "stream": str(n), "caught_up": n == 0, "from_at": at, "through_at": until}
        for n, (at, until) in enumerate(ends)
    ]
    with store.write() as connection:
        insert_all(connection, STREAM, rows)
        query = select(*(STREAM.c[name] for name in rows[0]))
        found = list(select_in(connection, query, STREAM.c.from_at, [2**53, -(2**53)]))
    assert sorted(found, key=lambda row: str(row["stream"])) == rows


def test_bytes_come_back_as_they_went(store: Store) -> None:
    pictures = Table("pictures", MetaData(), Column("id", Text), Column("picture", LargeBinary))
    rows: list[Row] = [{"id": "a", "picture": b"\x00\xff"}, {"id": "b", "picture": None}]
    with store.write() as connection:
        pictures.create(connection)
        insert_all(connection, pictures, rows)
        found = list(select_in(connection, select(pictures), pictures.c.id, ["a", "b"]))
    assert sorted(found, key=lambda row: str(row["id"])) == rows


def test_nothing_is_looked_for_among_no_keys(store: Store) -> None:
    with store.read() as connection:
        assert list(select_in(connection, select(TEAM), TEAM.c.id, [])) == []


def test_selected_rows_are_inserted_once(store: Store) -> None:
    with store.write() as connection:
        insert_new(connection, TEAM, [{"source": "z", "id": "a", "name": "A", "active": True}])
        selected = select(TEAM.c.source, TEAM.c.id).where(TEAM.c.source == "z")
        for _ in range(2):
            insert_from_select(connection, STALE, ("source", "ticket"), selected)
        assert connection.execute(select(STALE)).all() == [("z", "a")]
