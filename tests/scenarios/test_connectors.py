"""One contract for all connectors: the same questions, put to each with its vendor's stand-in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from metrics.store.database.engine import Store
from metrics.store.syncs import aside, ledger
from metrics.store.tables.tickets import TicketRow, table
from metrics.tickets.records import EventKind
from sandbox.year import Year
from tests import truth
from tests.metrics.scripted import rows, state
from tests.scenarios.connectors import (
    CONTRACTS,
    DAY,
    Contract,
    Trial,
    changed,
    later,
    nothing,
    on_trial,
    with_plans,
    without,
)
from tests.scenarios.helpdesks import opened
from tests.truth import Asked, quiet_moment

ENDS_AT = int(datetime(2026, 11, 18, 15, tzinfo=UTC).timestamp())
MOST_PAGES = 3000
SMALL = 4
WAIT = 37
HOUR = 3600


@pytest.fixture(scope="module")
def few() -> Year:
    """A year of one or two tickets a day."""
    return Year.plan_until(ENDS_AT, tickets_per_weekday=2)


@pytest.fixture(scope="module")
def still(few: Year) -> int:
    """An instant at which nothing changes."""
    return quiet_moment(few, ENDS_AT)


@pytest.fixture(params=CONTRACTS)
def vendor(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def contract(vendor: str) -> Contract:
    return CONTRACTS[vendor]


@pytest.fixture
def trial(vendor: str, few: Year, still: int) -> Iterator[Trial]:
    with on_trial(vendor, few, still) as trial:
        yield trial


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "own.db") as store:
        yield store


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "other.db") as store:
        yield store


def content(store: Store, since: int = 0) -> set[str]:
    """What is known of the tickets of that time and said in them, wherever it was read."""
    found = [row for row in state(store)["ticket"] if row["created_at"] >= since]
    ids = {row["id"] for row in found}
    words = [row for row in messages(store) if row["ticket"] in ids]
    return {str({**row, "source": "", "changed_at": 0}) for row in (*found, *words)}


def messages(store: Store) -> list[Mapping[str, Any]]:
    events = ({**row, "source": ""} for row in state(store)["event"])
    return [row for row in events if row["kind"] == EventKind.MESSAGE]


def tickets(store: Store) -> set[str]:
    return {row["id"] for row in rows(store, table(TicketRow)) if row["removal"] is None}


def recent(trial: Trial, now: int, days: int) -> set[str]:
    plans = truth.counted(trial.year, now)
    name = CONTRACTS[trial.vendor].ticket
    return {name(plan.id) for plan in plans if plan.created_at >= now - days * DAY}


def test_pages_end_and_the_cursor_moves_on(vendor: str, few: Year, still: int) -> None:
    with on_trial(vendor, few, still, SMALL) as trial, trial.connected() as helpdesk:
        for stream in set(helpdesk.streams) - set(helpdesk.children):
            cursor, before = None, set()
            for _ in range(MOST_PAGES):
                page = helpdesk.page(stream, cursor, still - 10 * DAY)
                if page.caught_up:
                    break
                assert page.cursor not in before, stream
                before.add(page.cursor)
                cursor = page.cursor
            assert page.caught_up, stream


def test_what_is_asked_again_is_there_again(trial: Trial, still: int) -> None:
    with trial.connected() as helpdesk:
        for stream in set(helpdesk.streams) - set(helpdesk.children):
            first = helpdesk.page(stream, None, still - 10 * DAY)
            again = helpdesk.page(stream, None, still - 10 * DAY)
            assert set(map(repr, again.records)) >= set(map(repr, first.records)), stream
            if not first.caught_up:
                second = helpdesk.page(stream, first.cursor, still - 10 * DAY)
                then = helpdesk.page(stream, first.cursor, still - 10 * DAY)
                assert set(map(repr, then.records)) >= set(map(repr, second.records)), stream


def test_tickets_of_one_second_are_read_across_the_edges_of_pages(
    vendor: str, few: Year, still: int, store: Store, other: Store
) -> None:
    """Tickets are moved so that nine of each of four days come in one second."""
    at = still - 10 * DAY
    moved = [
        later(plan, at - plan.created_at + number // 9 * DAY)
        for number, plan in enumerate(p for p in few.plans if still - 90 * DAY < p.created_at)
        if number < 36
    ]
    year = with_plans(few, moved)
    with on_trial(vendor, year, still, SMALL) as small, on_trial(vendor, year, still) as large:
        assert small.sync(store).finished
        assert large.sync(other).finished
    there = {CONTRACTS[vendor].ticket(plan.id) for plan in moved if not plan.removal}
    assert tickets(store) >= there
    assert content(store) == content(other)


def test_rows_that_change_while_pages_are_read_are_read_as_they_are_in_the_end(
    vendor: str, few: Year, still: int, store: Store, other: Store
) -> None:
    """Time goes on by twenty minutes with each answer, two days in all."""
    with on_trial(vendor, few, still - 2 * DAY, SMALL) as trial:

        def go_on() -> None:
            trial.clock[0] = min(float(still), trial.clock[0] + HOUR / 3)

        trial.between.afterwards = go_on
        for _ in range(4):
            assert trial.sync(store).failure is None
        trial.clock[0] = float(still)
        assert trial.sync(store).finished
    with on_trial(vendor, few, still) as calm:
        assert calm.sync(other).finished
    assert content(store, still - 10 * DAY) == content(other, still - 10 * DAY)


def test_a_busy_helpdesk_is_given_the_time_it_asks_for(
    trial: Trial, contract: Contract, store: Store
) -> None:
    left = [contract.busy(WAIT), contract.busy(WAIT)]
    trial.between.instead = lambda _: left.pop() if left and len(trial.between.asked) > 3 else None
    assert trial.sync(store).finished
    assert not left
    seconds = contract.waits or WAIT
    assert sum(seconds <= wait <= seconds + 3 for wait in trial.waits) == 2


def test_a_fault_that_passes_is_borne(trial: Trial, store: Store) -> None:
    faults = [httpx.Response(500), httpx.Response(502, text="<html>oops</html>")]
    faults.append(httpx.Response(503))
    trial.between.instead = lambda r: faults.pop() if faults and r.method == "GET" else None
    assert trial.sync(store).finished
    assert not faults


def test_a_fault_that_stays_is_told_and_nothing_is_lost(
    trial: Trial, store: Store, other: Store
) -> None:
    trial.between.instead = lambda _: httpx.Response(503) if len(trial.between.asked) > 7 else None
    outcome = trial.sync(store)
    assert not outcome.finished
    assert trial.title in (outcome.failure or "")
    assert "will try again from the same place" in (outcome.failure or "")
    trial.between.instead = nothing
    assert trial.sync(store).finished
    assert trial.sync(other).finished
    assert content(store) == content(other)


def test_credentials_that_are_not_accepted_are_told_with_what_to_do(
    trial: Trial, store: Store
) -> None:
    trial.between.instead = lambda _: httpx.Response(401, json={"message": "no"})
    outcome = trial.sync(store)
    assert not outcome.finished
    assert outcome.fresh_until is None
    assert (outcome.failure or "").count("did not accept the") == 1, outcome.failure
    assert len(trial.between.asked) < 40


def test_what_one_right_is_lacking_for_is_withheld_and_the_rest_is_read(
    trial: Trial, contract: Contract, store: Store, still: int
) -> None:
    trial.between.instead = lambda request: (
        contract.denied() if contract.withheld(request) else None
    )
    outcome = trial.sync(store)
    told = {**outcome.unavailable, **outcome.withheld}
    assert set(told) == {contract.stream}
    assert trial.title in told[contract.stream]
    assert tickets(store) >= recent(trial, still, 10)
    trial.between.instead = nothing
    assert trial.sync(store).finished


def test_rows_that_come_late_are_read_when_they_come(
    vendor: str, few: Year, still: int, store: Store, other: Store, contract: Contract
) -> None:
    """Each sync comes some seconds after a change that cannot be seen yet."""
    if not contract.late_seconds:
        pytest.skip("it hides the newest minute, so that nothing comes late")

    def late(ticket: int) -> int:
        return contract.late_seconds // (1 + ticket % 2)

    changes = {step.at for plan in few.plans for step in plan.steps}
    of_a_day = sorted(at for at in changes if still - DAY < at < still)
    assert len(of_a_day) >= 5
    with on_trial(vendor, few, still - 2 * DAY, late=late) as trial:
        for at in of_a_day[:8]:
            trial.clock[0] = at + 5.0
            assert trial.sync(store).finished
        trial.clock[0] = still + 3600.0
        assert trial.sync(store).finished
    with on_trial(vendor, few, still + 3600) as calm:
        assert calm.sync(other).finished
    assert content(store, still - 10 * DAY) == content(other, still - 10 * DAY)


def test_words_that_nobody_knows_are_other_and_counted(
    trial: Trial, contract: Contract, store: Store
) -> None:
    odd = {key: (f"galactic{n}", 4711 + n) for n, key in enumerate(sorted(contract.words))}
    trial.between.change = changed(odd)
    outcome = trial.sync(store)
    assert outcome.failure is None
    with store.read() as connection:
        (source,) = ledger.sources(connection)
        words = " ".join(ledger.unknown_words(connection, source.name)).casefold()
    uncounted = [key for key, pair in odd.items() if not any(str(each) in words for each in pair)]
    assert not uncounted, words


def test_rows_without_what_they_must_have_are_set_aside_and_counted(
    trial: Trial, contract: Contract, store: Store
) -> None:
    trial.between.change = without(contract.keys)
    outcome = trial.sync(store)
    with store.read() as connection:
        (source,) = ledger.sources(connection)
        reasons = aside.reasons(connection, source.name)
    assert reasons or outcome.failure
    assert not tickets(store)


def test_a_link_to_another_host_is_not_followed(trial: Trial, store: Store, other: Store) -> None:
    """Only places in lists are taken from answers, so all is read all the same."""
    trial.between.elsewhere = True
    assert trial.sync(store).finished
    assert {host for host, _ in trial.between.asked} == {"127.0.0.1"}
    trial.between.elsewhere = False
    assert trial.sync(other).finished
    assert tickets(store) == tickets(other)


def test_a_listed_ticket_that_is_gone_when_it_is_asked_for_stops_nothing(
    trial: Trial, contract: Contract, store: Store, still: int
) -> None:
    paths = contract.details
    if paths is None:
        pytest.skip("nothing is asked a ticket at a time")
    usual = (plan for plan in truth.counted(trial.year, still) if plan.kind == "question")
    plan = max(usual, key=lambda plan: plan.created_at)
    trial.between.instead = lambda request: (
        httpx.Response(404) if request.url.path.startswith(paths(plan)) else None
    )
    assert trial.sync(store).finished
    with store.read() as connection:
        (source,) = ledger.sources(connection)
        reasons = aside.reasons(connection, source.name)
    there, gone = recent(trial, still, 10), contract.ticket(plan.id)
    assert gone in there
    assert tickets(store) >= there - {gone}
    assert gone not in tickets(store) or reasons  # it is not known that it was deleted, then


def test_the_hour_that_comes_twice_is_two_hours(
    vendor: str, few: Year, still: int, store: Store
) -> None:
    """A ticket of the night in which Berlin's clocks go back, answered in the second such hour."""
    night = int(datetime(2026, 10, 25, 0, 50, tzinfo=UTC).timestamp())
    plan = next(
        p for p in truth.counted(few, still) if p.replies and p.replies[0].first and p.solves
    )
    year = with_plans(few, [later(plan, night - plan.created_at)])
    (moved,) = year.plans
    with on_trial(vendor, year, still) as trial:
        trial.days = 40
        assert trial.sync(store).finished
    (row,) = rows(store, table(TicketRow))
    assert row["created_at"] == night
    asked = Asked(start=night, end=still, now=still)
    (pair,) = truth.frt(year, asked)
    stamps = {row["at"] for row in messages(store)}
    assert {pair[1]} <= stamps, (pair, stamps, moved)


def test_a_clock_of_ours_that_goes_back_loses_nothing(
    vendor: str, few: Year, still: int, store: Store, other: Store
) -> None:
    with on_trial(vendor, few, still - 2 * DAY) as trial:
        assert trial.sync(store).finished
        trial.clock[0] = float(still)
        assert trial.sync(store, behind=3 * DAY).failure is None
        assert trial.sync(store).finished
        assert trial.sync(other).finished
    assert content(store) == content(other)
