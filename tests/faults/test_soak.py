"""Two days of a bot at ten times the speed: nothing that it takes may grow.

`SOAK_HOURS=48 pytest -m soak -s` takes about five hours and prints what was measured. Slack's own
client takes the fast clock for a connection that has gone deaf and opens it anew again and again:
so what comes over the socket is cut now and then, delivered again, and still answered once.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median

import pytest

from bot.web import Door
from sandbox.desks import LOOPBACK
from sandbox.helpdesks.zendesk import zendesk_app
from sandbox.slack.journal import RateLimit
from sandbox.slack.people import ANNA, BEN, CARLA, SUPPORT
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from sandbox.year import Year
from tests import patience
from tests.scenarios.town import ENDS_AT, commands

HOURS = float(os.environ.get("SOAK_HOURS", "48"))
SPEED = 10
DAY = 86_400
BEGINS_AT = ENDS_AT - 4 * DAY
QUESTION_SECONDS = 3.0
QUESTIONS = (
    "frt email last week",
    "backlog by team",
    "csat last month",
    "list volume today",
    "why",
)
DIGESTS = ";; ".join(f"standup #{SUPPORT.id} daily {hour}:00" for hour in (9, 13, 17))
MOST_WAL_BYTES = 50_000_000


@dataclass(frozen=True)
class Taken:
    """What the bot and its process of the syncs take of the machine."""

    memory_mb: float
    handles: int
    threads: int
    wal_bytes: int


def processes(pid: int) -> Sequence[Path]:
    """The folders of a process and of those that it began."""
    own = Path(f"/proc/{pid}")
    children = (own / "task" / str(pid) / "children").read_text().split()
    return [own, *(folder for child in children for folder in processes(int(child)))]


def taken(pid: int, database: Path) -> Taken:
    """Looked up now."""
    folders = processes(pid)
    pages = sum(int((folder / "statm").read_text().split()[1]) for folder in folders)
    wal = Path(f"{database}-wal")
    return Taken(
        memory_mb=pages * os.sysconf("SC_PAGESIZE") / 1e6,
        handles=sum(len(list((folder / "fd").iterdir())) for folder in folders),
        threads=sum(len(list((folder / "task").iterdir())) for folder in folders),
        wal_bytes=wal.stat().st_size if wal.exists() else 0,
    )


def fast_clock(began: float) -> Callable[[], float]:
    """A clock that is at the beginning of the soak at `began`, and so many times as fast."""
    return lambda: BEGINS_AT + (time.time() - began) * SPEED


@pytest.fixture
def began() -> float:
    return time.time()


@pytest.fixture
def slack(began: float) -> Iterator[Running]:
    rate = RateLimit(burst=1_000_000)
    workspace = Workspace(patience.slack_settings(), clock=fast_clock(began), rate=rate)
    with Running(workspace) as running:
        yield running


@pytest.fixture
def zendesk(began: float) -> Iterator[str]:
    year = Year.plan_until(ENDS_AT, tickets_per_weekday=60)
    door = Door(
        zendesk_app(year, clock=fast_clock(began), exports_per_minute=1_000_000), LOOPBACK, 0
    )
    door.start()
    yield f"http://{LOOPBACK}:{door.port}"
    door.stop()


@pytest.mark.soak
def test_memory_handles_threads_and_log_stay_flat(
    tmp_path: Path, slack: Running, zendesk: str, began: float
) -> None:
    more = {"DESKPULSE_SINCE": "2026-08-01", "DESKPULSE_DIGESTS": DIGESTS}
    own = {"CLOCK_AHEAD_SECONDS": str(BEGINS_AT - began), "CLOCK_BEGAN": str(began)}
    bot = commands(tmp_path, zendesk, slack, **more, **own, CLOCK_SPEED=str(SPEED))
    chance, seen, asked = random.Random(9), list[Taken](), 0
    with bot.serving(tmp_path / "bot.log") as process:
        slack.wait_for_app()
        ends = time.monotonic() + HOURS * 3600 / SPEED
        while time.monotonic() < ends:
            person = chance.choice((ANNA, BEN, CARLA))
            assert slack.command(person.id, SUPPORT.id, "/kpi", chance.choice(QUESTIONS)).ok
            asked += 1
            time.sleep(QUESTION_SECONDS)
            seen.append(taken(process.pid, tmp_path / "deskpulse.db"))
    half, quarter = seen[len(seen) // 2 : -len(seen) // 4], seen[-len(seen) // 4 :]
    middle, end = (
        Taken(*map(median, zip(*map(astuple, each), strict=True))) for each in (half, quarter)
    )
    said = [m for m in slack.workspace.messages() if m.author == slack.workspace.bot.id]
    print(f"\n{HOURS} h at {SPEED} x: {asked} questions, {len(said)} messages")  # noqa: T201
    for name in (field.name for field in fields(Taken)):
        print(f"{name}: {getattr(middle, name)} and in the end {getattr(end, name)}")  # noqa: T201
    assert len(said) >= asked
    assert end.memory_mb < middle.memory_mb * 1.1
    assert end.handles <= middle.handles + 5
    assert end.threads <= middle.threads + 3
    assert max(each.wal_bytes for each in seen) < MOST_WAL_BYTES
