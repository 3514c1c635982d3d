"""The helpdesks of a soak, in a process of their own: they live on, and fail when they are told to.

It hears a line at a time: a kind of fault, which holds until the next line, or `tally`, upon which
it tells how it was called.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web import Door
from sandbox.desks import DESKS, LOOPBACK
from sandbox.year import cast
from tests.soak.incidents import Kind
from tests.soak.size import VENDORS, Size
from tests.soak.squeeze import planned

SHARE = {Kind.DESK_429: 0.3, Kind.DESK_5XX: 0.3, Kind.DESK_HALF: 0.3, Kind.DESK_HANG: 0.1}
"""So many of the calls fail while it goes on."""
WAIT_SECONDS, HANG_SECONDS = 2, 40
NICENESS = 5
ROOT = Path(__file__).parents[2]


@dataclass
class Weather:
    """What goes wrong now, and how all helpdesks were called."""

    chance: random.Random
    kind: str = ""
    tally: dict[str, Counter[str]] = field(default_factory=dict)

    def draw(self) -> str:
        """What goes wrong with the call that comes in; "" for nothing."""
        share = SHARE.get(Kind(self.kind), 0.0) if self.kind else 0.0
        return self.kind if self.chance.random() < share else ""


class Gusty:
    """A helpdesk in that weather."""

    def __init__(self, app: ASGIApp, name: str, weather: Weather) -> None:
        self._app = app
        self._weather = weather
        self._tally = weather.tally[name] = Counter[str]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kind = self._weather.draw()
        self._tally.update(["calls", kind or "well"])
        if kind == Kind.DESK_429:
            at = {"Retry-After": str(WAIT_SECONDS)}
            at["X-RateLimit-Reset"] = str(int(time.time()) + WAIT_SECONDS)
            await JSONResponse({"error": "too many"}, 429, headers=at)(scope, receive, send)
        elif kind == Kind.DESK_5XX:
            await JSONResponse({"error": "away"}, 503)(scope, receive, send)
        elif kind == Kind.DESK_HALF:
            await self._half(scope, receive, send)
        else:
            await asyncio.sleep(HANG_SECONDS if kind else 0)
            await self._app(scope, receive, send)

    async def _half(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say how long the answer is, send half of it, and close the connection."""
        parts: list[Message] = []

        async def keep(message: Message) -> None:
            parts.append(message)

        await self._app(scope, receive, keep)
        await send(parts[0])
        body = b"".join(part.get("body", b"") for part in parts[1:])
        await send(
            {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
        )


@contextmanager
def _open(begins_at: int, size: Size, weather: Weather) -> Iterator[Mapping[str, str]]:
    addresses = {}
    with ExitStack() as stack:
        for seed, name in enumerate(VENDORS):
            desk = DESKS[name]
            year = planned(begins_at, size.seconds, size.days, size.tickets_per_weekday, seed + 7)
            year = year.of_one_team(desk.team, [cast.AGENTS[n] for n in desk.members])
            app = desk.app(year, time.time)
            app.add_middleware(Gusty, name=name, weather=weather)
            door = Door(app, LOOPBACK, 0)
            door.start()
            stack.callback(door.stop)
            addresses[name] = f"http://{LOOPBACK}:{door.port}"
        yield addresses


def main(begins_at: int, minutes: float) -> None:
    """Serve until nobody speaks any more."""
    os.nice(NICENESS)
    weather = Weather(random.Random(begins_at))
    with _open(begins_at, Size(minutes), weather) as addresses:
        _say(addresses)
        for line in sys.stdin:
            if line.strip() == "tally":
                _say(weather.tally)
            else:
                weather.kind = line.strip()


def _say(words: object) -> None:
    print(json.dumps(words), flush=True)  # noqa: T201


class Desks:
    """That process, and its addresses."""

    def __init__(self, begins_at: int, size: Size, log: Path) -> None:
        command = [sys.executable, "-m", "tests.soak.desks", str(begins_at), str(size.minutes)]
        with log.open("w") as errors:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.addresses: Mapping[str, str] = self._hear()

    def weather(self, kind: str) -> None:
        """Let calls fail like that, or well again."""
        self._tell(kind)

    def tally(self) -> Mapping[str, Mapping[str, int]]:
        """How each was called."""
        self._tell("tally")
        found: Mapping[str, Mapping[str, int]] = self._hear()
        return found

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=60)

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _hear(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
