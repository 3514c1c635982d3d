"""What has been taken already: Slack may deliver an event twice, with or without saying so."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock


class RecentKeys:
    """Remembers the last `limit` keys."""

    def __init__(self, limit: int = 10_000) -> None:
        self._keys: OrderedDict[str, None] = OrderedDict()
        self._limit = limit
        self._lock = Lock()

    def first(self, *keys: str) -> bool:
        """Whether none of `keys` was here before; all of them are from now on."""
        with self._lock:
            new = not any(key in self._keys for key in keys)
            self._keys.update(dict.fromkeys(keys))
            while len(self._keys) > self._limit:
                self._keys.popitem(last=False)
            return new

    def forget(self, key: str) -> None:
        """Let a key be as if it had never been here."""
        with self._lock:
            self._keys.pop(key, None)
