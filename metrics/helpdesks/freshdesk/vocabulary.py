"""Freshdesk's numbers and words beside ours: channels, statuses, priorities, kinds of messages."""

from __future__ import annotations

import re
from typing import Final

from metrics.tickets.records import Channel, Priority, RatingScore, Status

OUTBOUND: Final = 10
"""The source of an e-mail with which an agent begins."""

SOURCES: Final = {
    1: "email",
    2: "portal",
    3: "phone",
    4: "forum",
    5: "twitter",
    6: "facebook",
    7: "chat",
    8: "mobihelp",
    9: "feedback widget",
    OUTBOUND: "outbound email",
    11: "e-commerce",
    12: "bot",
    13: "whatsapp",
    15: "web chat",
}
"""What the numbers stand for; an account may add others, from 101 on, under names of its own."""

CHANNELS: Final = {
    "email": Channel.EMAIL,
    "outbound email": Channel.EMAIL,
    "portal": Channel.WEB,
    "forum": Channel.WEB,
    "feedback widget": Channel.WEB,
    "mobihelp": Channel.WEB,
    "phone": Channel.PHONE,
    "twitter": Channel.SOCIAL,
    "facebook": Channel.SOCIAL,
    "chat": Channel.CHAT,
    "web chat": Channel.CHAT,
    "bot": Channel.CHAT,
    "whatsapp": Channel.MESSAGING,
    "e-commerce": Channel.OTHER,
}
"""The API is no source of its own: what it creates is from the portal unless it says otherwise."""

OPEN, PENDING, RESOLVED, CLOSED = 2, 3, 4, 5
STATUSES: Final = {
    OPEN: Status.OPEN,
    PENDING: Status.PENDING,
    RESOLVED: Status.SOLVED,
    CLOSED: Status.CLOSED,
}
_BY_LABEL: Final = {
    Status.PENDING: "waiting on customer; awaiting customer; waiting for customer; on customer",
    Status.HOLD: (
        "waiting on third party; waiting for third party; on hold; hold; waiting on vendor; "
        "waiting for vendor"
    ),
    Status.OPEN: "in progress; work in progress; reopened; escalated; being processed",
    Status.SOLVED: "solved; done; completed",
}
STATUS_LABELS: Final = {
    label: status for status, labels in _BY_LABEL.items() for label in labels.split("; ")
}
"""What the statuses mean that a team has added, by the label that agents see, in small letters."""

PRIORITIES: Final = {1: Priority.LOW, 2: Priority.NORMAL, 3: Priority.HIGH, 4: Priority.URGENT}

REPLY, NOTE, TWEET, FEEDBACK, FACEBOOK, FORWARD, CALL = 0, 2, 5, 6, 7, 8, 9
MESSAGES: Final = frozenset({REPLY, NOTE, TWEET, FACEBOOK, CALL, 10, 11})
"""Sources of what customers read or wrote, unless it is private."""
ASIDE: Final = frozenset({FEEDBACK, FORWARD})
"""What comes with the answer to a survey, and what is sent on to others, is no message to us."""

MERGED: Final = re.compile(r"\s*this ticket is closed and merged into ticket #?\d+", re.IGNORECASE)
"""How the note begins that Freshdesk puts on a ticket whose customer is answered in another one.

It is the only trace of a merge, and a team may write another note in its place.
"""

CHILD: Final = 2
"""The association of a ticket that agents opened to work on another one."""

CLASSIC: Final = {1: RatingScore.GOOD, 2: RatingScore.NEUTRAL, 3: RatingScore.BAD}
"""The classic survey: happy, neutral, unhappy."""
MIDDLE: Final = 100
EXTREME: Final = 103
