from __future__ import annotations

import re
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, func, insert, make_url, select, text, update
from sqlmodel import SQLModel

from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.tables import metadata
from metrics.store.tables.ledger import UnknownWordRow
from metrics.store.tables.tickets import TeamRow, table

TEAM = table(TeamRow)
WORD = table(UnknownWordRow)


def add_team(connection: Connection, name: str) -> None:
    connection.execute(insert(TEAM), {"source": "z", "id": name, "name": name, "active": True})


def teams(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(TEAM)).scalar_one()


def test_what_was_written_can_be_read(store: Store) -> None:
    with store.write() as connection:
        add_team(connection, "billing")
    assert teams(store) == 1


def test_a_write_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.write() as connection:
            add_team(connection, "billing")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert teams(store) == 0


def test_a_read_sees_one_instant_of_the_database(store: Store) -> None:
    count = select(func.count()).select_from(TEAM)
    with store.read() as reading:
        before = reading.execute(count).scalar_one()
        with store.write() as writing:
            add_team(writing, "billing")
        assert reading.execute(count).scalar_one() == before == 0
    assert teams(store) == 1


def test_no_update_of_many_writers_is_lost(store: Store) -> None:
    with store.write() as connection:
        connection.execute(insert(WORD), {"source": "z", "word": "w", "count": 0})

    def add_one(_: int) -> None:
        with store.write() as connection:
            seen = connection.execute(select(WORD.c.count).with_for_update()).scalar_one()
            connection.execute(update(WORD).values(count=seen + 1))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_one, range(60)))
    with store.read() as connection:
        assert connection.execute(select(WORD.c.count)).scalar_one() == 60


def test_the_migrations_make_exactly_the_tables_of_the_model(store: Store) -> None:
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_the_migrations_know_every_module_of_tables() -> None:
    file = Path(metadata.__file__)
    known = re.findall(r"^import metrics\.store\.tables\.(\w+)", file.read_text(), re.M)
    with_tables = (p.stem for p in file.parent.glob("*.py") if "table=True" in p.read_text())
    assert known == sorted(with_tables)


def test_a_migrated_store_passes_its_check_and_may_be_migrated_again(store: Store) -> None:
    store.migrate()
    store.check()


def test_two_processes_may_migrate_a_new_file_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'store.db'}"
    code = f"from metrics.store.database.engine import Store; Store.open({url!r}).migrate()"
    both = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    store = Store.open(url)
    store.check()
    store.close()


def test_a_new_file_may_be_opened_while_another_process_writes_in_it(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    released = Timer(0.3, other.execute, ["COMMIT"])
    released.start()
    with store.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
    released.join()
    other.close()
    store.close()


def test_two_migrations_at_once_of_an_empty_database_wait_for_each_other(store: Store) -> None:
    with store.write() as connection:
        SQLModel.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: store.migrate(), range(2)))
    store.check()


def test_a_database_without_tables_is_told_how_to_get_them(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    with pytest.raises(StoreError, match="has no tables yet"):
        store.check()
    store.close()


def test_a_newer_database_is_refused_by_check_and_by_migrate(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for use in (store.check, store.migrate):
        with pytest.raises(StoreError, match=r"newer Deskpulse \(9999 is unknown"):
            use()


def test_a_question_to_missing_tables_says_so(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    with pytest.raises(StoreError, match="lacks tables"):
        teams(store)
    store.close()


def test_the_message_of_an_error_holds_no_row(store: Store) -> None:
    with store.write() as connection:
        add_team(connection, "private-word")
    with pytest.raises(StoreError, match="INSERT INTO team") as caught, store.write() as connection:
        add_team(connection, "private-word")
    assert "private-word" not in str(caught.value)


def test_a_server_that_is_away_is_named_without_its_password() -> None:
    store = Store.open("postgres://ann:secret@127.0.0.1:1/support")
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        store.check()
    assert "secret" not in str(caught.value)


def test_a_database_that_is_not_there_is_named_as_the_trouble(postgres_url: str) -> None:
    url = make_url(postgres_url).set(database="nowhere_to_be_found")
    store = Store.open(url.render_as_string(hide_password=False))
    with pytest.raises(StoreError, match="no database of that name"):
        store.check()


def test_a_dropped_connection_is_made_again(postgres_store_url: str) -> None:
    store, other = Store.open(postgres_store_url), Store.open(postgres_store_url)
    teams(store)
    with other.write() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert teams(store) == 0
    other.close()
    store.close()


@pytest.mark.parametrize(
    ("url", "word"),
    [("mysql://host/name", "mysql"), ("nonsense", "cannot be read"), ("sqlite://", "Name a file")],
)
def test_an_address_of_no_use_is_refused_with_what_to_write(url: str, word: str) -> None:
    with pytest.raises(StoreError, match=word):
        Store.open(url)


def test_a_new_file_and_its_folder_are_for_our_own_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = Store.open(f"sqlite:///{folder / 'store.db'}")
    store.migrate()
    store.check()
    rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    store.close()
    assert rights.pop("data") == 0o700
    assert "store.db-wal" in rights
    assert set(rights.values()) == {0o600}


def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"this was a database once" * 100)
    store = Store.open(f"sqlite:///{path}")
    with pytest.raises(StoreError, match="restore a backup"):
        store.look_for_damage()
    store.close()
    assert path.read_bytes().startswith(b"this was a database")


def test_a_damaged_page_in_the_middle_is_found(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    pages = bytearray(sqlite_template.read_bytes())
    pages[4096:-4096] = b"\xff" * (len(pages) - 8192)
    path.write_bytes(pages)
    store = Store.open(f"sqlite:///{path}")
    with pytest.raises(StoreError, match="restore a backup"):
        store.look_for_damage()
    store.close()


def test_a_read_only_file_is_found_before_the_first_sync(sqlite_template: Path) -> None:
    store = Store.open(f"sqlite:///file:{sqlite_template}?mode=ro&uri=true")
    with pytest.raises(StoreError, match="read-only"):
        store.check()
    store.close()


def test_a_read_only_server_is_found_before_the_first_sync(postgres_store_url: str) -> None:
    url = make_url(postgres_store_url)
    url = url.update_query_dict({"options": "-c default_transaction_read_only=on"})
    standby = Store.open(url.render_as_string(hide_password=False))
    with pytest.raises(StoreError, match="read-only"):
        standby.check()
    standby.close()


def test_a_file_that_another_process_writes_can_be_read_meanwhile(store: Store) -> None:
    with store.write() as connection:
        add_team(connection, "billing")
        assert teams(store) == 0
