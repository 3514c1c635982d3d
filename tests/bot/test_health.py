"""What is known of the bot's health, by a clock that nobody sets."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import text

from bot.condition import SILENT_SECONDS, UNHEARD_SECONDS
from bot.health import STORE_SECONDS, Vitals
from bot.meters import Meters, Readings
from bot.slack.pool import Pool
from bot.slack.token import Account
from bot.trace import FACTS
from metrics.errors import StoreError
from metrics.posting.deliveries import Delivery
from metrics.store.books.outbox import Outbox
from metrics.store.books.replicas import Replicas
from metrics.store.database.engine import Store
from metrics.store.database.read_replica import ReadReplica
from metrics.store.syncs import backfill, ledger
from metrics.store.syncs.sync_states import Work, note_failure, note_success
from tests import patience
from tests.bot import desk
from tests.bot.test_meters import shown

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
        account=Account(lambda: clocks.seconds),
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


def test_a_bot_that_works_is_ready_and_tells_the_age_of_each_source(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    clocks.pass_by(60)
    beats(vitals, store, clocks)
    assert vitals().ready
    assert vitals().sources[SOURCE].data_age_seconds == 60


def test_a_ticker_that_stands_still_is_noticed_also_where_the_clock_was_set_back(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    beats(vitals, store, clocks)
    clocks.seconds += SILENT_SECONDS + 1
    clocks.wall -= 3600
    assert vitals().ticker_age_seconds == SILENT_SECONDS + 1
    assert not vitals().alive


def test_a_ticker_that_never_began_is_noticed(vitals: Vitals, clocks: Clocks) -> None:
    vitals.beat.last_tick = None
    vitals.pulse(lambda: None)
    clocks.pass_by(SILENT_SECONDS + 1)
    assert not vitals().alive


def test_a_full_disk_is_noticed_and_one_failure_is_not_enough(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    beats(vitals, store, clocks)
    clocks.pass_by(3)
    vitals.pulse(away)
    assert vitals().ready
    clocks.pass_by(STORE_SECONDS / 2)
    vitals.pulse(away)
    assert vitals().database == "The disk of the database is full."
    beats(vitals, store, clocks)
    assert vitals().ready


def test_a_database_that_can_be_read_but_not_written_is_noticed(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    beats(vitals, store, clocks)
    with store.engine.connect() as connection:
        connection.execute(text("PRAGMA query_only = ON"))
    clocks.pass_by(STORE_SECONDS)
    beats(vitals, store, clocks)
    assert "read-only" in vitals().database
    assert vitals().alive


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
    assert vitals().alive


def test_a_helpdesk_that_refuses_the_credentials_is_told_of_until_it_takes_them(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    """What is known already is answered all the same, so the bot stays ready."""
    beats(vitals, store, clocks)
    with store.write() as connection:
        ledger.refuse(connection, SOURCE, "ratings", "Not on this plan.")
    beats(vitals, store, clocks)
    assert vitals().sources[SOURCE].failure == ""
    with store.write() as connection:
        ledger.refuse(connection, SOURCE, "tickets", "It refused the credentials.")
    beats(vitals, store, clocks)
    assert vitals().sources[SOURCE].failure == "It refused the credentials."
    assert vitals().ready
    with store.write() as connection:  # as the sync of any copy does
        ledger.advance(connection, SOURCE, "tickets", "1", caught_up=True, through_at=None)
    beats(vitals, store, clocks)
    assert vitals().sources[SOURCE].failure == ""


def test_a_revoked_token_is_noticed_until_slack_takes_it(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    beats(vitals, store, clocks)
    vitals.account.note("chat.postMessage", "token_revoked")
    assert not vitals().ready
    vitals.account.note("auth.test")
    assert vitals().ready


def test_the_database_may_come_back(vitals: Vitals, clocks: Clocks, tmp_path: Path) -> None:
    vitals.pulse(away)
    assert not vitals().ready
    with closing(Store.open(f"sqlite:///{tmp_path / 'test.db'}")) as store:
        beats(vitals, store, clocks)
    assert vitals().ready


def test_of_two_helpdesks_the_one_that_refuses_is_named(vitals: Vitals, store: Store) -> None:
    both = replace(vitals, helpdesks={SOURCE: cast("Any", DESK), "zendesk:eu": cast("Any", DESK)})
    with store.write() as connection:
        ledger.register(connection, "zendesk", "eu", 0)
        ledger.refuse(connection, "zendesk:eu", "tickets", "It refused the credentials.")
    both.pulse(lambda: None)
    failures = {name: source.failure for name, source in both().sources.items()}
    assert failures == {SOURCE: "", "zendesk:eu": "It refused the credentials."}


def test_an_account_that_the_settings_have_lost_is_told_and_stops_nothing(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    with store.write() as connection:
        ledger.register(connection, "zendesk", "old", 0)
    vitals.pulse(lambda: None)
    told = vitals().readiness()["no_longer_asked"]
    assert "zendesk:old is not in the settings any more" in str(told)
    assert "`deskpulse source retire zendesk:old`" in str(told)
    assert vitals().ready


def test_how_far_a_back_fill_is_is_told(vitals: Vitals, store: Store) -> None:
    vitals.pulse(lambda: None)
    assert vitals().sources[SOURCE].back_fill == ""
    day = 86_400
    with store.write() as connection:
        ledger.register(connection, "zendesk", "eu", desk.NOW - 100 * day, now=desk.NOW - 600)
        ledger.advance(
            connection, "zendesk:eu", "tickets", "1", caught_up=True, through_at=desk.NOW
        )
        backfill.begin(connection, "zendesk:eu", "tickets", desk.NOW - 25 * day)
    both = replace(vitals, helpdesks={SOURCE: cast("Any", DESK), "zendesk:eu": cast("Any", DESK)})
    both.pulse(lambda: None)
    assert both().sources["zendesk:eu"].back_fill == (
        "read back to 30 Oct 2026, 25% of it; whole by about 24 Nov 06:30 UTC"
    )


def test_a_slack_that_has_not_answered_for_minutes_is_noticed(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    clocks.pass_by(UNHEARD_SECONDS + 1)
    beats(vitals, store, clocks)
    assert not vitals().ready
    vitals.account.hear()
    assert vitals().ready


def test_posts_that_wait_are_counted_and_no_age_is_below_zero_where_the_clock_was_set_back(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    waiting = Delivery(
        id="1", source="digest:1", due_at=desk.NOW - 90, channel="C1", expires_at=desk.NOW + 60
    )
    Outbox(store, "").put([waiting], desk.NOW)
    beats(vitals, store, clocks)
    assert (vitals().due, vitals().oldest_seconds) == (1, 90)
    clocks.wall -= 3600
    assert (vitals().due, vitals().oldest_seconds) == (1, 0)
    assert vitals().sources[SOURCE].data_age_seconds == 0
    assert vitals().ticker_age_seconds == 0
    assert vitals().ready


def test_the_room_on_the_disks_that_the_bot_writes_to_is_told(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    beats(vitals, store, clocks)
    assert vitals().disk_free.keys() == {"database", "temporary"}
    assert all(0 < free < 10**17 for free in vitals().disk_free.values())


def test_the_last_success_and_failure_of_each_source_are_told(
    vitals: Vitals, store: Store, clocks: Clocks
) -> None:
    with store.write() as connection:
        note_success(connection, SOURCE, Work(calls=2), desk.NOW)
        note_failure(connection, SOURCE, Work(calls=3), desk.NOW + 60, "It was away.")
        note_failure(connection, SOURCE, Work(calls=3), desk.NOW + 90, "It was away.")
        note_success(connection, "zendesk:retired", Work(), desk.NOW)
    clocks.pass_by(100)
    beats(vitals, store, clocks)
    now = vitals().sources[SOURCE]
    assert (now.success_seconds, now.failure_seconds, now.failing_seconds) == (100, 10, 40)
    assert now.failure == "It was away."
    assert vitals().ready
    vitals.account.count("auth.test", "ok")
    meters = Meters()
    with desk.services(desk.settings(Path(str(store.path)).parent), tickets=0) as services:
        meters.read(lambda: vitals.readings([vitals.watch_pool], services.asker))
        page = shown(meters.page())
    assert page["deskpulse_syncs_total outcome=failed source=zendesk:acme"] == 2
    assert page["deskpulse_helpdesk_calls_total source=zendesk:acme"] == 8
    assert page["deskpulse_source_failing_seconds source=zendesk:acme"] == 40
    assert page["deskpulse_queue_length queue=watch"] == 0
    assert not [name for name in page if "retired" in name]


def test_a_socket_is_deaf_since_it_was_first_seen_so_also_where_the_clock_was_set_back(
    vitals: Vitals, clocks: Clocks
) -> None:
    assert vitals.deaf_since(clocks.wall) is None
    cast("Any", vitals.socket).connected = False
    assert vitals.deaf_since(clocks.wall) == clocks.wall
    clocks.pass_by(90)
    assert vitals.deaf_since(clocks.wall) == clocks.wall - 90
    clocks.wall -= 3600
    assert vitals.deaf_since(clocks.wall) == clocks.wall - 90
    cast("Any", vitals.socket).connected = True
    assert vitals.deaf_since(clocks.wall) is None


def test_a_change_of_readiness_is_one_line(
    vitals: Vitals, store: Store, clocks: Clocks, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "bot.health"):
        for refusal in ("", "", "token_revoked", "token_revoked", ""):
            vitals.account.refusal = refusal
            beats(vitals, store, clocks)
    lines = [r for r in caplog.records if r.message == "Readiness has changed"]
    assert [vars(line)[FACTS] for line in lines] == [
        {"ready": True, "because": None},
        {"ready": False, "because": "slack"},
        {"ready": True, "because": None},
    ]


def test_how_far_a_read_replica_lags_is_told(
    vitals: Vitals, store: Store, clocks: Clocks, tmp_path: Path
) -> None:
    beats(vitals, store, clocks)
    assert vitals().readiness()["read_replica_lag_seconds"] is None
    with closing(Store.open(f"sqlite:///{tmp_path / 'copy.db'}")) as copy:
        copy.migrate()
        Replicas(copy, "me").pulse(clocks.wall - 400)
        vitals.store = replace(store, replica=ReadReplica(copy))
        beats(vitals, store, clocks)
        assert vitals().readiness()["read_replica_lag_seconds"] == 400
        meters = Meters()
        meters.read(lambda: Readings(condition=vitals()))
        assert b"deskpulse_read_replica_lag_seconds 400.0" in meters.page()
        assert vitals().ready, "what is known is answered all the same"
