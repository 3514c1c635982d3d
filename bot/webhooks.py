"""Helpdesks that call when something changes: a call wakes the sync, and is believed no further.

What the sync then reads comes from the helpdesk's API, as at any other turn. So a call that is lost
costs some minutes and nothing else, and a forged one that slips through costs some requests.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from threading import Lock

from bot.config import Settings
from metrics.helpdesks.vendors import HELPDESKS

logger = logging.getLogger(__name__)

LARGEST_BODY = 1_000_000
QUIET_SECONDS = 60.0
"""So long nothing more is logged of calls that were turned away."""
GATHER_SECONDS = 5.0
"""Calls come in bursts; so long after the first one the sync begins."""
APART_SECONDS = 15.0
"""So long lies at least between two syncs that calls begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """An account that may call: `signed` says of headers and body whether the call is its own.

    `settles_seconds` is how long after a change its API may still show what was before.
    """

    signed: Callable[[Mapping[str, str], bytes], bool]
    settles_seconds: float = 0.0


@dataclass
class _Wake:
    """When the next sync is due because of a call, and when the last call came."""

    due_at: float | None = None
    called_at: float = 0.0
    began_at: float = float("-inf")


@dataclass
class Webhooks:
    """Takes calls, and says whose sync they make due. `callers` are by the key of their source."""

    callers: Mapping[str, Caller]
    monotonic: Callable[[], float] = time.monotonic
    _wakes: dict[str, _Wake] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _turned_away: int = 0
    _logged_at: float = float("-inf")

    def take(self, source: str, headers: Mapping[str, str], body: bytes) -> HTTPStatus:
        """What is answered to a call for an account: the reason stays here."""
        caller = self.callers.get(source)
        if caller is None or not caller.signed(headers, body):
            self._turn_away()
            return HTTPStatus.NOT_FOUND if caller is None else HTTPStatus.UNAUTHORIZED
        with self._lock:
            self._note(self._wakes.setdefault(source, _Wake()), caller)
        return HTTPStatus.OK

    def due(self) -> list[str]:
        """The accounts whose sync is due now."""
        now = self.monotonic()
        with self._lock:
            return [
                source
                for source, wake in self._wakes.items()
                if wake.due_at is not None and wake.due_at <= now
            ]

    def begun(self, source: str) -> None:
        """A sync of an account begins. What it may not see yet makes another one due."""
        now, caller = self.monotonic(), self.callers[source]
        with self._lock:
            wake = self._wakes[source]
            wake.began_at, wake.due_at = now, None
            if wake.called_at + caller.settles_seconds > now:
                self._note(wake, caller, called_at=wake.called_at)

    def _note(self, wake: _Wake, caller: Caller, called_at: float | None = None) -> None:
        """Make a sync due for a call, unless one is: a later call changes that one no more."""
        wake.called_at = self.monotonic() if called_at is None else called_at
        if wake.due_at is None:
            due_at = wake.called_at + max(GATHER_SECONDS, caller.settles_seconds)
            wake.due_at = max(due_at, wake.began_at + APART_SECONDS)

    def _turn_away(self) -> None:
        """Log how many calls were nobody's, and nothing that they said."""
        now = self.monotonic()
        with self._lock:
            self._turned_away += 1
            count, is_quiet = self._turned_away, now - self._logged_at < QUIET_SECONDS
            self._logged_at = self._logged_at if is_quiet else now
        if not is_quiet:
            logger.warning(
                "Turned away calls that no connected helpdesk has signed (%s so far). If they are "
                "a helpdesk's own, check its address and secret against the settings.",
                count,
            )


def callers(settings: Settings, sources: Iterable[str]) -> dict[str, Caller]:
    """The accounts, by `sources`, whose webhook's secret is set."""
    result: dict[str, Caller] = {}
    for account, source in zip(settings.required_helpdesks(), sources, strict=True):
        vendor, secret = HELPDESKS[account.vendor], account.own.webhook_secret
        if vendor.signed is not None and secret is not None:
            signed = partial(vendor.signed, secret.get_secret_value())
            result[source] = Caller(signed=signed, settles_seconds=vendor.settles_seconds)
    return result
