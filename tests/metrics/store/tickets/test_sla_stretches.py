"""Promises as a helpdesk tells them: stored, built into stretches, and loaded again."""

from __future__ import annotations

from typing import Any

from metrics.service_levels.promises import MEASURES
from metrics.store.database.engine import Store
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.sync.sync import Sync
from metrics.tickets.records import (
    NEVER,
    Record,
    SlaEvent,
    SlaMeasure,
    SlaStep,
)
from tests.metrics.scripted import NOW, Script, a_status, story


def step(number: int, what: SlaStep, at: int, ticket: str = "t1", **more: Any) -> SlaEvent:
    given = {"clock": "reply_time", "cycle": 1, "measure": SlaMeasure.FRT, **more}
    return SlaEvent(id=f"s{number}", ticket=ticket, at=at, step=what, **given)


EVENTS: list[Record] = [
    step(1, SlaStep.ACTIVATE, 100),
    step(2, SlaStep.APPLY, 100, target_seconds=60, business=True),
    step(3, SlaStep.BREACH, 160),
    step(4, SlaStep.ACTIVATE, 100, "t2"),
    step(5, SlaStep.APPLY, 100, "t2", target_seconds=900, business=False),
    step(6, SlaStep.ACTIVATE, 100, "nowhere"),
]


def sync(store: Store, *events: Record) -> None:
    records: dict[str, list[Record]] = {
        **story(),
        "sla_events": [*EVENTS, *events],
    }
    Sync(store=store, helpdesk=Script(records), since_at=0, clock=lambda: NOW).run(full=True)


def loaded(reader: SnapshotReader, store: Store) -> dict[str, tuple[str, int, int, int, int]]:
    """By ticket: measure, target, end, fulfilment and breach."""
    told = reader.snapshot().stretches
    names = reader.lines(told.ticket.tolist())
    found = zip(
        told.ticket,
        told.measure,
        told.target_seconds,
        told.ended_at,
        told.fulfilled_at,
        told.breached_at,
        strict=True,
    )
    return {
        names[int(ticket)].id: (MEASURES[measure], *map(int, rest))
        for ticket, measure, *rest in found
    }


def test_what_a_helpdesk_says_of_its_promises_is_kept_and_loaded_again(store: Store) -> None:
    sync(store)
    assert loaded(SnapshotReader(store), store) == {
        "t1": (SlaMeasure.FRT, 60, 160, 160, 160),
        "t2": (SlaMeasure.FRT, 900, NEVER, NEVER, NEVER),
    }


def test_a_reader_sees_a_step_that_comes_later_and_one_that_is_taken_back(store: Store) -> None:
    reader = SnapshotReader(store)
    sync(store)
    reader.snapshot()
    breach = step(3, SlaStep.BREACH, 160)
    sync(store, breach._replace(dropped=True), step(9, SlaStep.FULFILL, 150))
    assert loaded(reader, store)["t1"] == (SlaMeasure.FRT, 60, 150, 150, NEVER)
    assert loaded(SnapshotReader(store), store) == loaded(reader, store)


def test_a_promise_of_a_ticket_solved_long_ago_does_not_run_for_ever(store: Store) -> None:
    target = {"target_seconds": 60, "business": False}
    told = [step(7, SlaStep.ACTIVATE, 100, "t3"), step(8, SlaStep.APPLY, 100, "t3", **target)]
    sync(store, *told)
    assert loaded(SnapshotReader(store), store)["t3"] == (SlaMeasure.FRT, 60, NEVER, NEVER, NEVER)
    solved = a_status("e9", "t3", 700, "solved")
    records: dict[str, list[Record]] = {**story(), "sla_events": [*EVENTS, *told]}
    records["events"] = [*records["events"], solved]
    Sync(store=store, helpdesk=Script(records), since_at=0, clock=lambda: NOW).run(full=True)
    assert loaded(SnapshotReader(store), store)["t3"] == (SlaMeasure.FRT, 60, 700, 700, NEVER)
