"""Where Salesforce's own screens count otherwise than we do, and how to get from it what lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from metrics.sources.needs import Need

_TARGETS: Final = (
    "Salesforce counts a milestone as violated that was completed after its target date, and takes "
    "off the time in which a case was stopped."
)
DIFFERENCES: Final[Mapping[str, str]] = {
    "frt": "Salesforce's reports have no first response of their own; its milestone is completed "
    "by whatever rule the org has.",
    "resolution": "Salesforce's Age of a closed case is the same span, from opening to the latest "
    "close; cases closed when created have none.",
    "backlog": "Salesforce's Open is any status that the org does not call closed, as here.",
    "sla": _TARGETS,
    "sla_frt": _TARGETS,
    "sla_resolution": _TARGETS,
    "reopen": "Salesforce counts no reopenings; a report has them from the history of the status.",
    "fcr": "Salesforce's Closed When Created says only that a case was closed as it was saved.",
    "csat": "Salesforce's survey score is the mean of all points, and not the share of good ones.",
}
"""By the key of a measure, with its variant where that alone differs so."""

MENDS: Final[Mapping[Need, str]] = {
    Need.HISTORY: "let the app's user read Case History and switch on field history tracking of "
    "Status, Owner and Priority",
    Need.REPLIES: "let the app's user read Email Message and Case Comment, and switch on Enhanced "
    "Email",
    Need.SURVEYS: "let the app's user read the survey objects, and link each invitation to its "
    "case by a survey subject",
    Need.PROMISES: "switch on entitlement management and let the app's user read Case Milestone",
    Need.HOURS: "let the app's user view setup and configuration",
}
"""Halves of sentences: how an account comes to give what it does not."""
