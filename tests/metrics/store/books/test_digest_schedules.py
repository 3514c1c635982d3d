"""Schedules of digests, and the slots they make."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from metrics.posting.deliveries import DigestSchedule, State, schedule_id
from metrics.store.books.digest_schedules import DIGEST, DigestSchedules
from metrics.store.books.outbox import Outbox
from metrics.store.database.engine import Store

MONDAY, WEEK = 1_795_424_400, 7 * 86400
WEEKLY = DigestSchedule(
    id=schedule_id("weekly", "C1", "weekly monday 09:00 UTC", ""),
    digest="weekly",
    channel="C1",
    rule="weekly monday 09:00 UTC",
    owner="U1",
    made_at=MONDAY - WEEK,
    next_due_at=MONDAY,
    grace_seconds=86400,
    wait_seconds=3600,
)


def slots(store: Store) -> dict[int, str]:
    return {d.due_at: d.state for d in Outbox(store, "me").of(f"{DIGEST}{WEEKLY.id}")}


def test_the_same_schedule_made_twice_is_one(store: Store) -> None:
    schedules = DigestSchedules(store)
    assert schedules.make(WEEKLY)
    assert not schedules.make(replace(WEEKLY, owner="U2"))
    assert schedules.all() == (WEEKLY,)
    assert schedules.get(WEEKLY.id) == WEEKLY


def test_a_deleted_schedule_is_not_told_of_and_can_be_made_again(store: Store) -> None:
    schedules = DigestSchedules(store)
    schedules.make(WEEKLY)
    assert schedules.delete(WEEKLY.id, MONDAY)
    assert not schedules.delete(WEEKLY.id, MONDAY)
    assert schedules.all() == ()
    assert schedules.get(WEEKLY.id) is None
    again = replace(WEEKLY, owner="U2", next_due_at=MONDAY + WEEK)
    assert schedules.make(again)
    assert schedules.all() == (again,)


def test_a_schedule_of_the_settings_that_another_copy_withdrew_passes_over_no_slot(
    store: Store,
) -> None:
    schedules, settled = DigestSchedules(store), replace(WEEKLY, owner="")
    schedules.make(settled)
    assert schedules.withdraw(WEEKLY.id, MONDAY - 60)
    assert schedules.all() == ()
    assert schedules.ever(WEEKLY.id) == settled
    later = replace(settled, made_at=MONDAY + 60, next_due_at=MONDAY + WEEK)
    assert schedules.make(later)
    assert schedules.due(MONDAY + 60) == (settled,)


def test_one_that_was_withdrawn_long_ago_is_new(store: Store) -> None:
    schedules, settled = DigestSchedules(store), replace(WEEKLY, owner="")
    schedules.make(settled)
    schedules.withdraw(WEEKLY.id, MONDAY - 60)
    again = replace(settled, made_at=MONDAY + 2 * 86400, next_due_at=MONDAY + WEEK)
    assert schedules.make(again)
    assert schedules.all() == (again,)


def test_what_was_due_when_it_was_withdrawn_still_comes(store: Store) -> None:
    schedules = DigestSchedules(store)
    schedules.make(replace(WEEKLY, owner=""))
    (due,) = schedules.due(MONDAY)
    schedules.plan(due, (MONDAY,), MONDAY + WEEK, MONDAY)
    schedules.withdraw(WEEKLY.id, MONDAY + 1)
    assert slots(store) == {MONDAY: State.PLANNED}


def test_a_slot_that_has_come_is_a_delivery_and_the_schedule_moves_on(store: Store) -> None:
    schedules = DigestSchedules(store)
    schedules.make(WEEKLY)
    assert schedules.due(MONDAY - 1) == ()
    (due,) = schedules.due(MONDAY)
    assert schedules.plan(due, (MONDAY,), MONDAY + WEEK, MONDAY)
    assert not schedules.plan(due, (MONDAY,), MONDAY + WEEK, MONDAY)
    assert slots(store) == {MONDAY: State.PLANNED}
    assert schedules.due(MONDAY) == ()
    held = Outbox(store, "me").claim(MONDAY)
    assert held is not None
    assert (held.channel, held.owner, held.expires_at) == ("C1", "U1", MONDAY + 86400)


def test_of_many_missed_slots_only_the_newest_is_still_posted(store: Store) -> None:
    schedules = DigestSchedules(store)
    schedules.make(WEEKLY)
    came = (MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK)
    schedules.plan(WEEKLY, came, MONDAY + 3 * WEEK, MONDAY + 2 * WEEK + 60)
    assert slots(store) == {
        MONDAY: State.MISSED,
        MONDAY + WEEK: State.MISSED,
        MONDAY + 2 * WEEK: State.PLANNED,
    }


def test_a_paused_schedule_plans_nothing_and_drops_what_is_not_yet_sent(store: Store) -> None:
    schedules = DigestSchedules(store)
    schedules.make(WEEKLY)
    schedules.plan(WEEKLY, (MONDAY,), MONDAY + WEEK, MONDAY)
    assert schedules.pause(WEEKLY.id, "holidays", MONDAY + 5)
    assert schedules.due(MONDAY + 2 * WEEK) == ()
    outbox = Outbox(store, "me")
    assert outbox.claim(MONDAY + 10) is None
    (dropped,) = outbox.of(f"{DIGEST}{WEEKLY.id}")
    assert (dropped.state, dropped.reason) == (State.DROPPED, "paused: holidays")
    assert [step.what for step in outbox.steps(dropped.id)] == ["planned", "dropped"]
    assert schedules.resume(WEEKLY.id, MONDAY + 3 * WEEK)
    assert not schedules.resume(WEEKLY.id, MONDAY + 4 * WEEK)
    assert schedules.all()[0].next_due_at == MONDAY + 3 * WEEK


def test_what_is_on_its_way_is_not_dropped(store: Store) -> None:
    schedules, outbox = DigestSchedules(store), Outbox(store, "me")
    schedules.make(WEEKLY)
    schedules.plan(WEEKLY, (MONDAY,), MONDAY + WEEK, MONDAY)
    held = outbox.claim(MONDAY)
    assert held is not None
    assert outbox.mark_sending(held, MONDAY)
    schedules.delete(WEEKLY.id, MONDAY + 1)
    assert outbox.mark_posted(held, "C1", "10.5", MONDAY + 2)


def test_a_changed_schedule_keeps_its_id(store: Store) -> None:
    schedules = DigestSchedules(store)
    schedules.make(WEEKLY)
    moved = replace(WEEKLY, rule="weekly tuesday 09:00 UTC", next_due_at=MONDAY + 86400)
    assert schedules.change(moved)
    assert schedules.all() == (moved,)
    assert not schedules.change(replace(moved, id="other"))


def test_many_processes_plan_a_slot_once(store: Store) -> None:
    schedules = DigestSchedules(store)
    schedules.make(WEEKLY)

    def plan(_: int) -> bool:
        return schedules.plan(WEEKLY, (MONDAY,), MONDAY + WEEK, MONDAY)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(plan, range(8))) == 1
    assert slots(store) == {MONDAY: State.PLANNED}
