from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.intercom import normalise
from metrics.helpdesks.intercom.normalise import Reading
from metrics.tickets.records import Channel, Handling, Priority, Role, Status, Team
from metrics.tickets.vendor_figures import VendorFigures
from tests.metrics.helpdesks.intercom import examples
from tests.metrics.helpdesks.intercom.examples import CONTACT, CREATED, NOW, linked


def test_a_conversation_in_our_words() -> None:
    reading = Reading(category_field="Issue type")
    told = normalise.conversation(examples.conversation(), reading)
    assert (told.id, told.created_at, told.changed_at) == ("1295", CREATED, CREATED + 3600)
    assert (told.status, told.status_name) == (Status.OPEN, None)
    assert (told.channel, told.channel_raw) == (Channel.CHAT, "messenger")
    assert (told.priority, told.team, told.agent) == (Priority.HIGH, "5017691", "274")
    assert (told.category, told.requester, told.child) == ("Billing", CONTACT, False)
    assert told.subject is None
    assert told.vendor == VendorFigures()
    assert not reading.unknown


def test_a_subject_is_kept_only_if_a_setting_says_so() -> None:
    told = normalise.conversation(examples.conversation(), Reading(keep_subjects=True))
    assert told.subject == "Broken toaster"
    assert normalise.ticket(examples.ticket(), Reading(keep_subjects=True)).subject == "Refund"


@pytest.mark.parametrize("nobody", [0, "0", None])
def test_nobody_is_a_number_a_text_or_nothing(nobody: Any) -> None:
    row = examples.conversation(admin_assignee_id=nobody, team_assignee_id=nobody)
    told = normalise.conversation(row, Reading())
    assert (told.agent, told.team) == (None, None)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({"state": "snoozed"}, Status.HOLD),
        ({"state": "closed", "open": False}, Status.SOLVED),
        ({"state": None, "open": False}, Status.SOLVED),
        ({"state": None}, Status.OPEN),
    ],
)
def test_states(row: dict[str, Any], status: Status) -> None:
    reading = Reading()
    assert normalise.conversation(examples.conversation(**row), reading).status is status
    assert not reading.unknown


def test_words_that_nobody_knows_are_other_and_are_counted() -> None:
    reading = Reading()
    row = examples.conversation(state="galactic", priority="cosmic", channel={"initial": "star"})
    told = normalise.conversation(row, reading)
    assert (told.status, told.priority, told.channel) == (Status.OPEN, None, Channel.OTHER)
    assert told.channel_raw == "star"
    assert dict(reading.unknown) == {"state:galactic": 1, "priority:cosmic": 1, "channel:star": 1}


@pytest.mark.parametrize(
    ("row", "channel", "word"),
    [
        ({"channel": None}, Channel.CHAT, "conversation"),
        ({"channel": {"initial": None}, "source": {"type": "whatsapp"}}, Channel.MESSAGING, None),
        ({"channel": {"initial": "phone_call"}}, Channel.PHONE, None),
        ({"channel": {"initial": "email"}}, Channel.EMAIL, None),
        ({"channel": None, "source": None}, Channel.OTHER, ""),
    ],
)
def test_where_no_channel_is_told_the_source_says_it(
    row: dict[str, Any], channel: Channel, word: str | None
) -> None:
    told = normalise.conversation(examples.conversation(**row), Reading())
    assert told.channel is channel
    assert word is None or told.channel_raw == word


@pytest.mark.parametrize("word", ["none", "not_priority", None])
def test_no_priority_is_none_and_nothing_unknown(word: str | None) -> None:
    reading = Reading()
    told = normalise.conversation(examples.conversation(priority=word), reading)
    assert told.priority is None
    assert not reading.unknown


def test_intercoms_own_figures_are_minutes_since_the_customer_wrote() -> None:
    statistics = {
        "first_contact_reply_at": CREATED + 60,
        "first_admin_reply_at": CREATED + 60 + 610,
        "first_close_at": CREATED + 60 + 7200,
        "last_close_at": CREATED + 60 + 9000,
        "time_to_admin_reply": 121,
        "time_to_first_close": 6000,
        "time_to_last_close": 7000,
        "count_reopens": 1,
    }
    own = {"rating": None, "created_at": CREATED}
    row = examples.conversation(statistics=statistics, conversation_rating=own)
    assert normalise.conversation(row, Reading()).vendor == VendorFigures(
        solved_at=CREATED + 9060,
        rated=False,
        reply_minutes=10,
        reply_business_minutes=2,
        first_resolution_minutes=120,
        first_resolution_business_minutes=100,
        resolution_minutes=150,
        resolution_business_minutes=116,
        reopens=1,
    )


