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
    kept: Callable[[], Iterable[str]],
    delete: Callable[[str], object],
) -> None:
    """Let `make` read each entry, and delete of `kept`, those of the settings, what it gave no id.

    An entry that cannot be read is logged with what to write, and nothing is deleted meanwhile.
    """
    made = set()
    for entry in entries:
        try:
            made.add(make(entry))
        except AskError as error:
            logger.warning("%s: %s: %s", setting, entry, error)
            return
    for id in kept():
        if id not in made:
            delete(id)
