"""The end of the process, for sure: Python would wait for threads that hang, without end.

All that matters has been written by then, or is rolled back by the database.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from threading import Thread
from typing import NoReturn

logger = logging.getLogger(__name__)

LONGEST_SECONDS = 27.0
"""The bot's own end takes 24 s at most; Kubernetes kills after 30."""


def end(code: int) -> NoReturn:
    """End the process with that exit code, whatever its threads do."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def end_within(seconds: float) -> None:
    """End the process after so long, if it has not ended by itself."""
    Thread(target=_end_after, args=(seconds,), name="end-for-sure", daemon=True).start()


def _end_after(seconds: float) -> None:
    time.sleep(seconds)  # noqa: TID251  the process ends with it
    logger.error("The bot did not end within %.0f s: it is ended now", seconds)
    end(1)