def test_the_active_work_on_a_conversation_counts_at_its_last_close() -> None:
    statistics = {
        "handling_time": 2310,
        "adjusted_handling_time": 1800,
        "last_close_at": CREATED + 3000,
        "last_closed_by_id": "274",
    }
    told = normalise.handling(examples.conversation(statistics=statistics))
    assert told == Handling(
        id="1295",
        ended_at=CREATED + 3000,
        talk_seconds=1800,
        contact="1295",
        ticket="1295",
        team="5017691",
        agent="274",
        channel=Channel.CHAT,
    )
    for key in ("adjusted_handling_time", "last_close_at"):
        row = examples.conversation(statistics={**statistics, key: None})
        assert normalise.handling(row) is None
    assert normalise.handling(examples.conversation()) is None


def test_a_missing_key_is_unknown_and_no_zero() -> None:
    row = examples.conversation()
    for key in ("statistics", "conversation_rating", "channel", "tags", "company", "priority"):
        del row[key]
    told = normalise.conversation(row, Reading())
    assert told.vendor == VendorFigures()
    assert told.priority is None


@pytest.mark.parametrize("key", ["id", "created_at", "updated_at"])
def test_without_these_it_cannot_be_read(key: str) -> None:
    with pytest.raises(MalformedError, match=key):
        normalise.conversation(examples.conversation(**{key: None}), Reading())


def test_a_ticket_in_our_words() -> None:
    reading = Reading(category_field="Issue type")
    told = normalise.ticket(examples.ticket(), reading)
    assert (told.id, told.status, told.status_name) == ("1310", Status.OPEN, "With finance")
    assert (told.channel, told.channel_raw) == (Channel.OTHER, "ticket")
    assert (told.agent, told.team) == (None, "5017691")
    assert (told.category, told.requester) == ("Money", CONTACT)
    assert not reading.unknown


@pytest.mark.parametrize(
    ("row", "child"),
    [
        ({}, False),
        ({"category": "Back-office"}, True),
        ({"category": "Tracker"}, False),
        ({"category": "Tracker", "contacts": {"contacts": []}}, True),
    ],
)
def test_work_on_other_tickets_is_no_customers_issue(row: dict[str, Any], child: bool) -> None:
    assert normalise.ticket(examples.ticket(**row), Reading()).child is child


def test_an_outages_tracker_is_the_cause_of_what_is_linked_with_it() -> None:
    links = linked("ticket", "77", "Tracker")
    assert normalise.ticket(examples.ticket(linked_objects=links), Reading()).problem == "77"
    row = examples.conversation(linked_objects=links)
    assert normalise.conversation(row, Reading()).problem == "77"
    tracker = examples.ticket(category="Tracker", linked_objects=links)
    assert normalise.ticket(tracker, Reading()).problem is None


def test_a_state_that_nobody_knows_is_open_and_counted() -> None:
    reading = Reading()
    row = examples.ticket(ticket_state={"category": "galactic"})
    assert normalise.ticket(row, reading).status is Status.OPEN
    assert dict(reading.unknown) == {"ticket state:galactic": 1}


def test_a_conversation_that_became_a_ticket_is_told_by_the_tickets() -> None:
    assert normalise.is_ticket(examples.conversation(ticket={"id": 1295}))
    assert not normalise.is_ticket(examples.conversation(ticket={"id": "1310"}))
    assert not normalise.is_ticket(examples.conversation())


@pytest.mark.parametrize(
    ("row", "role"),
    [
        ({}, Role.AGENT),
        ({"has_inbox_seat": True}, Role.AGENT),
        ({"has_inbox_seat": False}, Role.LIGHT),
        ({"id": "5"}, Role.BOT),
        ({"name": "Pulse"}, Role.BOT),
    ],
)
def test_teammates(row: dict[str, Any], role: Role) -> None:
    reading = Reading(bot_users=frozenset({"5", "Pulse"}))
    told = normalise.person(examples.admin(seen_at=NOW, **row), reading)
    assert told.role is role
    assert told.changed_at == NOW // 86_400 * 86_400
    assert bool(told.address) is (role is not Role.BOT)
    assert "ann@example.com" not in str(told)


def test_a_team() -> None:
    assert normalise.team({"id": "7", "name": " Front "}, Reading()) == Team(id="7", name="Front")
