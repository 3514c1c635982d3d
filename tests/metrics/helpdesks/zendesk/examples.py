"""Rows in Zendesk's own shapes, invented."""

from __future__ import annotations

from typing import Any

BASE = "https://acme.zendesk.com/api/v2"

Raw = dict[str, Any]


def ticket(**changes: Any) -> Raw:
    return {
        "url": "https://acme.zendesk.com/api/v2/tickets/1517.json",
        "id": 1517,
        "external_id": None,
        "via": {
            "channel": "email",
            "source": {
                "from": {"address": "kim@example.org", "name": "Kim"},
                "to": {},
                "rel": None,
            },
        },
        "created_at": "2026-03-02T08:00:00Z",
        "updated_at": "2026-03-02T09:00:00Z",
        "generated_timestamp": 1772442003,
        "type": "question",
        "subject": "Where is my invoice?",
        "raw_subject": "Where is my invoice?",
        "description": "Hello, I cannot find it.",
        "priority": "high",
        "status": "pending",
        "custom_status_id": None,
        "requester_id": 9001,
        "submitter_id": 9001,
        "assignee_id": 501,
        "organization_id": None,
        "group_id": 31,
        "is_public": True,
        "tags": ["invoice", "vip"],
        "custom_fields": [{"id": 77, "value": "billing"}, {"id": 78, "value": None}],
        "satisfaction_rating": {"score": "unoffered"},
        "followup_ids": [],
        "from_messaging_channel": False,
        "metric_set": {
            "id": 1,
            "ticket_id": 1517,
            "replies": 2,
            "reopens": 1,
            "group_stations": 1,
            "assignee_stations": 1,
            "reply_time_in_minutes": {"calendar": 16, "business": 10},
            "first_resolution_time_in_minutes": {"calendar": 30, "business": 25},
            "full_resolution_time_in_minutes": {"calendar": 60, "business": 45},
            "solved_at": "2026-03-02T08:50:00Z",
        },
        **changes,
    }


def user(**changes: Any) -> Raw:
    return {
        "id": 501,
        "name": "Priya Raghunathan",
        "email": "priya@acme.test",
        "role": "agent",
        "role_type": 0,
        "active": True,
        "suspended": False,
        "created_at": "2024-01-08T09:00:00Z",
        "updated_at": "2026-01-08T09:00:00Z",
        **changes,
    }


def group(**changes: Any) -> Raw:
    return {"id": 31, "name": "Billing", "deleted": False, "is_public": True, **changes}


def rating(**changes: Any) -> Raw:
    return {
        "id": 62,
        "ticket_id": 1517,
        "requester_id": 9001,
        "assignee_id": 501,
        "group_id": 31,
        "score": "good",
        "comment": "Thank you, Priya!",
        "created_at": "2026-03-03T10:00:00Z",
        "updated_at": "2026-03-03T18:30:00Z",
        **changes,
    }


def ticket_event(*children: Raw, **changes: Any) -> Raw:
    return {
        "id": 18868153668881,
        "ticket_id": 1517,
        "timestamp": 1772442000,
        "created_at": "2026-03-02T09:00:00Z",
        "updater_id": 501,
        "via": "Web form",
        "system": {"client": "Mozilla/5.0", "location": "Berlin"},
        "event_type": "Audit",
        "child_events": list(children),
        **changes,
    }


def change(key: str, value: object, previous: object, **changes: Any) -> Raw:
    return {
        "id": 18868153669009,
        "via": "Web form",
        "via_reference_id": None,
        "event_type": "Change",
        key: value,
        "previous_value": previous,
        **changes,
    }


def create(key: str, value: object, **changes: Any) -> Raw:
    return {
        "id": 18868153669001,
        "via": "Web form",
        "via_reference_id": None,
        "event_type": "Create",
        key: value,
        **changes,
    }


def comment(**changes: Any) -> Raw:
    return {
        "id": 18868153669020,
        "type": "Comment",
        "event_type": "Comment",
        "author_id": 501,
        "body": "Here it is.",
        "html_body": "<p>Here it is.</p>",
        "public": True,
        "audit_id": 18868153668881,
        "via": {"channel": "web", "source": {"from": {}, "to": {}, "rel": None}},
        "created_at": "2026-03-02T09:00:00Z",
        **changes,
    }
