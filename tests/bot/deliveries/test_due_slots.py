"""Slots that have come, across restarts and with rules that cannot be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.deliveries.due_slots import plan
from bot.deliveries.notices import NOTICE
from metrics.posting.deliveries import DigestSchedule, State
from metrics.store.books.digest_schedules import DIGEST, SCHEDULE, DigestSchedules
from metrics.store.books.outbox import Outbox
from metrics.store.database.engine import Store

MONDAY, DAY = 1_795_424_400, 86400  # 23 November 2026, 09:00 UTC
DAILY = DigestSchedule(
    id="aaaa",
    digest="standup",
    channel="C1",
    rule="daily mon-fri 09:00 UTC",
    owner="U1",
    made_at=MONDAY - DAY,
    next_due_at=MONDAY,
    grace_seconds=6 * 3600,
    wait_seconds=600,
)


@pytest.fixture
def schedules(store: Store) -> DigestSchedules:
    made = DigestSchedules(store)
    made.make(DAILY)
    return made


def slots(schedules: DigestSchedules, id: str = "aaaa") -> dict[int, str]:
    return {d.due_at: d.state for d in Outbox(schedules.store, "me").of(f"{DIGEST}{id}", 99)}


def test_a_slot_is_planned_when_it_has_come_and_once(schedules: DigestSchedules) -> None:
    plan(schedules, MONDAY - 1)
    assert slots(schedules) == {}
    for second in range(5):
        plan(schedules, MONDAY + second)
    assert slots(schedules) == {MONDAY: State.PLANNED}
    assert schedules.all()[0].next_due_at == MONDAY + DAY


def test_after_a_weekend_the_next_is_on_monday(schedules: DigestSchedules) -> None:
    for day in range(7):
        plan(schedules, MONDAY + day * DAY)
    assert sorted(slots(schedules)) == [MONDAY + day * DAY for day in range(5)]
    assert schedules.all()[0].next_due_at == MONDAY + 7 * DAY


def test_after_three_weeks_away_one_is_posted_and_the_owner_told_of_the_others(
    schedules: DigestSchedules,
) -> None:
    plan(schedules, MONDAY + 21 * DAY + 60)
    found = slots(schedules)
    assert len(found) == 16
    assert [due for due, state in found.items() if state == State.PLANNED] == [MONDAY + 21 * DAY]
    notice = Outbox(schedules.store, "me").claim(MONDAY + 21 * DAY + 61)
    while notice and not notice.source.startswith("notice:"):
        notice = Outbox(schedules.store, "me").claim(MONDAY + 21 * DAY + 61)
    assert notice is not None
    assert notice.channel == "U1"
    assert "15 posts were missed" in (notice.payload or "")
    assert "Mon 23 Nov 09:00 (UTC)" in (notice.payload or "")


def test_a_rule_that_cannot_be_read_is_paused_and_stops_no_other(
    schedules: DigestSchedules,
) -> None:
    broken = replace(DAILY, id="0broken", rule="when the cows come home", channel="C2")
    schedules.make(broken)
    plan(schedules, MONDAY)
    assert slots(schedules) == {MONDAY: State.PLANNED}
    kept = schedules.get("0broken")
    assert kept is not None
    assert "cows" in (kept.paused or "")


def test_a_zone_with_new_laws_moves_the_slot(schedules: DigestSchedules) -> None:
    """What was worked out as due is no slot of the rule any more: it was off by an hour."""
    schedules.change(replace(DAILY, next_due_at=MONDAY - 3600))
    plan(schedules, MONDAY - 1800)
    assert slots(schedules) == {}
    assert schedules.all()[0].next_due_at == MONDAY


@pytest.mark.parametrize(
    "spoilt", [{"rule": "weekly monday 09:00 Moon/Base"}, {"rule": "x"}, {"next_due_at": -(10**15)}]
)
def test_the_owner_of_one_that_cannot_be_read_hears_of_it_once(
    schedules: DigestSchedules, spoilt: dict[str, object]
) -> None:
    with schedules.store.write() as connection:
        connection.execute(update(SCHEDULE).values(spoilt))
    for second in range(3):
        plan(schedules, MONDAY + second)
    (one,) = schedules.all()
    assert (one.paused or "").startswith("I cannot read")
    (told,) = Outbox(schedules.store, "me").of(f"{NOTICE}{DIGEST}aaaa:unreadable", 9)
    assert told.channel == "U1"
    assert "/kpi schedule delete aaaa" in (told.payload or "")
