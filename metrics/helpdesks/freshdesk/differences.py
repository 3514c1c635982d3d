"""Where Freshdesk's own screens count otherwise than we do, and how to get from it what lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from metrics.sources.needs import Need

_TARGETS: Final = (
    "Freshdesk's share within SLA counts tickets whose flag of a violation is not set; the time "
    "in statuses that stop the clock is taken off there."
)
DIFFERENCES: Final[Mapping[str, str]] = {
    "frt": "Freshdesk counts to the first public reply of an agent, and outbound tickets have "
    "none.",
    "resolution": "Freshdesk's resolution time is the same span; its clock stops in statuses "
    "such as pending.",
    "sla": _TARGETS,
    "sla_frt": _TARGETS,
    "sla_resolution": _TARGETS,
    "reopen": "Freshdesk counts the reopens of each ticket, whenever they happen.",
    "fcr": "Freshdesk calls a ticket resolved on first contact that had one reply of an agent "
    "at most and was not reopened.",
    "csat": "Freshdesk counts the points above neutral as positive, as we do.",
}
"""By the key of a measure, with its variant where that alone differs so."""

MENDS: Final[Mapping[Need, str]] = {
    Need.SURVEYS: "switch satisfaction surveys on in Freshdesk and give the key's agent the right "
    "to see them",
    Need.HANDLING: "let agents note their time in Freshdesk, on a plan that has time tracking",
    Need.HOURS: "give the key's agent the role of an admin",
}
"""Halves of sentences: how an account comes to give what it does not."""
