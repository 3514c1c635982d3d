"""The time of this machine: the clock that everybody else is handed."""

from __future__ import annotations

import time

from metrics.tickets.records import Instant


def system_now() -> Instant:
    """The time of this machine."""
    return int(time.time())  # noqa: TID251  the one place
