"""Rows in Salesforce's own shapes, invented."""

from __future__ import annotations

from typing import Any

URL = "https://acme.my.salesforce.com"
BASE = f"{URL}/services/data/v66.0"
CREATED = 1772438400
"""2 March 2026, 08:00 UTC."""
DATE = "Mon, 02 Mar 2026 12:00:00 GMT"
SERVED = CREATED + 4 * 3600

CASE = "5003h00000ABCDEAA1"
AGENT, OTHER, CUSTOMER = "0053h00000AGENTAA1", "0053h00000OTHERAA1", "0053h00000CUSTOAA1"
ROBOT, MACHINE = "0053h00000ROBOTAA1", "0053h00000MACHIAA1"
QUEUE, SECOND = "00G3h00000QUEUEAA1", "00G3h00000SECONAA1"
ROLE = "00E3h00000ROLE1AA1"

Raw = dict[str, Any]


def stamp(seconds: int) -> str:
    """A moment so many seconds after the creation, within the same day."""
    minutes, rest = divmod(seconds, 60)
    return f"2026-03-02T{8 + minutes // 60:02}:{minutes % 60:02}:{rest:02}.000+0000"


def case(**changes: Any) -> Raw:
    return {
        "attributes": {"type": "Case", "url": f"/services/data/v66.0/sobjects/Case/{CASE}"},
        "Id": CASE,
        "Status": "Working",
        "IsClosed": False,
        "OwnerId": AGENT,
        "CreatedDate": stamp(0),
        "SystemModstamp": stamp(3600),
        "CreatedById": MACHINE,
        "CreatedBy": {"attributes": {"type": "User"}, "UserType": "AutomatedProcess"},
        "Priority": "High",
        "Origin": "Email",
        "Type": "Question",
        "Reason": "Billing",
        "ContactId": "0033h00000CONTAAA1",
        "SuppliedEmail": "ann@example.org",
        "ParentId": None,
        "MasterRecordId": None,
        "IsDeleted": False,
        "ClosedDate": None,
        "BusinessHoursId": "01m3h00000HOURSAA1",
        "RecordType": {"attributes": {"type": "RecordType"}, "Name": "Support"},
        **changes,
    }


def lifecycle(**changes: Any) -> Raw:
    return {
        "Id": "1Hr3h00000LIFE1AA1",
        "CaseId": CASE,
        "OwnerId": QUEUE,
        "Status": "New",
        "PreviousUpdate": None,
        "LastModifiedDate": stamp(0),
        "LastModifiedById": MACHINE,
        "SystemModstamp": stamp(0),
        "Case": {
            "attributes": {"type": "Case"},
            "CreatedDate": stamp(0),
            "CreatedById": AGENT,
            "CreatedBy": {"attributes": {"type": "User"}, "UserType": "Standard"},
            "SuppliedEmail": None,
        },
        **changes,
    }


def email(**changes: Any) -> Raw:
    return {
        "Id": "02s3h00000MAIL1AA1",
        "ParentId": CASE,
        "Incoming": False,
        "MessageDate": stamp(600),
        "Status": "3",
        "CreatedDate": stamp(540),
        "CreatedById": AGENT,
        "CreatedBy": {"attributes": {"type": "User"}, "UserType": "Standard"},
        "IsPrivateDraft": False,
        "SystemModstamp": stamp(600),
        **changes,
    }


def comment(**changes: Any) -> Raw:
    return {
        "Id": "00a3h00000COMM1AA1",
        "ParentId": CASE,
        "IsPublished": True,
        "CreatedById": AGENT,
        "CreatedBy": {"attributes": {"type": "User"}, "UserType": "Standard"},
        "CreatedDate": stamp(700),
        "SystemModstamp": stamp(700),
        **changes,
    }


def milestone(**changes: Any) -> Raw:
    return {
        "Id": "5553h00000MILE1AA1",
        "CaseId": CASE,
        "StartDate": stamp(15),
        "TargetDate": stamp(3600),
        "MilestoneType": {"attributes": {"type": "MilestoneType"}, "Name": "First Response"},
        "CompletionDate": None,
        "IsCompleted": False,
        "IsViolated": False,
        "TargetResponseInMins": 60,
        "IsDeleted": False,
        "SystemModstamp": stamp(15),
        **changes,
    }


def user(**changes: Any) -> Raw:
    return {
        "Id": AGENT,
        "Name": "Ann Smith",
        "UserType": "Standard",
        "IsActive": True,
        "Email": "ann.smith@acme.example",
        "SystemModstamp": stamp(0),
        **changes,
    }


def business_hours(**changes: Any) -> Raw:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    row: Raw = {
        "Id": "01m3h00000HOURSAA1",
        "Name": "Support",
        "IsActive": True,
        "IsDefault": True,
        "TimeZoneSidKey": "Europe/Berlin",
        **{f"{day}StartTime": "08:00:00.000Z" for day in days},
        **{f"{day}EndTime": "18:00:00.000Z" for day in days},
        **{f"{day}{edge}Time": None for day in ("Saturday", "Sunday") for edge in ("Start", "End")},
        "seen_at": SERVED,
        "holidays": [],
    }
    return {**row, **changes}


def holiday(**changes: Any) -> Raw:
    return {
        "Id": "0C03h00000HOLI1AA1",
        "ActivityDate": "2026-12-25",
        "IsAllDay": True,
        "IsRecurrence": False,
        "RecurrenceType": None,
        **changes,
    }
