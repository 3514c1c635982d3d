"""A start whose database is away waits for it; where a person has to act it ends with its code."""

from __future__ import annotations

import logging
import re
import shutil
import signal
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from bot.app import store as open_store
from bot.cli.faults import FOR_A_PERSON
from bot.cli.waiting import opened
from bot.config import Settings
from metrics.errors import StoreError
from metrics.store.database.engine import Store
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from tests import patience
from tests.bot import desk
from tests.bot.test_cli import COMMAND, ROOT, environment, process

AWAY = "postgresql://postgres@127.0.0.1:1/gone"
FULL = "The disk is full. Free some space; nothing is lost."
SLACK = {
    "SLACK_BOT_TOKEN": "xoxb-sandbox",
    "SLACK_APP_TOKEN": "xapp-sandbox",
    "ZENDESK_URL": "http://127.0.0.1:1",
    "ZENDESK_EMAIL": "a@acme.com",
    "ZENDESK_API_TOKEN": "zd-canary",
    "DESKPULSE_PORT": "0",
}
UNIT = (ROOT / "docs/deskpulse.service").read_text()
NEVER_AGAIN = [int(code) for code in re.findall(r"^RestartPreventExitStatus=(\d+)$", UNIT, re.M)]


def failing(*errors: StoreError) -> Callable[[Settings], Store]:
    """Opens the database after so many failures."""
    left = list(errors)

    def attempt(settings: Settings) -> Store:
        if left:
            raise left.pop(0)
        return open_store(settings)

    return attempt


def test_what_passes_is_waited_for_and_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    attempt = failing(StoreError("Away."), StoreError("Away."), StoreError(FULL))
    with closing(opened(attempt, Event(), desk.settings(tmp_path), 0.0)) as store:
        store.check()
    said = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert [line for line in said if "waits until" in line] == [
        "Away. The bot waits until it can be used.",
        f"{FULL} The bot waits until it can be used.",
    ]


def test_what_a_person_has_to_mend_ends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    attempt = failing(StoreError("Not ours.", lasting=True))
    with pytest.raises(SystemExit) as caught:
        opened(attempt, Event(), desk.settings(tmp_path), 0.0)
    assert caught.value.code == FOR_A_PERSON
    assert capsys.readouterr().err == "Not ours.\n"


def test_told_to_end_while_it_waits_it_ends_well(tmp_path: Path) -> None:
    given = environment(tmp_path, **SLACK | {"DATABASE_URL": AWAY})
    bot = subprocess.Popen(
        [*COMMAND, "serve"], env=given, cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    assert bot.stderr
    assert "cannot be reached" in (line := bot.stderr.readline())
    assert "The bot waits until it can be used." in line
    bot.send_signal(signal.SIGTERM)
    _, rest = bot.communicate(timeout=patience.SECONDS)
    assert (bot.returncode, rest) == (0, "")


def newer(folder: Path, template: Path) -> dict[str, str]:
    shutil.copy(template, folder / "test.db")
    with closing(Store.open(f"sqlite:///{folder / 'test.db'}")) as store, store.write() as writer:
        writer.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    return {}


def under_a_file(folder: Path, _: Path) -> dict[str, str]:
    return {"DATABASE_URL": "sqlite:////dev/null/deskpulse.db"}


def refused_token(_: Path, __: Path) -> dict[str, str]:
    return {"SLACK_BOT_TOKEN": "xoxb-wrong"}


def refused_app_token(_: Path, __: Path) -> dict[str, str]:
    return {"SLACK_APP_TOKEN": "xapp-wrong"}


MISTAKES = [
    (newer, "The tables are of a newer Deskpulse"),
    (under_a_file, "The database cannot be opened."),
    (refused_token, "Slack refused SLACK_BOT_TOKEN"),
    (refused_app_token, "Slack refused SLACK_APP_TOKEN"),
]


@pytest.mark.parametrize(
    ("mistake", "sentence"), MISTAKES, ids=[each.__name__ for each, _ in MISTAKES]
)
def test_a_mistake_that_time_does_not_mend_has_the_code_at_which_the_unit_stays_ended(
    mistake: Callable[[Path, Path], dict[str, str]],
    sentence: str,
    tmp_path: Path,
    sqlite_template: Path,
) -> None:
    with Running(Workspace(patience.slack_settings())) as slack:
        given = SLACK | {"SLACK_API_URL": slack.api_url} | mistake(tmp_path, sqlite_template)
        ran = process("serve", environment=environment(tmp_path, **given), folder=tmp_path)
    assert NEVER_AGAIN == [ran.returncode] == [FOR_A_PERSON]
    assert sentence in ran.stderr.splitlines()[-1]
