from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.salesforce.normalise import (
    Reading,
    figures,
    hours,
    person,
    priority,
    status,
    ticket,
)
from metrics.tickets.records import Channel, Priority, Removal, Role, Status
from metrics.tickets.vendor_figures import VendorFigures
from tests.metrics.helpdesks.salesforce import examples
from tests.metrics.helpdesks.salesforce.examples import (
    AGENT,
    CASE,
    CREATED,
    MACHINE,
    QUEUE,
    ROBOT,
    ROLE,
    stamp,
)


def test_people_know_a_case_by_its_number() -> None:
    assert ticket(examples.case(CaseNumber="00001026"), Reading()).number == "00001026"
    assert ticket(examples.case(), Reading()).number is None


def test_a_case_is_told_in_our_words() -> None:
    case = ticket(examples.case(Subject="Where is my invoice?"), Reading())
    assert (case.id, case.created_at, case.changed_at) == (CASE, CREATED, CREATED + 3600)
    assert (case.status, case.status_name) == (Status.OPEN, "Working")
    assert (case.channel, case.channel_raw, case.priority) == (
        *(Channel.EMAIL, "Email", Priority.HIGH),
    )
    assert (case.team, case.agent, case.category) == (None, AGENT, "Billing")
    assert (case.requester, case.submitter) == ("0033h00000CONTAAA1", None)
    assert (case.parent, case.problem, case.child) == (None, None, False)
    assert (case.subject, case.removal) == (None, None)


def test_the_subject_is_kept_where_a_setting_says_so() -> None:
    raw = examples.case(Subject="Where is my invoice?")
    assert ticket(raw, Reading(keep_subjects=True)).subject == "Where is my invoice?"


def test_a_queue_is_a_team_without_an_agent_and_a_user_has_the_team_of_the_role() -> None:
    reading = Reading(teams={AGENT: ROLE}, system_users=frozenset({MACHINE}))
    queued = ticket(examples.case(OwnerId=QUEUE), reading)
    assert (queued.team, queued.agent) == (QUEUE, None)
    owned = ticket(examples.case(), reading)
    assert (owned.team, owned.agent) == (ROLE, AGENT)
    nobody = ticket(examples.case(OwnerId=MACHINE), reading)
    assert (nobody.team, nobody.agent) == (None, None)


@pytest.mark.parametrize(
    ("changes", "submitter"),
    [
        ({"SuppliedEmail": None}, None),
        ({"CreatedById": AGENT, "CreatedBy": {"UserType": "Standard"}}, None),
        (
            {"CreatedById": AGENT, "CreatedBy": {"UserType": "Standard"}, "SuppliedEmail": None},
            AGENT,
        ),
        ({"CreatedById": ROBOT, "CreatedBy": None, "SuppliedEmail": None}, None),
    ],
)
def test_who_opened_a_case_is_nobody_where_salesforce_did_it(
    changes: dict[str, Any], submitter: str | None
) -> None:
    reading = Reading(system_users=frozenset({ROBOT}))
    case = ticket(examples.case(**changes), reading)
    assert case.submitter == submitter
    assert case.requester == "0033h00000CONTAAA1"


def test_a_colleague_without_a_contact_is_the_customer() -> None:
    raw = examples.case(
        CreatedById=AGENT, CreatedBy={"UserType": "Standard"}, SuppliedEmail=None, ContactId=None
    )
    case = ticket(raw, Reading())
    assert case.requester == case.submitter == AGENT


def test_an_incident_has_a_problem_and_another_case_a_parent() -> None:
    related = "5003h00000RELATAA1"
    incident = ticket(examples.case(Type="Incident", ParentId=related), Reading())
    assert (incident.problem, incident.parent) == (related, None)
    follow_up = ticket(examples.case(ParentId=related), Reading())
    assert (follow_up.problem, follow_up.parent) == (None, related)


def test_record_types_that_the_settings_name_are_work_on_another_case() -> None:
    raw = examples.case(RecordType={"Name": "Sub-case"})
    assert ticket(raw, Reading(internal=frozenset({"sub-case"}))).child
    assert not ticket(raw, Reading()).child


@pytest.mark.parametrize(
    ("changes", "removal"),
    [
        ({"IsDeleted": True}, Removal.DELETED),
        ({"IsDeleted": True, "MasterRecordId": "5001"}, Removal.MERGED),
        ({"MasterRecordId": "5001", "Status": "Merged", "IsClosed": True}, Removal.MERGED),
    ],
)
def test_deleted_and_merged_cases_are_removed(changes: dict[str, Any], removal: Removal) -> None:
    case = ticket(examples.case(**changes), Reading())
    assert (case.removal, case.removed_at) == (removal, CREATED + 3600)


