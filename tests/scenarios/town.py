"""The bot's commands in processes of their own, in a town where it is always the same day."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from metrics.periods import Period
from metrics.periods.windows import local_date
from sandbox.demo import settings
from sandbox.slack.server import Running
from tests import patience

ENDS_AT = int(os.environ.get("TOWN_ENDS_AT", "1795600800"))
"""When the made-up year ends: Wed 25 Nov 2026, 11:00 in Berlin. Any other may be tried by hand."""
TICKETS_PER_WEEKDAY = int(os.environ.get("TICKETS_PER_WEEKDAY", "6"))
COMMAND = (sys.executable, "-m", "tests.scenarios.moved")
ROOT = Path(__file__).parents[2]


def dates(words: str) -> str:
    """A period by its dates, as it is meant on that day."""
    today = local_date(ENDS_AT, ZoneInfo("Europe/Berlin"))
    return str(Period.of(words).by_dates(today))


def clock_from(at: int) -> Callable[[], float]:
    """A clock that goes on from `at`."""
    ahead = at - time.time()
    return lambda: time.time() + ahead


@dataclass(frozen=True)
class Commands:
    """The bot's commands with these settings."""

    environment: Mapping[str, str]

    def start(self, *words: str, log: int = subprocess.PIPE) -> subprocess.Popen[str]:
        """Start one and go on; what it prints goes to `log`."""
        return subprocess.Popen(
            [*COMMAND, *words],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *words: str) -> str:
        """Run one to its end; returns what it printed."""
        process = self.start(*words)
        printed, _ = process.communicate(timeout=2 * patience.SECONDS)
        assert process.returncode == 0, printed
        return printed

    @contextmanager
    def serving(self, log: Path) -> Iterator[subprocess.Popen[str]]:
        """The running bot, which must end well; what it logged is printed."""
        with log.open("w") as file:
            process = self.start("serve", log=file.fileno())
        try:
            yield process
            process.terminate()
            process.wait(patience.SECONDS)
        finally:
            process.kill()
            process.wait()
            sys.stdout.write(log.read_text())
        assert process.returncode == 0


def commands(folder: Path, zendesk: str, slack: Running, **more: str) -> Commands:
    """Commands with the demo's settings, a database in `folder`, and the clock of their Slack."""
    ahead = slack.workspace.clock() - time.time()
    own = {"DESKPULSE_SINCE": "2025-01-01", "CLOCK_AHEAD_SECONDS": str(ahead)}
    return Commands({**settings(folder, {"zendesk": zendesk}, slack), **own, **more})
