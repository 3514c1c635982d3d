from __future__ import annotations

from typing import Any

from metrics.helpdesks.intercom.normalise import Reading
from metrics.helpdesks.intercom.parts import of_conversation
from metrics.helpdesks.intercom.promises import steps
from metrics.service_levels.promises import Stretch, stretches
from metrics.tickets.records import SlaEvent, SlaMeasure
from tests.metrics.helpdesks.intercom.examples import (
    CREATED,
    admin,
    customer,
    fin,
    operator,
    part,
    said,
    whole,
)


def applied(number: int, after: int, kind: str = "rule", **targets: int | None) -> dict[str, Any]:
    details = {"sla_name": "VIP", "sla_definition": targets}
    kind = f"conversation_sla_applied_by_{kind}"
    return part(number, kind, after, operator(), event_details=details)


def missed(number: int, after: int, target: str) -> dict[str, Any]:
    details = {"sla_name": "VIP", "sla_target_type": target, "current_sla_status": "missed"}
    return part(number, "conversation_sla_target_missed", after, operator(), event_details=details)


def events(*rows: dict[str, Any], by_us: bool = False) -> list[SlaEvent]:
    raw = whole(*rows)
    return list(steps(raw, of_conversation(raw, Reading()), by_us=by_us))


Told = tuple[SlaMeasure, int, int | None, int | None, int]


def told(each: Stretch) -> Told:
    ends = (each.fulfilled_at, each.breached_at)
    fulfilled, breached = (None if at is None else at - CREATED for at in ends)
    return each.measure, each.started_at - CREATED, fulfilled, breached, each.target_seconds


def promises(*rows: dict[str, Any], by_us: bool = False) -> list[Told]:
    found = events(*rows, by_us=by_us)
    assert len({event.id for event in found}) == len(found)
    return sorted(map(told, stretches(found)), key=lambda each: each[1])


FRT, NEXT, SOLVE = SlaMeasure.FRT, SlaMeasure.NEXT_REPLY, SlaMeasure.RESOLUTION


def test_a_first_reply_in_time_keeps_its_promise_and_a_bots_does_not() -> None:
    kept = promises(applied(1, 2, first_reply_time=300), said(2, 5, fin()), said(3, 200, admin()))
    assert kept == [(FRT, 2, 200, None, 300)]


def test_a_miss_is_told_when_the_reply_comes_and_lies_before_it() -> None:
    late = promises(
        applied(1, 0, first_reply_time=300),
        said(2, 900, admin()),
        missed(3, 900, "first_reply_time"),
    )
    assert late == [(FRT, 0, 900, 899, 300)]


def test_what_is_overdue_and_unanswered_is_not_broken_yet() -> None:
    assert promises(applied(1, 0, first_reply_time=300)) == [(FRT, 0, None, None, 300)]


def test_each_wait_for_a_next_reply_is_a_promise_of_its_own() -> None:
    told_of = promises(
        applied(1, 0, first_reply_time=300, next_reply_time=600),
        said(2, 100, admin()),
        said(3, 200, customer()),
        said(4, 250, customer()),
        said(5, 400, admin(), "note"),
        said(6, 900, admin()),
        missed(7, 901, "next_reply_time"),
        said(8, 1000, customer()),
    )
    assert told_of == [
        (FRT, 0, 100, None, 300),
        (NEXT, 200, 900, 899, 600),
        (NEXT, 1000, None, None, 600),
    ]


def test_a_close_ends_all_and_a_solve_is_promised_once() -> None:
    told_of = promises(
        applied(1, 0, "workflow", first_reply_time=300, resolution_time=5000, time_to_close=None),
        part(2, "close", 800, admin(), state="closed"),
        said(3, 900, customer(), "open"),
        said(4, 950, admin(), "close", state="closed"),
    )
    assert told_of == [(FRT, 0, 800, None, 300), (SOLVE, 0, 800, None, 5000)]


def test_one_of_ours_owes_no_first_reply() -> None:
    told_of = promises(
        applied(1, 0, first_reply_time=300, next_reply_time=600),
        said(2, 100, customer()),
        said(3, 200, admin()),
        by_us=True,
    )
    assert told_of == [(NEXT, 100, 200, None, 600)]


def test_another_policy_holds_for_what_runs_already() -> None:
    told_of = promises(
        applied(1, 0, first_reply_time=300),
        applied(2, 50, first_reply_time=60),
        said(3, 90, admin()),
    )
    assert told_of == [(FRT, 0, 90, None, 60)]


def test_a_pause_stops_the_clock() -> None:
    rows = [
        applied(1, 0, resolution_time=5000),
        part(2, "conversation_sla_paused", 100, operator()),
        part(3, "conversation_sla_unpaused", 400, operator()),
    ]
    runs = [(each.started_at - CREATED, each.ended_at) for each in stretches(events(*rows))]
    assert runs == [(0, CREATED + 100), (400, None)]


def test_what_was_taken_off_is_taken_back_with_the_ids_it_had() -> None:
    rows = [
        applied(1, 0, first_reply_time=300, resolution_time=5000),
        said(2, 100, admin()),
    ]
    removed = part(3, "conversation_sla_removed", 200, admin())
    before, after = events(*rows), events(*rows, removed, said(4, 300, customer()))
    assert {event.id for event in before} == {event.id for event in after}
    assert {event.clock for event in after if event.dropped} == {"resolution_time"}
    assert promises(*rows, removed) == [(FRT, 0, 100, None, 300)]


def test_what_nobody_promised_cannot_be_missed() -> None:
    assert promises(said(1, 100, admin()), missed(2, 100, "first_reply_time")) == []
    assert promises(applied(1, 0), missed(2, 5, "galactic")) == []
