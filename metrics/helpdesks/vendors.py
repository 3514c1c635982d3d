"""The helpdesks that can be connected: one line a vendor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from metrics.helpdesks import zendesk
from metrics.helpdesks.contract import Account, Helpdesk
from metrics.helpdesks.web import Surroundings
from metrics.sources.needs import Need, Provision


class Vendor(NamedTuple):
    """What people call a vendor's helpdesk, what it supplies, and what makes one of an account."""

    title: str
    supplies: Mapping[Need, Provision]
    connect: Callable[[Account, Surroundings], Helpdesk]


HELPDESKS: Final[Mapping[str, Vendor]] = MappingProxyType(
    {"zendesk": Vendor("Zendesk", zendesk.Zendesk.supplies, zendesk.connect)}
)
