"""Writers of a process that make room: between their turns another process gets in."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from metrics.store.database.engine import Store
from metrics.store.database.giving_way import LOOKED_AGAIN_SECONDS, GivingWay
from tests.patience import SECONDS


class Clock:
    def __init__(self) -> None:
        self.now = 100.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(round(seconds, 3))
        self.now += seconds


def test_after_a_turn_comes_a_pause_as_long_as_it_was_but_no_longer_than_a_look() -> None:
    clock = Clock()
    way = GivingWay(clock, clock.sleep)
    for seconds in (0.02, 5.0, 0.0, 0.0):
        with way.turn():
            clock.now += seconds
    assert clock.pauses == [0.02, LOOKED_AGAIN_SECONDS]


def test_what_fails_has_its_pause_too_and_the_next_has_its_turn() -> None:
    clock = Clock()
    way = GivingWay(clock, clock.sleep)
    with suppress(LookupError), way.turn():
        clock.now += 0.05
        raise LookupError
    with way.turn():
        pass
    assert clock.pauses == [0.05]


def test_beside_writers_that_never_end_another_one_gets_in(tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    store = Store.open(f"sqlite:///{path}").giving_way()
    with store.write() as connection:
        connection.exec_driver_sql("create table words (word)")
    stop, others = Event(), []

    def write() -> None:
        while not stop.is_set():
            with store.write() as connection:
                connection.exec_driver_sql("insert into words values ('sync')")
                time.sleep(0.15)

    threads = [Thread(target=write, daemon=True) for _ in range(3)]
    for thread in threads:
        thread.start()
    other = sqlite3.connect(path, timeout=SECONDS, isolation_level=None)
    try:
        for _ in range(5):
            before = other.execute("select count(*) from words").fetchone()[0]
            other.execute("insert into words values ('question')")
            others.append(other.execute("select count(*) from words").fetchone()[0] - before - 1)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        other.close()
        store.close()
    assert sum(others) <= 3 * len(others)  # of the syncs' writes, while one of ours waited


def test_postgresql_has_many_writers_and_needs_no_way() -> None:
    store = Store.open("postgresql://localhost/nowhere")
    assert store.giving_way() is store
