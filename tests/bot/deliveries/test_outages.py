"""What fails for a while is told once to each who administers, and once that it is over."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.deliveries.outages import (
    LAG_SECONDS,
    SOCKET_SECONDS,
    SOURCE_SECONDS,
    STORE_SECONDS,
    StoreOutage,
    tell_of_outages,
)
from bot.deliveries.payload import load
from bot.services import Services
from bot.talk import Outcome, Outgoing, Post, Refusal
from metrics.sources.needs import Need, Provision
from metrics.store.books.outbox import DELIVERY
from metrics.store.books.replicas import Replicas
from metrics.store.database.engine import Store
from metrics.store.database.read_replica import ReadReplica
from metrics.store.syncs import ledger
from metrics.store.syncs.knowledge import note_supplies
from metrics.store.syncs.sync_states import Work, note_failure, note_success
from tests.bot import desk
from tests.bot.deliveries.desk import ScriptedSlack

SOURCE = "zendesk:acme"
WHY = "Zendesk did not answer at /incremental/tickets: status 503 (6 tries)."
NOW = desk.NOW


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    named = {"DESKPULSE_ADMINS": "UBEN, UANA", "DESKPULSE_TIMEZONE": "Europe/Berlin"}
    with desk.services(desk.settings(tmp_path, **named), tickets=0) as made:
        with made.outbox.store.write() as connection:
            ledger.register(connection, "zendesk", "acme", NOW - 90 * 86_400)
        yield made


def fail(services: Services, at: int) -> None:
    with services.outbox.store.write() as connection:
        note_failure(connection, SOURCE, Work(), at, WHY)


def succeed(services: Services, at: int) -> None:
    with services.outbox.store.write() as connection:
        note_success(connection, SOURCE, Work(), at)


def told(services: Services) -> list[tuple[str, str]]:
    """Who was told what, in the order in which it was put into the outbox."""
    with services.outbox.store.read() as connection:
        query = DELIVERY.select().order_by(DELIVERY.c.due_at, DELIVERY.c.channel)
        rows = connection.execute(query).mappings().all()
    return [(row["channel"], load(str(row["payload"]), None).text) for row in rows]


def test_a_source_is_told_of_once_when_it_has_failed_for_a_while_and_once_when_it_is_over(
    services: Services,
) -> None:
    fail(services, NOW)
    tell_of_outages(services, NOW + SOURCE_SECONDS - 1)
    assert told(services) == []
    fail(services, NOW + SOURCE_SECONDS)
    for later in range(3):
        tell_of_outages(services, NOW + SOURCE_SECONDS + later)
    assert [to for to, _ in told(services)] == ["UANA", "UBEN"]
    text = told(services)[0][1]
    assert "All syncs of Zendesk have failed since Tue 24 Nov 07:00" in text
    assert WHY in text
    succeed(services, NOW + 3600)
    for later in range(3):
        tell_of_outages(services, NOW + 3600 + later)
    assert [text for _, text in told(services)[2:]] == [
        "A helpdesk is read again. Zendesk is read again. What was missed has been read."
    ] * 2


def test_the_next_outage_is_told_anew(services: Services) -> None:
    for begin in (NOW, NOW + 86_400):
        fail(services, begin)
        fail(services, begin + SOURCE_SECONDS)
        tell_of_outages(services, begin + SOURCE_SECONDS)
        succeed(services, begin + 7200)
        tell_of_outages(services, begin + 7200)
    assert [to for to, _ in told(services)] == ["UANA", "UBEN"] * 4


def test_what_was_over_before_anybody_was_told_is_not_told(services: Services) -> None:
    fail(services, NOW)
    succeed(services, NOW + SOURCE_SECONDS + 60)
    tell_of_outages(services, NOW + SOURCE_SECONDS + 60)
    assert told(services) == []


def test_any_number_of_copies_and_restarts_say_it_once(services: Services) -> None:
    fail(services, NOW)
    fail(services, NOW + SOURCE_SECONDS)
    with ThreadPoolExecutor(4) as copies:
        list(copies.map(lambda _: tell_of_outages(services, NOW + SOURCE_SECONDS), range(8)))
    assert len(told(services)) == 2


def test_what_is_refused_for_good_is_told_of_as_such_and_not_once_more(services: Services) -> None:
    needs = {Need.TICKETS: Provision(streams=("tickets",))}
    with services.outbox.store.write() as connection:
        note_supplies(connection, SOURCE, needs)
        ledger.refuse(connection, SOURCE, "tickets", "It refused the credentials.")
    fail(services, NOW)
    fail(services, NOW + SOURCE_SECONDS)
    tell_of_outages(services, NOW + SOURCE_SECONDS)
    assert told(services) == []


def test_where_the_clock_was_set_back_nothing_is_told_too_early(services: Services) -> None:
    fail(services, NOW)
    tell_of_outages(services, NOW - 3600)
    assert told(services) == []


def test_a_socket_that_is_not_open_for_a_while_is_told_once_for_all_copies(
    services: Services,
) -> None:
    store, later = services.outbox.store, NOW + SOCKET_SECONDS
    for name in ("one", "two"):
        Replicas(store, name).pulse(NOW, deaf_since=NOW)
    tell_of_outages(services, NOW)
    assert told(services) == []
    Replicas(store, "one").pulse(later, deaf_since=NOW)
    Replicas(store, "two").pulse(later, deaf_since=NOW + 60)
    for _ in range(2):
        tell_of_outages(services, later)
    assert [to for to, _ in told(services)] == ["UANA", "UBEN"]
    assert "had no socket to Slack since Tue 24 Nov 07:00" in told(services)[0][1]
    Replicas(store, "one").pulse(later)
    tell_of_outages(services, later)
    assert len(told(services)) == 2, "one of them is deaf still"
    Replicas(store, "two").pulse(later)
    for _ in range(2):
        tell_of_outages(services, later)
    assert len(told(services)) == 4


def test_a_deaf_copy_that_is_gone_is_no_outage(services: Services) -> None:
    Replicas(services.outbox.store, "one").pulse(NOW, deaf_since=NOW - 3600)
    tell_of_outages(services, NOW + 60)
    assert told(services) == []


class Line(ScriptedSlack):
    """A Slack that takes posts while it is there."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.texts: list[str] = []

    def post(self, message: Outgoing) -> Outcome:
        if self.away:
            return Refusal("unreachable")
        self.texts.append(f"{message.channel}: {message.reply.text}")
        return Post(message.channel, "1")


