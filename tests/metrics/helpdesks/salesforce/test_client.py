"""The org end to end: what is asked, and what is made of the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from metrics.errors import HelpdeskError
from metrics.helpdesks.salesforce import Reading, Salesforce, connect
from metrics.helpdesks.salesforce.settings import SalesforceSettings
from metrics.helpdesks.settings import Keeping
from metrics.helpdesks.web import Surroundings
from metrics.tickets.dimensions import FORM, ORGANIZATION
from metrics.tickets.office import DeskSchedule, ScheduleChoice
from metrics.tickets.records import (
    Event,
    Field,
    Person,
    Rating,
    RatingScore,
    Role,
    Status,
    Team,
    Ticket,
    Unreadable,
)
from tests.metrics.helpdesks.salesforce import examples
from tests.metrics.helpdesks.salesforce.examples import (
    AGENT,
    CASE,
    CREATED,
    OTHER,
    QUEUE,
    ROBOT,
    ROLE,
    SECOND,
    SERVED,
    stamp,
)
from tests.metrics.helpdesks.salesforce.org import Org, objection, records

SINCE = CREATED - 1000


def kept(page: Any, kind: type) -> list[Any]:
    return [record for record in page.records if isinstance(record, kind)]


def test_the_streams_come_in_the_order_of_a_first_sync(salesforce: Salesforce) -> None:
    needed = ("users", "teams", "tickets", "unsolved", "lifecycle", "emails", "comments")
    optional = ("history", "milestones", "surveys", "ratings", "business_hours")
    assert salesforce.streams == (*needed, *optional)
    assert salesforce.optional == set(optional)
    assert salesforce.by_time == {*needed, *optional} - {
        *("users", "teams", "unsolved", "business_hours"),
    }
    assert salesforce.ticket_url(CASE) == (
        f"https://acme.my.salesforce.com/lightning/r/Case/{CASE}/view"
    )


def test_the_settings_open_an_org_known_by_its_name() -> None:
    settings = SalesforceSettings.model_validate(
        {
            "SALESFORCE_URL": "https://acme.my.salesforce.com/lightning",
            "SALESFORCE_CLIENT_ID": "key",
            "SALESFORCE_CLIENT_SECRET": "secret",
            "DESKPULSE_SALESFORCE_FIELDS": "Area__c = area",
            "DESKPULSE_SALESFORCE_BOTS": "001A0000006Vm9r, Pulse",
            "DESKPULSE_SALESFORCE_SYSTEM_USERS": "Case Robot,",
            "DESKPULSE_SALESFORCE_INTERNAL_RECORD_TYPES": "Sub-case, Internal",
        }
    )
    assert settings.missing() is None
    assert settings.field_names() == {"Area__c": "area"}
    assert settings.bot_users() == {"001A0000006Vm9rIAC", "Pulse"}
    assert settings.machines() == {"Case Robot"}
    assert settings.internal_types() == {"sub-case", "internal"}
    assert settings.secrets() == ("secret",)
    assert connect(settings, Keeping(), Surroundings()).account == "acme"


@pytest.mark.parametrize("text", ["Area c = area", "1Area = area", "Area;c = area"])
def test_a_field_whose_name_could_end_a_query_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="field's id"):
        SalesforceSettings.model_validate({"DESKPULSE_SALESFORCE_FIELDS": text})


def test_names_come_from_lists_that_a_run_reads_once(
    org: Org, desk: Callable[[Reading], Salesforce]
) -> None:
    org.rows |= {
        "CaseStatus": [
            {"Id": "01J1", "MasterLabel": "Parked", "ApiName": "Parked", "IsClosed": True}
        ],
        "Group": [{"Id": QUEUE, "Name": "Front line"}],
        "UserRole": [{"Id": ROLE, "Name": "Front line"}, {"Id": ROLE[:-1] + "2", "Name": "Lab"}],
        "User": [examples.user(Id=AGENT, UserRoleId=ROLE)],
        "Case": [
            examples.case(
                Status="Parked",
                Area__c="North;South",
                Seats__c=3.0,
                Labels__c="VIP;Old",
                Topic__c="Invoices",
                Account={"Name": "Acme"},
            )
        ],
        "CaseHistory2": [examples.lifecycle(OwnerId=AGENT, Status="Parked")],
    }
    org.extra |= {f"Case.{name}__c": "picklist" for name in ("Labels", "Topic")}
    org.extra |= {"Case.Area__c": "multipicklist", "Case.Seats__c": "double"}
    salesforce = desk(
        Reading(
            by_name=frozenset({ORGANIZATION, FORM}),
            category_field="Topic__c",
            tag_field="Labels__c",
            tags=frozenset({"vip"}),
            fields={"Area__c": "area", "Seats__c": "seats", "Absent__c": "absent"},
        )
    )
    salesforce.page("users", None, SINCE)
    teams = salesforce.page("teams", "", SINCE)
    assert kept(teams, Team) == [
        Team(id=QUEUE, name="Front line"),
        Team(id=ROLE[:-1] + "2", name="Lab"),
    ]
    assert (len(org.asked("Group")), len(org.asked("UserRole"))) == (1, 1)
    assert teams.through_at == SERVED
    (ticket,) = kept(salesforce.page("tickets", None, SINCE), Ticket)
    assert (ticket.status, ticket.status_name) == (Status.SOLVED, "Parked")
    assert (ticket.team, ticket.agent, ticket.category) == (QUEUE, AGENT, "Invoices")
    assert ticket.attributes == {
        "kind": ("Question",),
        "custom status": ("Parked",),
        "ticket form": ("Support",),
        "organization": ("Acme",),
        "tag": ("vip",),
        "area": ("North", "South"),
        "seats": ("3",),
    }
    changes = kept(salesforce.page("lifecycle", None, SINCE), Event)
    assert [(e.field, e.new) for e in changes] == [
        (Field.STATUS, "solved"),
        (Field.TEAM, QUEUE),
        (Field.AGENT, AGENT),
    ]
    assert len(org.asked("CaseStatus")) == 1
    salesforce.page("users", None, SINCE)
    assert len(org.asked("CaseStatus")) == 2


def test_users_that_are_named_are_found_by_their_ids(
    org: Org, desk: Callable[[Reading], Salesforce]
) -> None:
    org.rows["User"] = [examples.user(Id=ROBOT, Name="Pulse Assistant")]
    salesforce = desk(Reading(bot_users=frozenset({"Pulse Assistant"})))
    (person,) = kept(salesforce.page("users", None, SINCE), Person)
    assert person.role is Role.BOT
    assert "Name IN ('Pulse Assistant')" in "\n".join(org.asked("User"))
    assert "SystemModstamp >= 1970-01-01T00:00:00Z" in org.asked("User")[-1]


def test_the_recycle_bin_is_asked_for_with_what_may_be_deleted(
    org: Org, salesforce: Salesforce, api: Any
) -> None:
    for stream in ("tickets", "milestones", "emails", "lifecycle"):
        salesforce.page(stream, None, SINCE)
    paths = {
        call.request.url.params["q"].partition(" FROM ")[2].partition(" ")[0]: call.request.url.path
        for call in api.calls
        if "q" in call.request.url.params
    }
    endings = {name: path.rpartition("/")[2] for name, path in paths.items()}
    assert endings["Case"] == endings["CaseMilestone"] == "queryAll"
    assert endings["EmailMessage"] == "queryAll"
    assert endings["CaseHistory2"] == "query"
    assert "ParentId != null" in org.asked("EmailMessage")[0]


def test_what_a_case_was_before_comes_with_its_rows(org: Org, salesforce: Salesforce) -> None:
    old = "2026-02-01T08:00:00.000+0000"
    older = "2026-01-01T08:00:00.000+0000"
    first = examples.lifecycle(PreviousUpdate=old, OwnerId=OTHER, Status="Closed")
    later = examples.lifecycle(
        Id="1Hr3h00000LIFE2AA1", PreviousUpdate=stamp(0), LastModifiedDate=stamp(9), OwnerId=OTHER
    )
    created = examples.lifecycle(Id="1Hr3h00000LIFE3AA1", CaseId="5003h00000OTHERAA1")
    before = [
        {"Id": "1Hr1", "CaseId": CASE, "OwnerId": SECOND, "Status": "New"},
        {"Id": "1Hr2", "CaseId": CASE, "OwnerId": AGENT, "Status": "Solved"},
    ]
    before[0]["LastModifiedDate"], before[1]["LastModifiedDate"] = older, old

    def answer(query: str) -> Any:
        if "FROM CaseHistory2" not in query:
            return None
        if "CaseId IN" in query:
            assert "OTHER" not in query
            return records([*before, first, later])
        return records([first, later, created])

    org.answer = answer
    changes = kept(salesforce.page("lifecycle", None, SINCE), Event)
    assert [(e.field, e.old, e.new) for e in changes] == [
        (Field.STATUS, "solved", "closed"),
        (Field.TEAM, SECOND, SECOND),
        (Field.AGENT, AGENT, OTHER),
        (Field.STATUS, "closed", "new"),
        (Field.TEAM, SECOND, SECOND),
        (Field.AGENT, OTHER, OTHER),
        (Field.STATUS, None, "new"),
        (Field.TEAM, None, QUEUE),
        (Field.AGENT, None, None),
    ]


def test_an_answer_to_a_survey_comes_with_the_case_it_is_about(
    org: Org, salesforce: Salesforce
) -> None:
    org.rows |= {
        "SurveyResponse": [
            {
                "Id": "0Kr1",
                "InvitationId": "0Ki1",
                "Status": "Completed",
                "CompletionDateTime": stamp(900),
                "SystemModstamp": stamp(900),
            }
        ],
        "SurveySubject": [
            {
                "Id": "0Ks1",
                "SubjectId": CASE,
                "SurveyInvitationId": "0Ki1",
                "CreatedDate": stamp(800),
            }
        ],
        "SurveyQuestionResponse": [
            {
                "Id": "0Kq1",
                "ResponseId": "0Kr1",
                "QuestionId": "0Kx1",
                "NumberValue": 5,
                "Question": {"QuestionType": "CSAT"},
            }
        ],
    }
    (rating,) = salesforce.page("ratings", None, SINCE).records
    assert isinstance(rating, Rating)
    assert (rating.id, rating.ticket, rating.score) == ("0Ki1", CASE, RatingScore.GOOD)
    (offer,) = salesforce.page("surveys", None, SINCE).records
    assert isinstance(offer, Rating)
    assert (offer.id, offer.score) == ("0Ki1", RatingScore.OFFERED)


def test_business_hours_come_with_all_holidays(org: Org, salesforce: Salesforce) -> None:
    org.rows |= {"BusinessHours": [examples.business_hours()], "Holiday": [examples.holiday()]}
    (schedule,) = salesforce.page("business_hours", "", SINCE).records
    assert isinstance(schedule, DeskSchedule)
    assert (schedule.holidays, schedule.since_at) == ("2026-12-25", SERVED)
    org.hidden.add("Holiday")
    org.rows["Holiday"] = []
    (schedule,) = salesforce.page("business_hours", "", SINCE).records
    assert isinstance(schedule, DeskSchedule)
    assert schedule.holidays == ""


def test_a_case_brings_its_business_hours(org: Org, salesforce: Salesforce) -> None:
    org.rows["Case"] = [examples.case(), examples.case(Id=CASE[:-1] + "2", BusinessHoursId=None)]
    (choice,) = kept(salesforce.page("tickets", None, SINCE), ScheduleChoice)
    assert (choice.ticket, choice.schedule) == (CASE, "01m3h00000HOURSAA1")


def test_an_object_that_is_not_there_is_withheld_and_no_error_of_the_rest(
    org: Org, salesforce: Salesforce
) -> None:
    org.hidden.add("CaseMilestone")
    with pytest.raises(HelpdeskError) as caught:
        salesforce.page("milestones", None, SINCE)
    assert (caught.value.permanent, caught.value.refused) == (True, True)
    assert salesforce.page("comments", None, SINCE).caught_up


def test_a_field_that_is_hidden_meanwhile_is_left_out_of_the_next_run(
    org: Org, salesforce: Salesforce
) -> None:
    salesforce.page("tickets", None, SINCE)
    org.hidden.add("Case.Priority")
    org.answer = lambda query: (
        objection(400, "INVALID_FIELD") if "Priority" in query and "FROM Case " in query else None
    )
    org.rows["Case"] = [{k: v for k, v in examples.case().items() if k != "Priority"}]
    with pytest.raises(HelpdeskError, match="object and field permissions") as caught:
        salesforce.page("tickets", None, SINCE)
    assert caught.value.refused
    (ticket,) = kept(salesforce.page("tickets", None, SINCE), Ticket)
    assert ticket.priority is None


def test_a_row_that_cannot_be_read_is_set_aside_and_the_rest_goes_on(
    org: Org, salesforce: Salesforce
) -> None:
    rows: list[Any] = [
        examples.case(Id="5001", CreatedDate=None, Subject="secret"),
        "nonsense",
        examples.case(),
    ]
    org.rows["Case"] = rows
    page = salesforce.page("tickets", None, SINCE)
    aside = kept(page, Unreadable)
    assert [(record.id[:7], record.reason) for record in aside] == [
        ("5001", "CreatedDate is missing or not a time"),
        ("unnamed", "record is not an object"),
    ]
    assert "secret" not in aside[0].excerpt
    assert [ticket.id for ticket in kept(page, Ticket)] == [CASE]
