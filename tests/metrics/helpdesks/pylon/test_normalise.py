"""Issues, users and teams as our records."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.pylon import normalise
from metrics.helpdesks.pylon.normalise import Reading
from metrics.tickets.records import Channel, Priority, Removal, Role, Status
from metrics.tickets.vendor_figures import VendorFigures
from tests.metrics.helpdesks.pylon import examples
from tests.metrics.helpdesks.pylon.examples import CREATED, stamp


def test_an_issue_goes_by_its_number_and_has_no_word_of_what_was_said() -> None:
    ticket = normalise.ticket(examples.issue(), Reading(category_field="question_type"))
    assert (ticket.id, ticket.created_at, ticket.changed_at) == ("2290", CREATED, CREATED + 3600)
    assert (ticket.status, ticket.priority) == (Status.OPEN, Priority.HIGH)
    assert (ticket.channel, ticket.channel_raw) == (Channel.EMAIL, "email")
    assert (ticket.team, ticket.agent, ticket.requester) == ("team-3", "usr-5", "con-9")
    assert (ticket.category, ticket.subject) == ("bug", None)
    assert (ticket.removal, ticket.removed_at) == (None, None)
    assert "Words" not in repr(ticket)
    assert "customer.example" not in repr(ticket)
    named = normalise.ticket(examples.issue(), Reading(keep_subjects=True))
    assert (named.subject, named.category) == ("Where is my invoice?", "ticket")


def test_what_is_not_there_is_nobodys_and_unknown() -> None:
    absent = ("account", "requester", "assignee", "team", "tags", "custom_fields", "type")
    for row in (
        {key: value for key, value in examples.issue().items() if key not in absent},
        examples.issue(**dict.fromkeys(absent)),
    ):
        reading = Reading()
        ticket = normalise.ticket(row, reading)
        assert (ticket.team, ticket.agent, ticket.requester, ticket.priority) == (None,) * 4
        assert ticket.category is None
        assert ticket.vendor == VendorFigures()
        assert not reading.unknown


@pytest.mark.parametrize("key", ["number", "created_at", "updated_at"])
def test_what_makes_an_issue_must_be_there(key: str) -> None:
    with pytest.raises(MalformedError, match=key):
        normalise.ticket(examples.issue(**{key: None}), Reading())


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"state": "galactic"}, "status:galactic"),
        ({"source": "pigeon"}, "channel:pigeon"),
        ({"custom_fields": {"priority": {"value": "p0"}}}, "priority:p0"),
    ],
)
def test_a_word_that_nobody_knows_is_counted(changes: dict[str, Any], word: str) -> None:
    reading = Reading()
    ticket = normalise.ticket(examples.issue(**changes), reading)
    assert reading.unknown == Counter({word: 1})
    assert ticket.status is Status.OPEN


def test_slack_is_a_channel_in_which_customers_write_messages() -> None:
    ticket = normalise.ticket(examples.issue(source="slack", type="conversation"), Reading())
    assert (ticket.channel, ticket.channel_raw) == (Channel.MESSAGING, "slack")


@pytest.mark.parametrize(
    ("tag", "removal"),
    [
        ("Spam", Removal.SPAM),
        ("closed_by_merge", Removal.MERGED),
        ("duplicate", Removal.MERGED),
        ("test issue", Removal.TEST),
    ],
)
def test_an_issue_with_a_tag_that_is_left_out_is_removed(tag: str, removal: Removal) -> None:
    reading = Reading(left_out=frozenset({tag.lower()}))
    ticket = normalise.ticket(examples.issue(tags=["vip", tag]), reading)
    at = CREATED + 3600 if removal is Removal.MERGED else CREATED
    assert (ticket.removal, ticket.removed_at) == (removal, at)
    assert normalise.ticket(examples.issue(), reading).removal is None


@pytest.mark.parametrize(("tag", "at"), [("spam", 0), ("test", 0), ("merged", 600)])
def test_a_later_touch_moves_no_removal(tag: str, at: int) -> None:
    reading = Reading(left_out=frozenset({tag}))
    for touched in (700, 9000):
        solved, updated = examples.stamp(600), examples.stamp(touched)
        row = examples.issue(tags=[tag], resolution_time=solved, updated_at=updated)
        assert normalise.ticket(row, reading).removed_at == CREATED + at


def test_pylons_own_times_are_kept_beside_ours() -> None:
    row = examples.issue(
        state="closed",
        first_response_seconds=2890,
        business_hours_first_response_seconds=1800,
        first_resolution_time=stamp(3000),
        resolution_time=stamp(7200),
        resolution_seconds=7200,
        business_hours_resolution_seconds=3600,
        csat_responses=[{"score": 5, "comment": "Words"}],
    )
    assert normalise.figures(row) == VendorFigures(
        solved_at=CREATED + 7200,
        rated=True,
        reply_minutes=48,
        reply_business_minutes=30,
        first_resolution_minutes=50,
        resolution_minutes=120,
        resolution_business_minutes=60,
        reopens=1,
    )
    once = normalise.figures(examples.issue(resolution_time=stamp(60)))
    assert (once.reopens, once.first_resolution_minutes) == (0, 1)
    assert normalise.figures(examples.issue(first_resolution_time=stamp(60))).reopens == 1


def test_a_solve_before_the_creation_is_none() -> None:
    assert normalise.solves(examples.issue(resolution_time="2026-03-01T00:00:00Z")) == (None, None)


def test_a_user_is_an_agent_or_a_bot_that_the_settings_name() -> None:
    ann = normalise.person(examples.user(), Reading())
    assert (ann.id, ann.role, ann.name) == ("usr-5", Role.AGENT, "Ann Smith")
    assert ann.address
    assert "acme" not in ann.address
    for name in ("usr-5", "Ann Smith"):
        robot = normalise.person(examples.user(), Reading(bot_users=frozenset({name})))
        assert (robot.role, robot.address) == (Role.BOT, "")


def test_a_team_has_a_name() -> None:
    team = normalise.team({"id": "team-3", "name": "Front", "users": []}, Reading())
    assert (team.id, team.name) == ("team-3", "Front")
