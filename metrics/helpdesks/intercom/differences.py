"""Where Intercom's own screens count otherwise than we do, and how to get from it what lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from metrics.sources.needs import Need

_TARGETS: Final = (
    "Intercom counts a target as missed once a teammate replies or closes too late, and leaves out "
    "conversations from which somebody took the SLA off."
)
DIFFERENCES: Final[Mapping[str, str]] = {
    "frt": "Intercom counts from the customer's first message to the first reply of a teammate, "
    "in the workspace's office hours where its reports say so.",
    "next_reply": "Intercom gives the median of a conversation, from the last message before each "
    "reply.",
    "resolution": "Intercom counts to the last close, and its times to close are of office hours.",
    "first_resolution": "Intercom counts to the first close, in office hours.",
    "solved": "Intercom's closed conversations count each close: closed, opened and closed again "
    "is two.",
    "reopen": "Intercom counts the reopens of each conversation, whenever they happen.",
    "fcr": "Intercom calls a conversation closed on first contact that was closed once and had one "
    "teammate.",
    "aht": "Intercom's handling time runs from the assignment to the close; its adjusted one, "
    "which is taken here, leaves out when nobody was active.",
    "sla": _TARGETS,
    "sla_frt": _TARGETS,
    "sla_resolution": _TARGETS,
    "csat": "Intercom counts 4 and 5 of 5 as positive, as we do, by when the rating was asked for.",
}
"""By the key of a measure, with its variant where that alone differs so."""

MENDS: Final[Mapping[Need, str]] = {
    Need.SURVEYS: "ask for ratings in Intercom's workflows or in Fin's settings",
    Need.PROMISES: "apply SLAs to conversations in Intercom's workflows and sync again",
    Need.HOURS: "set office hours in Intercom and give the app the right to read them",
}
"""Halves of sentences: how an account comes to give what it does not."""
