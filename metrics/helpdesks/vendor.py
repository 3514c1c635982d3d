"""What a vendor's folder tells of itself to all the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar

from metrics.helpdesks.contract import Helpdesk
from metrics.helpdesks.guide import Guide
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
    `guide` is what somebody reads who connects one, None as long as nobody has written it.
    `differences` are sentences on where its own screens count otherwise, by the key of a measure
    (with a variant, where that differs apart); `mends` halves of sentences on how an account comes
    to give what it does not.
    """

    title: str
    supplies: Mapping[Need, Provision]
    settings: type[S]
    connect: Callable[[S, Keeping, Surroundings], Helpdesk]
    signed: Callable[[str, Mapping[str, str], bytes], bool] | None = None
    settles_seconds: int = 0
    guide: Guide | None = None
    differences: Mapping[str, str] = field(default_factory=dict)
    mends: Mapping[Need, str] = field(default_factory=dict)

    def difference(self, metric: str, variant: str = "") -> str:
        """Where its own screens count a measure otherwise, in a sentence; "" where nobody says."""
        return self.differences.get(f"{metric} {variant}", self.differences.get(metric, ""))

    def mend(self, need: Need) -> str:
        """How an account comes to give something, in half a sentence; "" where nobody says."""
        if need is Need.AI and need not in self.mends:
            bots = self.settings.variable("bots")
            return f"name the users your AI agents write as in {bots} and sync again"
        return self.mends.get(need, "")


AnyVendor: TypeAlias = Vendor[Any]
"""One of several, each with settings of its own kind."""
