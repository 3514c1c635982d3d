"""What Pylon sends when a trigger with the action "Send webhook" fires.

The body is whatever somebody on the team wrote into the trigger; this one has a few of the
variables there are, one of which Pylon misspells. It is signed over the time and the raw body.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any, Final

from metrics.tickets.records import Instant

_VERSION: Final = "2021-07"


def delivery(
    event: str, issue: dict[str, Any], secret: str, at: Instant
) -> tuple[dict[str, str], bytes]:
    """The headers and the body of one call about `issue`, a row of the API."""
    requester = issue.get("requester") or {}
    written = {
        "event_type": event,
        "issue_id": issue["id"],
        "issue_number": issue["number"],
        "issue_status": issue["state"],
        "issue_requesteer_id": requester.get("id", ""),
    }
    body = json.dumps(written).encode()
    return {**signature(body, secret, at), "Content-Type": "application/json"}, body


def signature(body: bytes, secret: str, at: Instant) -> dict[str, str]:
    """The headers that show that a body is Pylon's."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Pylon-Webhook-Signature": f"hs256={digest}",
        "Pylon-Webhook-Timestamp": str(at),
        "Pylon-Webhook-Version": _VERSION,
    }
