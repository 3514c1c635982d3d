"""The threads of the newest cards in memory, for while the store cannot be asked."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

MOST_CARDS = 2_000


class RecentCards:
    """Knows the `most` threads that were noted last. Safe among threads."""

    def __init__(self, most: int = MOST_CARDS) -> None:
        self.most = most
        self._threads: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._lock = Lock()

    def note(self, channel: str, thread: str) -> None:
        """Know that a card stands in that thread."""
        place = (channel, thread)
        with self._lock:
            self._threads[place] = None
            self._threads.move_to_end(place)
            while len(self._threads) > self.most:
                self._threads.popitem(last=False)

    def knows(self, channel: str, thread: str) -> bool:
        """Whether a card is known to stand there."""
        with self._lock:
            return (channel, thread) in self._threads
