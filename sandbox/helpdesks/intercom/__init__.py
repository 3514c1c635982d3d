"""An Intercom on your own machine: the made-up year in the real one's shapes and habits."""

from __future__ import annotations

from sandbox.helpdesks.intercom.app import TOKEN, Quirks, intercom_app
from sandbox.helpdesks.intercom.conversations import CATEGORY_ATTRIBUTE
from sandbox.helpdesks.intercom.people import WORKSPACE

__all__ = ["CATEGORY_ATTRIBUTE", "TOKEN", "WORKSPACE", "Quirks", "intercom_app"]
