"""A small town: a made-up year in a Zendesk, a Slack beside it, and the bot between them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.web import Door
from sandbox.desks import LOOPBACK
from sandbox.helpdesks.zendesk import zendesk_app
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from sandbox.year import Year
from tests import patience
from tests.scenarios.town import ENDS_AT, TICKETS_PER_WEEKDAY, Commands, clock_from, commands
from tests.truth import quiet_moment


@pytest.fixture(scope="session")
def year() -> Year:
    """A small team's year."""
    return Year.plan_until(ends_at=ENDS_AT, tickets_per_weekday=TICKETS_PER_WEEKDAY)


@pytest.fixture(scope="session")
def now(year: Year) -> int:
    """The instant at which the Zendesk's clock stands still: no ticket is changing just then."""
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
def slack(now: int) -> Iterator[Running]:
    """A Slack nobody has written in yet."""
    with Running(Workspace(patience.slack_settings(), clock=clock_from(now))) as running:
        yield running


@pytest.fixture(scope="session")
def sqlite_town_url(tmp_path_factory: pytest.TempPathFactory, zendesk: str, now: int) -> str:
    """The address of a new SQLite database with the year in it."""
    path = tmp_path_factory.mktemp("town") / "town.db"
    return _synced(f"sqlite:///{path}", path.parent, zendesk, now)


@pytest.fixture(scope="session")
def postgres_town_url(
    postgres_databases: Iterator[str],
    tmp_path_factory: pytest.TempPathFactory,
    zendesk: str,
    now: int,
) -> str:
    """The address of a PostgreSQL database with the year in it."""
    return _synced(next(postgres_databases), tmp_path_factory.mktemp("town"), zendesk, now)


def _synced(url: str, folder: Path, zendesk: str, now: int) -> str:
    with Running(Workspace(clock=clock_from(now))) as slack:
        commands(folder, zendesk, slack, DATABASE_URL=url).run("sync")
    return url


@pytest.fixture(
    scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.thorough)]
)
def town_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with the year in it, to be read only.

    What SQL reads of such years is the same on PostgreSQL, as `test_two_accounts` shows of four;
    each figure is planned anew of one in `make thorough`.
    """
    url: str = request.getfixturevalue(f"{request.param}_town_url")
    return url


@pytest.fixture
def bot(tmp_path: Path, zendesk: str, slack: Running, sqlite_town_url: str) -> Commands:
    """The bot's commands, with a database of their own that has the year in it."""
    shutil.copy(sqlite_town_url.removeprefix("sqlite:///"), tmp_path / "town.db")
    return commands(tmp_path, zendesk, slack, DATABASE_URL=f"sqlite:///{tmp_path / 'town.db'}")


@pytest.fixture
def talking(tmp_path: Path, slack: Running, bot: Commands) -> Iterator[Running]:
    """A Slack in which the bot is connected."""
    with bot.serving(tmp_path / "bot.log"):
        slack.wait_for_app()
        yield slack


@pytest.fixture
def page(talking: Running, browser: Browser) -> Iterator[Page]:
    """The sandbox's page in a browser."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(patience.MILLISECONDS)
    page.goto(talking.url)
    yield page
    page.close()
