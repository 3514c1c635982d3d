"""Child streams: asked of what has changed, resumed anywhere, and whole as far as they were."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Details, Page
from metrics.sources.needs import Need, Provision
from metrics.store.database.engine import Store
from metrics.store.syncs import aside, ledger
from metrics.store.tables.ledger import WantedRow
from metrics.store.tables.tickets import EventRow, TicketRow, table
from metrics.sync import run as syncing
from metrics.sync.sync import Outcome, Sync
from metrics.tickets.records import Instant, Record, Removal, Removed, Ticket
from tests.empty import opened
from tests.metrics.scripted import Killed, a_message, a_ticket, rows, state

DAY = 86_400
NOW = 400 * DAY
SOURCE = "pylon:acme"
SUPPLIES = {
    Need.TICKETS: Provision(streams=("tickets",)),
    Need.HISTORY: Provision(streams=("tickets",)),
    Need.REPLIES: Provision(streams=("tickets", "messages")),
}
Fault = Callable[[tuple[str, ...]], None]


@dataclass
class Desk:
    """A helpdesk that tells its tickets by time, and their messages a ticket at a time."""

    tickets: list[Ticket] = field(default_factory=lambda: [ticket(day) for day in range(1, 101)])
    gone: set[str] = field(default_factory=set)
    before: Fault = lambda tickets: None
    now: Instant = NOW
    asked: list[tuple[str, ...]] = field(default_factory=list)
    vendor: str = "pylon"
    account: str = "acme"
    streams: tuple[str, ...] = ("tickets", "messages")
    optional: frozenset[str] = frozenset()
    by_time: frozenset[str] = frozenset({"tickets"})
    supplies: Mapping[Need, Provision] = field(default_factory=lambda: SUPPLIES)
    children: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {"messages": ("tickets",)}
    )

    def page(self, stream: str, cursor: str | None, since: Instant) -> Page:
        assert stream == "tickets"
        start = int(cursor) if cursor else since
        told = sorted(
            (t for t in self.tickets if t.changed_at >= start), key=lambda t: t.changed_at
        )
        page, rest = told[:7], told[7:]
        through = rest[0].changed_at if rest else self.now
        records: tuple[Record, ...] = tuple(page)
        return Page(
            records=records, cursor=str(through), caught_up=not rest, through_at=through, unknown={}
        )

    def details(self, stream: str, tickets: Sequence[str]) -> Details:
        assert stream == "messages"
        self.asked.append(tuple(tickets))
        self.before(tuple(tickets))
        by_id = {each.id: each for each in self.tickets}
        records: list[Record] = []
        for id in tickets:
            if id in self.gone:
                records.append(Removed(id=id, removal=Removal.DELETED, at=self.now))
            else:
                at = by_id[id].changed_at
                records.append(a_message(f"{id}/{at}", id, at, "cus"))
        return Details(records=tuple(records))

    def ticket_url(self, ticket: str) -> str:
        return ticket

    def check(self) -> tuple[str, ...]:
        return ()


def ticket(day: int, **more: Any) -> Ticket:
    """One that changed last so many days ago."""
    return a_ticket(f"t{day:03}", NOW - day * DAY, created_at=NOW - day * DAY - 60, **more)


def sync(store: Store, desk: Desk, **more: Any) -> Sync:
    given = {"since_at": NOW - 100 * DAY, "clock": lambda: desk.now, "tickets_at_once": 50}
    return Sync(store=store, helpdesk=desk, **given | more)  # type: ignore[arg-type]


def run(store: Store, desk: Desk, **more: Any) -> Outcome:
    return sync(store, desk, **more).run()


def stream(store: Store, name: str = "messages") -> ledger.Stream:
    with store.read() as connection:
        return ledger.streams(connection, SOURCE)[name]


def messages(store: Store) -> set[str]:
    return {row["ticket"] for row in rows(store, table(EventRow))}


@pytest.fixture(autouse=True)
def short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "PAGES_A_TURN", 2)


def test_each_ticket_is_asked_of_once_and_the_newest_days_first(store: Store) -> None:
    desk = Desk()
    outcome = run(store, desk)
    assert outcome.finished
    assert messages(store) == {each.id for each in desk.tickets}
    asked = [id for slice_ in desk.asked for id in slice_]
    assert len(asked) == len(set(asked)) == 100
    assert set(asked[:20]) <= {f"t{day:03}" for day in range(1, 23)}
    assert (stream(store).since_at, stream(store).through_at) == (NOW - 100 * DAY, NOW)
    assert stream(store).caught_up
    assert outcome.fresh_until == NOW


def test_what_has_not_changed_is_not_asked_of_again(store: Store) -> None:
    desk = Desk()
    run(store, desk)
    desk.asked.clear()
    run(store, desk)
    assert desk.asked == []
    desk.now = NOW + 100
    desk.tickets[49] = a_ticket("t050", NOW + 50, created_at=NOW - 50 * DAY - 60)
    assert run(store, desk).finished
    assert desk.asked == [("t050",)]
    assert stream(store).through_at == NOW + 100


def test_a_full_run_asks_of_every_ticket_again(store: Store) -> None:
    desk = Desk()
    run(store, desk)
    before = state(store, revisions=True)
    desk.asked.clear()
    assert sync(store, desk).run(full=True).finished
    assert sum(map(len, desk.asked)) == 100
    assert state(store, revisions=True) == before


def test_nothing_is_whole_beyond_what_was_asked_of(store: Store) -> None:
    def fail(tickets: tuple[str, ...]) -> None:
        if "t005" in tickets:
            raise HelpdeskError("no")

    desk = Desk()
    run(store, desk)
    desk.now = NOW + 100
    desk.tickets[4] = a_ticket("t005", NOW + 10)
    desk.tickets[5] = a_ticket("t006", NOW + 20)
    desk.before = fail
    outcome = run(store, desk)
    assert "no" in str(outcome.failure)
    assert stream(store).through_at == NOW + 9
    assert outcome.fresh_until is not None
    assert outcome.fresh_until <= NOW + 9
    desk.before = lambda tickets: None
    assert run(store, desk).finished
    assert stream(store).through_at == NOW + 100


def test_the_newest_days_are_whole_while_older_ones_are_still_asked_of(store: Store) -> None:
    stopped = False

    def stop(tickets: tuple[str, ...]) -> None:
        nonlocal stopped
        stopped = any(id > "t040" for id in tickets)

    desk = Desk(before=stop)
    outcome = sync(store, desk).run(stop=lambda: stopped)
    assert not outcome.finished
    known = stream(store)
    assert known.caught_up
    assert known.through_at == NOW
    assert known.since_at is not None
    asked = {id for slice_ in desk.asked for id in slice_}
    missing = [each.changed_at for each in desk.tickets if each.id not in asked]
    assert all(at < known.since_at for at in missing)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, object]:
    """What a sync leaves that nobody kills."""
    with closing(opened(tmp_path_factory.mktemp("undisturbed") / "whole.db")) as whole:
        assert run(whole, Desk()).finished
        return state(whole)


@pytest.mark.parametrize("seed", range(8))
def test_killed_anywhere_it_goes_on_to_the_same_end(
    store: Store, undisturbed: Mapping[str, object], seed: int
) -> None:
    dice = random.Random(seed)

    def kill(tickets: tuple[str, ...]) -> None:
        if dice.random() < 0.3:
            raise Killed

    desk = Desk(before=kill)
    for _ in range(100):
        try:
            if run(store, desk).finished:
                break
        except Killed:
            continue
    assert state(store) == undisturbed
    assert rows(store, table(WantedRow)) == []


def test_a_listed_ticket_that_is_gone_is_removed_and_stays_so(store: Store) -> None:
    desk = Desk(gone={"t003"})
    run(store, desk)
    removed = {row["id"]: row["removal"] for row in rows(store, table(TicketRow)) if row["removal"]}
    assert removed == {"t003": "deleted"}
    before = len(desk.asked)
    assert sync(store, desk).run().finished
    assert "t003" not in {id for slice_ in desk.asked[before:] for id in slice_}
    assert sync(store, desk).run(full=True).finished
    assert "t003" in {id for slice_ in desk.asked[before:] for id in slice_}
    removed = {row["id"]: row["removal"] for row in rows(store, table(TicketRow)) if row["removal"]}
    assert removed == {"t003": "deleted"}


def test_one_ticket_that_is_never_given_is_set_aside_and_holds_up_no_other(store: Store) -> None:
    def poison(tickets: tuple[str, ...]) -> None:
        if "t050" in tickets:
            raise HelpdeskError("HTTP 500")

    desk = Desk(before=poison)
    outcomes = [run(store, desk) for _ in range(4)]
    assert outcomes[-1].finished
    assert messages(store) == {each.id for each in desk.tickets} - {"t050"}
    with store.read() as connection:
        records = aside.unreadable(connection, SOURCE)["messages"]
    assert [each.id for each in records] == ["t050"]
    desk.before = lambda tickets: None
    desk.now = NOW + 100
    desk.tickets[49] = a_ticket("t050", NOW + 50)
    assert run(store, desk).finished
    assert "t050" in messages(store)


def test_a_helpdesk_that_fails_for_all_is_not_asked_of_each_ticket(store: Store) -> None:
    def down(tickets: tuple[str, ...]) -> None:
        raise HelpdeskError("down")

    desk = Desk(before=down)
    assert "down" in str(run(store, desk).failure)
    assert len(desk.asked) == 4
    assert stream(store).since_at is None
    assert run(store, desk).fresh_until is None


def test_a_refused_child_is_withheld_and_the_rest_goes_on(store: Store) -> None:
    def refuse(tickets: tuple[str, ...]) -> None:
        raise HelpdeskError("no right", refused=True)

    desk = Desk(before=refuse)
    outcome = run(store, desk)
    assert outcome.unavailable == {"messages": "no right"}
    assert len(desk.asked) == 1
    assert stream(store, "tickets").caught_up


def test_a_child_that_is_new_to_a_source_is_asked_of_all_the_newest_first(store: Store) -> None:
    childless = Desk(streams=("tickets",), children={}, supplies={})
    run(store, childless)
    assert rows(store, table(WantedRow)) == []
    desk = Desk()
    assert run(store, desk).finished
    assert sum(map(len, desk.asked)) == 100
    assert set(desk.asked[0]) <= {f"t{day:03}" for day in range(1, 24)}
