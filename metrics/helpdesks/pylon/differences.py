"""Where Pylon's own screens count otherwise than we do, and how to get from it what lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from metrics.sources.needs import Need

_TARGETS: Final = (
    "Pylon's clocks stand still outside the support hours of a policy; its policies are not told, "
    "only by when an issue is due now."
)
DIFFERENCES: Final[Mapping[str, str]] = {
    "frt": "Pylon's first response may be that of an AI agent or of an automatic answer.",
    "resolution": "Pylon's resolution time is the same span, of issues that are closed now.",
    "sla": _TARGETS,
    "sla_frt": _TARGETS,
    "sla_resolution": _TARGETS,
    "csat": "Pylon keeps the scores of a scale that each team chooses; we count those above the "
    "middle as good.",
}
"""By the key of a measure, with its variant where that alone differs so."""

MENDS: Final[Mapping[Need, str]] = {
    Need.SURVEYS: "make a satisfaction survey in Pylon",
    Need.HOURS: "write the office hours into the settings, since Pylon does not tell them",
}
"""Halves of sentences: how an account comes to give what it does not."""
