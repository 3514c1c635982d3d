from __future__ import annotations

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.salesforce.lifecycle import changes, order, priorities
from metrics.helpdesks.salesforce.normalise import Reading, ticket
from metrics.tickets.records import Event, EventKind, Field, Role
from metrics.tickets.story import Story
from tests.metrics.helpdesks.salesforce import examples
from tests.metrics.helpdesks.salesforce.examples import (
    AGENT,
    CASE,
    CREATED,
    MACHINE,
    OTHER,
    QUEUE,
    ROBOT,
    ROLE,
    Raw,
    stamp,
)


def told(raw: Raw, reading: Reading | None = None) -> list[tuple[Field | None, str | None]]:
    return [(event.field, event.new) for event in changes(raw, reading or Reading())]


def test_a_queue_takes_a_case_from_its_agent() -> None:
    events = list(changes(examples.lifecycle(), Reading()))
    assert [(e.field, e.old, e.new) for e in events] == [
        (Field.STATUS, None, "new"),
        (Field.TEAM, None, QUEUE),
        (Field.AGENT, None, None),
    ]
    assert {event.id for event in events} == {
        f"1Hr3h00000LIFE1AA1:{name}" for name in ("status", "team", "agent")
    }
    assert {(e.ticket, e.at, e.actor, e.order) for e in events} == {
        (CASE, CREATED, MACHINE, order("1Hr3h00000LIFE1AA1"))
    }


def test_a_user_takes_a_case_without_leaving_the_team() -> None:
    raw = examples.lifecycle(PreviousUpdate=stamp(0), LastModifiedDate=stamp(60), OwnerId=AGENT)
    assert told(raw) == [(Field.STATUS, "new"), (Field.AGENT, AGENT)]


def test_a_case_that_begins_with_a_user_has_the_team_of_the_role() -> None:
    raw = examples.lifecycle(OwnerId=AGENT)
    by_role = Reading(teams={AGENT: ROLE})
    assert (Field.TEAM, ROLE) in told(raw, by_role)
    assert (Field.TEAM, None) in told(raw)


def test_a_case_without_a_team_gets_none_by_who_has_it_today() -> None:
    by_role = Reading(teams={OTHER: ROLE})
    created = examples.lifecycle(OwnerId=AGENT)
    events = sorted(changes(created, by_role), key=lambda event: event.order)
    today = ticket(examples.case(OwnerId=OTHER), by_role)
    assert today.team == ROLE
    assert Story.of(today, events, 0).first_value(Field.TEAM) is None


def test_a_case_that_is_read_from_its_middle_on_has_the_team_it_was_in() -> None:
    before = [{"Id": "1Hr1", "OwnerId": QUEUE, "Status": "New", "LastModifiedDate": stamp(0)}]
    raw = examples.lifecycle(
        PreviousUpdate=stamp(0), LastModifiedDate=stamp(60), OwnerId=AGENT, before=before
    )
    (team,) = (event for event in changes(raw, Reading()) if event.field is Field.TEAM)
    assert (team.old, team.new) == (QUEUE, QUEUE)


def test_a_user_who_stands_for_nobody_is_no_agent() -> None:
    raw = examples.lifecycle(OwnerId=AGENT)
    assert (Field.AGENT, None) in told(raw, Reading(system_users=frozenset({AGENT})))


def test_the_first_row_is_of_the_creation_itself() -> None:
    late = examples.lifecycle(LastModifiedDate=stamp(2))
    assert {event.at for event in changes(late, Reading())} == {CREATED}
    alone = examples.lifecycle(LastModifiedDate=stamp(2), Case=None)
    assert {event.at for event in changes(alone, Reading())} == {CREATED + 2}


def test_what_came_before_is_the_row_before_and_the_queue_before_that() -> None:
    before = [
        {"Id": "1Hr1", "OwnerId": QUEUE, "Status": "New", "LastModifiedDate": stamp(0)},
        {"Id": "1Hr2", "OwnerId": AGENT, "Status": "Pending", "LastModifiedDate": stamp(60)},
        {"Id": "1Hr3h00000LIFE2AA1", "OwnerId": OTHER, "LastModifiedDate": stamp(120)},
        "nonsense",
    ]
    raw = examples.lifecycle(
        PreviousUpdate=stamp(60), LastModifiedDate=stamp(120), OwnerId=OTHER, before=before
    )
    events = {event.field: event.old for event in changes(raw, Reading())}
    assert events == {Field.STATUS: "pending", Field.TEAM: QUEUE, Field.AGENT: AGENT}
    queue = "00G3h00000OTHERAA1"
    moved = examples.lifecycle(**{**raw, "OwnerId": queue})
    events = {event.field: event.old for event in changes(moved, Reading())}
    assert events[Field.TEAM] == QUEUE


def test_rows_of_one_second_keep_the_order_of_their_ids() -> None:
    ids = [f"1Hr3h00000LIFE{letter}AA1" for letter in "09AZaz"]
    assert sorted(ids, key=order) == ids
    assert 0 <= order("zzzzzzzzzzzzzzzzzz") < 2**63
    assert order("odd") == 0


def test_a_change_of_the_priority_has_both_values() -> None:
    raw = {
        "Id": "0173h00000HIST1AA1",
        "CaseId": CASE,
        "Field": "Priority",
        "OldValue": "Low",
        "NewValue": "High",
        "CreatedDate": stamp(30),
        "CreatedById": AGENT,
    }
    (event,) = priorities(raw, Reading())
    assert isinstance(event, Event)
    assert (event.field, event.old, event.new) == (Field.PRIORITY, "low", "high")
    assert (event.at, event.actor) == (CREATED + 30, AGENT)
    assert list(priorities({**raw, "Field": "Owner"}, Reading())) == []


def test_a_row_without_a_status_is_malformed() -> None:
    with pytest.raises(MalformedError, match="Status"):
        list(changes(examples.lifecycle(Status=None), Reading()))


@pytest.mark.parametrize(
    ("changes_of_case", "opened"),
    [
        ({}, False),
        ({"SuppliedEmail": "ann@example.org"}, True),
        ({"CreatedBy": {"UserType": "AutomatedProcess"}}, True),
        ({"CreatedBy": {"UserType": "CspLitePortal"}}, True),
        ({"CreatedById": MACHINE}, True),
        ({"CreatedById": ROBOT}, True),
        ({"CreatedBy": None}, False),
    ],
)
def test_a_case_that_a_customer_began_has_an_opening(changes_of_case: Raw, opened: bool) -> None:
    reading = Reading(system_users=frozenset({MACHINE}), bot_users=frozenset({ROBOT}))
    row = examples.lifecycle()
    row["Case"] |= changes_of_case
    messages = [e for e in changes(row, reading) if e.kind is EventKind.MESSAGE]
    assert bool(messages) is opened
    for message in messages:
        assert (message.author, message.public, message.at) == (Role.CUSTOMER, True, CREATED)
        assert message.order < order(row["Id"])
    later = {**row, "PreviousUpdate": stamp(0)}
    assert all(e.kind is EventKind.CHANGE for e in changes(later, reading))
