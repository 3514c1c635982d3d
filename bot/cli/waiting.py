"""A start whose database cannot be used just now: it waits for it, unless a person has to act."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from threading import Event
from typing import Final

from bot.cli.faults import FOR_A_PERSON, leave
from bot.config import Settings
from metrics.errors import StoreError
from metrics.store.database.engine import Store

logger = logging.getLogger(__name__)

PAUSE_SECONDS: Final = 5.0


def opened(
    open_store: Callable[[Settings], Store],
    stop: Event,
    settings: Settings,
    pause_seconds: float = PAUSE_SECONDS,
) -> Store:
    """The database, as soon as it can be used. What it waits for is in the log, once a reason.

    Ends the process where no waiting helps, and where `stop` comes first.
    """
    last_reason = ""
    while not stop.is_set():
        try:
            return open_store(settings)
        except StoreError as error:
            if error.lasting:
                leave(str(error), FOR_A_PERSON)
            if str(error) != last_reason:
                logger.warning("%s The bot waits until it can be used.", error)
            last_reason = str(error)
        stop.wait(pause_seconds)
    sys.exit(0)
