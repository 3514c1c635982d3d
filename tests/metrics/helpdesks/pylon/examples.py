"""Rows in Pylon's own shapes, invented."""

from __future__ import annotations

import json
from typing import Any

import httpx

BASE = "https://api.usepylon.com"
CREATED = 1772438400
"""2 March 2026, 08:00 UTC."""
SERVED = CREATED + 4 * 3600
DATE = {"Date": "Mon, 02 Mar 2026 12:00:00 GMT"}

Raw = dict[str, Any]


def stamp(seconds: int) -> str:
    """A moment so many seconds after the creation, within the same day."""
    minutes, rest = divmod(seconds, 60)
    return f"2026-03-02T{8 + minutes // 60:02}:{minutes % 60:02}:{rest:02}Z"


def me(ident: str = "acme") -> Raw:
    return {"data": {"id": ident, "name": "Acme Inc"}, "request_id": "req-1"}


def issue(**changes: Any) -> Raw:
    return {
        "id": "0f1e-issue",
        "number": 2290,
        "title": "Where is my invoice?",
        "body_html": "<p>Words</p>",
        "link": "https://app.usepylon.com/issues?issueNumber=2290",
        "state": "waiting_on_you",
        "type": "ticket",
        "source": "email",
        "account": {"id": "acc-7", "external_ids": None},
        "requester": {"id": "con-9", "email": "kim@customer.example"},
        "assignee": {"id": "usr-5", "email": "ann@acme.example"},
        "team": {"id": "team-3"},
        "tags": ["invoice", "VIP"],
        "custom_fields": {
            "priority": {"slug": "priority", "value": "high"},
            "question_type": {"slug": "question_type", "value": "bug", "values": ["bug"]},
            "beta": {"slug": "beta", "value": True},
        },
        "created_at": stamp(0),
        "updated_at": stamp(3600),
        "latest_message_time": stamp(3600),
        "number_of_touches": 1,
        **changes,
    }


def message(**changes: Any) -> Raw:
    return {
        "id": "msg-1",
        "author": {"name": "Ann Smith", "user": {"id": "usr-5", "email": "ann@acme.example"}},
        "is_private": False,
        "message_html": "<p>Words</p>",
        "source": "email",
        "timestamp": stamp(600),
        **changes,
    }


def user(**changes: Any) -> Raw:
    return {
        "id": "usr-5",
        "name": "Ann Smith",
        "email": "ann@acme.example",
        "emails": ["ann@acme.example"],
        "role_id": "role-1",
        "status": "active",
        **changes,
    }


def answered(**changes: Any) -> Raw:
    """An answer to a survey."""
    return {
        "id": "res-1",
        "account_id": "acc-7",
        "contact_id": "con-9",
        "submitted_at": stamp(7200),
        "answers": [
            {"prompt": "How did we do?", "question_type": "score", "value": "4"},
            {"prompt": "Why?", "question_type": "comment", "value": "Words"},
        ],
        **changes,
    }


def listed(*rows: Any, cursor: str = "", last: str = "end", date: bool = True) -> httpx.Response:
    """A page of a list; the last one has a cursor too. Where nothing is, not even a key is."""
    body: Raw = {"request_id": "req-1"}
    if rows:
        pagination = {"cursor": cursor or last, "has_next_page": bool(cursor)}
        body |= {"data": list(rows), "pagination": pagination}
    return httpx.Response(200, json=body, headers=DATE if date else {})


def asked(request: httpx.Request) -> Raw:
    """The body of a search."""
    body: Raw = json.loads(request.content)
    return body
