"""The helpdesks that can be connected: one line a vendor."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from metrics.helpdesks import zendesk
from metrics.helpdesks.vendor import AnyVendor

HELPDESKS: Final[Mapping[str, AnyVendor]] = MappingProxyType(
    {
        "zendesk": zendesk.VENDOR,
    }
)
"""By the word that a source's key begins with, and the names of its settings."""
