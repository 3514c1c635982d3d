"""Salesforce's words beside ours: statuses, channels, priorities, users, milestones.

Most of these an org writes itself; what stands here is what orgs begin with, and what is usual.
"""

from __future__ import annotations

import re
from typing import Final

from metrics.tickets.records import Channel, Priority, RatingScore, Role, SlaMeasure, Status

_STATUSES: Final = {
    Status.NEW: "new; unassigned",
    Status.OPEN: (
        "open; working; in progress; work in progress; escalated; reopened; re-opened; assigned; "
        "in review; customer responded; response received; waiting on us"
    ),
    Status.PENDING: (
        "pending; waiting on customer; waiting for customer; awaiting customer; on customer; "
        "pending customer; awaiting customer response; waiting for customer response; "
        "customer action required"
    ),
    Status.HOLD: (
        "on hold; hold; waiting on third party; waiting for third party; waiting on vendor; "
        "waiting for vendor; awaiting engineering; waiting on engineering"
    ),
    Status.SOLVED: "solved; resolved; completed; done",
    Status.CLOSED: "closed; merged; cancelled; canceled; duplicate",
}
STATUSES: Final = {
    label: status for status, labels in _STATUSES.items() for label in labels.split("; ")
}
"""By what agents see, in small letters. Which of its own an org calls closed it says itself."""

_CHANNELS: Final = {
    Channel.EMAIL: "email; e-mail; mail",
    Channel.WEB: "web; portal; community; web form; website; self-service; customer portal; app",
    Channel.CHAT: "chat; live chat; livechat; web chat; bot; chatbot",
    Channel.MESSAGING: (
        "messaging; whatsapp; facebook messenger; messenger; in-app messaging; in-app; telegram"
    ),
    Channel.PHONE: "phone; telephone; call; voice; voicemail",
    Channel.SOCIAL: "social; facebook; twitter; x; instagram; youtube; linkedin; social media",
    Channel.SMS: "sms; text; text message",
    Channel.API: "api; import; integration",
    Channel.OTHER: "other; internal; in person; fax; letter; chatter; service cloud",
}
CHANNELS: Final = {
    origin: channel for channel, origins in _CHANNELS.items() for origin in origins.split("; ")
}

PRIORITIES: Final = {
    "low": Priority.LOW,
    "medium": Priority.NORMAL,
    "normal": Priority.NORMAL,
    "high": Priority.HIGH,
    "urgent": Priority.URGENT,
    "critical": Priority.URGENT,
}

ROLES: Final = {
    "standard": Role.AGENT,
    "csnonly": Role.LIGHT,
    "powerpartner": Role.CUSTOMER,
    "cspliteportal": Role.CUSTOMER,
    "customersuccess": Role.CUSTOMER,
    "powercustomersuccess": Role.CUSTOMER,
    "selfservice": Role.CUSTOMER,
    "guest": Role.CUSTOMER,
}
"""Who may answer customers, by the type of a user in small letters. Chatter's see no cases."""
MACHINES: Final = frozenset({"AutomatedProcess", "CloudIntegrationUser"})
"""Users that are Salesforce itself."""

QUEUE, USER, CASE = "00G", "005", "500"
"""How ids begin."""

DRAFT: Final = "5"
"""The status of an e-mail that is not sent yet."""

MILESTONES: Final = (
    (re.compile(r"\b(first|initial)\b", re.IGNORECASE), SlaMeasure.FRT),
    (
        re.compile(r"\b(next|subsequent|following|every) (re|contact)", re.IGNORECASE),
        SlaMeasure.NEXT_REPLY,
    ),
    (re.compile(r"\b(update|progress)", re.IGNORECASE), SlaMeasure.UPDATE),
    (re.compile(r"\b(resol|solution|solve|clos)", re.IGNORECASE), SlaMeasure.RESOLUTION),
)
"""What a milestone promises, by words of its name; the first that fits counts."""

SATISFACTION: Final = frozenset({"CSAT", "Rating"})
"""The types of questions whose answers are points from 1 to 5."""
SCORES: Final = {
    1: RatingScore.BAD,
    2: RatingScore.BAD,
    3: RatingScore.NEUTRAL,
    4: RatingScore.GOOD,
    5: RatingScore.GOOD,
}
