"""The helpdesks that can be connected: one line a vendor."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from metrics.helpdesks import freshdesk, intercom, pylon, salesforce, zendesk
from metrics.helpdesks.vendor import AnyVendor

HELPDESKS: Final[Mapping[str, AnyVendor]] = MappingProxyType(
    {
        "zendesk": zendesk.VENDOR,
        "freshdesk": freshdesk.VENDOR,
        "intercom": intercom.VENDOR,
        "salesforce": salesforce.VENDOR,
        "pylon": pylon.VENDOR,
    }
)
"""By the word that a source's key begins with, and the names of its settings."""


def title_of(vendor: str) -> str:
    """What people call a vendor's helpdesk, also where nothing else is known of the vendor."""
    known = HELPDESKS.get(vendor)
    return known.title if known else vendor.capitalize()
