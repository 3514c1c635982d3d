"""Users, the customers among them, contacts and queues."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from metrics.tickets.records import NEVER, Instant
from sandbox.helpdesks.salesforce import ids
from sandbox.helpdesks.salesforce.records import Record, Row
from sandbox.year import Year, cast
from sandbox.year.plan import SYSTEM

_AGES_BEFORE = 30 * 86_400
_AUTOMATED = "Automated Process"


def long_ago(year: Year) -> Instant:
    """When the org was set up."""
    return year.starts_at - _AGES_BEFORE


def stamps(at: Instant) -> Row:
    """The stamps of a row of the set-up that was never changed."""
    return {"CreatedDate": at, "LastModifiedDate": at, "SystemModstamp": at}


def owner_names(year: Year) -> dict[str, str]:
    """The names of all that may own a case, by id."""
    names = {ids.user(one.id): one.name for one in (*year.people, cast.FORMER)}
    names |= {ids.ident(ids.QUEUE, number): name for number, name in year.teams.items()}
    return names | {ids.user(SYSTEM): _AUTOMATED}


def user_records(year: Year) -> Iterator[Record]:
    """Staff, whoever has left among them, inactive by then; Salesforce itself; customers."""
    since = long_ago(year)
    machine = {"Id": ids.user(SYSTEM), "Name": _AUTOMATED, "UserType": "AutomatedProcess"}
    common = {"IsActive": True, "TimeZoneSidKey": year.zone, "Email": "noreply@example.org"}
    yield Record(entity="User", values=common | machine | stamps(since), begins=since)
    for one in year.people:
        row = common | _staff(one) | stamps(since)
        yield Record(entity="User", values=row, begins=since)
    left_at = year.left_at
    before = common | _staff(cast.FORMER) | stamps(since)
    after = before | {"IsActive": False, "LastModifiedDate": left_at, "SystemModstamp": left_at}
    yield Record(entity="User", values=before, begins=since, ends=left_at)
    yield Record(entity="User", values=after, begins=left_at)
    for customer, at in _first_seen(year, by_mail=False).items():
        portal = {
            "Id": ids.user(customer),
            "Name": f"Customer {customer}",
            "Email": f"{customer}@example.org",
            "Username": f"{customer}@example.org.portal",
            "UserType": "CspLitePortal",
            "ContactId": ids.ident(ids.CONTACT, customer),
        }
        yield Record(entity="User", values=common | portal | stamps(at), begins=at)


def _staff(one: cast.Staff) -> Row:
    plain = unicodedata.normalize("NFKD", one.name.split()[0]).encode("ascii", "ignore").decode()
    address = f"{plain.casefold()}@lumen-support.example"
    return {
        "Id": ids.user(one.id),
        "Name": one.name,
        "Email": address,
        "Username": address,
        "UserType": "Standard",
        "UserRoleId": None if one == cast.ADMIN else ids.ident(ids.ROLE, one.team),
    }


def contact_records(year: Year) -> Iterator[Record]:
    """Everybody who has ever asked anything, from the first time on."""
    author = ids.user(SYSTEM)
    for customer, at in _first_seen(year, by_mail=True).items():
        row = {
            "Id": ids.ident(ids.CONTACT, customer),
            "IsDeleted": False,
            "Name": f"Customer {customer}",
            "Email": f"{customer}@example.org",
            "CreatedById": author,
            "LastModifiedById": author,
        }
        yield Record(entity="Contact", values=row | stamps(at), begins=at)


def _first_seen(year: Year, *, by_mail: bool) -> dict[int, Instant]:
    """When each customer asked something first; who only writes e-mails needs no account."""
    seen: dict[int, Instant] = {}
    for plan in year.plans:
        if plan.requester >= cast.CUSTOMERS and (by_mail or plan.channel != "email"):
            seen.setdefault(plan.requester, plan.created_at)
    return seen


def queue_records(year: Year) -> Iterator[Record]:
    """Queues with their members, what they are for, and the role of each team."""
    since = long_ago(year)
    at = {"SystemModstamp": since}
    for number, name in year.teams.items():
        words = {"Name": name, "DeveloperName": name.replace(" ", "_")}
        queue = words | {"Id": ids.ident(ids.QUEUE, number), "Type": "Queue"}
        role = words | {"Id": ids.ident(ids.ROLE, number)}
        use = {"Id": ids.ident(ids.QUEUE_OBJECT, number), "SobjectType": "Case"}
        yield Record(entity="Group", values=queue | stamps(since))
        yield Record(entity="UserRole", values=role | at)
        yield Record(entity="QueueSobject", values=use | at | {"QueueId": queue["Id"]})
    for one in (cast.ASSISTANT, *cast.AGENTS, cast.LIGHT, cast.FORMER):
        member = {
            "Id": ids.ident(ids.MEMBER, one.id),
            "GroupId": ids.ident(ids.QUEUE, one.team),
            "UserOrGroupId": ids.user(one.id),
        }
        ends = year.left_at if one == cast.FORMER else NEVER
        yield Record(entity="GroupMember", values=member | at, ends=ends)
