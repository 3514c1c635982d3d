"""A Salesforce on your own machine: the made-up year in the real one's shapes and habits."""

from __future__ import annotations

from sandbox.helpdesks.salesforce.app import Quirks, salesforce_app
from sandbox.helpdesks.salesforce.door import CLIENT_ID, CLIENT_SECRET
from sandbox.helpdesks.salesforce.schema import CATEGORY_FIELD

__all__ = ["CATEGORY_FIELD", "CLIENT_ID", "CLIENT_SECRET", "Quirks", "salesforce_app"]
