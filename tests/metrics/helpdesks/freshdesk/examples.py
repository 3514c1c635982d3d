"""Rows in Freshdesk's own shapes, invented."""

from __future__ import annotations

from typing import Any

BASE = "https://acme.freshdesk.com/api/v2"
CREATED = 1772438400
"""2 March 2026, 08:00 UTC."""

Raw = dict[str, Any]


def stamp(seconds: int) -> str:
    """A moment so many seconds after the creation, within the same day."""
    minutes, rest = divmod(seconds, 60)
    return f"2026-03-02T{8 + minutes // 60:02}:{minutes % 60:02}:{rest:02}Z"


def stats(**changes: Any) -> Raw:
    return {
        "agent_responded_at": None,
        "requester_responded_at": None,
        "first_responded_at": None,
        "status_updated_at": stamp(0),
        "reopened_at": None,
        "resolved_at": None,
        "closed_at": None,
        "pending_since": None,
        **changes,
    }


def ticket(**changes: Any) -> Raw:
    return {
        "id": 1517,
        "subject": "Where is my invoice?",
        "status": 2,
        "priority": 3,
        "source": 1,
        "type": "Question",
        "requester_id": 9001,
        "responder_id": 501,
        "group_id": 31,
        "company_id": None,
        "product_id": None,
        "association_type": None,
        "tags": ["invoice", "vip"],
        "custom_fields": {"cf_category": "billing", "cf_area": "north"},
        "spam": False,
        "created_at": stamp(0),
        "updated_at": stamp(3600),
        "due_by": stamp(7200),
        "fr_due_by": stamp(1800),
        "nr_due_by": None,
        "is_escalated": False,
        "fr_escalated": False,
        "nr_escalated": False,
        "stats": stats(),
        **changes,
    }


def conversation(**changes: Any) -> Raw:
    return {
        "id": 4711,
        "ticket_id": 1517,
        "user_id": 501,
        "incoming": False,
        "private": False,
        "source": 0,
        "category": 1,
        "auto_response": False,
        "automation_id": None,
        "body": "<div>Words</div>",
        "body_text": "Words",
        "created_at": stamp(600),
        "updated_at": stamp(600),
        "last_edited_at": None,
        **changes,
    }


def agent(**changes: Any) -> Raw:
    return {
        "id": 501,
        "type": "support_agent",
        "occasional": False,
        "ticket_scope": 1,
        "deactivated": False,
        "group_ids": [31],
        "created_at": stamp(0),
        "updated_at": stamp(0),
        "contact": {"active": True, "email": "ann@acme.example", "name": "Ann Smith"},
        **changes,
    }


def rating(**changes: Any) -> Raw:
    return {
        "id": 77,
        "survey_id": 1,
        "user_id": 9001,
        "agent_id": 501,
        "group_id": 31,
        "ticket_id": 1517,
        "feedback": "Words",
        "ratings": {"default_question": 103},
        "created_at": stamp(7200),
        "updated_at": stamp(7200),
        **changes,
    }


def time_entry(**changes: Any) -> Raw:
    return {
        "id": 41,
        "billable": True,
        "note": "Words",
        "timer_running": False,
        "agent_id": 501,
        "ticket_id": 1517,
        "company_id": 7,
        "time_spent": "01:05",
        "time_spent_in_seconds": 3900,
        "executed_at": stamp(5000),
        "start_time": stamp(1100),
        "created_at": stamp(5000),
        "updated_at": stamp(5000),
        **changes,
    }


def business_hours(**changes: Any) -> Raw:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    return {
        "id": 58,
        "name": "Support",
        "is_default": True,
        "time_zone": "Berlin",
        "business_hours": {day: {"start_time": "8:00 am", "end_time": "5:30 pm"} for day in days},
        "seen_at": CREATED,
        **changes,
    }