def test_a_merged_case_that_is_kept_went_when_it_was_closed() -> None:
    raw = examples.case(MasterRecordId="5001", IsClosed=True, ClosedDate=stamp(900))
    assert ticket(raw, Reading()).removed_at == CREATED + 900
    deleted = ticket({**raw, "IsDeleted": True}, Reading())
    assert deleted.removed_at == CREATED + 3600


@pytest.mark.parametrize(
    ("label", "closed", "found", "unknown"),
    [
        ("Waiting on Customer", False, Status.PENDING, {}),
        ("On Hold", None, Status.HOLD, {}),
        ("Closed", True, Status.CLOSED, {}),
        ("Pending", True, Status.SOLVED, {}),
        ("Resolved", False, Status.OPEN, {}),
        ("Parked", True, Status.SOLVED, {}),
        ("Parked", False, Status.OPEN, {"status:Parked": 1}),
        ("", None, Status.OPEN, {"status:(none)": 1}),
    ],
)
def test_a_status_is_closed_where_salesforce_says_so(
    label: str, closed: bool | None, found: Status, unknown: dict[str, int]
) -> None:
    reading = Reading()
    assert status(label, reading, closed=closed) is found
    assert dict(reading.unknown) == unknown


def test_the_list_of_statuses_counts_before_the_row() -> None:
    reading = Reading(closed={"Working": True})
    assert status("Working", reading, closed=False) is Status.SOLVED


def test_words_that_nobody_knows_are_counted() -> None:
    reading = Reading()
    case = ticket(examples.case(Origin="Galactic", Priority="P0"), reading)
    assert (case.channel, case.channel_raw, case.priority) == (Channel.OTHER, "Galactic", None)
    assert dict(reading.unknown) == {"channel:Galactic": 1, "priority:P0": 1}
    assert priority(None, reading) is priority("", reading) is None
    assert ticket(examples.case(Origin=None), reading).channel is Channel.OTHER
    assert reading.unknown["channel:(none)"] == 1


def test_the_date_of_closing_is_salesforces_own_word() -> None:
    assert figures(examples.case()) == VendorFigures()
    closed = figures(examples.case(ClosedDate=stamp(7200)))
    assert closed == VendorFigures(solved_at=CREATED + 7200, resolution_minutes=120)
    imported = figures(examples.case(ClosedDate="2026-02-01T08:00:00.000+0000"))
    assert imported == VendorFigures(solved_at=CREATED)


def test_a_case_without_business_hours_chooses_none() -> None:
    assert hours(examples.case(BusinessHoursId=None)) is None


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("Standard", Role.AGENT),
        ("CsnOnly", Role.LIGHT),
        ("CSPLitePortal", Role.CUSTOMER),
        ("CspLitePortal", Role.CUSTOMER),
        ("PowerPartner", Role.CUSTOMER),
    ],
)
def test_a_user_is_who_the_type_says(kind: str, role: Role) -> None:
    one = person(examples.user(UserType=kind), Reading())
    assert one
    assert one.role is role
    assert bool(one.name) is bool(one.address) is (role is not Role.CUSTOMER)


def test_salesforce_itself_is_no_person() -> None:
    reading = Reading(system_users=frozenset({MACHINE}))
    assert person(examples.user(UserType="AutomatedProcess"), reading) is None
    assert person(examples.user(Id=MACHINE), reading) is None


def test_a_robot_has_a_name_and_no_address() -> None:
    one = person(examples.user(Id=ROBOT), Reading(bot_users=frozenset({ROBOT})))
    assert one
    assert (one.role, one.name, one.address) == (Role.BOT, "Ann Smith", "")


def test_a_type_of_user_that_nobody_knows_is_counted_and_no_agent() -> None:
    reading = Reading()
    one = person(examples.user(UserType="Visitor", IsActive=False), reading)
    assert one
    assert (one.role, one.active) == (Role.CUSTOMER, False)
    assert dict(reading.unknown) == {"user type:Visitor": 1}


@pytest.mark.parametrize("field", ["Id", "OwnerId", "CreatedDate", "SystemModstamp"])
def test_a_case_without_what_it_needs_is_malformed(field: str) -> None:
    with pytest.raises(MalformedError, match=field):
        ticket(examples.case(**{field: None}), Reading())
