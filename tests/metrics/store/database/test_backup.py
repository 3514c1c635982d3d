"""What a database holds is the same in a back-up, and in a database of either kind made of it."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import func, insert, inspect, select, text, update

from metrics.errors import NoDatabaseError, StoreError
from metrics.question.notes import Note
from metrics.store.books.notes import Notes
from metrics.store.database import copying
from metrics.store.database.backup import back_up, back_up_before_upgrade, copy, restore
from metrics.store.database.engine import Store
from metrics.store.database.schema import FIRST, head, revision
from metrics.store.tables.metadata import METADATA
from tests.metrics.desk import NOW
from tests.metrics.store.database.test_differences import STATES, made_as
from tests.revisions.desk import answers, fill
from tests.revisions.text import FOLDER, asked, laid

NOTE = Note(text="later", start_at=1, end_at=2, noted_by="U1", noted_at=1)
ENDED = {"schedules", "outbox"}
"""What a back-up says of them is no longer so when it is restored: see the test of posts."""


@pytest.fixture
def other_url(store: Store, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of the other kind."""
    if store.engine.dialect.name == "sqlite":
        url: str = request.getfixturevalue("postgres_store_url")
        return url
    return f"sqlite:///{tmp_path / 'new' / 'other.db'}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deskpulse.backup"


@pytest.fixture
def opened() -> Iterator[Callable[[str], Store]]:
    """Opens stores that are closed in the end."""
    stores: list[Store] = []

    def open_one(url: str) -> Store:
        stores.append(Store.open(url, create=False))
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


def rows(store: Store) -> dict[str, list[Any]]:
    """All rows that are kept, in the order of their keys."""
    with store.read() as connection:
        return {
            table.name: [
                tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
                for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in METADATA.sorted_tables
            if table.name not in copying.OF_A_RUN
        }


def test_a_back_up_restored_into_the_other_kind_of_database_answers_the_same(
    store: Store, other_url: str, file: Path, opened: Callable[[str], Store]
) -> None:
    fill(store)
    told = answers(store)
    counted = back_up(store, file).rows
    assert counted["target"] == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    restore(file, other_url, NOW)
    other = opened(other_url)
    other.check()
    again = answers(other)
    assert {name: again[name] for name in again if name not in ENDED} == {
        name: told[name] for name in told if name not in ENDED
    }


def test_a_copy_into_the_other_kind_of_database_holds_the_same_rows(
    store: Store, other_url: str, opened: Callable[[str], Store]
) -> None:
    fill(store)
    copy(store, other_url)
    other = opened(other_url)
    other.check()
    assert answers(other) == answers(store)
    ours, theirs = rows(store), rows(other)
    assert ours == theirs


def test_a_copy_goes_on_counting_where_the_first_one_was(
    store: Store, other_url: str, opened: Callable[[str], Store]
) -> None:
    fill(store)
    copy(store, other_url)
    assert Notes(opened(other_url)).keep(NOTE) == Notes(store).keep(NOTE)


def test_a_back_up_is_of_one_instant_though_the_bot_writes_meanwhile(
    store: Store, file: Path, opened: Callable[[str], Store]
) -> None:
    team, home = METADATA.tables["team"], METADATA.tables["home"]
    begun, ended = Event(), Event()

    def write_pairs() -> None:
        number = 0
        while not ended.is_set() or number < 5:
            with store.write() as connection:
                one = {"source": "z", "id": str(number), "name": "n", "active": True}
                connection.execute(insert(team), one)
                two = {"team": "T1", "person": str(number), "view": "queue"}
                connection.execute(insert(home), two)
            number += 1
            begun.set()

    writer = Thread(target=write_pairs)
    writer.start()
    begun.wait()
    counted = back_up(store, file).rows
    ended.set()
    writer.join()
    assert counted["team"] == counted["home"] > 0


def test_a_database_with_rows_is_only_replaced_by_who_says_so(
    store: Store, other_url: str, file: Path, opened: Callable[[str], Store]
) -> None:
    fill(store)
    back_up(store, file)
    restore(file, other_url, NOW)
    other = opened(other_url)
    Notes(other).keep(NOTE)
    before = rows(other)
    with pytest.raises(StoreError, match="not empty"):
        restore(file, other_url, NOW)
    with pytest.raises(StoreError, match="--replace"):
        copy(store, other_url)
    assert rows(other) == before
    copy(store, other_url, replace=True)
    assert rows(other) == rows(store)


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ((), "nothing says that Deskpulse made them"),
        (("ae1027a6acf",), "not Deskpulse's: another program"),
        (("9999",), "not Deskpulse's: another program"),
        ((FIRST,), "not Deskpulse's: another program"),
    ],
)
def test_tables_of_another_program_stay_whoever_says_that_rows_may_go(
    store: Store,
    other_url: str,
    file: Path,
    opened: Callable[[str], Store],
    mark: tuple[str, ...],
    told: str,
) -> None:
    back_up(store, file)
    with closing(Store.open(other_url)) as made, made.write() as connection:
        METADATA.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        connection.execute(text("CREATE TABLE ticket (id integer, note text)"))
        connection.execute(text("INSERT INTO ticket VALUES (1, 'theirs')"))
        for one in mark:
            connection.execute(text("CREATE TABLE alembic_version (version_num text)"))
            connection.execute(text("INSERT INTO alembic_version VALUES (:one)"), {"one": one})
    for replace in (False, True):
        with pytest.raises(StoreError, match=told):
            restore(file, other_url, NOW, replace=replace)
        with pytest.raises(StoreError, match=told):
            copy(store, other_url, replace=replace)
    with opened(other_url).read() as connection:
        assert connection.execute(text("SELECT note FROM ticket")).scalars().all() == ["theirs"]


