from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlmodel import SQLModel

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Details, Page
from metrics.store.database.engine import Store
from metrics.store.syncs import aside, ledger, reading_settings
from metrics.store.syncs.lease import LeaseLostError
from metrics.store.tables.ledger import SourceRow, StreamRow
from metrics.store.tables.tickets import RatingRow, StaleRow, TicketRow, TimelineRow, table
from metrics.store.tickets import timelines
from metrics.store.tickets.pages import save_records
from metrics.store.tickets.retention import delete_old
from metrics.store.tickets.retirement import retire
from metrics.sync.sync import TIMELINES, Outcome, Progress, Sync
from metrics.tickets import timeline
from metrics.tickets.records import (
    Event,
    EventKind,
    Field,
    Rating,
    RatingScore,
    Record,
    Removal,
    Removed,
    Team,
    Unreadable,
)
from tests.empty import opened
from tests.metrics.scripted import (
    NOW,
    STREAMS,
    Killed,
    Script,
    a_message,
    a_ticket,
    rows,
    state,
    story,
)


def sync(store: Store, script: Script, **more: Any) -> Sync:
    given = {"since_at": 0, "clock": lambda: NOW, "tickets_at_once": 2}
    return Sync(store=store, helpdesk=script, **given | more)  # type: ignore[arg-type]


def built(store: Store) -> dict[str, Mapping[str, Any]]:
    """The timelines by the id of their ticket."""
    ids = {row["key"]: row["id"] for row in rows(store, table(TicketRow))}
    return {ids[row["ticket"]]: row for row in rows(store, table(TimelineRow))}


def source(store: Store) -> ledger.Source:
    with store.read() as connection:
        return ledger.source(connection, "zendesk:acme")


def streams(store: Store) -> dict[str, ledger.Stream]:
    with store.read() as connection:
        return ledger.streams(connection, "zendesk:acme")


def test_a_run_brings_everything_in_and_builds_the_timelines(store: Store) -> None:
    outcome = sync(store, Script(story())).run()
    assert (outcome.ran, outcome.finished, outcome.rebuilt) == (True, True, 5)
    assert (outcome.pages, outcome.records) == (13, 23)
    assert outcome.fresh_until == NOW
    told = built(store)
    assert told["t1"]["first_reply_at"] == 150
    assert told["t1"]["first_solved_at"] == 160
    assert told["t2"]["first_reply_at"] == 700  # bo was no agent yet at 120
    assert told["t3"]["first_reply_at"] is None
    assert told["t4"]["agent_created"] is True
    assert told["t2"]["team"] == "billing"


def test_a_second_run_asks_from_the_cursor_and_changes_nothing(store: Store) -> None:
    script = Script(story())
    sync(store, script).run()
    before = state(store, revisions=True)
    script.asked.clear()
    outcome = sync(store, script).run()
    assert script.asked == [(s, str(len(script.records[s]))) for s in STREAMS]
    assert outcome.rebuilt == 0
    assert state(store, revisions=True) == before


def test_a_second_full_run_reads_all_and_changes_nothing(store: Store) -> None:
    # What a helpdesk tells of a ticket is one version at a time.
    once = story() | {
        "tickets": [a_ticket("t1"), a_ticket("t2"), a_ticket("t3"), a_ticket("t4")],
        "ratings": story()["ratings"][1:],
    }
    script = Script(once)
    sync(store, script).run()
    before = state(store, revisions=True)
    outcome = sync(store, script).run(full=True)
    assert (outcome.records, outcome.rebuilt) == (19, 0)
    assert state(store, revisions=True) == before


@pytest.mark.parametrize("page", range(1, 14))
def test_a_run_killed_before_any_page_goes_on_there(store: Store, page: int) -> None:
    def kill(stream: str, number: int) -> None:
        if number == page:
            raise Killed

    script = Script(story(), before=kill)
    with pytest.raises(Killed):
        sync(store, script).run()
    assert source(store).fresh_until is None
    *read, killed = script.asked
    script.asked.clear()
    script.before = lambda stream, number: None
    assert sync(store, script).run().finished
    assert killed in script.asked
    assert not set(read) & set(script.asked)


