"""Writers of one process that leave room between them for those of another.

SQLite has one writer at a time, and whoever waits looks again and again, at last ten times a
second, rather than in line: a process that writes without a pause keeps all others out.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from typing import Final

LOOKED_AGAIN_SECONDS: Final = 0.11
"""The longest time between two looks of one who waits, and a little more."""


@dataclass
class GivingWay:
    """One turn at a time, and after each a pause as long as it was. Safe among threads."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep  # noqa: TID251  another process has its time
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _free_from: float = -inf

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until nobody else in this process writes and others have had their time."""
        with self._lock:
            pause = self._free_from - self.clock()
            if pause > 0:
                self.sleep(pause)
            begun = self.clock()
            try:
                yield
            finally:
                ended = self.clock()
                self._free_from = ended + min(ended - begun, LOOKED_AGAIN_SECONDS)
