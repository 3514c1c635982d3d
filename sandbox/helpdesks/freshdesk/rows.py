"""Rows in Freshdesk's own shapes, as they stand at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.freshdesk.states import FLAGS, MACHINE, MEASURES, TicketState, with_feedback
from sandbox.year import cast
from sandbox.year.plan import PlannedStep, Speech, TicketPlan

Row = dict[str, Any]

CATEGORY_FIELD: Final = "cf_category"
"""The name of the custom field that holds a ticket's category."""

_OUTBOUND: Final = 10
_SOURCES: Final = {"email": 1, "web": 2, "phone": 3, "social": 5, "chat": 7, "messaging": 13}
"""What came by the API is from the portal, as is what agents open for others."""
_PRIORITIES: Final = {"low": 1, "normal": 2, "high": 3, "urgent": 4}
_TYPES: Final = {"question": "Question", "incident": "Incident", "problem": "Problem"}
_ASSOCIATIONS: Final = {"problem": 3, "incident": 4}
_CHILD: Final = 2
_REPLY, _NOTE, _FEEDBACK = 0, 2, 6
_EACH_TICKET: Final = 1000
_ODD_ZONE_EACH: Final = 11
_ZONE: Final = timezone(timedelta(hours=5, minutes=30))
MERGED: Final = "This ticket is closed and merged into ticket {}"
_SUBJECTS: Final = {
    "how_to": "How do I change my delivery address?",
    "login": "I cannot sign in any more",
    "billing": "A question about my invoice",
    "bug": "The export ends in an error",
    "delivery": "Where is my order?",
    "refund": "Please refund order 4711",
    "account": "Close my old account",
    "feature_request": "It would be lovely if ...",
    "outage": "Nothing works!",
}
_BODY: Final = "Words that the bot must never keep."


def iso(at: Instant | None) -> str | None:
    """A moment as Freshdesk writes it."""
    return None if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _of_zone(at: Instant | None) -> str | None:
    """A moment in the zone of the account, as stands in some rows beside others in UTC."""
    return None if at is None else datetime.fromtimestamp(at, _ZONE).isoformat()


def ticket(state: TicketState, *, stats: bool) -> Row:
    """A row of the list of tickets."""
    plan, fields = state.plan, state.fields
    row: Row = {
        "id": plan.id,
        "subject": _SUBJECTS.get(plan.category or "", "Hello"),
        "status": state.status,
        "priority": _PRIORITIES.get(str(fields.get("priority")), 1),
        "source": _source(plan),
        "type": _TYPES[plan.kind],
        "requester_id": plan.requester,
        "responder_id": fields.get("assignee_id"),
        "group_id": fields.get("group_id"),
        "company_id": None,
        "product_id": None,
        "email_config_id": None,
        "support_email": None,
        "association_type": _CHILD if plan.child else _ASSOCIATIONS.get(plan.kind),
        "associated_tickets_count": None,
        "tags": [],
        "custom_fields": {CATEGORY_FIELD: plan.category},
        "spam": state.removed and is_spam(plan),
        "cc_emails": [],
        "fwd_emails": [],
        "reply_cc_emails": [],
        "to_emails": None,
        "created_at": iso(plan.created_at),
        "updated_at": iso(state.updated_at),
        **{name: iso(state.due.get(measure)) for name, measure in MEASURES.items()},
        **{name: measure in state.escalated for name, measure in FLAGS.items()},
    }
    if state.removed:
        row["deleted"] = True
    if stats:
        row["stats"] = _stats(state)
    return row


def is_spam(plan: TicketPlan) -> bool:
    """Half of what agents throw away they mark as spam."""
    return plan.id % 2 == 0


def _source(plan: TicketPlan) -> int:
    return _OUTBOUND if plan.agent_created else _SOURCES.get(plan.channel, 2)


def _stats(state: TicketState) -> Row:
    write = _of_zone if state.plan.id % _ODD_ZONE_EACH == 0 else iso
    names = (
        *("agent_responded_at", "requester_responded_at", "first_responded_at"),
        *("status_updated_at", "reopened_at", "resolved_at", "closed_at", "pending_since"),
    )
    return {name: write(getattr(state, name)) for name in names}


def conversation(plan: TicketPlan, number: int, step: PlannedStep) -> Row:
    """A reply, a note, or what a customer wrote with the answer to a survey."""
    feedback = with_feedback(plan, step)
    machine = step.who == MACHINE
    incoming = feedback or step.who == plan.requester
    note = step.speech is Speech.NOTE
    merged = dict(step.changes).get("tags") == "closed_by_merge"
    body = MERGED.format(plan.id - 1) if merged else _BODY
    return {
        "id": _EACH_TICKET * plan.id + number,
        "ticket_id": plan.id,
        "user_id": cast.ADMIN.id if machine else step.who,
        "incoming": incoming,
        "private": note,
        "source": _FEEDBACK if feedback else _NOTE if note else _REPLY,
        "category": 1,
        "auto_response": False,
        "automation_id": 48_000 if machine else None,
        "automation_type_id": 4 if machine else None,
        "body": f"<div>{body}</div>",
        "body_text": body,
        "support_email": None,
        "to_emails": [],
        "created_at": iso(step.at),
        "updated_at": iso(step.at),
        "last_edited_at": None,
        "attachments": [],
    }
