"""Where Zendesk's own screens count otherwise than we do, and how to get from it what lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from metrics.sources.needs import Need

_TARGETS: Final = (
    "Zendesk: achieved / (achieved + breached) of the targets, deleted tickets among them."
)
_RATINGS: Final = "Zendesk: good / (good + bad); on five points it counts 3 as bad."
DIFFERENCES: Final[Mapping[str, str]] = {
    "asa": "Zendesk's average time to answer counts from the call's beginning, with menus and "
    "greetings, and with those who were called back.",
    "frt": "Zendesk counts from creation to the first public agent comment and, for tickets an "
    "agent opened, to the second; its business minutes use the schedule at the reply.",
    "next_reply": "Zendesk's SLA 'next reply' runs from the oldest unanswered comment likewise.",
    "resolution": "Zendesk's full resolution time is the same span.",
    "resolution net": "Zendesk's full resolution time has the time pending in it.",
    "resolution net all": "Zendesk's full resolution time has all that waiting in it.",
    "first_resolution": "Zendesk's first resolution time is the same span.",
    "sla": _TARGETS,
    "sla_frt": _TARGETS,
    "sla_next_reply": _TARGETS,
    "sla_resolution": _TARGETS,
    "sla_ticket": "Zendesk calls a ticket achieved when no target of it is breached or still "
    "active.",
    "sla_risk": "Zendesk shows the time to the next breach in its views.",
    "backlog": "Zendesk takes one snapshot a day, between 23:00 and 01:00.",
    "aging": "Zendesk shows bands of 1, 7 and 30 days.",
    "solved": "Zendesk's 'solved' shrinks when a ticket is reopened later.",
    "one_touch": "Zendesk's older formula counted fewer than two replies, none included.",
    "fcr": "Zendesk takes one-touch for it.",
    "reopen": "Zendesk counts the reopens of each ticket, whenever they happen.",
    "handoff": "Zendesk counts assignee stations and group stations apart.",
    "csat": _RATINGS,
    "ai_quality": _RATINGS,
    "ai_resolution": "Zendesk counts an automated resolution after 72 hours without a word, or two "
    "in messaging, where a machine agrees; whatever was escalated is none.",
    "deflection": "Zendesk relates the users of the help centre to those who submit tickets.",
}
"""By the key of a measure, with its variant where that alone differs so."""

MENDS: Final[Mapping[Need, str]] = {
    Need.TONE: "switch on sentiment in Zendesk's intelligent triage",
    Need.PROMISES: "give the token's owner the Zendesk admin role on a plan with SLA policies",
    Need.CALLS: "take the calls with Zendesk Talk, and let the token's owner read them",
    Need.HANDLING: "take the calls with Zendesk Talk, and let the token's owner read them",
}
"""Halves of sentences: how an account comes to give what it does not."""