def test_a_process_that_dies_leaves_its_work_to_the_next_at_once(
    store: Store, store_url: str, uninterrupted: dict[str, list[Mapping[str, Any]]]
) -> None:
    code = (
        "import os; from metrics.store.database.engine import Store; "
        "from tests.metrics.scripted import Script, story; "
        "from tests.metrics.sync.test_sync import sync; "
        f"store = Store.open({store_url!r}); "
        "die = lambda stream, number: os._exit(9) if number == 8 else None; "
        "sync(store, Script(story(), before=die)).run()"
    )
    died = subprocess.run([sys.executable, "-c", code], check=False)
    assert died.returncode == 9
    assert sync(store, Script(story())).run().finished
    assert state(store) == uninterrupted


def test_a_run_killed_between_batches_of_timelines_builds_the_rest(store: Store) -> None:
    def kill(progress: Progress) -> None:
        if progress.stream == TIMELINES and progress.records == 2:
            raise Killed

    with pytest.raises(Killed):
        sync(store, Script(story())).run(kill)
    assert set(built(store)) == {"t1"}
    assert source(store).fresh_until is None
    outcome = sync(store, Script(story())).run()
    assert (outcome.rebuilt, outcome.fresh_until) == (3, NOW)
    assert set(built(store)) == {"t1", "t2", "t3", "t4"}


