"""Answers as Intercom's documentation shows them, made up: no customer's data."""

from __future__ import annotations

from typing import Any

BASE = "https://api.intercom.io"
CREATED = 1_772_439_000
"""Monday, 2 March 2026, 08:10 UTC."""
DATE = {"Date": "Mon, 02 Mar 2026 12:00:00 GMT"}
NOW = 1_772_452_800
CONTACT = "6762f1571bb69f9f2193bbbb"
SECRET_WORDS = "<p>Nobody may keep this.</p>"
Row = dict[str, Any]


def customer(**more: Any) -> Row:
    return {"type": "user", "id": CONTACT, "name": "Jo", "email": "jo@example.com", **more}


def admin(**more: Any) -> Row:
    return {"type": "admin", "id": "274", "name": "Ann Smith", "email": "ann@example.com", **more}


def operator(**more: Any) -> Row:
    return {"type": "bot", "id": "278", "name": "Operator", "email": "op@intercom.io", **more}


def fin() -> Row:
    return operator(name="Fin", from_ai_agent=True, is_ai_answer=True)


def part(number: int, kind: str, after: int, author: Row, **more: Any) -> Row:
    """A part that came so many seconds after the conversation; without words."""
    return {
        "type": "conversation_part",
        "id": str(number),
        "part_type": kind,
        "body": None,
        "created_at": CREATED + after,
        "updated_at": CREATED + after,
        "notified_at": CREATED + after,
        "assigned_to": None,
        "author": author,
        "attachments": [],
        "external_id": None,
        "redacted": False,
        "email_message_metadata": None,
        "state": "open",
        "tags": [],
        "event_details": None,
        "app_package_code": None,
        **more,
    }


def said(number: int, after: int, author: Row, kind: str = "comment", **more: Any) -> Row:
    """A part with words."""
    return part(number, kind, after, author, body=SECRET_WORDS, **more)


def conversation(**more: Any) -> Row:
    """A conversation as a search gives it."""
    return {
        "type": "conversation",
        "id": "1295",
        "title": "Broken toaster",
        "created_at": CREATED,
        "updated_at": CREATED + 3600,
        "waiting_since": None,
        "snoozed_until": None,
        "open": True,
        "state": "open",
        "read": True,
        "priority": "high",
        "admin_assignee_id": 274,
        "team_assignee_id": 5017691,
        "company": {"type": "company", "id": "6762f0a8", "name": "Acme"},
        "channel": {"initial": "messenger", "current": "email"},
        "source": {
            "type": "conversation",
            "id": "403918330",
            "delivered_as": "customer_initiated",
            "subject": "",
            "body": SECRET_WORDS,
            "author": customer(),
        },
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": CONTACT}]},
        "tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "86", "name": "VIP"}]},
        "custom_attributes": {"Issue type": "Billing", "Plan": ["Pro", "Team"], "Trial": False},
        "conversation_rating": None,
        "sla_applied": None,
        "statistics": None,
        "ai_agent_participated": False,
        "ai_agent": None,
        "ticket": None,
        "linked_objects": {"type": "list", "data": [], "total_count": 0, "has_more": False},
        **more,
    }


def whole(*parts: Any, total: int | None = None, **more: Any) -> Row:
    """A conversation that was fetched by itself."""
    listed = {
        "type": "conversation_part.list",
        "conversation_parts": list(parts),
        "total_count": len(parts) if total is None else total,
    }
    return conversation(conversation_parts=listed, **more)


def ticket(*parts: Row, **more: Any) -> Row:
    """A ticket as a search gives it."""
    return {
        "type": "ticket",
        "id": "1310",
        "ticket_id": "39",
        "category": "Customer",
        "ticket_attributes": {"_default_title_": "Refund", "Issue type": "Money"},
        "ticket_state": {
            "type": "ticket_state",
            "id": "7493",
            "category": "in_progress",
            "internal_label": "With finance",
            "external_label": "In progress",
        },
        "ticket_type": {"type": "ticket_type", "id": "55", "name": "Refund request"},
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": CONTACT}]},
        "admin_assignee_id": "0",
        "team_assignee_id": "5017691",
        "created_at": CREATED,
        "updated_at": CREATED + 7200,
        "open": True,
        "snoozed_until": None,
        "linked_objects": {"type": "list", "data": [], "total_count": 0, "has_more": False},
        "ticket_parts": {
            "type": "ticket_part.list",
            "ticket_parts": list(parts),
            "total_count": len(parts),
        },
        "is_shared": True,
        **more,
    }


def moved(number: int, after: int, before: str, now: str) -> Row:
    """A part by which a ticket's state changed."""
    states = {"previous_ticket_state": before, "ticket_state": now}
    row = part(number, "ticket_state_updated_by_admin", after, admin(), **states)
    del row["state"]
    return row


def linked(kind: str, ident: str, category: str | None = None) -> Row:
    row = {"type": kind, "id": ident, "category": category}
    return {"type": "list", "data": [row], "total_count": 1, "has_more": False}


def me(workspace: str = "acme1") -> Row:
    return {**admin(), "app": {"type": "app", "id_code": workspace, "region": "US"}}


def found(rows: list[Row], after: str | None = None, key: str = "conversations") -> Row:
    """A page of a search."""
    pages: Row = {"type": "pages", "page": 1, "per_page": 150, "total_pages": 1}
    if after is not None:
        pages["next"] = {"page": 2, "starting_after": after}
    return {"type": f"{key}.list", "pages": pages, "total_count": len(rows), key: rows}


def deletions(rows: list[tuple[str, int]], *, more: bool = False) -> Row:
    """A page of the list of deletions; the next one is an address, on whatever host."""
    listed = [
        {"type": "conversation", "id": ident, "metrics_retained": False, "deleted_at": at}
        for ident, at in rows
    ]
    following = "https://elsewhere.example/conversations/deleted?page=2" if more else None
    return {
        "type": "conversations.list",
        "total_count": len(rows),
        "pages": {"type": "pages", "next": following, "page": 1, "per_page": 60},
        "conversations": listed,
    }