def test_spoiled_tables_of_ours_are_replaced(
    store: Store, other_url: str, opened: Callable[[str], Store]
) -> None:
    copy(store, other_url)
    other = opened(other_url)
    with other.write() as connection:
        connection.execute(text("ALTER TABLE note RENAME COLUMN text TO words"))
        connection.execute(text("DROP TABLE look"))
    copy(store, other_url, replace=True)
    other.check()


def test_nothing_that_may_have_been_posted_since_a_back_up_is_posted_again(
    store: Store, other_url: str, file: Path, opened: Callable[[str], Store]
) -> None:
    fill(store)
    back_up(store, file)
    assert restore(file, other_url, NOW).unsure == 1
    told = answers(opened(other_url))
    assert sorted(row[1] for row in told["outbox"]) == ["posted", "unsure"]
    assert [schedule["next_due_at"] for schedule in told["schedules"]] == [NOW]


def test_leases_and_questions_under_way_stay_with_the_bot_that_has_them(
    store: Store, other_url: str, opened: Callable[[str], Store]
) -> None:
    fill(store)
    source, question = METADATA.tables["source"], METADATA.tables["question"]
    with store.write() as connection:
        connection.execute(update(source).values(lease_holder="h", lease_until=NOW + 300))
        asked = {"id": "q", "state": "waiting", "payload": "response_url", "asked_at": NOW}
        connection.execute(insert(question), asked)
    copy(store, other_url)
    with opened(other_url).read() as connection:
        assert set(connection.execute(select(source.c.lease_holder)).scalars()) == {None}
        assert connection.execute(select(func.count()).select_from(question)).scalar_one() == 0


DUMPS = sorted(FOLDER.glob("*.jsonl"))
"""Each revision is brought up to date in tests/revisions; here the oldest and the one before."""


@pytest.mark.parametrize("dump", [DUMPS[0], DUMPS[-2]], ids=lambda dump: dump.stem)
def test_a_back_up_of_an_earlier_revision_is_restored_and_brought_up_to_date(
    store: Store, other_url: str, file: Path, dump: Path, opened: Callable[[str], Store]
) -> None:
    laid(dump, store)
    back_up(store, file)
    with opened(f"sqlite:///{file}").read() as connection:
        assert revision(connection) == dump.stem
    restore(file, other_url, NOW)
    other = opened(other_url)
    other.check()
    assert answers(other)["notes"] == asked(dump)["notes"]


def test_days_of_the_past_are_read_in_the_zone_of_the_team(
    store: Store, other_url: str, opened: Callable[[str], Store]
) -> None:
    """It was still Sunday there when the receipt of the small desk was given."""
    laid(FOLDER / f"{FIRST}.jsonl", store)
    copy(store, other_url, home="America/Los_Angeles")
    assert answers(opened(other_url))["receipt"]["phrase"] == "frt email 2..8 nov 2026"


def test_a_back_up_of_an_early_first_revision_is_mended_where_it_is_restored(
    store: Store, other_url: str, file: Path, opened: Callable[[str], Store]
) -> None:
    with store.rebuild() as connection:
        made_as(connection, STATES[-1])
    back_up(store, file)
    restore(file, other_url, NOW)
    other = opened(other_url)
    other.check()
    with other.read() as connection:
        assert connection.execute(text("SELECT metric FROM target")).scalars().all() == ["frt"]


def test_a_file_that_is_there_already_is_left_alone(store: Store, file: Path) -> None:
    file.write_text("mine")
    with pytest.raises(StoreError, match="already"):
        back_up(store, file)
    assert file.read_text() == "mine"


