"""What is known of the bot's health, by a clock that nobody sets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import text

from bot.health import STORE_SECONDS, Vitals
from bot.slack.pool import Pool
from bot.slack.token import Account
from bot.web import SILENT_SECONDS
from metrics.errors import StoreError
from metrics.store.books.replicas import Replicas
from metrics.store.database.engine import Store
from metrics.store.syncs import backfill, ledger
from tests import patience
from tests.bot import desk

DESK = SimpleNamespace(streams=("tickets", "ratings"), optional=frozenset({"ratings"}))
SOURCE = "zendesk:acme"


class Clocks:
    """The machine's clock, which people set, and one that nobody sets."""

    def __init__(self) -> None:
        self.wall = desk.NOW
        self.seconds = 0.0

    def pass_by(self, seconds: float) -> None:
        self.wall += int(seconds)
        self.seconds += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with desk.services(desk.settings(tmp_path), tickets=10) as services:
        yield services.posts.store


@pytest.fixture
def vitals(store: Store, clocks: Clocks) -> Vitals:
    beat = SimpleNamespace(last_tick=0.0, stuck=lambda: False)
    return Vitals(
        store=store,
        helpdesks={SOURCE: cast("Any", DESK)},
        socket=cast("Any", SimpleNamespace(connected=True)),
        account=Account(),
        beat=cast("Any", beat),
        watch_pool=Pool("watch", 1, 1),
        now=lambda: clocks.wall,
        monotonic=lambda: clocks.seconds,
    )


def beats(vitals: Vitals, store: Store, clocks: Clocks) -> None:
    """One turn of all that goes on in the background."""
    vitals.beat.last_tick = clocks.seconds
    vitals.pulse(lambda: Replicas(store, "me").pulse(clocks.wall))
    vitals.examine()


def away() -> None:
    raise StoreError("The disk of the database is full.")


def test_a_bot_that_works_is_well_and_tells_the_age_of_the_oldest_source(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    clocks.pass_by(60)
    beats(vitals, store, clocks)
    assert vitals().well
    assert vitals().sync_age_seconds == 60


def test_a_ticker_that_stands_still_is_noticed_also_where_the_clock_was_set_back(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    beats(vitals, store, clocks)
    clocks.seconds += SILENT_SECONDS + 1
    clocks.wall -= 3600
    assert vitals().beat_age_seconds == SILENT_SECONDS + 1
    assert not vitals().lives


def test_a_ticker_that_never_began_is_noticed(vitals: Vitals, clocks: Clocks) -> None:
    vitals.beat.last_tick = None
    vitals.pulse(lambda: None)
    clocks.pass_by(SILENT_SECONDS + 1)
    assert not vitals().lives


def test_a_full_disk_is_noticed_and_one_failure_is_not_enough(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    beats(vitals, store, clocks)
    clocks.pass_by(3)
    vitals.pulse(away)
    assert vitals().well
    clocks.pass_by(STORE_SECONDS / 2)
    vitals.pulse(away)
    assert vitals().database == "The disk of the database is full."
    beats(vitals, store, clocks)
    assert vitals().well


def test_a_database_that_can_be_read_but_not_written_is_noticed(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    beats(vitals, store, clocks)
    with store.engine.connect() as connection:
        connection.execute(text("PRAGMA query_only = ON"))
    clocks.pass_by(STORE_SECONDS)
    beats(vitals, store, clocks)
    assert "read-only" in vitals().database
    assert vitals().lives


def test_a_database_that_hangs_is_told_of_at_once_by_an_answer_that_does_not(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    beats(vitals, store, clocks)
    go_on, begun = Event(), Event()

    def hang() -> None:
        begun.set()
        go_on.wait(patience.SECONDS)

    pulse = Thread(target=vitals.pulse, args=(hang,), daemon=True)
    pulse.start()
    assert begun.wait(patience.SECONDS)
    clocks.pass_by(STORE_SECONDS + 1)
    assert "does not say why" in vitals().database
    go_on.set()
    pulse.join(patience.SECONDS)


def test_tables_that_do_not_fit_are_noticed(vitals: Vitals, store: Store, clocks: Clocks) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    beats(vitals, store, clocks)
    assert "newer Deskpulse" in vitals().database
    assert vitals().lives


def test_a_helpdesk_that_refuses_the_credentials_is_noticed_until_it_takes_them(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    beats(vitals, store, clocks)
    with store.write() as connection:
        ledger.refuse(connection, SOURCE, "ratings", "Not on this plan.")
    beats(vitals, store, clocks)
    assert vitals().well
    with store.write() as connection:
        ledger.refuse(connection, SOURCE, "tickets", "It refused the credentials.")
    beats(vitals, store, clocks)
    assert vitals().helpdesk == "It refused the credentials."
    with store.write() as connection:  # as the sync of any copy does
        ledger.advance(connection, SOURCE, "tickets", "1", caught_up=True, through_at=None)
    beats(vitals, store, clocks)
    assert vitals().well


def test_a_revoked_token_is_noticed_until_slack_takes_it(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    beats(vitals, store, clocks)
    vitals.account.note("chat.postMessage", "token_revoked")
    assert not vitals().well
    vitals.account.note("auth.test")
    assert vitals().well


def test_the_database_may_come_back(vitals: Vitals, clocks: Clocks, tmp_path: Path) -> None:
    vitals.pulse(away)
    assert not vitals().well
    with closing(Store.open(f"sqlite:///{tmp_path / 'test.db'}")) as store:
        beats(vitals, store, clocks)
    assert vitals().well


def test_of_two_helpdesks_the_one_that_refuses_is_named(vitals: Vitals, store: Store) -> None:
    both = replace(vitals, helpdesks={SOURCE: cast("Any", DESK), "zendesk:eu": cast("Any", DESK)})
    with store.write() as connection:
        ledger.register(connection, "zendesk", "eu", 0)
        ledger.refuse(connection, "zendesk:eu", "tickets", "It refused the credentials.")
    both.pulse(lambda: None)
    assert both().helpdesk == "zendesk:eu: It refused the credentials."
    assert not both().well


def test_an_account_that_the_settings_have_lost_is_told_and_stops_nothing(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    with store.write() as connection:
        ledger.register(connection, "zendesk", "old", 0)
    vitals.pulse(lambda: None)
    told = vitals().report()["helpdesk"]
    assert "zendesk:old is not in the settings any more" in str(told)
    assert "`deskpulse source retire zendesk:old`" in str(told)
    assert vitals().well


def test_how_far_a_back_fill_is_stands_in_health(vitals: Vitals, store: Store) -> None:
    vitals.pulse(lambda: None)
    assert vitals().report()["back_fill"] == "whole"
    day = 86_400
    with store.write() as connection:
        ledger.register(connection, "zendesk", "eu", desk.NOW - 100 * day, now=desk.NOW - 600)
        ledger.advance(
            connection, "zendesk:eu", "tickets", "1", caught_up=True, through_at=desk.NOW
        )
        backfill.begin(connection, "zendesk:eu", "tickets", desk.NOW - 25 * day)
    both = replace(vitals, helpdesks={SOURCE: cast("Any", DESK), "zendesk:eu": cast("Any", DESK)})
    both.pulse(lambda: None)
    assert both().report()["back_fill"] == (
        "zendesk:eu: read back to 30 Oct 2026, 25% of it; whole by about 24 Nov 06:30 UTC"
    )
