"""The bot's command line on another day: `python -m tests.scenarios.moved sync`, and so on.

`CLOCK_AHEAD_SECONDS` says how far its clock is ahead of this machine's, `MACHINE` on which other
machine it believes that it runs.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from unittest.mock import patch


def main() -> None:
    """Run the command with the clock moved, perhaps to another machine."""
    _move()
    # Not before: some modules keep the function `time` as it is when they are read.
    import_module("bot.cli").main()


def _move() -> None:
    """Move the clock, for good, and perhaps the machine."""
    real, ahead = time.time, float(os.environ["CLOCK_AHEAD_SECONDS"])
    machine = os.environ.get("MACHINE") or socket.gethostname()
    patch("time.time", lambda: real() + ahead).start()
    patch("socket.gethostname", lambda: machine).start()


def run(environment: Mapping[str, str], *words: str) -> None:
    """Run a command in a process that was forked for it."""
    os.environ.update(environment)
    sys.argv[1:] = words
    main()


if __name__ == "__main__":
    main()
elif __name__ == "__mp_main__":  # the bot's process of the syncs begins with its parent's module
    _move()
