"""A Pylon on your own machine: the made-up year in the real one's shapes and habits."""

from __future__ import annotations

from sandbox.helpdesks.pylon.app import pylon_app
from sandbox.helpdesks.pylon.door import OTHER_REGION_TOKEN, TOKEN, Quirks
from sandbox.helpdesks.pylon.limits import OLDER, Limits
from sandbox.helpdesks.pylon.people import ORGANIZATION
from sandbox.helpdesks.pylon.rows import CATEGORY_FIELD
from sandbox.helpdesks.pylon.webhooks import delivery

__all__ = [
    "CATEGORY_FIELD",
    "OLDER",
    "ORGANIZATION",
    "OTHER_REGION_TOKEN",
    "TOKEN",
    "Limits",
    "Quirks",
    "delivery",
    "pylon_app",
]
