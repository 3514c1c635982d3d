"""Pylon's words beside ours: statuses, channels, priorities."""

from __future__ import annotations

import re
from typing import Final

from metrics.tickets.records import Channel, Priority, Removal, Status

CATEGORIES: Final = {
    "new": Status.NEW,
    "waiting_on_you": Status.OPEN,
    "waiting_on_customer": Status.PENDING,
    "on_hold": Status.HOLD,
    "closed": Status.SOLVED,
}
"""Pylon's own statuses, each of which is also the category of those that a team has added."""

CHANNELS: Final = {
    "slack": Channel.MESSAGING,
    "microsoft_teams": Channel.MESSAGING,
    "microsoft_teams_chat": Channel.MESSAGING,
    "discord": Channel.MESSAGING,
    "whatsapp": Channel.MESSAGING,
    "telegram": Channel.MESSAGING,
    "chat_widget": Channel.CHAT,
    "email": Channel.EMAIL,
    "form": Channel.WEB,
    "phone": Channel.PHONE,
    "sms": Channel.SMS,
    "manual": Channel.OTHER,
}
"""What agents write down themselves, and what comes by the API, is manual."""

PRIORITIES: Final = {
    "low": Priority.LOW,
    "medium": Priority.NORMAL,
    "high": Priority.HIGH,
    "urgent": Priority.URGENT,
}

CSAT: Final = "csat"
"""The type of a survey on how content somebody is."""
SCORE: Final = "score"
"""The type of a question that is answered with a number."""

_REMOVALS: Final = (
    (Removal.MERGED, {"merge", "merged", "duplicate", "duplicates", "duplicated"}),
    (Removal.TEST, {"test", "tests", "testing"}),
)
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")


def removal(tag: str) -> Removal:
    """Why a team leaves an issue out that it gives this tag; spam unless the tag says else."""
    words = set(_BETWEEN_WORDS.split(tag))
    return next((why for why, known in _REMOVALS if words & known), Removal.SPAM)
