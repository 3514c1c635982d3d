from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.zendesk.history import events
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.tickets.office import ScheduleChoice
from metrics.tickets.records import Event, EventKind, Field, Role, Unreadable
from tests.metrics.helpdesks.oddities import failures
from tests.metrics.helpdesks.zendesk.examples import change, comment, create, ticket_event

AT = 1772442000


def one(row: dict[str, Any], reading: Reading | None = None) -> Event:
    (found,) = events(row, reading or Reading())
    assert isinstance(found, Event)
    return found


def test_a_change_of_status_keeps_both_values_and_who_made_it() -> None:
    assert one(ticket_event(change("status", "open", "new"))) == Event(
        id="18868153669009",
        ticket="1517",
        at=AT,
        order=18868153669009,
        kind=EventKind.CHANGE,
        actor="501",
        field=Field.STATUS,
        old="new",
        new="open",
    )


@pytest.mark.parametrize(
    ("key", "value", "previous", "field", "old", "new"),
    [
        ("group_id", 32, 31, Field.TEAM, "31", "32"),
        ("group_id", "32", "31", Field.TEAM, "31", "32"),
        ("assignee_id", 501, None, Field.AGENT, None, "501"),
        ("assignee_id", "0", "501", Field.AGENT, "501", None),
        ("assignee_id", "", "501", Field.AGENT, "501", None),
        ("priority", "urgent", "normal", Field.PRIORITY, "normal", "urgent"),
        ("priority", None, "low", Field.PRIORITY, "low", None),
        ("status", "on-hold", "open", Field.STATUS, "open", "hold"),
    ],
)
def test_a_change_of_a_kept_field_is_text_in_our_words(
    key: str, value: object, previous: object, field: Field, old: str | None, new: str | None
) -> None:
    found = one(ticket_event(change(key, value, previous)))
    assert (found.field, found.old, found.new) == (field, old, new)


def test_a_value_at_creation_has_no_old_one() -> None:
    found = one(ticket_event(create("status", "new")))
    assert (found.kind, found.field, found.old, found.new) == (
        *(EventKind.CHANGE, Field.STATUS, None, "new"),
    )


def test_a_child_with_several_fields_is_several_events() -> None:
    row = ticket_event(create("status", "new", priority="low", group_id=31, subject="Hi"))
    assert {(e.id, e.new) for e in events(row, Reading()) if isinstance(e, Event)} == {
        ("18868153669001", "new"),
        ("18868153669001:group_id", "31"),
        ("18868153669001:priority", "low"),
    }


@pytest.mark.parametrize(
    ("child", "schedule"),
    [
        (change("schedule_id", 36012, None), "36012"),
        ({"id": 9, "event_type": "ScheduleAssignment", "new_schedule_id": "36012"}, "36012"),
        ({"id": 9, "event_type": "ScheduleAssignment", "new_schedule_id": None}, None),
    ],
)
def test_the_schedule_a_ticket_is_given_is_kept(child: dict[str, Any], schedule: str) -> None:
    (found,) = events(ticket_event(child), Reading())
    assert found == ScheduleChoice(id=str(child["id"]), ticket="1517", at=AT, schedule=schedule)


def test_changes_of_other_fields_and_other_kinds_are_left_out() -> None:
    row = ticket_event(
        change("subject", "B", "A"),
        change("tags", ["x"], []),
        {"id": 5, "event_type": "Notification", "via": "Rule"},
        {"id": 6, "event_type": "External"},
    )
    assert list(events(row, Reading())) == []


def test_a_deletion_is_no_solve_and_its_undoing_no_reopening() -> None:
    assert list(events(ticket_event(change("status", "deleted", "open")), Reading())) == []
    found = one(ticket_event(change("status", "open", "deleted")))
    assert (found.old, found.new) == (None, "open")


def test_a_public_comment_is_a_message_of_its_author() -> None:
    assert one(ticket_event(comment(author_id=9001), updater_id=501)) == Event(
        id="18868153669020",
        ticket="1517",
        at=AT,
        order=18868153669020,
        kind=EventKind.MESSAGE,
        actor="9001",
        public=True,
    )


@pytest.mark.parametrize(
    ("said", "public"),
    [
        ({"public": False}, False),
        ({"public": None}, False),
        ({"public": True}, True),
    ],
)
def test_a_note_is_not_public(said: dict[str, Any], public: bool) -> None:
    assert one(ticket_event(comment(**said))).public is public


