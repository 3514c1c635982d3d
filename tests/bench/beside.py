"""Fifty commands while all helpdesks are read, beside the same fifty while nothing is.

python -m tests.bench.beside           or: make bench ARGS=beside

The stand-ins have a process of their own. The newest months are read before; then one bot has
nothing to read but what is new, and another one, on a copy of the same database, reads back the
rest of the year meanwhile.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np

from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from sandbox.demo import COMMAND, settings
from sandbox.desks import ALL, vendors_of
from sandbox.slack.journal import RateLimit
from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace

COMMANDS: Final = 50
TICKETS: Final = 20
"""A weekday, of each helpdesk."""
RECENT_DAYS, ALL_DAYS = 60, 400
PATIENCE_SECONDS: Final = 180.0
PHRASES: Final = (
    "frt last week",
    "resolution last 4 weeks",
    "csat last month",
    "backlog",
    "volume by team",
    "frt last week by source",
    "solved last 30 days",
    "reopen last month",
    "oldest",
    "sla last month",
)
STAND_INS: Final = """
import json, os, sys, time
from sandbox.desks import running
os.nice(19)  # they stand for machines elsewhere: the bot's must not wait for them
with running(json.loads(sys.argv[1]), time.time, int(sys.argv[2])) as addresses:
    print(json.dumps(dict(addresses)), flush=True)
    sys.stdin.read()
"""


def beside() -> str:
    """Measure; what came of it, in words."""
    with tempfile.TemporaryDirectory() as name, _stand_ins(vendors_of(ALL)) as addresses:
        folder = Path(name)
        with Running(Workspace()) as slack:
            environment = _environment(folder / "calm.db", addresses, slack, RECENT_DAYS)
            _bot(environment, "sync").wait()
        shutil.copy(folder / "calm.db", folder / "busy.db")
        calm, _ = _fifty(folder / "calm.db", addresses, RECENT_DAYS)
        busy, reading = _fifty(folder / "busy.db", addresses, ALL_DAYS)
    return (
        f"{len(addresses)} helpdesks, {COMMANDS} commands one after another, seconds to the answer:"
        f"\nnothing to read: {_told(calm)}\nall are read: {_told(busy)}; {reading}"
        f"\np95, read / not read: {np.percentile(busy, 95) / np.percentile(calm, 95):.2f}"
    )


def _told(seconds: Sequence[float]) -> str:
    p50, p95 = np.percentile(seconds, [50, 95])
    return f"{p50:.2f} median, {p95:.2f} p95, {max(seconds):.2f} longest"


@contextmanager
def _stand_ins(vendors: Sequence[str]) -> Iterator[Mapping[str, str]]:
    """The helpdesks in a process of their own; yields their addresses."""
    line = [sys.executable, "-c", STAND_INS, json.dumps(vendors), str(TICKETS)]
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None:
            raise RuntimeError("the stand-ins have no output")
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


def _environment(
    database: Path, addresses: Mapping[str, str], slack: Running, days: int
) -> Mapping[str, str]:
    own = {
        "DATABASE_URL": f"sqlite:///{database}",
        "DESKPULSE_SINCE": f"{days} days",
        "DESKPULSE_LOG_LEVEL": "ERROR",
    }
    return {**settings(database.parent, addresses, slack), **own}


def _bot(environment: Mapping[str, str], *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, *words], env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )


def _fifty(database: Path, addresses: Mapping[str, str], days: int) -> tuple[Sequence[float], str]:
    """How long each answer took, and how many helpdesks were being read at the end."""
    workspace = Workspace(rate=RateLimit(burst=10 * COMMANDS))
    with Running(workspace) as slack:
        process = _bot(_environment(database, addresses, slack, days), "serve")
        try:
            slack.wait_for_app(PATIENCE_SECONDS)
            for phrase in PHRASES:  # its caches are warm in real life
                _ask(slack, phrase)
            seconds = [_ask(slack, PHRASES[n % len(PHRASES)]) for n in range(COMMANDS)]
            return seconds, _reading(database)
        finally:
            process.terminate()
            process.wait(60)


def _ask(slack: Running, phrase: str) -> float:
    """Seconds from a command to its answer."""
    workspace = slack.workspace
    before, begun = len(workspace.messages(SUPPORT.id)), time.perf_counter()
    outcome = slack.command(ANNA.id, SUPPORT.id, "/kpi", phrase)
    if not outcome.ok:
        raise RuntimeError(f"{phrase}: {outcome.problem}")
    workspace.wait_for(lambda: len(workspace.messages(SUPPORT.id)) > before, PATIENCE_SECONDS)
    return time.perf_counter() - begun


def _reading(database: Path) -> str:
    store = Store.open(f"sqlite:///{database}")
    try:
        with store.read() as connection:
            streams = {
                source.name: ledger.streams(connection, source.name).values()
                for source in ledger.sources(connection)
            }
    finally:
        store.close()
    begun = time.time() - (ALL_DAYS - 5) * 86_400
    going = [name for name, all in streams.items() if any((s.from_at or 0) > begun for s in all)]
    return f"{len(going)} of {len(streams)} were not read to the end yet at the last answer"


if __name__ == "__main__":
    print(beside())
