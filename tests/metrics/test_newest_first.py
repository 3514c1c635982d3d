"""A first sync reads the newest days first, and then back to where it is to begin."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import SQLModel

from metrics.ask import Asker
from metrics.ask.known_period import UnknownError
from metrics.errors import HelpdeskError
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Query
from metrics.sources.needs import Need
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.syncs.backfill import NEWEST_SECONDS
from metrics.store.syncs.knowledge import knowledge
from metrics.store.tables.tickets import TimelineRow, table
from metrics.sync import run as syncing
from metrics.sync.sync import Progress, Sync
from metrics.tickets.records import Event, Instant, Record, Role, Ticket
from tests.empty import opened
from tests.metrics.scripted import Killed, a_message, a_person, a_status, a_ticket, state
from tests.metrics.scripted import rows as stored
from tests.metrics.timed import BY_TIME, STREAMS, Timed

DAY = 86_400
NOW = 400 * DAY
NEWEST = NOW - NEWEST_SECONDS
SOURCE = "zendesk:acme"


def history() -> dict[str, list[tuple[Instant, Record]]]:
    """A ticket every eighth day, answered in an hour and solved twenty days later."""
    tickets: list[tuple[Instant, Ticket]] = []
    events: list[tuple[Instant, Event]] = []
    for number in range(50):
        created, solved = number * 8 * DAY, (number * 8 + 20) * DAY
        changed = solved if solved < NOW else created
        id = f"t{number}"
        tickets.append((changed, a_ticket(id, changed, created_at=created)))
        events.append((created + 3600, a_message(f"m{number}", id, created + 3600, "ann")))
        if solved < NOW:
            events.append((solved, a_status(f"s{number}", id, solved, "solved")))
    people = ((0, a_person("ann", Role.AGENT)), (0, a_person("cus", Role.CUSTOMER)))
    return {
        "people": list(people),
        "tickets": sorted(tickets, key=lambda each: (each[0], each[1].id)),
        "events": sorted(events, key=lambda each: (each[0], each[1].id)),
    }


def timed(**more: Any) -> Timed:
    """A helpdesk with that history."""
    return replace(Timed(told=history(), now=NOW), **more)


def sync(store: Store, desk: Timed, since_at: Instant = 0) -> Sync:
    return Sync(store=store, helpdesk=desk, since_at=since_at, clock=lambda: NOW)


def source(store: Store) -> ledger.Source:
    with store.read() as connection:
        return ledger.source(connection, SOURCE)


def streams(store: Store) -> dict[str, ledger.Stream]:
    with store.read() as connection:
        return ledger.streams(connection, SOURCE)


def test_figures_of_the_newest_days_are_there_before_anything_earlier_is_read(
    store: Store,
) -> None:
    desk, known = timed(), list[tuple[Instant, Instant | None]]()

    def look(_: Progress) -> None:
        now = source(store).since_at, source(store).fresh_until
        if now not in known:
            known.append(now)

    assert sync(store, desk).run(look).finished
    assert known[:2] == [(0, None), (NEWEST, NOW)]
    assert [since for since, _ in known[1:]] == [
        NOW - days * DAY for days in (22, 44, 88, 176, 352)
    ]
    assert (source(store).since_at, source(store).fresh_until) == (0, NOW)
    first = [since for _, cursor, since in desk.asked if cursor is None]
    assert first[:3] == [0, NEWEST, NEWEST]  # people are read whole, and first


def test_a_period_that_is_not_read_yet_is_told_with_how_far_it_is(store: Store) -> None:
    asker = Asker(store, Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-17:00")))
    asked = Query(metric="volume", period=Period.of("last year"))
    said = list[str]()

    def look(_: Progress) -> None:
        if source(store).fresh_until is not None and not said:
            with pytest.raises(UnknownError) as error:
                asker.answer(asked, NOW)
            said.append(str(error.value))

    assert sync(store, timed()).run(look).finished
    assert re.search(r"I am still at it: read back to .*, \d+% of it", said[0])
    assert asker.answer(asked, NOW).figure.n > 0


def test_it_ends_with_the_same_rows_as_reading_from_the_beginning(
    store: Store, whole: Mapping[str, Any]
) -> None:
    sync(store, timed(by_time=frozenset())).run()
    plain = state(store)
    assert {name: rows for name, rows in plain.items() if name != "stream"} == {
        name: rows for name, rows in whole.items() if name != "stream"
    }


@pytest.fixture(scope="module")
def whole(sqlite_template: Any) -> Mapping[str, Any]:
    store = opened(sqlite_template.with_name("newest-first.db"))
    sync(store, timed()).run()
    found = state(store)
    store.close()
    return found


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_killed_and_resumed_anywhere_nothing_is_lost_or_doubled(
    store: Store, whole: Mapping[str, Any], seed: int
) -> None:
    chance = random.Random(seed)

    def kill(_: Any, __: Any = None) -> None:
        if chance.random() < 0.03:
            raise Killed

    with store.write() as connection:
        for kept in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(delete(kept))
    finished = False
    while not finished:
        try:
            outcome = sync(store, timed(before=kill)).run(kill, full=chance.random() < 0.05)
        except Killed:
            continue
        finished = outcome.finished
    assert state(store) == whole


def test_a_second_run_reads_nothing_that_is_there(store: Store) -> None:
    sync(store, timed()).run()
    again = timed()
    outcome = sync(store, again).run()
    assert (outcome.finished, outcome.records) == (True, 0)
    assert len(again.asked) == len(STREAMS)


def test_an_earlier_beginning_reads_only_what_is_before(store: Store) -> None:
    sync(store, timed(), since_at=300 * DAY).run()
    assert source(store).since_at == 300 * DAY
    desk = timed()
    assert sync(store, desk, since_at=100 * DAY).run().finished
    assert (source(store).since_at, source(store).fresh_until) == (100 * DAY, NOW)
    back = [since for stream, cursor, since in desk.asked if stream in BY_TIME and cursor is None]
    assert set(back) == {200 * DAY, 100 * DAY}


def test_reading_all_again_takes_nothing_away_meanwhile(store: Store) -> None:
    sync(store, timed()).run()
    desk, known = timed(), set[tuple[Instant, Instant | None]]()
    look = lambda _: known.add((source(store).since_at, source(store).fresh_until))  # noqa: E731
    outcome = sync(store, desk).run(look, full=True)
    assert (outcome.finished, outcome.rebuilt) == (True, 0)
    assert known == {(0, NOW)}
    assert {each.since_at for each in streams(store).values()} == {0}


def test_between_turns_what_is_new_is_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "PAGES_A_TURN", 2)
    desk = timed()
    new = NOW - 60, a_message("new", "t49", NOW - 60, "ann")

    def tell(stream: str, number: int) -> None:
        if number == 25 and new not in desk.told["events"]:
            desk.told["events"].append(new)

    desk.before = tell
    assert sync(store, desk).run().finished
    ends = [n for n, (stream, _, _) in enumerate(desk.asked) if stream == "people"]
    assert len(ends) > 10  # with each turn everything is asked for what is new
    assert streams(store)["events"].cursor == str(len(desk.told["events"]))


def test_a_need_is_known_from_where_its_streams_have_come_back_to(store: Store) -> None:
    def fail(stream: str, number: int) -> None:
        if stream == "events":
            raise HelpdeskError("bad gateway")

    def known() -> dict[Need, tuple[Instant, Instant | None]]:
        with store.read() as connection:
            told = [each for each in knowledge(connection) if each.source == SOURCE]
        return {each.need: (each.since_at, each.until_at) for each in told}

    sync(store, timed(before=fail)).run()
    assert known()[Need.TICKETS] == (NEWEST, NOW)
    assert known()[Need.HISTORY] == (NEWEST, None)
    sync(store, timed()).run()
    assert known()[Need.TICKETS] == known()[Need.HISTORY] == (0, NOW)


def test_an_earlier_slice_that_is_refused_keeps_what_is_known(store: Store) -> None:
    def refuse(stream: str, number: int) -> None:
        if stream == "events" and number > 30:
            raise HelpdeskError("the token was revoked", permanent=True)

    outcome = sync(store, timed(before=refuse)).run()
    assert outcome.unavailable == {"events": "the token was revoked"}
    assert NEWEST >= source(store).since_at > 0
    assert source(store).fresh_until == NOW
    assert streams(store)["tickets"].since_at == 0
    assert sync(store, timed()).run().finished
    assert source(store).since_at == 0


def test_a_passing_failure_in_a_slice_ends_the_run_and_the_next_goes_on_there(
    store: Store,
) -> None:
    def fail(stream: str, number: int) -> None:
        if number == 30:
            raise HelpdeskError("bad gateway")

    desk = timed(before=fail)
    outcome = sync(store, desk).run()
    assert (outcome.failure, outcome.finished, outcome.fresh_until) == ("bad gateway", False, NOW)
    *_, failed = desk.asked
    again = timed()
    assert sync(store, again).run().finished
    assert failed in again.asked


def test_what_was_read_and_is_not_built_is_not_known(store: Store) -> None:
    def fail(stream: str, number: int) -> None:
        _, cursor, since = desk.asked[-1]
        if stream == "events" and cursor is None and since < NEWEST:
            raise HelpdeskError("too many requests")

    desk = timed(before=fail)
    sync(store, desk).run()
    told = streams(store)["tickets"]
    assert (told.read_from_at, told.since_at) == (NOW - 44 * DAY, NEWEST)
    with store.read() as connection:
        assert {each.since_at for each in knowledge(connection)} <= {NEWEST, 0}
    desk.before = lambda stream, number: None
    assert sync(store, desk).run().finished
    assert streams(store)["tickets"].since_at == 0


def test_the_beginning_of_a_slice_makes_no_story(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is told of it so far may say that a ticket was opened and never what became of it."""

    def opened() -> Timed:
        told = history()
        extra = [
            (at - 3600, event._replace(id=f"o{event.id}", at=at - 3600, actor="cus"))
            for at, event in told["events"]
            if isinstance(event, Event) and event.public
        ]
        told["events"] = sorted([*told["events"], *extra], key=lambda each: (each[0], each[1].id))
        return Timed(told=told, now=NOW)

    def whole_stories() -> dict[int, Instant | None]:
        rows = stored(store, table(TimelineRow))
        return {
            row["ticket"]: row["first_solved_at"] for row in rows if row["known_from_at"] is None
        }

    found: list[dict[int, Instant | None]] = []
    monkeypatch.setattr(syncing, "PAGES_A_TURN", 1)
    assert sync(store, opened()).run(lambda _: found.append(whole_stories())).finished
    end = whole_stories()
    assert len({len(each) for each in found}) > 4
    assert all(end[ticket] == at for each in found for ticket, at in each.items())
