"""A machine in another zone, and machines of which one's clock is wrong."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.clock import system_now
from bot.shared_clock import shared_clock
from metrics.recurrence import Rule, slots
from metrics.store.database.engine import Store
from metrics.store.syncs.lease import Lease
from metrics.sync.sync import Sync
from tests.bot import desk
from tests.bot.commands.test_ask import reply_to
from tests.metrics.scripted import Killed, Script, story

ODD = ("Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns", ":nonsense", "")


@pytest.fixture
def zone_of_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


def told(folder: Path) -> tuple[object, ...]:
    """When something regular is due, and what is said of days, by a bot with its own database."""
    folder.mkdir()
    rule = Rule.parse("weekly monday 09:00 Europe/Berlin", ZoneInfo("UTC"))
    with desk.services(desk.settings(folder, DESKPULSE_TIMEZONE="Europe/Berlin")) as services:
        replies = [reply_to(words, services) for words in ("volume yesterday", "frt last month")]
        heads = tuple(str((reply.head, reply.phrase)) for reply in replies)
    return (*islice(slots(rule, desk.NOW), 60), *heads)


def test_the_zone_of_the_machine_changes_nothing(
    zone_of_machine: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usual = told(tmp_path / "usual")
    for number, zone in enumerate(ODD):
        zone_of_machine.setenv("TZ", zone)
        time.tzset()
        assert told(tmp_path / str(number)) == usual, zone


LEASE_SECONDS, HOUR = 300, 3600
REAL = time.time


@contextmanager
def machine(monkeypatch: pytest.MonkeyPatch, ahead: int) -> Iterator[None]:
    """What is done in it is done on a machine whose clock is so many seconds ahead."""
    with monkeypatch.context() as clock:
        clock.setattr(time, "time", lambda: REAL() + ahead)
        yield


def replica(store: Store, helpdesk: Script) -> Sync:
    return Sync(
        store=store,
        helpdesk=helpdesk,
        since_at=0,
        clock=system_now,
        lease_clock=shared_clock(store, system_now),
        lease_seconds=LEASE_SECONDS,
    )


@pytest.mark.parametrize("ahead", [-HOUR, HOUR])
def test_replicas_of_which_ones_clock_is_an_hour_wrong_never_sync_a_source_at_once(
    postgres_store_url: str, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    with closing(Store.open(postgres_store_url)) as store:
        store.migrate()
        tried: list[bool] = []

        def meanwhile(_stream: str, _number: int) -> None:
            with machine(monkeypatch, ahead - ours):
                tried.append(replica(store, Script(story())).run().ran)

        for ours in (0, ahead):  # the one that syncs may be the one that is wrong
            with machine(monkeypatch, ours):
                assert replica(store, Script(story(), before=meanwhile)).run().ran
        assert len(tried) > 10
        assert not any(tried)


@pytest.mark.parametrize("ahead", [-HOUR, 0, HOUR])
def test_what_a_dead_replica_held_is_taken_over_after_its_time_whatever_its_clock_said(
    postgres_store_url: str, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    def dies(_stream: str, number: int) -> None:
        if number == 3:
            raise Killed

    def passes(store: Store, seconds: int) -> None:
        with store.write() as connection:
            connection.execute(text(f"UPDATE source SET lease_until = lease_until - {seconds}"))

    with closing(Store.open(postgres_store_url)) as store:
        store.migrate()
        monkeypatch.setattr(
            Lease, "release", lambda _: None
        )  # a process that is killed gives none back
        with machine(monkeypatch, ahead), pytest.raises(Killed):
            replica(store, Script(story(), before=dies)).run()
        passes(store, LEASE_SECONDS - 60)
        assert not replica(store, Script(story())).run().ran
        passes(store, 60)
        after = replica(store, Script(story())).run()
        assert (after.ran, after.finished) == (True, True)
