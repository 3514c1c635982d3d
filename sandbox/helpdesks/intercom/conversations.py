"""Conversations in Intercom's own shape, as they stand at a moment."""

from __future__ import annotations

from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.intercom.agreements import is_missed, is_taken_off
from sandbox.helpdesks.intercom.archive import View, category
from sandbox.helpdesks.intercom.figures import (
    contact_wrote_at,
    is_reply,
    statistics,
    waiting_since,
)
from sandbox.helpdesks.intercom.parts import (
    CLOSED,
    NO_PRIORITY,
    PRIORITIES,
    SNOOZE_SECONDS,
    SNOOZED,
    Part,
)
from sandbox.helpdesks.intercom.people import TAGS, author, contact_id
from sandbox.year import Year, cast
from sandbox.year.plan import TicketPlan

Row = dict[str, Any]

CATEGORY_ATTRIBUTE: Final = "Category"
"""The conversation attribute that holds the category; it is missing where there is none."""
PARTS: Final = 500
"""No more parts than these are given, the newest."""
_EACH: Final = 1000
_SOURCES: Final = {
    "email": ("email", "email"),
    "phone": ("phone_call", "phone_call"),
    "messaging": ("whatsapp", "whatsapp"),
    "social": ("twitter", "twitter"),
}
_MESSENGER: Final = ("conversation", "messenger")
_BODY: Final = "Words that the bot must never keep."
_FORGETS_KEYS: Final = 11
_FORGETS_CHANNEL: Final = 9
_BAD_MOST: Final = 3
_HANDOVERS: Final = ("escalated", "escalated", "negative_feedback", "procedure_handoff")
_MAY_BE_MISSING: Final = ("sla_applied", "conversation_rating", "ai_agent", "statistics")


def conversation(view: View, year: Year, *, parts_limit: int | None = None) -> Row:
    """A row of the search; with a `parts_limit` the whole conversation, its newest parts too."""
    number = view.plan.id
    row = {**_now(view), **_of_customer(view), **_kept(view, year)}
    if number % _FORGETS_CHANNEL == 0:
        row["channel"] = None
    if number % _FORGETS_KEYS == 0:
        row = {k: v for k, v in row.items() if v is not None or k not in _MAY_BE_MISSING}
    if parts_limit is not None:
        row["conversation_parts"] = _parts(view, parts_limit)
    return row


def _now(view: View) -> Row:
    """What it is, and who has it."""
    return {
        "type": "conversation",
        "id": str(view.plan.id),
        "title": None,
        "created_at": view.plan.created_at,
        "updated_at": view.updated_at,
        "waiting_since": waiting_since(view),
        "snoozed_until": _snoozed_until(view),
        "open": view.state != CLOSED,
        "state": view.state,
        "read": view.state == CLOSED,
        "priority": PRIORITIES.get(str(view.field("priority")), NO_PRIORITY),
        "admin_assignee_id": view.assignee("admin"),
        "team_assignee_id": view.assignee("team"),
    }


def _of_customer(view: View) -> Row:
    """Where it came from, and what about."""
    plan = view.plan
    source_type, channel = _SOURCES.get(plan.channel, _MESSENGER)
    return {
        "company": None,
        "source": _source(plan, source_type),
        "channel": {"initial": channel, "current": channel},
        "contacts": {"type": "contact.list", "contacts": [contact(plan)]},
        "tags": _tags(plan),
        "custom_attributes": {CATEGORY_ATTRIBUTE: plan.category} if plan.category else {},
        "first_contact_reply": _first_contact_reply(contact_wrote_at(view), source_type),
    }


def _kept(view: View, year: Year) -> Row:
    """What Intercom works out of it."""
    ai_agent = _ai_agent(view)
    return {
        "teammates": _teammates(view),
        "conversation_rating": _rating(view),
        "sla_applied": _sla(view),
        "statistics": statistics(view, year),
        "ai_agent_participated": ai_agent is not None,
        "ai_agent": ai_agent,
        "linked_objects": linked(view),
        "external_references": [],
    }


def contact(plan: TicketPlan) -> Row:
    """The reference to the customer."""
    who = plan.requester
    return {"type": "contact", "id": contact_id(who), "external_id": str(who)}


def _source(plan: TicketPlan, kind: str) -> Row:
    who = author(plan.submitter, plan)
    return {
        "type": kind,
        "id": str(400_000_000 + plan.id),
        "delivered_as": "admin_initiated" if plan.agent_created else "customer_initiated",
        "subject": "",
        "body": f"<p>{_BODY}</p>",
        "author": {"type": who.type, "id": who.id, "name": who.name, "email": who.email},
        "attachments": [],
        "url": "https://lumen.example/help" if plan.channel == "web" else None,
        "redacted": False,
    }


def _snoozed_until(view: View) -> Instant | None:
    return view.parts[-1].at + SNOOZE_SECONDS if view.state == SNOOZED else None


def _teammates(view: View) -> Row | None:
    """Who took part. The key is that of real answers, not of the documented shape."""
    ids = dict.fromkeys(p.author.id for p in view.parts if p.author.is_human and p.words)
    rows = [{"type": "admin", "id": ident} for ident in ids]
    return {"type": "admin.list", "admins": rows} if rows else None


