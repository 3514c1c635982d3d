"""What a vendor's folder tells of itself to all the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from metrics.helpdesks.contract import Helpdesk
from metrics.helpdesks.settings import Keeping, VendorSettings
from metrics.helpdesks.web import Surroundings
from metrics.sources.needs import Need, Provision

S = TypeVar("S", bound=VendorSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor(Generic[S]):
    """A vendor whose helpdesks can be connected.

    `title` is what people call it, `supplies` what it brings, `settings` what is set of an account.
    `connect` makes a helpdesk of such settings. `signed` says whether a webhook's headers and body
    are signed with a secret, None where no webhook is taken; `settles_seconds` is how long after a
    change the vendor may take to show it.
    """

    title: str
    supplies: Mapping[Need, Provision]
    settings: type[S]
    connect: Callable[[S, Keeping, Surroundings], Helpdesk]
    signed: Callable[[str, Mapping[str, str], bytes], bool] | None = None
    settles_seconds: int = 0


AnyVendor: TypeAlias = Vendor[Any]
"""One of several, each with settings of its own kind."""
