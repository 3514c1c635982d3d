"""A Zendesk on your own machine: the made-up year in the real one's shapes and habits."""

from __future__ import annotations

from sandbox.helpdesks.zendesk.app import EMAIL, TOKEN, zendesk_app
from sandbox.helpdesks.zendesk.attributes import AREA_FIELD
from sandbox.helpdesks.zendesk.rows import CATEGORY_FIELD

__all__ = ["AREA_FIELD", "CATEGORY_FIELD", "EMAIL", "TOKEN", "zendesk_app"]
