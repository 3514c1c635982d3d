"""Cases as Salesforce has them after each step of the made-up year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from metrics.tickets.records import NEVER, Instant
from sandbox.helpdesks.salesforce import ids
from sandbox.helpdesks.salesforce.records import MERGED_TAG, Record, Row, in_bin
from sandbox.helpdesks.salesforce.schema import CATEGORY_FIELD
from sandbox.year import cast
from sandbox.year.plan import SYSTEM, PlannedStep, TicketPlan, Value
from sandbox.year.promises import Promise

STATUSES: Final = MappingProxyType(
    {
        "new": "New",
        "open": "Working",
        "pending": "Waiting on Customer",
        "hold": "On Hold",
        "solved": "Solved",
        "closed": "Closed",
    }
)
MERGED: Final = "Merged"
CLOSED: Final = frozenset({"Solved", "Closed", MERGED})
PRIORITIES: Final = MappingProxyType(
    {"low": "Low", "normal": "Medium", "high": "High", "urgent": "Urgent"}
)
ORIGINS: Final = MappingProxyType(
    {
        "email": "Email",
        "web": "Web",
        "chat": "Chat",
        "messaging": "Messaging",
        "phone": "Phone",
        "social": "Social",
        "api": "Import",
        "other": "Internal",
    }
)
SUPPORT, INTERNAL = 1, 2
"""The numbers of the record types: cases of customers, and of colleagues who ask colleagues."""
HOURS, ALL_DAY = 1, 2
"""The numbers of the business hours."""
PAPER, LIVE = 1, 2
"""The numbers of the entitlements."""

_TYPES: Final = {"question": "Question", "incident": "Incident", "problem": "Problem"}
_CLOSED_BEFORE: Final = 5 * 86_400
"""What was imported had been closed so long before it was created here."""
_SUBJECT: Final = "Words that the bot must never keep."
STAFF: Final = frozenset(one.id for one in (*cast.AGENTS, cast.FORMER, cast.LIGHT))
_DEFAULT_OWNER: Final = cast.ADMIN.id


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """What a case holds after a step, the number of which it has."""

    number: int
    at: Instant
    who: int
    status: str
    owner: str
    priority: str | None
    closed_at: Instant | None
    removed: bool = False

    def differs(self, before: CaseState | None) -> bool:
        """Whether anything of the case itself was changed since the state before."""
        return before is None or before != replace(
            self, number=before.number, at=before.at, who=before.who
        )


def states(plan: TicketPlan) -> list[CaseState]:
    """The states after the steps that changed something; words alone do not change a case."""
    found: list[CaseState] = []
    fields: dict[str, Value] = {}
    for number, step in enumerate(plan.steps):
        before = found[-1] if found else None
        state = _after(plan, number, step, fields, before)
        if state.differs(before):
            found.append(state)
    return found


def _after(
    plan: TicketPlan,
    number: int,
    step: PlannedStep,
    fields: dict[str, Value],
    before: CaseState | None,
) -> CaseState:
    changes = dict(step.changes)
    removed = changes.get("status") == "deleted" or changes.get("tags") == MERGED_TAG
    if not removed:
        fields |= changes
    status = STATUSES[str(fields["status"])]
    return CaseState(
        number=number,
        at=step.at,
        who=step.who,
        status=status,
        owner=_owner(fields.get("group_id"), fields.get("assignee_id")),
        priority=PRIORITIES.get(str(fields.get("priority"))),
        closed_at=_closed_at(plan, status, step.at, before),
        removed=removed,
    )


def _closed_at(
    plan: TicketPlan, status: str, at: Instant, before: CaseState | None
) -> Instant | None:
    """When the case was closed: a reopening empties it (unconfirmed)."""
    if status not in CLOSED:
        return None
    if before is None:
        return at - _CLOSED_BEFORE if plan.came_closed else at
    return at if before.closed_at is None else before.closed_at


def _owner(team: Value, agent: Value) -> str:
    """A case has one owner: somebody, or else a queue."""
    if isinstance(agent, int):
        return ids.user(agent)
    return ids.ident(ids.QUEUE, team) if isinstance(team, int) else ids.user(_DEFAULT_OWNER)


def creator(plan: TicketPlan) -> int:
    """Who created a case: what comes by e-mail or from elsewhere Salesforce itself creates."""
    return SYSTEM if plan.channel in {"email", "api"} and not plan.agent_created else plan.submitter


def case_records(
    plan: TicketPlan, promises: tuple[Promise, ...], masters: Mapping[int, int], *, keeps: bool
) -> Iterator[Record]:
    """The versions of a case; of several changes in one second only the last is to be seen.

    An org deletes what was merged, or `keeps` it with a closed status of its own.
    """
    by_second = {state.at: state for state in states(plan)}
    found = list(by_second.values())
    ends = [state.at for state in found[1:]] + [NEVER]
    fixed = _fixed(plan, promises)
    for state, end in zip(found, ends, strict=True):
        record = Record(
            entity="Case",
            values=fixed | _moving(state),
            begins=state.at,
            ends=end,
            ticket=plan.id,
        )
        if not state.removed:
            yield record
        elif plan.removal != "merged":
            yield in_bin(record, state.at)
        else:
            into = ids.ident(ids.CASE, masters[plan.id])
            yield _merged(record, into) if keeps else in_bin(record, state.at, MasterRecordId=into)


def _merged(record: Record, into: str) -> Record:
    """A merged case that is kept."""
    changes = {"MasterRecordId": into, "Status": MERGED, "IsClosed": True}
    closed_at = record.values["ClosedDate"] or record.begins
    return replace(record, values=record.values | changes | {"ClosedDate": closed_at})


def _fixed(plan: TicketPlan, promises: tuple[Promise, ...]) -> Row:
    """What of a case never changes."""
    asks_as_customer = plan.requester >= cast.CUSTOMERS
    came_by_mail = plan.channel == "email" and not plan.agent_created
    related = plan.parent if plan.problem is None else plan.problem
    live = any(promise.policy.live for promise in promises)
    return {
        "Id": ids.ident(ids.CASE, plan.id),
        "IsDeleted": False,
        "CaseNumber": f"{plan.id:08}",
        "IsClosedOnCreate": plan.came_closed,
        "IsEscalated": False,
        "Origin": ORIGINS[plan.channel],
        "Type": _TYPES[plan.kind],
        CATEGORY_FIELD: plan.category,
        "Subject": _SUBJECT,
        "ContactId": ids.ident(ids.CONTACT, plan.requester) if asks_as_customer else None,
        "SuppliedEmail": f"{plan.requester}@example.org" if came_by_mail else None,
        "ParentId": None if related is None else ids.ident(ids.CASE, related),
        "RecordTypeId": ids.ident(ids.RECORD_TYPE, INTERNAL if plan.child else SUPPORT),
        "BusinessHoursId": ids.ident(ids.HOURS, HOURS),
        "EntitlementId": ids.ident(ids.ENTITLEMENT, LIVE if live else PAPER) if promises else None,
        "SlaStartDate": plan.created_at if promises else None,
        "IsStopped": False,
        "CreatedDate": plan.created_at,
        "CreatedById": ids.user(creator(plan)),
    }


def _moving(state: CaseState) -> Row:
    return {
        "Status": state.status,
        "Priority": state.priority,
        "OwnerId": state.owner,
        "ClosedDate": state.closed_at,
        "IsClosed": state.status in CLOSED,
        "LastModifiedDate": state.at,
        "LastModifiedById": ids.user(state.who),
        "SystemModstamp": state.at,
    }


def masters(plans: tuple[TicketPlan, ...]) -> dict[int, int]:
    """Into which case each merged one went: the customer's last one before it, if there is any.

    In Salesforce the messages of a merged case move to the other one. The made-up year counts them
    nowhere, so here they go to the recycle bin with their case.
    """
    last: dict[int, int] = {}
    found: dict[int, int] = {}
    for plan in plans:
        if plan.removal == "merged":
            found[plan.id] = last.get(plan.requester, plan.id - 1)
        elif plan.removal is None:
            last[plan.requester] = plan.id
    return found
