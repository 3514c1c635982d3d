"""A Freshdesk on your own machine: the made-up year in the real one's shapes and habits."""

from __future__ import annotations

from sandbox.helpdesks.freshdesk.app import KEY, Quirks, freshdesk_app
from sandbox.helpdesks.freshdesk.rows import CATEGORY_FIELD

__all__ = ["CATEGORY_FIELD", "KEY", "Quirks", "freshdesk_app"]
