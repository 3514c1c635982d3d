"""What Slack has said, for a while only; while it cannot be asked, what it said last.

No lock is held while Slack is asked: where two want the same at once, both ask.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from bot.services import Now
from bot.workspace import CannotCheckError
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

T = TypeVar("T")

AGAIN_SECONDS = 30
"""After a call that failed, the next one is made so much later, where the last answer will do."""
LONGEST_SECONDS = 86400
"""So old an answer holds no longer, even where Slack gives no newer one."""
LARGEST = 20_000
"""Answers that are kept; past that, what was asked longest ago is asked again."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """What Slack said at an instant; at `again_at` it is asked anew."""

    at: Instant
    again_at: Instant
    what: T


class Cache(Generic[T]):
    """Keeps each answer for `seconds`. Safe to be used by several threads at once.

    `longest_seconds`: so old at most the last answer may be that holds while Slack cannot be asked.
    """

    def __init__(self, now: Now, seconds: int, *, longest_seconds: int = 0) -> None:
        self._now = now
        self._seconds = seconds
        self._longest_seconds = longest_seconds
        self._entries: OrderedDict[str, Entry[T]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, ask: Callable[[], T]) -> T:
        """What is known of `key`, by `ask` where that is nothing or too old. Raises what that does.

        Where that is CannotCheckError, the last answer holds while it is young enough.
        """
        now = self._now()
        with self._lock:
            last = self._entries.get(key)
        if last and last.at <= now < last.again_at:
            return last.what
        try:
            entry = Entry(now, now + self._seconds, ask())
        except CannotCheckError:
            if last is None or not 0 <= now - last.at < self._longest_seconds:
                raise
            logger.warning("What Slack said %s s ago holds: it cannot be asked", now - last.at)
            entry = Entry(last.at, self._now() + AGAIN_SECONDS, last.what)
        self._keep(key, entry)
        return entry.what

    def _keep(self, key: str, entry: Entry[T]) -> None:
        with self._lock:
            self._entries[key] = entry
            self._entries.move_to_end(key)
            while len(self._entries) > LARGEST:
                self._entries.popitem(last=False)
