from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.freshdesk.normalise import (
    Reading,
    changes,
    hours,
    opening,
    person,
    team,
    ticket,
)
from metrics.sources.identity import fingerprint
from metrics.tickets.office import ScheduleChoice
from metrics.tickets.records import (
    Channel,
    Event,
    EventKind,
    Person,
    Priority,
    Removal,
    Role,
    Status,
    Team,
    Ticket,
)
from metrics.tickets.timeline import timeline
from metrics.tickets.vendor_figures import VendorFigures
from tests.metrics.helpdesks.freshdesk import examples
from tests.metrics.helpdesks.freshdesk.examples import CREATED, stamp, stats


def test_a_ticket_is_read_whole_and_its_words_stay_behind() -> None:
    reading = Reading(category_field="cf_category", statuses={"2": "Open"})
    assert ticket(examples.ticket(), reading) == Ticket(
        id="1517",
        created_at=CREATED,
        changed_at=CREATED + 3600,
        status=Status.OPEN,
        status_name="Open",
        channel=Channel.EMAIL,
        channel_raw="email",
        priority=Priority.HIGH,
        team="31",
        agent="501",
        category="billing",
        requester="9001",
        vendor=VendorFigures(reopens=0),
    )
    assert not reading.unknown


def test_a_subject_is_kept_only_where_a_setting_says_so() -> None:
    kept = ticket(examples.ticket(), Reading(keep_subjects=True))
    assert kept.subject == "Where is my invoice?"
    assert kept.category == "Question"


@pytest.mark.parametrize("missing", ["id", "created_at", "updated_at"])
def test_what_a_ticket_cannot_be_without_is_named(missing: str) -> None:
    row = examples.ticket()
    del row[missing]
    with pytest.raises(MalformedError, match=missing):
        ticket(row, Reading())


def test_a_row_of_few_keys_is_a_ticket_too() -> None:
    row = {key: examples.ticket()[key] for key in ("id", "created_at", "updated_at", "status")}
    reading = Reading()
    found = ticket(row, reading)
    assert (found.channel, found.priority, found.team) == (Channel.OTHER, None, None)
    assert found.vendor == VendorFigures()
    assert reading.unknown == {"channel:None": 1}


@pytest.mark.parametrize(
    ("row", "removal"),
    [
        ({"spam": True}, Removal.SPAM),
        ({"deleted": True}, Removal.DELETED),
        ({"deleted": False}, None),
    ],
)
def test_what_is_thrown_away_says_so(row: dict[str, Any], removal: Removal | None) -> None:
    found = ticket(examples.ticket(**row), Reading())
    assert (found.removal, found.removed_at) == (removal, CREATED + 3600 if removal else None)


def test_the_list_says_what_its_rows_do_not() -> None:
    assert ticket(examples.ticket(), Reading(), Removal.DELETED).removal is Removal.DELETED


@pytest.mark.parametrize(
    ("number", "labels", "expected", "unknown"),
    [
        (3, {}, Status.PENDING, {}),
        (4, {}, Status.SOLVED, {}),
        (5, {}, Status.CLOSED, {}),
        (6, {"6": "Waiting on Customer"}, Status.PENDING, {}),
        (7, {"7": "Waiting on Third Party"}, Status.HOLD, {}),
        (8, {"8": "In the oven"}, Status.OPEN, {"status:In the oven": 1}),
        (9, {}, Status.OPEN, {"status:9": 1}),
    ],
)
def test_statuses_of_the_teams_own_go_by_their_labels(
    number: int, labels: dict[str, str], expected: Status, unknown: dict[str, int]
) -> None:
    reading = Reading(statuses=labels)
    found = ticket(examples.ticket(status=number), reading)
    assert found.status is expected
    assert found.status_name == labels.get(str(number))
    assert dict(reading.unknown) == unknown


def test_channels_go_by_their_numbers_and_others_are_counted() -> None:
    reading = Reading(sources={"101": "Galactic mail"})
    numbers = {2: Channel.WEB, 3: Channel.PHONE, 7: Channel.CHAT, 13: Channel.MESSAGING}
    for number, channel in numbers.items():
        assert ticket(examples.ticket(source=number), reading).channel is channel
    odd = ticket(examples.ticket(source=101, priority=9), reading)
    assert (odd.channel, odd.channel_raw, odd.priority) == (Channel.OTHER, "Galactic mail", None)
    assert dict(reading.unknown) == {"channel:Galactic mail": 1, "priority:9": 1}


def _told(row: dict[str, Any]) -> list[tuple[int, str | None]]:
    events = sorted(changes(row, Reading()), key=lambda event: (event.at, event.order))
    return [(event.at - CREATED, event.new) for event in events]


def test_a_ticket_that_nothing_happened_to_was_open_from_the_start() -> None:
    assert _told(examples.ticket()) == [(0, "open")]


def test_stamps_become_changes_of_the_status() -> None:
    row = examples.ticket(
        status=5,
        stats=stats(
            reopened_at=stamp(900),
            resolved_at=stamp(1200),
            closed_at=stamp(3000),
            status_updated_at=stamp(3000),
        ),
    )
    assert _told(row) == [(0, "open"), (900, "open"), (1200, "solved"), (3000, "closed")]
    waits = examples.ticket(status=3, stats=stats(status_updated_at=stamp(60)))
    assert _told(waits) == [(0, "open"), (60, "pending")]


