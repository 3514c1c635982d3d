"""The way back from an upgrade, and from one kind of database to the other while a sync writes."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from metrics.helpdesks.contract import Page
from metrics.store.database.backup import back_up, restore
from metrics.store.database.engine import Store
from metrics.store.tickets import timelines
from metrics.store.tickets.checking import flaws
from metrics.store.tickets.pages import save_page
from tests.metrics.desk import NOW, Told
from tests.revisions.desk import SOURCE, answers, fill

ENDED = {"schedules", "outbox"}
"""What a restore ends: nothing that may have been posted is posted again."""


def sync_once(store: Store, number: int) -> None:
    """A ticket comes in and its timeline is built, as a sync does it: two transactions."""
    story = Told(f"new{number}", 20 + number % 100, team="7").solved(21, 22)
    page = Page(records=tuple(story.records()), cursor=str(number), caught_up=True, unknown={})
    with store.write() as connection:
        save_page(connection, SOURCE, "tickets", page)
    with store.read() as connection:
        built = timelines.build(connection, SOURCE, 100)
    with store.write() as connection:
        timelines.save(connection, SOURCE, built)


def test_a_back_up_while_a_sync_writes_answers_the_same_in_either_kind_of_database(
    store: Store, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    fill(store)
    begun, ended = Event(), Event()

    def sync() -> None:
        number = 0
        while not ended.is_set():
            sync_once(store, number := number + 1)
            begun.set()

    writer = Thread(target=sync)
    writer.start()
    assert begun.wait(30)
    counted = back_up(store, tmp_path / "a.backup").rows
    ended.set()
    writer.join()
    assert counted["ticket"] > 12, "it has some of what came meanwhile"
    places = {
        "postgres": request.getfixturevalue("postgres_store_url"),
        "sqlite": f"sqlite:///{tmp_path}/sqlite.db",
        "and back": f"sqlite:///{tmp_path}/back.db",
    }
    told = {}
    for name, url in places.items():
        restore(tmp_path / "a.backup", url, NOW, replace=True)
        with closing(Store.open(url)) as other:
            assert list(flaws(other)) == [], name
            told[name] = {n: a for n, a in answers(other).items() if n not in ENDED}
            if name == "postgres":
                (tmp_path / "a.backup").unlink()
                assert back_up(other, tmp_path / "a.backup").rows == counted
    assert told["postgres"] == told["sqlite"] == told["and back"]
    assert told["sqlite"]["targets"] == answers(store)["targets"]
