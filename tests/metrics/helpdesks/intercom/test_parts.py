from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.intercom.normalise import Reading
from metrics.helpdesks.intercom.parts import Part, of_conversation, of_ticket
from metrics.tickets.records import Field, Role, Status
from tests.metrics.helpdesks.intercom import examples
from tests.metrics.helpdesks.intercom.examples import (
    admin,
    customer,
    fin,
    moved,
    operator,
    part,
    said,
    whole,
)


def one(row: dict[str, Any], reading: Reading | None = None) -> Part:
    (told,) = of_conversation(whole(row), reading or Reading()).parts
    return told


@pytest.mark.parametrize(
    ("author", "role", "automated"),
    [
        (customer(), Role.CUSTOMER, False),
        (customer(type="lead"), Role.CUSTOMER, False),
        (customer(type="contact"), Role.CUSTOMER, False),
        (admin(), Role.AGENT, False),
        (operator(), None, True),
        (fin(), Role.BOT, True),
        (admin(name="Pulse"), Role.BOT, True),
        ({"type": "team", "id": "7"}, None, True),
        ({}, None, True),
    ],
)
def test_whose_a_part_is(author: dict[str, Any], role: Role | None, automated: bool) -> None:
    told = one(said(3, 60, author), Reading(bot_users=frozenset({"Pulse"})))
    assert (told.author, told.automated, told.public) == (role, automated, True)


@pytest.mark.parametrize(
    ("kind", "words", "public"),
    [
        ("comment", True, True),
        ("comment", False, True),
        ("quick_reply", False, True),
        ("note", True, False),
        ("note_and_reopen", True, False),
        ("note_and_unsnooze", False, False),
        ("assignment", True, True),
        ("assignment", False, None),
        ("close", True, True),
        ("close", False, None),
        ("open", True, True),
        ("assign_and_unsnooze", False, None),
        ("call_summary", True, None),
        ("language_detection_details", True, None),
        ("workflow_assignment", True, None),
    ],
)
def test_which_parts_are_messages_and_who_reads_them(
    kind: str, words: bool, public: bool | None
) -> None:
    reading = Reading()
    row = said(3, 60, admin(), kind) if words else part(3, kind, 60, admin())
    assert one(row, reading).public is public
    assert not reading.unknown


def test_a_picture_is_a_word_too() -> None:
    assert one(part(3, "close", 60, admin(), attachments=[{"type": "upload"}])).public is True


def test_of_an_unknown_type_customers_speak_and_others_make_notes() -> None:
    reading = Reading()
    assert one(said(3, 60, customer(), "galactic"), reading).public is True
    assert one(said(3, 60, admin(), "galactic"), reading).public is False
    assert one(part(3, "galactic", 60, admin(), state="closed"), reading).status is Status.SOLVED
    assert one(part(3, "galactic", 60, admin()), reading).public is None
    assert dict(reading.unknown) == {"part:galactic": 4}


@pytest.mark.parametrize(
    ("kind", "state", "status", "made_so"),
    [
        ("close", "open", Status.SOLVED, True),
        ("open", "closed", Status.OPEN, True),
        ("assign_and_reopen", "closed", Status.OPEN, True),
        ("note_and_unsnooze", "snoozed", Status.OPEN, True),
        ("snoozed", "open", Status.HOLD, True),
        ("timer_unsnooze", "snoozed", Status.OPEN, True),
        ("comment", "snoozed", Status.HOLD, False),
        ("comment", "galactic", None, False),
        ("comment", None, None, False),
    ],
)
def test_what_the_state_is_behind_a_part(
    kind: str, state: str | None, status: Status | None, made_so: bool
) -> None:
    told = one(part(3, kind, 60, admin(), state=state))
    assert (told.status, told.moved) == (status, made_so)


@pytest.mark.parametrize(
    ("given", "holders"),
    [
        ({"type": "admin", "id": "274"}, ((Field.AGENT, "274"),)),
        ({"type": "team", "id": 5017691}, ((Field.TEAM, "5017691"),)),
        ({"type": "nobody_admin", "id": None}, ((Field.AGENT, None),)),
        ({"type": "team", "id": "0"}, ((Field.TEAM, None),)),
        (None, ()),
    ],
)
def test_whom_a_part_gives_it_to(given: Any, holders: Any) -> None:
    assert one(part(3, "assignment", 60, admin(), assigned_to=given)).holders == holders


def test_a_holder_of_another_kind_is_counted() -> None:
    reading = Reading()
    row = part(3, "assignment", 60, admin(), assigned_to={"type": "robot", "id": "1"})
    assert one(row, reading).holders == ()
    assert dict(reading.unknown) == {"assigned to:robot": 1}


def test_a_change_of_priority_has_both_in_our_words() -> None:
    details = {"previous_priority": "none", "current_priority": "medium"}
    row = part(3, "priority_changed_by_rule", 60, admin(), event_details=details)
    assert one(row).priorities == (None, "normal")
    assert one(part(3, "priority_changed", 60, admin())).priorities is None


def test_parts_come_in_the_order_of_time_and_of_their_numbers() -> None:
    rows = [said(11, 60, admin()), said(9, 60, customer()), said(3, 70, admin())]
    told = of_conversation(whole(*rows), Reading())
    assert [each.id for each in told.parts] == ["9", "11", "3"]
    assert not told.cut


def test_one_that_cannot_be_read_is_set_aside_and_no_word_of_it_is_told() -> None:
    broken = said(3, 60, customer(), created_at="soon")
    told = of_conversation(whole(broken, "nonsense", said(5, 70, admin())), Reading())
    assert [each.id for each in told.parts] == ["5"]
    assert [(each.id, each.reason) for each in told.unreadable] == [
        ("1295/0", "created_at is not a time"),
        ("1295/1", "record is not an object"),
    ]
    assert "Nobody may keep this" not in str(told.unreadable)
    assert "part_type" in told.unreadable[0].excerpt


def test_where_more_parts_are_than_are_given_the_earliest_lack() -> None:
    told = of_conversation(whole(said(3, 60, admin()), total=501), Reading())
    assert told.cut
    assert "more parts than Intercom gives" in told.unreadable[0].reason


def test_an_answer_without_its_list_is_no_conversation_without_parts() -> None:
    with pytest.raises(MalformedError, match="conversation_parts are missing"):
        of_conversation(examples.conversation(), Reading())


def test_a_tickets_parts_say_its_states_by_themselves() -> None:
    reading = Reading()
    rows = [
        moved(5, 60, "submitted", "waiting_on_customer"),
        said(6, 61, admin(), "comment", state="closed"),
        part(7, "ticket_state_updated_by_admin", 70, admin(), ticket_state="galactic"),
    ]
    told = of_ticket(examples.ticket(*rows), reading)
    assert [(each.status_before, each.status) for each in told.parts] == [
        (Status.NEW, Status.PENDING),
        (None, None),
        (None, None),
    ]
    assert dict(reading.unknown) == {"ticket state:galactic": 1}