def test_what_was_resolved_in_the_second_of_its_creation_came_so() -> None:
    came = stats(resolved_at=stamp(0), closed_at=stamp(0))
    row = examples.ticket(source=10, status=5, stats=came)
    assert _told(row) == [(0, "solved"), (0, "closed")]
    line = timeline(ticket(row, Reading()), [opening(row), *changes(row, Reading())], _nobody)
    assert [solve.at for solve in line.solves] == [CREATED]
    assert not line.spans


def _nobody(person: str | None, at: int) -> Role | None:
    del person, at
    return None


def test_stamps_of_two_versions_tell_of_both_solves() -> None:
    """The second version has lost the first solve, and what was read before still tells of it."""
    before = examples.ticket(
        status=4, stats=stats(resolved_at=stamp(600), status_updated_at=stamp(600))
    )
    again = examples.ticket(
        status=4,
        updated_at=stamp(7200),
        stats=stats(reopened_at=stamp(900), resolved_at=stamp(3000), status_updated_at=stamp(3000)),
    )
    events = {e.id: e for row in (before, again) for e in changes(row, Reading())}
    line = timeline(ticket(again, Reading()), list(events.values()), _nobody)
    assert [solve.at - CREATED for solve in line.solves] == [600, 3000]
    assert line.solves[0].reopened_at == CREATED + 900
    assert not line.unread_reopen
    alone = timeline(ticket(again, Reading()), list(changes(again, Reading())), _nobody)
    assert [solve.at - CREATED for solve in alone.solves] == [3000]
    assert alone.unread_reopen


@pytest.mark.parametrize("resolved_at", [None, stamp(600)])
def test_a_reopened_ticket_is_unsolved_whether_its_old_stamp_stays(resolved_at: str | None) -> None:
    own = stats(reopened_at=stamp(900), resolved_at=resolved_at, status_updated_at=stamp(900))
    row = examples.ticket(stats=own)
    line = timeline(ticket(row, Reading()), list(changes(row, Reading())), _nobody)
    assert line.spans[-1].ended_at is None
    assert line.done_at is None
    assert line.unread_reopen is (resolved_at is None)


def test_the_opening_is_the_customers_or_of_an_outbound_ticket_the_agents() -> None:
    assert opening(examples.ticket()) == Event(
        id="1517:opening",
        ticket="1517",
        at=CREATED,
        order=0,
        kind=EventKind.MESSAGE,
        actor="9001",
        author=Role.CUSTOMER,
        public=True,
    )
    outbound = opening(examples.ticket(source=10))
    assert (outbound.actor, outbound.author) == ("501", Role.AGENT)
    for row, by_agent in ((examples.ticket(), False), (examples.ticket(source=10), True)):
        line = timeline(ticket(row, Reading()), [opening(row), *changes(row, Reading())], _nobody)
        assert line.agent_created is by_agent
        assert len(line.waits) == (not by_agent)
        assert line.replies == 0


def test_freshdesks_own_times_stand_beside_ours() -> None:
    own = stats(first_responded_at=stamp(959), reopened_at=stamp(1800), resolved_at=stamp(3600))
    assert ticket(examples.ticket(stats=own), Reading()).vendor == VendorFigures(
        solved_at=CREATED + 3600, reply_minutes=15, resolution_minutes=60, reopens=1
    )


def test_instants_of_another_zone_are_the_same() -> None:
    own = stats(resolved_at="2026-03-02T14:30:00+05:30")
    assert ticket(examples.ticket(stats=own), Reading()).vendor.solved_at == CREATED + 3600


def test_business_hours_are_those_of_the_group_where_groups_have_some() -> None:
    row = examples.ticket()
    assert hours(row, Reading()) is None
    choice = ScheduleChoice(id="1517:hours", ticket="1517", at=CREATED, schedule="59")
    assert hours(row, Reading(hours={"31": "59"})) == choice
    other = hours(row, Reading(hours={"32": "59"}))
    assert other
    assert other.schedule is None


def test_agents_are_people_and_collaborators_write_notes_only() -> None:
    assert person(examples.agent(), Reading()) == Person(
        id="501",
        role=Role.AGENT,
        changed_at=CREATED,
        name="Ann Smith",
        address=fingerprint("ann@acme.example"),
    )
    light = person(examples.agent(type="collaborator", deactivated=True), Reading())
    assert (light.role, light.active) == (Role.LIGHT, False)
    for name in ("501", "Ann Smith"):
        robot = person(examples.agent(), Reading(bot_users=frozenset({name})))
        assert (robot.role, robot.address) == (Role.BOT, "")


def test_a_group_is_a_team() -> None:
    assert team({"id": 31, "name": "Front line\x00"}, Reading()) == Team(id="31", name="Front line")


def test_a_child_is_what_agents_opened_for_another_ticket() -> None:
    assert ticket(examples.ticket(association_type=2), Reading()).child
    assert not ticket(examples.ticket(association_type=1), Reading()).child
