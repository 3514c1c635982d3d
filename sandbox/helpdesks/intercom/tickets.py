"""Tickets in Intercom's own shape: no source, no rating, no figures, but their parts at once."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

from sandbox.helpdesks.intercom.archive import BACK_OFFICE, CUSTOMER, TRACKER, View, category
from sandbox.helpdesks.intercom.conversations import PARTS, contact, given_to, linked
from sandbox.helpdesks.intercom.parts import CLOSED, Part
from sandbox.year.plan import TicketPlan

Row = dict[str, Any]

STATES: Final = {
    "submitted": "7001",
    "in_progress": "7002",
    "waiting_on_customer": "7003",
    "resolved": "7004",
}
TYPES: Final = {CUSTOMER: "55", BACK_OFFICE: "56", TRACKER: "57"}
SEARCHED_AS: Final = {CUSTOMER: "request", BACK_OFFICE: "task", TRACKER: "tracker"}
_WORDS: Final = {
    "new": "submitted",
    "open": "in_progress",
    "pending": "waiting_on_customer",
    "hold": "waiting_on_customer",
    "solved": "resolved",
    "closed": "resolved",
}
_EACH: Final = 1000
_STATE_PARTS: Final = 500
_STATE_KINDS: Final = frozenset({"open", "close", "snoozed"})


def ticket(view: View) -> Row:
    """A row of the search. Nobody is the number 0 in some rows and the text in others."""
    plan = view.plan
    kind = category(plan) or CUSTOMER
    moves = _moves(view)
    row: Row = {
        "type": "ticket",
        "id": str(plan.id),
        "ticket_id": str(plan.id % 10_000),
        "category": kind,
        "ticket_attributes": {"_default_title_": "Words that the bot must never keep."},
        "ticket_state": _state(moves[-1][1] if moves else "submitted"),
        "previous_ticket_state_id": STATES[moves[-2][1]] if len(moves) > 1 else None,
        "ticket_type": _type(kind),
        "contacts": {"type": "contact.list", "contacts": _contacts(plan)},
        "admin_assignee_id": view.assignee("admin"),
        "team_assignee_id": view.assignee("team"),
        "created_at": plan.created_at,
        "updated_at": view.updated_at,
        "open": view.state != CLOSED,
        "snoozed_until": None,
        "linked_objects": linked(view),
        "ticket_parts": _parts(view, moves),
        "is_shared": kind == CUSTOMER,
    }
    if plan.id % 2 == 0:
        for name in ("admin_assignee_id", "team_assignee_id"):
            row[name] = str(row[name])
    return row


def ticket_states() -> Row:
    """All states."""
    rows = [_state(word) for word in STATES]
    return {"type": "list", "data": rows}


def ticket_types() -> Row:
    """All types, one of each category."""
    return {"type": "list", "data": [_type(kind) for kind in TYPES]}


def _contacts(plan: TicketPlan) -> list[Row]:
    return [] if plan.child else [contact(plan)]


def _state(word: str) -> Row:
    label = word.replace("_", " ").capitalize()
    return {
        "type": "ticket_state",
        "id": STATES[word],
        "category": word,
        "internal_label": label,
        "external_label": label,
    }


def _type(kind: str) -> Row:
    return {
        "type": "ticket_type",
        "id": TYPES[kind],
        "name": {BACK_OFFICE: "Question to colleagues", TRACKER: "Outage"}.get(kind, "Problem"),
        "category": kind,
        "is_internal": kind != CUSTOMER,
        "archived": False,
    }


def _moves(view: View) -> list[tuple[int, str]]:
    """The moments of the changes of state, and into which."""
    found: list[tuple[int, str]] = []
    for step in view.steps:
        word = _WORDS.get(str(dict(step.changes).get("status")))
        if word and (not found or found[-1][1] != word):
            found.append((step.at, word))
    return found


def _parts(view: View, moves: list[tuple[int, str]]) -> Row:
    """Messages, assignments and changes of state, in the order of time."""
    rows = [
        _row(view.plan, number, part)
        for number, part in enumerate(view.parts, 1)
        if part.kind not in _STATE_KINDS or part.words
    ]
    by = {step.at: step.who for step in view.steps}
    authors = {part.at: _author(part) for part in view.parts}
    for number, ((_, before), (at, after)) in enumerate(pairwise(moves), 1):
        rows.append(
            {
                "type": "ticket_part",
                "id": str(_EACH * view.plan.id + _STATE_PARTS + number),
                "part_type": "ticket_state_updated_by_admin",
                "ticket_state": after,
                "previous_ticket_state": before,
                "created_at": at,
                "updated_at": at,
                "author": authors.get(at, {"type": "admin", "id": str(by[at])}),
                "attachments": [],
                "redacted": False,
            }
        )
    rows.sort(key=lambda row: (row["created_at"], int(row["id"])))
    parts = rows[-PARTS:]
    return {"type": "ticket_part.list", "ticket_parts": parts, "total_count": len(rows)}


def _row(plan: TicketPlan, number: int, part: Part) -> Row:
    return {
        "type": "ticket_part",
        "id": str(_EACH * plan.id + number),
        "part_type": "comment" if part.kind in _STATE_KINDS else part.kind,
        "body": "<p>Words that the bot must never keep.</p>" if part.words else None,
        "created_at": part.at,
        "updated_at": part.at,
        "assigned_to": given_to(part),
        "author": _author(part),
        "attachments": [],
        "external_id": None,
        "redacted": False,
    }


def _author(part: Part) -> Row:
    """Of a ticket every customer is a user."""
    who = part.author
    kind = "user" if who.is_contact else who.type
    return {"type": kind, "id": who.id, "name": who.name, "email": who.email}
