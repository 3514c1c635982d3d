from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.intercom.history import of_conversation, of_ticket
from metrics.helpdesks.intercom.normalise import Reading, conversation
from metrics.helpdesks.intercom.parts import of_conversation as parts_of
from metrics.helpdesks.intercom.parts import of_ticket as ticket_parts_of
from metrics.tickets.records import Event, EventKind, Field, Role
from metrics.tickets.timeline import timeline
from tests.metrics.helpdesks.intercom import examples
from tests.metrics.helpdesks.intercom.examples import (
    CREATED,
    admin,
    customer,
    fin,
    moved,
    operator,
    part,
    said,
    whole,
)

TEAM = {"type": "team", "id": "5017691"}
ADMIN = {"type": "admin", "id": "274"}


def events(*rows: dict[str, Any], **more: Any) -> list[Event]:
    raw = whole(*rows, **more)
    return list(of_conversation(raw, parts_of(raw, Reading())))


def changes(told: list[Event], which: Field) -> list[tuple[int, str | None, str | None]]:
    return [(e.at - CREATED, e.old, e.new) for e in told if e.field is which]


def messages(told: list[Event]) -> list[tuple[int, Role | None, bool]]:
    said_in = [e for e in told if e.kind is EventKind.MESSAGE]
    return [(e.at - CREATED, e.author, e.public) for e in said_in]


def test_a_conversation_is_told_from_its_opening_to_its_close() -> None:
    told = events(
        part(1, "default_assignment", 0, operator(), assigned_to=TEAM),
        said(2, 5, fin()),
        part(3, "assignment", 60, admin(), assigned_to=ADMIN),
        said(4, 90, admin(), "close", state="closed"),
        said(5, 500, customer(), "open"),
        said(6, 600, admin(), "note"),
        part(7, "snoozed", 700, admin(), state="snoozed"),
        part(8, "timer_unsnooze", 900, operator()),
    )
    assert messages(told) == [
        (0, Role.CUSTOMER, True),
        (5, Role.BOT, True),
        (90, Role.AGENT, True),
        (500, Role.CUSTOMER, True),
        (600, Role.AGENT, False),
    ]
    assert changes(told, Field.STATUS) == [
        (0, None, "open"),
        (90, "open", "solved"),
        (500, "solved", "open"),
        (700, "open", "hold"),
        (900, "hold", "open"),
    ]
    assert changes(told, Field.TEAM) == [(0, None, "5017691")]
    assert changes(told, Field.AGENT) == [(60, None, "274")]
    assert len({event.id for event in told}) == len(told)
    assert all(event.ticket == "1295" for event in told)


def test_a_reply_that_closes_and_a_word_that_opens_are_each_both() -> None:
    """What would be lost where only comments were read."""
    told = events(said(1, 60, admin(), "close", state="closed"), said(2, 120, customer(), "open"))
    line = timeline(
        conversation(examples.conversation(admin_assignee_id=0), Reading()), told, lambda *_: None
    )
    assert line.first_reply_at == CREATED + 60
    assert line.first_solved_at == CREATED + 60
    assert line.solves[0].reopened_at == CREATED + 120
    assert line.waits[-1].asked_at == CREATED + 120
    assert line.waits[-1].ended_at is None


def test_one_of_ours_asks_for_no_reply_and_a_greeting_is_no_answer() -> None:
    source = {"delivered_as": "admin_initiated", "author": admin()}
    assert messages(events(source=source)) == [(0, Role.AGENT, True)]
    greeting = {"delivered_as": "operator_initiated", "author": operator()}
    (opening, *_) = events(source=greeting)
    assert (opening.author, opening.automated, opening.public) == (None, True, False)
    campaign = {"delivered_as": "campaigns_initiated", "author": operator()}
    (opening, *_) = events(source=campaign)
    assert (opening.author, opening.automated, opening.public) == (Role.AGENT, True, True)


def test_what_was_closed_as_it_came_was_solved_by_nobody_here() -> None:
    rows = [
        part(1, "assignment", 0, operator(), assigned_to=ADMIN),
        part(2, "close", 0, operator(), state="closed"),
    ]
    assert changes(events(*rows), Field.STATUS) == [(0, None, "solved")]
    answered = [*rows[:1], said(2, 0, admin(), "close", state="closed")]
    assert changes(events(*answered), Field.STATUS) == [(0, None, "open"), (0, "open", "solved")]


def test_of_a_cut_conversation_the_state_of_its_first_part_is_no_change() -> None:
    rows = [said(7, 600, admin(), "note", state="closed"), said(8, 700, customer(), "open")]
    assert changes(events(*rows, total=501), Field.STATUS) == [
        (0, None, "open"),
        (700, "solved", "open"),
    ]
    assert changes(events(*rows), Field.STATUS)[1] == (600, "open", "solved")
    close = part(7, "close", 600, admin(), state="closed")
    assert changes(events(close, total=501), Field.STATUS)[1] == (600, "open", "solved")


def test_of_a_cut_conversation_the_first_reply_is_when_intercom_says() -> None:
    """Who waited in the part that is missing is not known, and counts for nobody."""
    rows = [said(7, 600, customer()), said(8, 700, admin()), said(9, 800, customer())]
    replied = {"first_admin_reply_at": CREATED + 90}
    assert messages(events(*rows, total=501, statistics=replied)) == [
        (0, Role.CUSTOMER, True),
        (90, Role.AGENT, True),
        (700, Role.AGENT, True),
        (800, Role.CUSTOMER, True),
    ]
    assert messages(events(*rows, total=501, statistics=None)) == [
        (700, Role.AGENT, True),
        (800, Role.CUSTOMER, True),
    ]
    late = {"first_admin_reply_at": CREATED + 700}
    assert messages(events(*rows, total=501, statistics=late)) == [
        (0, Role.CUSTOMER, True),
        (600, Role.CUSTOMER, True),
        (700, Role.AGENT, True),
        (800, Role.CUSTOMER, True),
    ]


def test_priorities_change_by_what_the_part_says() -> None:
    details = {"previous_priority": "low", "current_priority": "urgent"}
    told = events(part(3, "priority_changed", 60, admin(), event_details=details))
    assert changes(told, Field.PRIORITY) == [(60, "low", "urgent")]


def ticket_events(*rows: dict[str, Any], **more: Any) -> list[Event]:
    raw = examples.ticket(*rows, **more)
    return list(of_ticket(raw, ticket_parts_of(raw, Reading()), Reading()))


def test_a_ticket_came_in_the_state_that_its_first_change_began_with() -> None:
    told = ticket_events(
        moved(1, 60, "submitted", "in_progress"),
        said(2, 90, admin()),
        moved(3, 900, "in_progress", "resolved"),
    )
    assert changes(told, Field.STATUS) == [
        (0, None, "new"),
        (60, "new", "open"),
        (900, "open", "solved"),
    ]
    assert messages(told) == [(90, Role.AGENT, True)]


@pytest.mark.parametrize(
    ("category", "status"), [("resolved", "solved"), ("submitted", "new"), ("galactic", "new")]
)
def test_a_ticket_that_never_changed_came_as_it_is(category: str, status: str) -> None:
    told = ticket_events(ticket_state={"category": category})
    assert changes(told, Field.STATUS) == [(0, None, status)]
