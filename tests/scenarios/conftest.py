"""A small town: a made-up year in a Zendesk, a Slack beside it, and the bot's own commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.sandbox.demo import COMMAND, LOOPBACK, settings
from bot.sandbox.slack.server import Running
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.year import Year
from bot.sandbox.zendesk import zendesk_app
from bot.web import Door
from tests.truth import quiet_moment

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
TICKETS_PER_WEEKDAY = int(os.environ.get("TICKETS_PER_WEEKDAY", "6"))


@pytest.fixture(scope="session")
def year() -> Year:
    """A small team's year, up to about now."""
    return Year.made(ends_at=int(time.time()), tickets_per_weekday=TICKETS_PER_WEEKDAY)


@pytest.fixture(scope="session")
def now(year: Year) -> int:
    """The instant at which the town's clock stands still: no ticket is changing just then."""
    return quiet_moment(year, year.ends_at)


@pytest.fixture(scope="session")
def zendesk(year: Year, now: int) -> Iterator[str]:
    """The address of a Zendesk whose clock stands still at `now`."""
    app = zendesk_app(year, clock=lambda: float(now), exports_per_minute=100_000)
    door = Door(app, LOOPBACK, 0)
    door.start()
    yield f"http://{LOOPBACK}:{door.port}"
    door.stop()


@pytest.fixture
def slack() -> Iterator[Running]:
    """A Slack nobody has written in yet."""
    with Running(Workspace()) as running:
        yield running


@dataclass(frozen=True)
class Commands:
    """The bot's commands in processes of their own."""

    environment: Mapping[str, str]

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start one and go on."""
        return subprocess.Popen(
            [*COMMAND, *words],
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *words: str) -> str:
        """Run one to its end; returns what it printed."""
        process = self.start(*words)
        printed, _ = process.communicate(timeout=240)
        assert process.returncode == 0, printed
        return printed


def commands(folder: Path, zendesk: str, slack: Running, **more: str) -> Commands:
    """Commands with the demo's settings and a database in `folder`."""
    since = {"DESKPULSE_SINCE": "2025-01-01"}
    return Commands({**settings(folder, zendesk, slack), **since, **more})


@pytest.fixture
def talking(tmp_path: Path, zendesk: str, slack: Running) -> Iterator[Running]:
    """A Slack in which the bot is connected, with the year in its store."""
    bot = commands(tmp_path, zendesk, slack)
    bot.run("sync")
    process = bot.start("serve")
    slack.wait_for_app(60)
    yield slack
    process.terminate()
    process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.fixture
def page(talking: Running) -> Iterator[Page]:
    """The sandbox's page in a browser."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the sandbox's page was not tested")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(talking.url)
        yield page
        browser.close()