def test_a_store_that_fails_is_said_once_by_each_copy_and_once_that_it_is_over() -> None:
    seconds, slack = [0.0], Line()
    outage = StoreOutage(monotonic=lambda: seconds[0])
    for at in (0.0, STORE_SECONDS - 1):
        seconds[0] = at
        outage.look("The disk is full.", ["UANA"], slack)
    assert slack.texts == []
    for at in (STORE_SECONDS, STORE_SECONDS + 60):
        seconds[0] = at
        outage.look("The disk is full.", ["UANA"], slack)
    assert len(slack.texts) == 1
    assert slack.texts[0].startswith("UANA: My database fails.")
    assert "The disk is full." in slack.texts[0]
    for _ in range(2):
        outage.look("", ["UANA"], slack)
    assert slack.texts[1:] == ["UANA: My database works again. What is due is posted now."]


def test_where_slack_is_away_too_it_is_said_later_and_a_short_failure_never() -> None:
    seconds, slack = [0.0], Line()
    outage = StoreOutage(monotonic=lambda: seconds[0])
    outage.look("Away.", ["UANA"], slack)
    outage.look("", ["UANA"], slack)
    seconds[0] = STORE_SECONDS
    outage.look("Away.", ["UANA"], slack)
    slack.away, seconds[0] = True, 2 * STORE_SECONDS
    outage.look("Away.", ["UANA"], slack)
    assert slack.texts == []
    slack.away = False
    outage.look("Away.", ["UANA"], slack)
    assert len(slack.texts) == 1


def test_a_read_replica_that_lags_for_long_is_told_of_and_that_it_has_caught_up(
    services: Services, tmp_path: Path
) -> None:
    store = services.outbox.store
    Replicas(store, "a").pulse(NOW)
    with closing(Store.open(f"sqlite:///{tmp_path / 'copy.db'}")) as copy:
        copy.migrate()
        outbox = replace(services.outbox, store=replace(store, replica=ReadReplica(copy)))
        reading = replace(services, outbox=outbox)
        for lag in (LAG_SECONDS - 1, LAG_SECONDS, LAG_SECONDS - 1, 2 * LAG_SECONDS):
            Replicas(copy, "a").pulse(NOW - lag)
            tell_of_outages(reading, NOW)
        assert [to for to, _ in told(services)] == ["UANA", "UBEN"]
        assert "15m 0s behind the database" in told(services)[0][1]
        Replicas(copy, "a").pulse(NOW)
        for later in range(3):
            tell_of_outages(reading, NOW + 1 + later)
        assert [text for _, text in told(services)[2:]] == [
            "The read replica has caught up. Figures are as new as the database again."
        ] * 2


def test_of_a_read_replica_that_cannot_be_read_no_lag_is_told(
    services: Services, tmp_path: Path
) -> None:
    store = services.outbox.store
    Replicas(store, "a").pulse(NOW)
    with closing(Store.open(f"sqlite:///{tmp_path / 'none.db'}")) as gone:
        outbox = replace(services.outbox, store=replace(store, replica=ReadReplica(gone)))
        tell_of_outages(replace(services, outbox=outbox), NOW)
    assert told(services) == []
