"""The kinds of alert, one module each. A new one is one object, named here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.alerts.kinds.bad_rating import BAD_RATING
from bot.alerts.kinds.breaching import BREACHING
from bot.alerts.kinds.drift import DRIFT
from bot.alerts.kinds.growing import GROWING
from bot.alerts.kinds.kind import AlertKind, Sight
from bot.alerts.kinds.spike import SPIKE
from bot.alerts.kinds.threshold import THRESHOLD
from bot.services import Services
from metrics.errors import AskError
from metrics.posting.alerts import Alert
from metrics.tickets.records import Instant

KINDS: Mapping[str, AlertKind] = MappingProxyType(
    {kind.key: kind for kind in (THRESHOLD, BREACHING, SPIKE, GROWING, DRIFT, BAD_RATING)}
)
"""All kinds by key, in the order in which help and forms name them."""

EXAMPLES = tuple(kind.example for kind in KINDS.values())
"""Words that make one of each kind."""


def kind_of(alert: Alert) -> AlertKind:
    """The kind of a kept alert. Raises AskError where there is none, as after going back."""
    if alert.kind not in KINDS:
        raise AskError(f"I know no alerts of the kind {alert.kind}. Delete it, or update me.")
    return KINDS[alert.kind]


def watch(alert: Alert, services: Services, now: Instant) -> Sight:
    """What it sees at `now`. Raises AskError where it watches what cannot be asked."""
    return kind_of(alert).check(alert, services, now)
