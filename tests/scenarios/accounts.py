"""Several Zendesk accounts of unlike teams with equal ids, and a bot that reads them all."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import app
from bot.config import load
from bot.web import Door
from metrics.ask import Asker
from metrics.store.database.engine import Store
from sandbox.demo import settings
from sandbox.desks import LOOPBACK
from sandbox.helpdesks.zendesk import zendesk_app
from sandbox.slack.server import Running
from sandbox.year import Year
from tests import patience
from tests.scenarios import moved
from tests.scenarios.forked import FORKING

EXPORTS = "/api/v2/incremental/"
LONG_SECONDS = 3600
"""So long a wait ends a run, and the next one goes on."""
SINCE = "2026-07-01"
RECORDS = 400
"""On a page, so that a year is many pages."""


@dataclass
class Gate:
    """What an account lets through: nothing at `refused` (403), and so many calls of exports.

    `accepts` False: it takes no token (401).
    """

    refused: set[str] = field(default_factory=set)
    exports_left: int | None = None
    accepts: bool = True

    def answer(self, path: str) -> Response | None:
        """What is said in place of an answer."""
        if not self.accepts:
            return JSONResponse({"error": "Couldn't authenticate you"}, 401)
        if path.startswith(tuple(f"/api/v2{each}" for each in self.refused)):
            return Response("", 403)
        if self.exports_left is None or not path.startswith(EXPORTS):
            return None
        if self.exports_left == 0:
            wait = {"Retry-After": str(LONG_SECONDS)}
            return JSONResponse({"error": "APIRateLimitExceeded"}, 429, headers=wait)
        self.exports_left -= 1
        return None


class Gated:
    """A Zendesk behind a gate."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._gate.answer(scope.get("path", ""))
        await (found or self._app)(scope, receive, send)


@dataclass(frozen=True)
class Account:
    """A Zendesk account, by the short name that the settings have for it."""

    short: str
    year: Year
    gate: Gate
    address: str

    @property
    def title(self) -> str:
        """What people call it."""
        return self.short.capitalize()

    @property
    def source(self) -> str:
        """The key of its source."""
        return f"zendesk:{self.address.removeprefix('http://')}"

    def settings(self, demo: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Its settings: those that the demo has for its one Zendesk, and its own."""
        prefix = f"{self.short.upper()}_"
        for name, value in demo.items():
            if "ZENDESK" in name:
                yield f"{prefix}{name.removeprefix('DESKPULSE_')}", value
        yield f"{prefix}ZENDESK_URL", self.address
        yield f"{prefix}NAME", self.title


@dataclass
class Clock:
    """A clock that stands still until somebody moves it."""

    at: int

    def __call__(self) -> float:
        return float(self.at)


@contextmanager
def opened(years: Mapping[str, Year], clock: Clock) -> Iterator[dict[str, Account]]:
    """Accounts with these years, by one clock."""
    with ExitStack() as stack:
        found = {}
        for short, year in years.items():
            gate = Gate()
            desk = zendesk_app(year, clock=clock, exports_per_minute=100_000, page_limit=RECORDS)
            desk.add_middleware(Gated, gate=gate)
            door = Door(desk, LOOPBACK, 0)
            door.start()
            stack.callback(door.stop)
            found[short] = Account(short, year, gate, f"http://{LOOPBACK}:{door.port}")
        yield found


class Run(NamedTuple):
    """What a command printed, and how it ended."""

    printed: str
    code: int


@dataclass(frozen=True)
class House:
    """The bot's commands and its Asker over one database, with these accounts in the settings."""

    folder: Path
    environment: Mapping[str, str]
    clock: Clock

    @staticmethod
    def of(folder: Path, url: str, accounts: Sequence[Account], clock: Clock) -> House:
        """A house whose settings name these accounts."""
        with Running() as slack:
            demo = settings(folder, {"zendesk": "http://127.0.0.1:1"}, slack)
        plain = {name: value for name, value in demo.items() if "ZENDESK" not in name}
        own = {name: value for each in accounts for name, value in each.settings(demo)}
        common = {
            "DATABASE_URL": url,
            "DESKPULSE_SINCE": SINCE,
            "DESKPULSE_SOURCES": ", ".join(account.short for account in accounts),
        }
        return House(folder, {**plain, **own, **common}, clock)

    def run(self, *words: str) -> Run:
        """Run one of the bot's commands in a process of its own."""
        log = self.folder / "printed.txt"
        ahead = {"CLOCK_AHEAD_SECONDS": str(self.clock.at - time.time()), "COLUMNS": "200"}
        process = FORKING.Process(
            target=_printing, args=(log, {**self.environment, **ahead}, words)
        )
        process.start()
        process.join(2 * patience.SECONDS)
        assert process.exitcode is not None
        return Run(log.read_text(), process.exitcode)

    @contextmanager
    def asker(self) -> Iterator[Asker]:
        """The one who answers, from what is stored now, for somebody who may see everything."""
        with patch.dict(os.environ, self.environment):
            read = load()
            store = Store.open(self.environment["DATABASE_URL"])
            found = app.asker(read, store).of_people().in_full()
        yield found.still()
        store.close()


def _printing(log: Path, environment: Mapping[str, str], words: Collection[str]) -> None:
    """Run a command in a process that was forked for it, whose words go into a file."""
    with log.open("w") as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    moved.run(environment, *words)
