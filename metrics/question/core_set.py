"""The core set: the few measures that a team has chosen to be shown, in the team's own order."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.catalogue import CATALOGUE
from metrics.tickets.records import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreSet:
    """What was chosen, by key. Without `metrics` each digest shows its usual ones."""

    metrics: tuple[str, ...] = ()
    since_at: Instant = 0
    set_by: str = ""

    @property
    def known(self) -> tuple[str, ...]:
        """Those that there still are."""
        return tuple(key for key in self.metrics if key in CATALOGUE)
