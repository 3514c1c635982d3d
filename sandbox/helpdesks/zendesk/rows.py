"""Rows in Zendesk's own shapes, as they stand at a moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.zendesk import attributes, sharing
from sandbox.helpdesks.zendesk.archive import Audit
from sandbox.helpdesks.zendesk.chats import begin_event, is_talk
from sandbox.helpdesks.zendesk.statuses import custom_status_of
from sandbox.year.plan import SYSTEM, Speech, TicketPlan, Value
from sandbox.year.shifts import Shifts
from sandbox.year.story import AGENT_VIA

Row = dict[str, Any]

CATEGORY_FIELD: Final = 77_001
"""The id of the custom field that holds a ticket's category."""

_CHANNELS: Final = {
    "email": "email",
    "web": "web",
    "chat": "chat",
    "messaging": "native_messaging",
    "phone": "voice",
    "social": "twitter_dm",
    "rule": "rule",
    "answer bot": "answer_bot_for_web_widget",
    "web form": "web",
    "api": "api",
    "other": "side_conversation",
    "linked problem": "linked_problem",
    sharing.VIA: "ticket_sharing",
}
_VIAS: Final = {
    "email": "Mail",
    "web": "Web form",
    "chat": "Chat",
    "messaging": "Messaging",
    "phone": "Phone call (incoming)",
    "social": "Twitter DM",
    "rule": "Rule",
    "answer bot": "Answer Bot",
    "web form": "Web form",
    "api": "Web service",
    "other": "Side conversation",
    "linked problem": "Linked problem",
    sharing.VIA: "Ticket sharing",
}
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
_BODIES: Final = {
    Speech.PUBLIC: "Words that the bot must never keep.",
    Speech.NOTE: "An internal note that the bot must never keep.",
}


def iso(at: Instant | None) -> str | None:
    """A moment as Zendesk writes it."""
    return None if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True)
class _TicketState:
    """A ticket's fields after the steps up to a moment."""

    fields: dict[str, Value] = field(default_factory=dict)
    updated_at: Instant = 0
    replied_at: Instant | None = None
    replies: int = 0
    first_solved_at: Instant | None = None
    solved_at: Instant | None = None
    reopens: int = 0
    assigned_at: list[Instant] = field(default_factory=list)
    teams: int = 0


def _state(plan: TicketPlan, now: Instant, staff: frozenset[int]) -> _TicketState:
    state = _TicketState()
    for number, step in enumerate(plan.steps):
        if step.at > now:
            break
        before, state.updated_at = dict(state.fields), step.at
        changes = dict(step.changes)
        state.fields |= changes
        _count_status(state, before.get("status"), changes.get("status"), step.at)
        if changes.get("assignee_id") not in {None, before.get("assignee_id")}:
            state.assigned_at.append(step.at)
        if changes.get("group_id") not in {None, before.get("group_id")}:
            state.teams += 1
        if number and step.speech is Speech.PUBLIC and step.who in staff:
            state.replies += 1
            state.replied_at = step.at if state.replied_at is None else state.replied_at
    return state


def _count_status(state: _TicketState, before: Value, after: Value, at: Instant) -> None:
    ends = {"solved", "closed"}
    if after in ends and before not in ends:
        state.solved_at = at
        state.first_solved_at = at if state.first_solved_at is None else state.first_solved_at
    elif after is not None and after not in ends and before == "solved":
        state.reopens += 1


def ticket(plan: TicketPlan, now: Instant, shifts: Shifts, staff: frozenset[int]) -> Row:
    """A row of the ticket export, with `metric_set` at its side."""
    state = _state(plan, now, staff)
    fields = state.fields
    subject = _SUBJECTS.get(plan.category or "", "Hello")
    return {
        "url": f"/api/v2/tickets/{plan.id}.json",
        "id": plan.id,
        "external_id": None,
        "via": _via(plan),
        "created_at": iso(plan.created_at),
        "updated_at": iso(state.updated_at),
        "generated_timestamp": state.updated_at,
        "type": plan.kind,
        "problem_id": plan.problem,
        "has_incidents": plan.kind == "problem",
        **dict.fromkeys(("subject", "raw_subject"), subject),
        "description": _BODIES[Speech.PUBLIC],
        "priority": fields.get("priority"),
        "status": fields.get("status"),
        "custom_status_id": custom_status_of(plan.id, str(fields.get("status"))),
        "requester_id": plan.requester,
        "submitter_id": plan.submitter,
        "assignee_id": fields.get("assignee_id"),
        "organization_id": attributes.organization_of(plan.requester),
        "brand_id": attributes.brand_of(plan.id),
        "ticket_form_id": attributes.form_of(plan.id),
        "group_id": fields.get("group_id"),
        "is_public": True,
        "tags": [*([fields["tags"]] if fields.get("tags") else []), *attributes.tags_of(plan)],
        "custom_fields": [
            {"id": CATEGORY_FIELD, "value": plan.category},
            {"id": attributes.AREA_FIELD, "value": attributes.area_of(plan.id)},
        ],
        "satisfaction_rating": {"score": fields.get("satisfaction", "unoffered")},
        "followup_ids": [],
        "sharing_agreement_ids": sharing.agreements_of(plan.id),
        "from_messaging_channel": plan.channel == "messaging",
        "metric_set": _metric_set(plan, state, shifts),
    }


