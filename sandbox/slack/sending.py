"""What Slack sends to an app and what comes back, however it travels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sandbox.slack.records import Json

TIMEOUT = "operation_timeout"
FAILED = "dispatch_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One payload. `kind` is events_api, slash_commands or interactive."""

    kind: str
    payload: Json
    answerable: bool = False
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ack:
    """The app's acknowledgement; `error` is empty when it came in time."""

    body: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""


class Sender(Protocol):
    """A way to the app."""

    async def send(self, envelope: Envelope) -> Ack:
        """Send and wait for the acknowledgement, no longer than Slack does."""
        ...
