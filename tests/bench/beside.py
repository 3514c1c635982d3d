"""Commands while all helpdesks are read, beside the same while nothing is.

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
from dataclasses import dataclass
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
from tests.bench.burst import ACKNOWLEDGED
from tests.bench.process import machine
from tests.bench.tables import aligned, number

COMMANDS: Final = 100
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
with running(json.loads(sys.argv[1]), time.time, int(sys.argv[2])) as desks:
    print(json.dumps({name: desk.address for name, desk in desks.items()}), flush=True)
    sys.stdin.read()
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Seconds from a command until it was acknowledged, and until its answer stood."""

    acknowledged: float
    answered: float


def beside() -> str:
    """Measure; what came of it, in words."""
    with tempfile.TemporaryDirectory() as name, _stand_ins(vendors_of(ALL)) as addresses:
        folder = Path(name)
        with Running(Workspace()) as slack:
            environment = _environment(folder / "calm.db", addresses, slack, RECENT_DAYS)
            _bot(environment, "sync").wait()
        shutil.copy(folder / "calm.db", folder / "busy.db")
        calm, _ = _asked(folder / "calm.db", addresses, RECENT_DAYS)
        busy, reading = _asked(folder / "busy.db", addresses, ALL_DAYS)
    return f"{said(len(addresses), calm, busy)}\n{reading}"


def said(helpdesks: int, calm: Sequence[Asked], busy: Sequence[Asked]) -> str:
    """Both in a table, and how many times as long answers take while all are read."""
    heads = [f"{len(calm)} commands one after another, {helpdesks} helpdesks ({machine()})"]
    heads += ["acknowledged ms", "p99", "worst", "answered s", "p95", "longest"]
    ratio = _answered(busy, 95) / _answered(calm, 95)
    late = float(np.percentile([each.acknowledged for each in busy], 99)) * 1000
    rows = [heads, _row("nothing to read", calm), _row("all are read", busy)]
    return (
        f"{aligned(rows)}\nanswers, p95, read / not read: {ratio:.2f}; "
        f"acknowledged while all are read, p99: {late:.0f} ms ({ACKNOWLEDGED.told(late)})"
    )


def _row(name: str, asked: Sequence[Asked]) -> list[str]:
    acknowledged = [each.acknowledged * 1000 for each in asked]
    told = [*np.percentile(acknowledged, [50, 99]), max(acknowledged)]
    told += [_answered(asked, share) for share in (50, 95, 100)]
    return [name, *map(number, told)]


def _answered(asked: Sequence[Asked], share: float) -> float:
    return float(np.percentile([each.answered for each in asked], share))


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


def _asked(database: Path, addresses: Mapping[str, str], days: int) -> tuple[Sequence[Asked], str]:
    """How long each command took, and how many helpdesks were being read at the end."""
    workspace = Workspace(rate=RateLimit(burst=10 * COMMANDS))
    with Running(workspace) as slack:
        process = _bot(_environment(database, addresses, slack, days), "serve")
        try:
            slack.wait_for_app(PATIENCE_SECONDS)
            for phrase in PHRASES:  # its caches are warm in real life
                _ask(slack, phrase)
            asked = [_ask(slack, PHRASES[n % len(PHRASES)]) for n in range(COMMANDS)]
            return asked, _reading(database)
        finally:
            process.terminate()
            process.wait(60)


def _ask(slack: Running, phrase: str) -> Asked:
    workspace = slack.workspace
    before, begun = len(workspace.messages(SUPPORT.id)), time.perf_counter()
    outcome = slack.command(ANNA.id, SUPPORT.id, "/kpi", phrase)
    acknowledged = time.perf_counter() - begun
    if not outcome.ok:
        raise RuntimeError(f"{phrase}: {outcome.problem}")
    workspace.wait_for(lambda: len(workspace.messages(SUPPORT.id)) > before, PATIENCE_SECONDS)
    return Asked(acknowledged, time.perf_counter() - begun)


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
