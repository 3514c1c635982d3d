"""Fifty commands in five seconds through a real socket, and what became of them.

make bench ARGS=burst                                   this checkout, on SQLite
python -m tests.bench.burst --rounds 3                  the same, three times
python -m tests.bench.burst --postgres                  on a PostgreSQL of its own
python -m tests.bench.burst --checkout ../before        another checkout, with its own .venv
python -m tests.bench.burst --no-files                  in a workspace that takes no files

The Slack is always this checkout's, so that two checkouts meet the same one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sandbox.slack.journal import RateLimit
from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.records import Message, Person
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from tests.bench.databases import postgres
from tests.bench.process import machine
from tests.bench.tables import Aim

COMMANDS, SECONDS = 50, 5.0
TICKETS = 20_000
PATIENCE_SECONDS = 180.0
PICTURE_SECONDS = 1.0
"""So long Slack examines each picture before it may be shown."""
ACKNOWLEDGED, LAST_CARD = Aim(most=50), Aim(most=6)
"""In milliseconds, and in seconds from the first command on."""
PEOPLE = tuple(f"U0ASKS{number:02}" for number in range(25))
"""Who asks: of one person only so many questions may wait."""
PHRASES = (
    "frt email last week",
    "resolution last month",
    "csat last quarter",
    "backlog",
    "volume by team",
)
FILL = """
import sys, time
from metrics.store.database.engine import Store
from tests.bench.filling import fill
store = Store.open(sys.argv[1])
store.migrate()
fill(store, int(sys.argv[2]), int(time.time()))
store.close()
"""
SERVE = "from bot.cli import main; main()"


@dataclass
class Burst:
    """What was measured, in seconds: each acknowledgement, and when each answer stood."""

    slack: Running
    began: float = 0.0
    acknowledged: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    stood: dict[str, float] = field(default_factory=dict)

    def run(self) -> None:
        """Ask, and wait until all is answered."""
        stop = self.slack.workspace.watch(self._note)
        self.began = time.perf_counter()
        with ThreadPoolExecutor(COMMANDS) as people:
            list(people.map(self._ask, range(COMMANDS)))
        with ThreadPoolExecutor(1) as waiting:
            waiting.submit(self.slack.workspace.wait_for, self._over, PATIENCE_SECONDS).result()
        stop()

    def _ask(self, number: int) -> None:
        time.sleep(max(0.0, self.began + number * SECONDS / COMMANDS - time.perf_counter()))
        phrase = PHRASES[number % len(PHRASES)]
        asked = time.perf_counter()
        outcome = self.slack.command(PEOPLE[number % len(PEOPLE)], SUPPORT.id, "/kpi", phrase)
        self.acknowledged.append(time.perf_counter() - asked)
        if not outcome.ok:
            self.refused.append(outcome.problem)

    def _note(self, change: object) -> None:
        if not isinstance(change, dict) or change.get("kind") != "message":
            return
        message = change["message"]
        if isinstance(message, Message) and message.author == self.slack.workspace.bot.id:
            self.stood.setdefault(message.ts, time.perf_counter() - self.began)

    def _over(self) -> bool:
        return len(self.stood) + len(self.refused) >= COMMANDS

    def told(self) -> str:
        """What came of it, in words."""
        blocks = [b for m in self.slack.workspace.messages(SUPPORT.id) for b in m.blocks]
        pictures = sum("slack_file" in block for block in blocks)
        return said(self.acknowledged, len(self.refused), list(self.stood.values()), pictures)


def said(acknowledged: Sequence[float], refused: int, stood: Sequence[float], pictures: int) -> str:
    """What was measured, in words and beside the aims; all in seconds, from the first command."""
    p50, p99 = np.percentile(acknowledged, [50, 99]) * 1000
    last = max(stood)
    return (
        f"acknowledged in ms: {p50:.0f} median, {p99:.0f} p99 ({ACKNOWLEDGED.told(p99)}), "
        f"{max(acknowledged) * 1000:.0f} worst; refused {refused}; "
        f"{len(stood)} answers, {pictures} with a picture, "
        f"the last after {last:.1f} s ({LAST_CARD.told(last)}), "
        f"which is {last - SECONDS + SECONDS / COMMANDS:.1f} s after the last command"
    )


def burst() -> str:
    """One burst at this checkout on SQLite, in words."""
    options = _options([])
    with tempfile.TemporaryDirectory() as folder, _database(Path(folder), options) as url:
        return (
            f"{COMMANDS} commands in {SECONDS:.0f} s ({machine()}), each with a picture that is "
            f"ready after {PICTURE_SECONDS:.0f} s\n{measured(url, options)}"
        )


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    options = _options(argv)
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder, _database(Path(folder), options) as url:
            print(f"{options.checkout.resolve().name}: {measured(url, options)}", flush=True)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.burst")
    parser.add_argument("--checkout", type=Path, default=Path.cwd())
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--no-files", action="store_true")
    parser.add_argument("--rounds", type=int, default=1)
    return parser.parse_args(argv)


def measured(url: str, options: argparse.Namespace) -> str:
    """One burst at a bot of its own."""
    checkout: Path = options.checkout.resolve()
    python = checkout / ".venv" / "bin" / "python"
    command = [str(python if python.exists() else sys.executable), "-c"]
    subprocess.run([*command, FILL, url, str(TICKETS)], cwd=checkout, check=True)
    workspace = Workspace(rate=RateLimit(burst=10 * COMMANDS), processing_seconds=PICTURE_SECONDS)
    for person in PEOPLE:
        workspace.keep_person(Person(id=person, name=person.lower(), real_name=person))
        workspace.join(SUPPORT.id, person)
    workspace.settings.uploads_disabled = options.no_files
    workspace.settings.ack_seconds = PATIENCE_SECONDS
    with Running(workspace) as slack, _serving([*command, SERVE, "serve"], url, slack, checkout):
        slack.wait_for_app(PATIENCE_SECONDS)
        slack.command(ANNA.id, SUPPORT.id, "/kpi", PHRASES[0])  # its caches are warm in real life
        workspace.wait_for(lambda: workspace.messages(SUPPORT.id), PATIENCE_SECONDS)
        burst = Burst(slack)
        burst.run()
        return burst.told()


@contextmanager
def _serving(command: list[str], url: str, slack: Running, checkout: Path) -> Iterator[None]:
    settings = {
        "SLACK_BOT_TOKEN": slack.workspace.settings.bot_token,
        "SLACK_APP_TOKEN": slack.workspace.settings.app_token,
        "SLACK_API_URL": slack.api_url,
        "ZENDESK_URL": "http://127.0.0.1:1",
        "ZENDESK_EMAIL": "a@acme.com",
        "ZENDESK_API_TOKEN": "t",
        "DATABASE_URL": url,
        "DESKPULSE_PORT": "0",
        "DESKPULSE_LOG_LEVEL": "ERROR",
    }
    process = subprocess.Popen([*command], env={**os.environ, **settings}, cwd=checkout)
    try:
        yield
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def _database(folder: Path, options: argparse.Namespace) -> Iterator[str]:
    if not options.postgres:
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    with postgres() as url:
        yield url


if __name__ == "__main__":
    main()
