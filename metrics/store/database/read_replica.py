"""A copy of the database that only answers reads, for what would be much work for the original.

It may lag behind and it may be away: then the original is read.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import Connection

from metrics.errors import StoreError

if TYPE_CHECKING:
    from metrics.store.database.engine import Store

logger = logging.getLogger(__name__)

Value = TypeVar("Value")

REST_SECONDS: Final = 60.0
"""A replica that failed is left alone for so long: each try may take until it times out."""


@dataclass
class ReadReplica:
    """A read replica. `trouble` says why the last read failed, "" where it went well.

    `clock` gives seconds that only ever go up. For one thread at a time.
    """

    store: Store
    clock: Callable[[], float] = time.monotonic
    trouble: str = ""
    _rests_until: float | None = None

    def read(self, original: Store, work: Callable[[Connection], Value]) -> Value:
        """What `work` makes of the replica; of the original where the replica fails.

        Raises StoreError where both do.
        """
        if self._rests_until is None or self.clock() >= self._rests_until:
            try:
                with self.store.read() as connection:
                    value = work(connection)
            except StoreError as error:
                self._note_failure(error)
            else:
                self._note_success()
                return value
        with original.read() as connection:
            return work(connection)

    def _note_failure(self, error: StoreError) -> None:
        if not self.trouble:
            logger.warning("The read replica: %s The database itself is read meanwhile.", error)
        self.trouble = str(error)
        self._rests_until = self.clock() + REST_SECONDS

    def _note_success(self) -> None:
        if self.trouble:
            logger.info("The read replica answers again")
        self.trouble, self._rests_until = "", None