def test_a_comment_known_only_by_its_presence_still_tells_whether_it_was_public() -> None:
    child = {"id": 9, "event_type": "Comment", "comment_present": True, "comment_public": True}
    found = one(ticket_event(child))
    assert (found.actor, found.public) == ("501", True)


@pytest.mark.parametrize(
    "said",
    [
        {"via": {"channel": "rule", "source": {"rel": "trigger"}}},
        {"via": {"channel": "api", "source": {"rel": "automation"}}},
        {"via": {"channel": 8}},
        {"via": {"channel": "answer_bot_for_web_widget"}},
        {"via": "Rule"},
        {"author_id": -1},
        {"author_id": 0},
        {"author_id": "777"},
    ],
)
def test_a_comment_nobody_typed_is_automated(said: dict[str, Any]) -> None:
    assert one(ticket_event(comment(**said)), Reading(bot_users=frozenset({"777"}))).automated


def test_a_rules_row_makes_all_its_children_automated() -> None:
    row = ticket_event(change("status", "solved", "pending"), via="Rule", updater_id=-1)
    found = one(row)
    assert found.automated
    assert found.actor is None


def test_a_person_is_not_a_machine() -> None:
    assert not one(ticket_event(comment())).automated
    assert not one(ticket_event(change("status", "open", "new"))).automated


def test_an_unknown_status_counts_as_open_until_we_learn_better() -> None:
    reading = Reading()
    found = one(ticket_event(change("status", "limbo", "new")), reading)
    assert (found.new, reading.unknown) == ("open", {"status:limbo": 1})


@pytest.mark.parametrize("bad", [comment(id=None), comment(id="x7"), 5, None])
def test_a_child_that_cannot_be_read_is_set_aside_alone(bad: Any) -> None:
    aside, good = events(ticket_event(bad, change("status", "open", "new")), Reading())
    assert isinstance(aside, Unreadable)
    assert aside.id == "18868153668881/0"
    assert "Here it is" not in aside.excerpt + aside.reason
    assert isinstance(good, Event)


@pytest.mark.parametrize("broken", [{"ticket_id": None}, {"created_at": "soon"}])
def test_a_row_without_a_ticket_or_a_time_is_malformed(broken: dict[str, Any]) -> None:
    with pytest.raises(MalformedError):
        list(events(ticket_event(comment(), **broken), Reading()))


@pytest.mark.parametrize(
    ("via", "public", "author"),
    [
        ({"channel": "web", "source": {"from": {}, "to": {}, "rel": None}}, False, Role.AGENT),
        ({"channel": "web", "source": {"from": {}, "to": {}, "rel": None}}, True, None),
        ({"channel": "email", "source": {"from": {}, "to": {}, "rel": None}}, False, None),
        ({"channel": "system", "source": {"from": {}, "to": {}, "rel": "trigger"}}, False, None),
        ({"channel": "ai_agent", "source": {"from": {}, "to": {}, "rel": None}}, True, Role.BOT),
        ({"channel": "answer_bot_for_web_widget", "source": {"rel": None}}, True, Role.BOT),
    ],
)
def test_who_wrote_a_comment_by_zendesks_own_word(
    via: dict[str, Any], public: bool, author: Role | None
) -> None:
    found = one(ticket_event(comment(author_id=501, via=via, public=public)))
    assert found.author is author


@pytest.mark.parametrize("via", [{"channel": "ticket_sharing"}, "Ticket sharing", 31])
def test_a_note_from_another_account_makes_nobody_an_agent_of_ours(via: object) -> None:
    assert one(ticket_event(comment(public=False, via=via))).author is None
    assert one(ticket_event(comment(public=False, via="Web form"))).author is Role.AGENT


def test_what_a_merge_says_in_the_other_ticket_is_nobodys_reply() -> None:
    via = {"channel": "web", "source": {"from": {"ticket_id": 1518}, "to": {}, "rel": "merge"}}
    found = one(ticket_event(comment(public=True, via=via)))
    assert (found.automated, found.author) == (True, None)


def test_no_odd_value_stops_the_reading_of_events() -> None:
    """It is set aside, or reads as nothing."""
    line = {"type": "ChatMessage", "actor_id": "agent:1", "actor_type": "agent", "timestamp": AT}
    chat = {"id": 6, "event_type": "ChatStartedEvent", "value": {"history": [line]}}
    via = {"channel": "web", "source": {"from": {}, "to": {}, "rel": None}}
    row = ticket_event(comment(via=via), change("status", "open", "new"), chat, updater_id=5)

    def read(raw: dict[str, Any]) -> None:
        try:
            list(events(raw, Reading()))
        except MalformedError:
            return

    assert failures(read, row) == []
