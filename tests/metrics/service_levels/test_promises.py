"""When promises were due, kept and broken."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.office_hours.business_time import BusinessClock
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.schedules import Schedules
from metrics.service_levels.own_promises import own_stretches
from metrics.service_levels.policies import Policies
from metrics.service_levels.promises import (
    MEASURES,
    Stretch,
    Stretches,
    close,
    promises,
    stretches,
)
from metrics.store.tickets.snapshot import Snapshot
from metrics.tickets.columns import Promises
from metrics.tickets.records import NEVER, Dimension, SlaEvent, SlaMeasure, SlaStep
from tests.metrics.office_hours.test_calendar import at
from tests.metrics.small import STATUSES, columns, cut, ints, rows, solves, spans, tickets, waits

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar(BERLIN, parse_hours("mon-fri 09:00-17:00"))
HOUR = 3600
MONDAY = at("2026-06-01 09:00")


def clock(made: Snapshot) -> BusinessClock:
    return BusinessClock(default=OFFICE, schedules=Schedules(), columns=made, team_names={})


def own(text: str, made: Snapshot) -> Promises:
    hours = clock(made)
    told = own_stretches(made, Policies.parse(text, BERLIN), hours.holdings)
    return promises(told, made, hours)


def one_wait(created: int, end: int = NEVER, *, answered: bool = True) -> Snapshot:
    """A ticket that waits for its first reply."""
    return columns(
        tickets([created]),
        spans=spans([(1, created, NEVER)]),
        waits=waits([(1, created, end, True, answered and end < NEVER)]),
    )


def at_of(given: Promises, name: str) -> int:
    (value,) = getattr(given, name)
    return int(value)


def test_a_reply_at_the_very_moment_is_in_time_and_a_second_later_is_not() -> None:
    met = own("frt 1h", one_wait(MONDAY, MONDAY + HOUR))
    assert (at_of(met, "due_at"), at_of(met, "breached_at")) == (MONDAY + HOUR, NEVER)
    late = own("frt 1h", one_wait(MONDAY, MONDAY + HOUR + 1))
    assert at_of(late, "breached_at") == MONDAY + HOUR
    assert at_of(own("frt 1h", one_wait(MONDAY)), "breached_at") == MONDAY + HOUR


def test_business_time_that_runs_out_at_closing_is_kept_until_the_next_opening() -> None:
    friday, monday = at("2026-06-05 16:00"), at("2026-06-08 09:00")
    on_saturday = own("frt 1h business", one_wait(friday, at("2026-06-06 12:00")))
    assert at_of(on_saturday, "breached_at") == NEVER
    assert at_of(own("frt 1h business", one_wait(friday)), "breached_at") == monday


def test_a_solve_without_a_word_ends_the_first_reply_target() -> None:
    quiet = own("frt 1h", one_wait(MONDAY, MONDAY + 600, answered=False))
    assert at_of(quiet, "fulfilled_at") == MONDAY + 600
    assert at_of(quiet, "breached_at") == NEVER


def test_the_wait_after_a_solve_without_a_word_is_owed_a_next_reply() -> None:
    made = columns(
        tickets([MONDAY]),
        waits=waits([(1, MONDAY, MONDAY + 60, True, False), (1, MONDAY + 900, NEVER, True, False)]),
    )
    given = own("frt 1h; next_reply 2h", made)
    assert [MEASURES[code] for code in given.measure] == [SlaMeasure.FRT, SlaMeasure.NEXT_REPLY]
    assert given.breached_at.tolist() == [NEVER, MONDAY + 900 + 2 * HOUR]


def test_the_first_solve_fulfils_the_resolution() -> None:
    made = columns(
        tickets([MONDAY, MONDAY], first_solved_at=[MONDAY + 2 * HOUR, MONDAY + 5 * HOUR]),
        solves=solves([(1, MONDAY + 2 * HOUR, True), (2, MONDAY + 5 * HOUR, True)], team=[1, 2]),
    )
    given = own("resolution 4h", made)
    assert given.breached_at.tolist() == [NEVER, MONDAY + 4 * HOUR]


def resolved(statuses: list[str], *, solved: int | None) -> Snapshot:
    """A ticket of Monday, 09:00 with a status for each hour, solved after so many of them."""
    ends = MONDAY + len(statuses) * HOUR if solved is None else MONDAY + solved * HOUR
    held = [(1, MONDAY + n * HOUR, MONDAY + (n + 1) * HOUR) for n in range(len(statuses))]
    if solved is None:
        held[-1] = (1, held[-1][1], NEVER)
    return columns(
        tickets([MONDAY], first_solved_at=[NEVER if solved is None else ends]),
        spans=spans(held, status=[STATUSES.index(status) for status in statuses]),
    )


WEEK = ["open", "pending", "pending", "open", "hold", "open"]
"""Hours with us: 9 to 10, 12 to 13 and 14 to 15."""


@pytest.mark.parametrize(
    ("entry", "due", "broken"),
    [
        ("resolution 150m", 5.5, True),  # 9-10, 12-13, and half of 14-15
        ("resolution 3h", 6.0, False),  # just used up when it is solved at 15:00
        ("resolution 2h", 5.0, True),  # used up at 13:00, and goes on at 14:00
        ("resolution 150m running while on hold", 4.5, True),
        ("resolution 150m running while pending", 2.5, True),
        ("resolution 6h running while pending and on hold", 6.0, False),
        ("resolution 5h running while pending and on hold", 5.0, True),
        ("resolution 150m business", 5.5, True),
    ],
)
def test_a_resolution_pauses_while_pending_and_on_hold(
    entry: str, due: float, broken: bool
) -> None:
    given = own(entry, resolved(WEEK, solved=6))
    assert at_of(given, "due_at") == MONDAY + round(due * HOUR)
    assert (at_of(given, "breached_at") < NEVER) == broken
    assert (at_of(given, "started_at"), len(given.ticket)) == (MONDAY, 1)


def test_a_ticket_that_is_pending_now_will_not_be_late_before_it_goes_on() -> None:
    waits_for_customer = own("resolution 2h; frt 1h", resolved(["open", "pending"], solved=None))
    assert at_of(waits_for_customer, "due_at") == NEVER
    assert at_of(waits_for_customer, "breached_at") == NEVER
    business = own("resolution 2h business", resolved(["open", "pending"], solved=None))
    assert at_of(business, "due_at") == NEVER


def test_a_ticket_that_is_solved_while_pending_has_kept_what_it_had_not_used_up() -> None:
    quiet = own("resolution 1h", resolved(["open", "pending", "pending"], solved=3))
    assert at_of(quiet, "breached_at") == NEVER
    late = own("resolution 59m", resolved(["open", "pending", "pending"], solved=3))
    assert at_of(late, "breached_at") == MONDAY + 59 * 60


@given(
    statuses=st.lists(st.sampled_from(["open", "pending", "hold", "new"]), min_size=1, max_size=9),
    target=st.integers(1, 40_000),
    business=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_a_resolution_is_kept_just_when_what_it_ran_is_no_more_than_the_target(
    statuses: list[str], target: int, business: bool
) -> None:
    made = resolved(statuses, solved=len(statuses))
    minutes = max(1, target // 60)
    given = own(f"resolution {minutes}m{' business' * business}", made)
    ran = 0
    for n, status in enumerate(statuses):
        if status in {"open", "new"}:
            start = MONDAY + n * HOUR
            ran += OFFICE.working_seconds(start, start + HOUR) if business else HOUR
    assert (at_of(given, "breached_at") == NEVER) == (ran <= minutes * 60)


def test_the_priority_at_the_start_chooses_the_target_whatever_it_becomes() -> None:
    made = columns(
        tickets([MONDAY], latest=cut(1, priority=[1])),
        spans=spans([(1, MONDAY, MONDAY + 600), (1, MONDAY + 600, NEVER)], priority=[3, 1]),
        waits=waits([(1, MONDAY, NEVER, True, False)], priority=[1]),
    )
    given = own("frt urgent 1h; frt low 9h", made)
    assert at_of(given, "breached_at") == MONDAY + HOUR
    assert given.cut[Dimension.PRIORITY].tolist() == [1]


def test_a_removed_ticket_promises_nothing() -> None:
    made = columns(
        tickets([MONDAY], removed=[True]), waits=waits([(1, MONDAY, NEVER, True, False)])
    )
    assert len(own("frt 1h", made).ticket) == 0
    assert len(own("frt 1h", columns(tickets([]))).ticket) == 0


@pytest.mark.parametrize(
    ("target", "left"),
    [("40m", 40 * 60), ("2h", HOUR), ("8h", 2 * HOUR), ("8h business", 2 * HOUR)],
)
def test_risk_begins_in_the_last_hour_or_the_last_quarter(target: str, left: int) -> None:
    given = own(f"frt {target}", one_wait(MONDAY))
    due = MONDAY + 8 * HOUR if "8h" in target else at_of(given, "due_at")
    assert at_of(given, "risky_at") == due - left


def step(number: int, what: SlaStep, at: int, **more: Any) -> SlaEvent:
    given: dict[str, Any] = {"clock": "reply_time", "cycle": 1, "measure": SlaMeasure.FRT, **more}
    if what is SlaStep.APPLY:
        given = {"target_seconds": HOUR, "business": False, **given}
    return SlaEvent(id=str(number), ticket="7", at=at, step=what, **given)


def told(*events: SlaEvent) -> list[tuple[int, int | None, int | None, int | None]]:
    return [(s.started_at, s.ended_at, s.fulfilled_at, s.breached_at) for s in stretches(events)]


def test_the_helpdesks_steps_make_stretches_in_whatever_order_they_are_told() -> None:
    events = [
        step(1, SlaStep.ACTIVATE, 100),
        step(2, SlaStep.APPLY, 100),
        step(3, SlaStep.PAUSE, 200),
        step(4, SlaStep.ACTIVATE, 900),
        step(5, SlaStep.BREACH, 1500),
        step(6, SlaStep.FULFILL, 2000),
    ]
    both = [(100, 200, 2000, 1500), (900, 2000, 2000, 1500)]
    assert told(*events) == told(*reversed(events)) == both


def test_a_clock_without_a_target_and_a_step_taken_back_count_for_nothing() -> None:
    assert told(step(1, SlaStep.ACTIVATE, 100), step(2, SlaStep.FULFILL, 200)) == []
    events = [step(1, SlaStep.ACTIVATE, 100), step(2, SlaStep.APPLY, 100)]
    assert told(*events, step(3, SlaStep.BREACH, 500, dropped=True)) == [(100, None, None, None)]


def test_a_clock_that_is_stopped_and_started_in_one_second_runs_on() -> None:
    events = [step(1, SlaStep.ACTIVATE, 100), step(2, SlaStep.APPLY, 100)]
    again = [step(3, SlaStep.PAUSE, 200), step(4, SlaStep.ACTIVATE, 200)]
    assert told(*events, *again) == [(100, 200, None, None), (200, None, None, None)]


def test_a_promise_that_is_kept_in_the_very_second_it_is_made_is_one() -> None:
    for first, second in ((1, 3), (3, 1)):
        events = [step(first, SlaStep.ACTIVATE, 100), step(2, SlaStep.APPLY, 100)]
        assert told(*events, step(second, SlaStep.FULFILL, 100)) == [(100, 100, 100, None)]


def test_a_target_holds_as_it_was_applied_last_in_that_cycle() -> None:
    events = [
        step(1, SlaStep.ACTIVATE, 100),
        step(2, SlaStep.APPLY, 100),
        step(3, SlaStep.APPLY, 150, target_seconds=60, business=True),
        step(4, SlaStep.ACTIVATE, 100, cycle=2, measure=SlaMeasure.NEXT_REPLY),
        step(5, SlaStep.APPLY, 100, cycle=2, measure=SlaMeasure.NEXT_REPLY),
    ]
    found = [(s.measure, s.target_seconds, s.business) for s in stretches(events)]
    assert found == [(SlaMeasure.FRT, 60, True), (SlaMeasure.NEXT_REPLY, HOUR, False)]


def test_a_promise_whose_end_nobody_told_ends_with_its_ticket() -> None:
    events = [
        step(1, SlaStep.ACTIVATE, 100),
        step(2, SlaStep.APPLY, 100),
        step(3, SlaStep.PAUSE, 200),
        step(4, SlaStep.ACTIVATE, 900),
    ]

    def found(done_at: int | None) -> list[tuple[int, int | None, int | None]]:
        told = close(stretches(events), done_at)
        return [(s.started_at, s.ended_at, s.fulfilled_at) for s in told]

    assert found(None) == [(100, 200, None), (900, None, None)]
    assert found(2000) == [(100, 200, 2000), (900, 2000, 2000)]
    assert found(800) == [(100, 200, 900), (900, 900, 900)]
    events.append(step(5, SlaStep.FULFILL, 1500))
    assert found(2000) == [(100, 200, 1500), (900, 1500, 1500)]


def as_columns(told: list[Stretch]) -> Stretches:
    """The stretches of one promise of ticket 1."""
    late = {
        name: [NEVER if getattr(s, name) is None else getattr(s, name) for s in told]
        for name in ("ended_at", "fulfilled_at", "breached_at")
    }
    return rows(
        Stretches,
        len(told),
        ticket=[1] * len(told),
        started_at=[s.started_at for s in told],
        target_seconds=[s.target_seconds for s in told],
        business=[s.business for s in told],
        by_desk=[True] * len(told),
        **late,
    )


def read(*events: SlaEvent) -> Promises:
    made = columns(tickets([MONDAY]))
    return promises(as_columns(list(stretches(events))), made, clock(made))


def test_whether_a_told_promise_was_broken_is_what_the_helpdesk_says() -> None:
    start = [step(1, SlaStep.ACTIVATE, MONDAY), step(2, SlaStep.APPLY, MONDAY)]
    late = read(*start, step(3, SlaStep.FULFILL, MONDAY + 9 * HOUR))
    assert at_of(late, "breached_at") == NEVER
    broken = read(*start, step(3, SlaStep.BREACH, MONDAY + 50))
    assert (at_of(broken, "breached_at"), at_of(broken, "due_at")) == (MONDAY + 50, MONDAY + 50)


def test_a_promise_that_was_paused_is_due_later_by_as_much() -> None:
    events = [
        step(1, SlaStep.ACTIVATE, MONDAY),
        step(2, SlaStep.APPLY, MONDAY, target_seconds=2 * HOUR),
        step(3, SlaStep.PAUSE, MONDAY + HOUR),
    ]
    assert at_of(read(*events), "due_at") == NEVER
    again = step(4, SlaStep.ACTIVATE, MONDAY + 5 * HOUR)
    assert at_of(read(*events, again), "due_at") == MONDAY + 6 * HOUR


MOMENTS = st.integers(MONDAY, MONDAY + 10 * 86_400)


@given(start=MOMENTS, wait=st.integers(0, 300_000), minutes=st.integers(1, 3000))
@settings(max_examples=120, deadline=None)
def test_a_promise_is_kept_just_when_its_working_time_is_no_more_than_the_target(
    start: int, wait: int, minutes: int
) -> None:
    given = own(f"frt {minutes}m business", one_wait(start, start + wait))
    kept = OFFICE.working_seconds(start, start + wait) <= minutes * 60
    assert (at_of(given, "breached_at") == NEVER) == kept
    assert start <= at_of(given, "risky_at") <= at_of(given, "due_at")


@given(
    cuts=st.lists(st.tuples(st.integers(1, 5000), st.integers(1, 5000)), min_size=1, max_size=5),
    target=st.integers(1, 20_000),
)
@settings(max_examples=100, deadline=None)
def test_a_promise_is_due_when_its_stretches_add_up_to_the_target(
    cuts: list[tuple[int, int]], target: int
) -> None:
    now, events, ran = MONDAY, [step(0, SlaStep.APPLY, MONDAY, target_seconds=target)], []
    for number, (run, pause) in enumerate(cuts):
        events.append(step(2 * number + 1, SlaStep.ACTIVATE, now))
        events.append(step(2 * number + 2, SlaStep.PAUSE, now + run))
        ran += list(range(now, now + run))
        now += run + pause
    due = at_of(read(*events), "due_at")
    assert due == (ran[target - 1] + 1 if target <= len(ran) else NEVER)
    assert np.all(ints([due]) > MONDAY)