def test_a_back_up_that_breaks_off_leaves_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    fill_one, folder = copying._fill, tmp_path / "backups"
    folder.mkdir()

    def broken(reading: Any, writing: Any, one: Any) -> int:
        if one.name == "wait":
            raise KeyboardInterrupt
        return fill_one(reading, writing, one)

    monkeypatch.setattr(copying, "_fill", broken)
    with pytest.raises(KeyboardInterrupt):
        back_up(store, folder / "broken.backup")
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written: No such file"):
        back_up(store, tmp_path / "nowhere" / "x.backup")


def no_database(path: Path, _: Path) -> None:
    path.write_bytes(b"PGDMP\x01 a dump of another program")


def somebody_elses(path: Path, _: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (address)")


def damaged(path: Path, template: Path) -> None:
    pages = bytearray(template.read_bytes())
    pages[4096:-4096] = b"\xff" * (len(pages) - 8192)
    path.write_bytes(pages)


def newer(path: Path, template: Path) -> None:
    shutil.copy(template, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def missing(path: Path, _: Path) -> None:
    """There is none."""


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (no_database, "is no back-up"),
        (somebody_elses, "none of Deskpulse's"),
        (damaged, "is damaged"),
        (newer, "newer Deskpulse"),
        (missing, "No such file"),
    ],
)
def test_a_file_of_no_use_is_refused_and_nothing_is_made(
    make: Callable[[Path, Path], None], told: str, sqlite_template: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.backup"
    make(wrong, sqlite_template)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(StoreError, match=told):
        restore(wrong, f"sqlite:///{tmp_path / 'target.db'}", NOW)
    assert sorted(tmp_path.iterdir()) == before


def test_a_back_up_on_a_disk_that_cannot_be_written_is_read(
    sqlite_store_url: str, file: Path, tmp_path: Path
) -> None:
    with closing(Store.open(sqlite_store_url)) as store:
        fill(store)
        back_up(store, file)
    file.chmod(0o400)
    restore(file, f"sqlite:///{tmp_path / 'target.db'}", NOW)
    assert sorted(path.name for path in tmp_path.glob("*.backup*")) == [file.name]


def test_a_database_is_not_copied_into_itself(store: Store) -> None:
    fill(store)
    before = rows(store)
    with pytest.raises(StoreError, match="same database"):
        copy(store, store.engine.url.render_as_string(hide_password=False), replace=True)
    assert rows(store) == before


def test_a_database_without_tables_has_nothing_to_back_up(tmp_path: Path, file: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'empty.db'}")
    with closing(store), pytest.raises(NoDatabaseError, match="no tables yet"):
        back_up(store, file)
    assert not file.exists()


def test_before_tables_are_changed_a_back_up_is_kept_beside_the_file(
    sqlite_store_url: str, opened: Callable[[str], Store]
) -> None:
    path = Path(sqlite_store_url.removeprefix("sqlite:///"))
    with closing(Store.open(sqlite_store_url)) as store:
        back_up_before_upgrade(store)
        assert list(path.parent.glob("*.backup")) == []
        laid(FOLDER / f"{FIRST}.jsonl", store)
        for _ in range(2):  # a start that failed leaves one, and the next one makes it anew
            back_up_before_upgrade(store)
        store.migrate()
    (kept,) = path.parent.glob("*.backup")
    assert kept.name == f"{path.name}.{FIRST}.backup"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with opened(f"sqlite:///{kept}").read() as connection:
        assert revision(connection) == FIRST
        assert inspect(connection).has_table("note")


@pytest.mark.parametrize("number", [FIRST, "0003", head()])
def test_tables_that_are_refused_are_not_copied_at_each_start(
    sqlite_store_url: str, number: str
) -> None:
    path = Path(sqlite_store_url.removeprefix("sqlite:///"))
    with closing(Store.open(sqlite_store_url)) as store:
        if number != head():
            laid(FOLDER / f"{number}.jsonl", store)
        with store.write() as connection:
            connection.execute(text("ALTER TABLE note RENAME COLUMN text TO words"))
        back_up_before_upgrade(store)
        with pytest.raises(StoreError, match="words"):
            store.migrate()
    assert list(path.parent.glob("*.backup")) == []


def test_a_server_is_told_how_to_go_back_before_its_tables_are_changed(
    postgres_store_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Store.open(postgres_store_url)) as store:
        back_up_before_upgrade(store)
        assert caplog.text == ""
        laid(FOLDER / f"{FIRST}.jsonl", store)
        back_up_before_upgrade(store)
    assert "deskpulse backup FILE" in caplog.text
    assert head() != FIRST