def _via(plan: TicketPlan) -> Row:
    """Where a ticket came from; a follow-up and a child name the ticket before them."""
    source: Row = {"from": {}, "to": {}, "rel": None}
    if plan.parent is not None:
        rel = "side_conversation" if plan.child else "follow_up"
        source = {"from": {"ticket_id": plan.parent}, "to": {}, "rel": rel}
    return {"channel": _CHANNELS[plan.channel], "source": source}


def _metric_set(plan: TicketPlan, state: _TicketState, shifts: Shifts) -> Row:
    """Zendesk's own figures; minutes of a reply that never came are 0 there, not null."""

    def minutes(until: Instant | None, missing: int | None) -> Row:
        if until is None:
            return {"calendar": missing, "business": missing}
        seconds = shifts.seconds_until(until) - shifts.seconds_until(plan.created_at)
        return {"calendar": (until - plan.created_at) // 60, "business": seconds // 60}

    return {
        "id": plan.id,
        "ticket_id": plan.id,
        "replies": state.replies,
        "reopens": state.reopens,
        "group_stations": state.teams,
        "assignee_stations": len(state.assigned_at),
        "reply_time_in_minutes": minutes(state.replied_at, 0),
        "first_resolution_time_in_minutes": minutes(state.first_solved_at, None),
        "full_resolution_time_in_minutes": minutes(state.solved_at, None),
        "initially_assigned_at": iso(state.assigned_at[0] if state.assigned_at else None),
        "assigned_at": iso(state.assigned_at[-1] if state.assigned_at else None),
        "solved_at": iso(state.solved_at),
        "created_at": iso(plan.created_at),
        "updated_at": iso(state.updated_at),
    }


def ticket_event(audit: Audit, *, comments: bool) -> Row:
    """A row of the event export; comments in full only where they are asked for."""
    step = audit.step
    in_chat = is_talk(audit.plan) and step.speech is Speech.PUBLIC
    children: list[Row] = [begin_event(audit.plan)] if in_chat and audit.first else []
    if step.speech is not None and not in_chat:
        children.append(_comment(audit, comments=comments))
    for key, value in step.changes:
        if audit.first or value != audit.before[key]:
            children.append(_change(audit, key, value))
    for number, child in enumerate(children, 1):
        child["id"] = audit.id + number
    return {
        "id": audit.id,
        "ticket_id": audit.plan.id,
        "timestamp": audit.at,
        "created_at": iso(audit.at),
        "updater_id": step.who,
        "via": _VIAS[audit.plan.channel if in_chat and step.via == AGENT_VIA else step.via],
        "system": {},
        "event_type": "Audit",
        "child_events": children,
    }


def _change(audit: Audit, key: str, value: Value) -> Row:
    """A change names its field by key, and at creation there is nothing before."""
    name = "satisfaction_score" if key == "satisfaction" else key
    child: Row = {
        "via": _VIAS[audit.step.via],
        "via_reference_id": None,
        "event_type": "Create" if audit.first else "Change",
        name: [value] if key == "tags" else value,
    }
    if not audit.first:
        child["previous_value"] = [] if key == "tags" else audit.before[key]
    return child


def _comment(audit: Audit, *, comments: bool) -> Row:
    step = audit.step
    kind = "VoiceComment" if step.speech is Speech.CALL else "Comment"
    if not comments or step.speech is None:
        return {
            "event_type": kind,
            "comment_present": True,
            "comment_public": step.speech is not Speech.NOTE,
        }
    return {
        "event_type": kind,
        "type": kind,
        "author_id": step.who,
        "body": _BODIES.get(step.speech, "Call from +49 30 000000"),
        "public": step.speech is not Speech.NOTE,
        "audit_id": audit.id,
        "created_at": iso(audit.at),
        "via": {
            "channel": _CHANNELS[step.via],
            "source": {
                "from": {},
                "to": {},
                "rel": "trigger" if step.who == SYSTEM else None,
            },
        },
    }


def rating(plan: TicketPlan, now: Instant) -> Row:
    """A satisfaction rating: offered, and later perhaps answered."""
    survey = plan.survey
    assert survey is not None
    answered_at = survey.answered_at
    has_answer = answered_at is not None and answered_at <= now
    return {
        "id": 10 * plan.id,
        "ticket_id": plan.id,
        "requester_id": plan.requester,
        "assignee_id": survey.by.agent,
        "group_id": survey.by.team,
        "score": ("good" if survey.good else "bad") if has_answer else "offered",
        "comment": "Words that the bot must never keep." if has_answer else None,
        "created_at": iso(survey.offered_at),
        "updated_at": iso(answered_at if has_answer else survey.offered_at),
    }