def _tags(plan: TicketPlan) -> Row:
    some = [(n, name) for n, name in TAGS.items() if name == plan.category]
    rows = [{"type": "tag", "id": str(n), "name": name} for n, name in some]
    return {"type": "tag.list", "tags": rows}


def _first_contact_reply(wrote: list[Instant], kind: str) -> Row | None:
    return {"created_at": wrote[0], "type": kind, "url": None} if wrote else None


def _rating(view: View) -> Row | None:
    """`created_at` is when it was asked for; without a rating nobody has answered."""
    survey = view.plan.survey
    if survey is None or survey.offered_at > view.at:
        return None
    answered_at = survey.answered_at
    has_answer = answered_at is not None and answered_at <= view.at
    points = 4 + view.plan.id % 2 if survey.good else 1 + view.plan.id % _BAD_MOST
    agent = survey.by.agent
    is_bot = agent is None or agent == cast.ASSISTANT.id
    return {
        "rating": points if has_answer else None,
        "remark": _BODY if has_answer and not survey.good else None,
        "created_at": survey.offered_at,
        "updated_at": answered_at if has_answer else survey.offered_at,
        "contact": contact(view.plan),
        "teammate": None if is_bot else {"type": "admin", "id": str(agent)},
    }


def _sla(view: View) -> Row | None:
    """One state of all promises. It is missed only once it has been fulfilled too late."""
    started = [one for one in view.promises if one.started_at <= view.at]
    if not started or is_taken_off(view.plan):
        return None
    late = [one for one in started if is_missed(one, view.at)]
    kept = [one for one in started if one.in_time and (one.fulfilled_at or 0) <= view.at]
    return {
        "type": "conversation_sla_summary",
        "sla_name": started[0].policy.title,
        "sla_status": "missed" if late else "hit" if kept else "active",
    }


def _ai_at(view: View) -> Instant | None:
    """When the AI agent last answered."""
    return max((p.at for p in view.parts if p.author.ai and p.words), default=None)


def _ai_agent(view: View) -> Row | None:
    """What the AI agent came to.

    A resolution is taken away again if the customer comes back for more than to say thanks.
    """
    answered_at = _ai_at(view)
    if answered_at is None:
        return None
    later = [p for p in view.parts if p.at >= answered_at]
    closes = [p.at for p in later if p.author.ai and p.kind == "close"]
    back = any(p.author.is_contact and p.words and p.at > answered_at for p in later)
    human = any(is_reply(p) for p in later)
    number = view.plan.id
    handed = any(
        step.who == cast.ASSISTANT.id and ("assignee_id", None) in step.changes
        for step in view.steps
    )
    state = None
    if closes and not human and (not back or view.plan.bot_only):
        confirmed = back or number % 3 == 0
        state = "confirmed_resolution" if confirmed else "assumed_resolution"
    elif human or handed or (closes and back):
        state = _HANDOVERS[number % len(_HANDOVERS)]
    first = next(p.at for p in view.parts if p.author.ai)
    return {
        "source_type": "workflow",
        "source_title": "Fin first",
        "last_answer_type": "ai_answer",
        "resolution_state": state,
        "rating": None,
        "rating_remark": None,
        "created_at": first,
        "updated_at": max([answered_at, *closes]),
        "content_sources": {"type": "content_source.list", "total_count": 0, "content_sources": []},
    }


def linked(view: View) -> Row:
    """What it is linked with, and of a ticket which category it has."""
    rows = []
    for plan in view.links:
        kind = category(plan)
        name = "ticket" if kind else "conversation"
        rows.append({"type": name, "id": str(plan.id), "category": kind})
    return {"type": "list", "data": rows, "total_count": len(rows), "has_more": False}


def _parts(view: View, limit: int) -> Row:
    numbered = list(enumerate(view.parts, 1))[-limit:]
    rows = [_part(view.plan, number, part) for number, part in numbered]
    return {
        "type": "conversation_part.list",
        "conversation_parts": rows,
        "total_count": len(view.parts),
    }


def _part(plan: TicketPlan, number: int, part: Part) -> Row:
    who = part.author
    return {
        "type": "conversation_part",
        "id": str(_EACH * plan.id + number),
        "part_type": part.kind,
        "body": f"<p>{_BODY}</p>" if part.words else None,
        "created_at": part.at,
        "updated_at": part.at,
        "notified_at": part.at,
        "assigned_to": given_to(part),
        "author": {
            "type": who.type,
            "id": who.id,
            "name": who.name,
            "email": who.email,
            "from_ai_agent": who.ai,
            "is_ai_answer": who.ai and part.words,
        },
        "attachments": [],
        "external_id": None,
        "redacted": False,
        "email_message_metadata": None,
        "state": part.state,
        "tags": [],
        "event_details": part.details,
        "app_package_code": None,
    }


def given_to(part: Part) -> Row | None:
    """Whom a part gave the conversation to; None where it stays with whom it was."""
    if part.assigned is None:
        return None
    kind, ident = part.assigned
    return {"type": kind, "id": None if ident is None else str(ident)}