def test_a_page_whose_transaction_fails_leaves_neither_rows_nor_cursor(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise Killed

    monkeypatch.setattr(ledger, "advance", fail)
    with pytest.raises(Killed):
        sync(store, Script(story())).run()
    assert rows(store, table(TicketRow)) == rows(store, table(StaleRow)) == []
    assert streams(store) == {}


def cut(records: Mapping[str, Sequence[Record]], chance: random.Random) -> dict[str, list[int]]:
    """Somewhere else to cut each stream into pages."""
    return {
        stream: sorted(chance.sample(range(1, len(all) + 1), chance.randint(1, len(all))))
        for stream, all in records.items()
    }


def interrupted(store: Store, chance: random.Random) -> None:
    """Sync the story in random pages, killed at random places, now and then read from the start."""

    def kill(_: Any, __: Any = None) -> None:
        if chance.random() < 0.15:
            raise Killed

    script = Script(story(), cuts=cut(story(), chance), before=kill)
    outcome: Outcome | None = None
    while not (outcome and outcome.finished):
        try:
            outcome = sync(store, script).run(kill, full=chance.random() < 0.1)
        except Killed:
            script.cuts = cut(story(), chance)


@pytest.fixture(scope="module")
def uninterrupted(sqlite_template: Path) -> dict[str, list[Mapping[str, Any]]]:
    store = opened(sqlite_template.with_name("uninterrupted.db"))
    sync(store, Script(story())).run()
    found = state(store)
    store.close()
    return found


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_killed_and_resumed_anywhere_it_ends_as_if_never_interrupted(
    store: Store, uninterrupted: dict[str, list[Mapping[str, Any]]], seed: int
) -> None:
    with store.write() as connection:
        for kept in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(delete(kept))
    interrupted(store, random.Random(seed))
    assert state(store) == uninterrupted


def test_a_source_that_is_being_synced_is_skipped(store: Store) -> None:
    script = Script(story())
    inner: list[Outcome] = []

    def run_again(progress: Progress) -> None:
        if not inner:
            inner.append(sync(store, script).run())

    assert sync(store, script).run(run_again).finished
    assert [outcome.ran for outcome in inner] == [False]
    assert len(script.asked) == 13


def test_a_lapsed_lease_is_taken_over_and_its_old_holder_writes_nothing_more(store: Store) -> None:
    script = Script(story())
    later = sync(store, replace(script), clock=lambda: NOW + 301)

    def fall_asleep(stream: str, number: int) -> None:
        if number == 2:
            assert later.run().finished

    script.before = fall_asleep
    with pytest.raises(LeaseLostError, match="took over"):
        sync(store, script).run()
    assert streams(store)["tickets"].cursor == "7"


def test_after_a_run_the_next_process_need_not_wait(store: Store) -> None:
    sync(store, Script(story())).run()
    assert sync(store, Script(story())).run().ran


def test_two_accounts_with_equal_ids_stand_side_by_side(store: Store) -> None:
    sync(store, Script(story())).run()
    alone = {row["id"]: row for row in rows(store, table(TicketRow))}
    other = Script(story() | {"tickets": [a_ticket("t1", 900, team="sales")]}, account="other")
    assert sync(store, other).run().finished
    told = {(row["source"], row["id"]): row for row in rows(store, table(TicketRow))}
    assert {id: told["zendesk:acme", id] for id in alone} == alone
    assert told["zendesk:other", "t1"]["team"] == "sales"
    with store.read() as connection:
        assert [each.name for each in ledger.sources(connection)] == [
            "zendesk:acme",
            "zendesk:other",
        ]


def test_a_stream_that_is_refused_is_noted_and_the_others_go_on(store: Store) -> None:
    def refuse(stream: str, number: int) -> None:
        if stream == "ratings":
            raise HelpdeskError("your plan has no ratings", permanent=True)

    script = Script(story(), before=refuse)
    outcome = sync(store, script).run()
    assert outcome.unavailable == {"ratings": "your plan has no ratings"}
    assert (outcome.finished, outcome.fresh_until) == (False, NOW)
    assert outcome.failure == "Refused: ratings. your plan has no ratings"
    script.before = lambda stream, number: None
    assert sync(store, script).run().unavailable == {}


def test_a_stream_whose_answers_cannot_be_read_keeps_none_of_the_others_from_it(
    store: Store,
) -> None:
    def odd(stream: str, number: int) -> None:
        if stream == "people":
            raise KeyError("id")

    outcome = sync(store, Script(story(), before=odd)).run()
    assert outcome.failure is not None
    assert outcome.failure.startswith("Refused: people. An answer of Zendesk's about people ")
    assert set(outcome.unavailable) == {"people"}
    assert len(rows(store, table(RatingRow))) == 1


def test_one_reason_for_several_streams_is_told_once(store: Store) -> None:
    def refuse(stream: str, number: int) -> None:
        raise HelpdeskError(f"Acme did not accept the key (401 at /{stream})", permanent=True)

    failure = sync(store, Script(story(), before=refuse)).run().failure
    assert failure is not None
    first = next(iter(Script(story()).streams))
    assert failure.endswith(f". Acme did not accept the key (401 at /{first})")
    assert failure.count("did not accept") == 1


def test_a_stream_refused_after_it_was_read_holds_the_figures_where_they_are(store: Store) -> None:
    def revoke(stream: str, number: int) -> None:
        if stream == "events" and number > 5:
            raise HelpdeskError("the token was revoked", permanent=True)

    outcome = sync(store, Script(story(), before=revoke)).run()
    assert outcome.unavailable == {"events": "the token was revoked"}
    assert outcome.fresh_until == streams(store)["events"].through_at == 2


def withheld(stream: str, number: int) -> None:
    if stream == "ratings":
        raise HelpdeskError("your plan has no ratings", refused=True)


def test_a_stream_the_plan_lacks_is_told_once_and_holds_nothing_back(store: Store) -> None:
    script = Script(story(), before=withheld, optional=frozenset({"ratings"}))
    first, second = (sync(store, script).run() for _ in range(2))
    assert first.withheld == {"ratings": "your plan has no ratings"}
    assert second.withheld == first.unavailable == second.unavailable == {}
    assert (first.finished, first.fresh_until) == (True, NOW)
    script.before = lambda stream, number: None
    sync(store, script).run()
    assert streams(store)["ratings"].error is None
    assert len(rows(store, table(RatingRow))) == 1


def test_a_stream_withheld_after_it_was_read_holds_nothing_back_and_goes_on_later(
    store: Store,
) -> None:
    script = Script(story(), optional=frozenset({"ratings"}))
    sync(store, script).run()
    script.before = withheld
    later = NOW + 600
    script.rewrite = lambda stream, page: replace(page, through_at=later)
    script.asked.clear()
    assert sync(store, script).run().fresh_until == later
    assert streams(store)["ratings"].through_at == NOW
    script.before = lambda stream, number: None
    sync(store, script).run()
    assert ("ratings", str(len(script.records["ratings"]))) == script.asked[-2]


def test_another_fault_of_a_stream_that_may_be_lacking_is_told_each_time(store: Store) -> None:
    def broken(stream: str, number: int) -> None:
        if stream == "ratings":
            raise HelpdeskError("cannot be read", permanent=True)

    script = Script(story(), before=broken, optional=frozenset({"ratings"}))
    told = [sync(store, script).run().unavailable for _ in range(2)]
    assert told == [{"ratings": "cannot be read"}] * 2


def test_a_passing_failure_ends_the_run_and_keeps_what_was_read(store: Store) -> None:
    def fail(stream: str, number: int) -> None:
        if stream == "events":
            raise HelpdeskError("too many requests", retry_after=90)

    outcome = sync(store, Script(story(), before=fail)).run()
    assert (outcome.failure, outcome.retry_after) == ("too many requests", 90)
    assert (outcome.finished, outcome.fresh_until, outcome.pages) == (False, None, 4)
    assert set(built(store)) == {"t1", "t2", "t3", "t4"}
    assert "events" not in streams(store)


def test_a_passing_failure_in_a_later_run_leaves_the_figures_as_fresh_as_they_were(
    store: Store,
) -> None:
    script = Script(story())
    sync(store, script).run()

    def fail(stream: str, number: int) -> None:
        raise HelpdeskError("bad gateway")

    script.before = fail
    assert sync(store, script).run().fresh_until == NOW


def test_a_cursor_that_stands_still_ends_the_stream_after_two_repeats(store: Store) -> None:
    def stand_still(stream: str, page: Page) -> Page:
        still = stream == "tickets"
        return replace(page, cursor="2", caught_up=False) if still else page

    script = Script(story(), rewrite=stand_still)
    outcome = sync(store, script).run()
    assert "again and again" in outcome.unavailable["tickets"]
    assert [cursor for stream, cursor in script.asked if stream == "tickets"] == [None, "2", "2"]
    assert streams(store)["events"].caught_up


def test_cursors_that_go_in_a_circle_end_the_stream(store: Store) -> None:
    def circle(stream: str, page: Page) -> Page:
        return replace(page, cursor="2" if page.cursor == "6" else page.cursor, caught_up=False)

    outcome = sync(store, Script(story(), rewrite=circle)).run()
    assert "again and again" in outcome.unavailable["tickets"]


def test_a_page_of_which_nothing_can_be_read_stops_the_stream_before_the_cursor(
    store: Store,
) -> None:
    def drift(stream: str, page: Page) -> Page:
        lost = tuple(Unreadable(id=str(n), reason="id is missing") for n in range(5))
        return replace(page, records=lost) if stream == "tickets" else page

    outcome = sync(store, Script(story(), rewrite=drift)).run()
    assert "has changed its answers" in outcome.unavailable["tickets"]
    assert streams(store)["tickets"].cursor is None


def test_one_record_that_cannot_be_read_stops_nothing(store: Store) -> None:
    records = story()
    records["tickets"].insert(3, Unreadable(id="t9", reason="created_at is no time"))
    assert sync(store, Script(records)).run().finished
    with store.read() as connection:
        assert aside.unreadable(connection, "zendesk:acme").keys() == {"tickets"}


def test_a_ticket_whose_events_tell_no_story_is_set_aside_and_the_others_are_built(
    store: Store,
) -> None:
    records = story()
    records["events"].append(
        Event(
            id="e9",
            ticket="t3",
            at=500,
            order=0,
            kind=EventKind.CHANGE,
            field=Field.STATUS,
            old="galactic",
            new="open",
        )
    )
    assert sync(store, Script(records)).run().finished
    assert set(built(store)) == {"t1", "t2", "t4"}
    with store.read() as connection:
        (apart,) = aside.unreadable(connection, "zendesk:acme")[TIMELINES]
    assert (apart.id, "galactic" in apart.reason) == ("t3", True)


def test_a_change_builds_again_the_tickets_it_concerns_and_no_other(store: Store) -> None:
    script = Script(story())
    sync(store, script).run()
    before = source(store).revision
    script.records["events"].append(a_message("e7", "t3", 950, "ann"))
    assert sync(store, script).run().rebuilt == 1
    newer = [id for id, row in built(store).items() if row["revision"] > before]
    assert newer == ["t3"]
    assert built(store)["t3"]["first_reply_at"] == 950


def test_a_new_rating_gets_a_new_revision_and_builds_no_timeline(store: Store) -> None:
    script = Script(story())
    sync(store, script).run()
    before = source(store).revision
    script.records["ratings"].append(
        Rating(id="r1", ticket="t1", at=900, changed_at=960, score=RatingScore.BAD)
    )
    assert sync(store, script).run().rebuilt == 0
    (rating,) = rows(store, table(RatingRow))
    assert (rating["score"], rating["revision"]) == ("bad", before + 1)
    assert source(store).revision == before + 1


def test_a_new_way_of_building_timelines_builds_all_of_them_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(store, Script(story())).run()
    monkeypatch.setattr(timelines, "VERSION", timeline.VERSION + 1)
    assert sync(store, Script(story())).run().rebuilt == 4
    assert sync(store, Script(story())).run().rebuilt == 0


def test_an_earlier_beginning_reads_everything_again_from_there(store: Store) -> None:
    script = Script(story())
    sync(store, script, since_at=50).run()
    script.asked.clear()
    script.since.clear()
    outcome = sync(store, script, since_at=20).run(stop=lambda: True)
    assert (outcome.fresh_until, source(store).since_at) == (NOW, 50)
    assert sync(store, script, since_at=20).run().fresh_until == NOW
    assert source(store).since_at == 20
    assert script.asked[0] == ("tickets", None)
    assert set(script.since) == {20}


def test_a_later_beginning_keeps_what_is_there(store: Store) -> None:
    script = Script(story())
    sync(store, script, since_at=50).run()
    assert sync(store, script, since_at=80).run().fresh_until == NOW
    assert script.since[-1] == 50


def test_a_run_that_is_asked_to_stop_keeps_what_it_has(store: Store) -> None:
    script = Script(story())
    outcome = sync(store, script).run(stop=lambda: len(script.asked) == 2)
    assert (outcome.ran, outcome.finished, outcome.pages) == (True, False, 2)
    assert outcome.fresh_until is None
    assert streams(store)["tickets"].cursor == "4"


def test_progress_tells_stream_pages_records_and_how_far_it_is(store: Store) -> None:
    told: list[Progress] = []
    sync(store, Script(story())).run(told.append)
    tickets = [(p.pages, p.records, p.fraction) for p in told if p.stream == "tickets"]
    assert tickets == [(1, 2, 0.0002), (2, 4, 0.0004), (3, 6, 0.0006), (4, 7, 1.0)]
    timelines = [(p.records, p.fraction) for p in told if p.stream == TIMELINES]
    assert timelines == [(2, 0.4), (4, 0.8), (5, 1.0)]


def test_a_stream_without_instants_holds_the_figures_only_until_it_was_read(store: Store) -> None:
    def fail(stream: str, number: int) -> None:
        if stream == "teams":
            raise HelpdeskError("bad gateway")

    script = Script(story(), before=fail)
    assert sync(store, script).run().fresh_until is None
    script.before = lambda stream, number: None
    assert sync(store, script).run().fresh_until == NOW


def test_half_a_list_without_instants_holds_the_figures_too(store: Store) -> None:
    def fail(stream: str, number: int) -> None:
        if script.asked[-1] == ("teams", "1"):
            raise HelpdeskError("bad gateway")

    records = story() | {"teams": [Team(id="a", name="A"), Team(id="b", name="B")]}
    script = Script(records, cuts={"teams": [1]}, before=fail)
    assert sync(store, script).run().fresh_until is None
    assert streams(store)["teams"].cursor == "1"


def test_the_cursor_is_stored_with_every_page(store: Store) -> None:
    seen: list[Any] = []

    def look(progress: Progress) -> None:
        with store.read() as connection:
            count = connection.execute(select(func.count()).select_from(table(StreamRow)))
            cursors = connection.execute(select(table(StreamRow).c.cursor)).scalars().all()
        seen.append((progress.stream, count.scalar_one(), cursors[0]))

    sync(store, Script(story())).run(look)
    assert seen[:3] == [("tickets", 1, "2"), ("tickets", 1, "4"), ("tickets", 1, "6")]


def test_the_lease_is_given_back(store: Store) -> None:
    sync(store, Script(story())).run()
    (row,) = rows(store, table(SourceRow))
    assert (row["lease_holder"], row["lease_until"]) == (None, None)


def test_a_retired_source_is_not_asked(store: Store) -> None:
    sync(store, Script(story())).run()
    with store.write() as connection:
        retire(connection, "zendesk:acme", NOW)
    again = Script(story())
    outcome = sync(store, again).run()
    assert (outcome.ran, outcome.retired, outcome.fresh_until) == (False, True, NOW)
    assert again.asked == []


FAR = NOW + 70 * 365 * 86_400


def test_a_version_far_ahead_is_set_aside_and_one_that_was_believed_counts_no_more(
    store: Store,
) -> None:
    told: dict[str, list[Record]] = {"tickets": [a_ticket("t1", FAR), a_ticket("t2", 900)]}
    with store.write() as connection:  # as it was stored before such versions were set aside
        ledger.register(connection, "zendesk", "acme", 0)
        save_records(connection, "zendesk:acme", "tickets", Details(records=tuple(told["tickets"])))
    script = Script({"tickets": [a_ticket("t1", 950, team="billing"), a_ticket("t3", FAR)]})
    assert sync(store, script).run().finished
    tickets = {row["id"]: (row["changed_at"], row["team"]) for row in rows(store, table(TicketRow))}
    assert tickets == {"t1": (950, "billing"), "t2": (900, None)}
    with store.read() as connection:
        (one,) = aside.unreadable(connection, "zendesk:acme")["tickets"]
    assert (one.id, one.reason) == ("t3", "changed_at lies far ahead of our clock")


def test_only_a_full_run_believes_a_list_in_which_a_removed_ticket_is_there(store: Store) -> None:
    script = Script({"tickets": [a_ticket("t1"), a_ticket("t2")]})
    sync(store, script).run()
    with store.write() as connection:
        gone = (Removed(id="t1", removal=Removal.DELETED, at=950),)
        save_records(connection, "zendesk:acme", "tickets", Details(records=gone))
        ledger.restart(connection, "zendesk:acme")
    found = []
    for full in (False, True):
        sync(store, script).run(full=full)
        found.append({row["id"]: row["removal"] for row in rows(store, table(TicketRow))})
    assert found == [{"t1": "deleted", "t2": None}, {"t1": None, "t2": None}]


def test_a_full_run_lowers_what_a_wrong_clock_has_raised(store: Store) -> None:
    script = Script(story(), rewrite=lambda stream, page: replace(page, through_at=FAR))
    assert sync(store, script).run().fresh_until == FAR
    script.rewrite = lambda stream, page: page
    assert sync(store, script).run(full=True).fresh_until == NOW
    assert streams(store)["tickets"].through_at == NOW


def mixed_settings(store: Store) -> tuple[str, ...]:
    with store.read() as connection:
        return reading_settings.mixed(connection, "zendesk:acme")


def test_what_was_read_with_other_settings_is_known_until_a_full_run_has_ended(
    store: Store,
) -> None:
    script = Script(story())
    sync(store, script, settings={"category field": "a"}).run()
    changed = sync(store, script, settings={"category field": "b"})
    changed.run()
    assert mixed_settings(store) == ("category field",)
    stops = iter([False] * 12)
    changed.run(stop=lambda: next(stops, True), full=True)
    assert mixed_settings(store) == ("category field",)
    changed.run()
    assert mixed_settings(store) == (), "it went on where the full run had stopped"


def test_what_is_kept_no_longer_is_not_read_again_and_more_days_are(store: Store) -> None:
    day, years = 86_400, 700 * 86_400
    script = Script(story())
    given: dict[str, Any] = {"since_at": 0, "clock": lambda: years}
    sync(store, script, **given, keep_days=100).run()
    assert set(script.since) == {600 * day}
    assert source(store).wanted_at == 600 * day
    delete_old(store, "zendesk:acme", 599 * day, lambda: years)
    script.asked.clear()
    sync(store, script, **given, keep_days=100).run()
    assert {cursor for _, cursor in script.asked} != {None}, "it goes on from where it was"
    sync(store, script, **given, keep_days=200).run()
    assert source(store).wanted_at == 500 * day
