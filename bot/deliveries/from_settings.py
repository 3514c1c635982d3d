"""What the settings keep is made once, and deleted once it is no longer in them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from metrics.errors import AskError

logger = logging.getLogger(__name__)


def keep_in_step(
    setting: str,
    entries: Iterable[str],
    make: Callable[[str], str],
    existing: Callable[[], Iterable[str]],
    delete: Callable[[str], object],
) -> None:
    """Let `make` read each entry, and delete of `existing`, those made before, what has no entry.

    An entry that cannot be read is logged with what to write, and nothing is deleted meanwhile.
    """
    ids = set()
    for entry in entries:
        try:
            ids.add(make(entry))
        except AskError as error:
            logger.warning("%s: %s: %s", setting, entry, error)
            return
    for id in existing():
        if id not in ids:
            delete(id)
