"""The command line as a process: exit codes, one line for an error, a clean end on SIGTERM."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.cli import main
from bot.version import VERSION
from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from tests import patience
from tests.bot import desk

COMMAND = (sys.executable, "-c", "from bot.cli import main; main()")
ROOT = Path(__file__).parents[2]


def environment(folder: Path, **given: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    database = {"DATABASE_URL": f"sqlite:///{folder / 'test.db'}", "PYTHONPATH": str(ROOT)}
    return {**kept, **database, **given}


def deskpulse(
    *words: str, environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run the command line here: a process of its own takes seconds to read its modules."""
    out, error, code = StringIO(), StringIO(), 0
    with (
        patch.dict(os.environ, environment, clear=True),
        patch("sys.argv", ["deskpulse", *words]),
        chdir(folder),
        redirect_stdout(out),
        redirect_stderr(error),
    ):
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
    return subprocess.CompletedProcess(words, code, out.getvalue(), error.getvalue())


def process(
    *words: str, environment: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own."""
    return subprocess.run(
        [*COMMAND, *words],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=patience.SECONDS,
        check=False,
    )


def test_nonsense_in_a_setting_is_one_line_and_exit_2(tmp_path: Path) -> None:
    wrong = environment(tmp_path, DESKPULSE_TIMEZONE="Mars")
    ran = process("serve", environment=wrong, folder=tmp_path)
    assert ran.returncode == 2
    (line,) = ran.stderr.splitlines()
    assert line.startswith("DESKPULSE_TIMEZONE: ")


def test_a_missing_token_is_one_line_and_exit_2(tmp_path: Path) -> None:
    ran = deskpulse("serve", environment=environment(tmp_path), folder=tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.startswith("SLACK_BOT_TOKEN is not set.")
    assert "Traceback" not in ran.stderr


def test_a_question_that_is_not_understood_is_one_line_and_exit_7(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=50):
        pass
    ran = process("ask", "frt emial", environment=environment(tmp_path), folder=tmp_path)
    assert ran.returncode == 7
    assert ran.stdout == ""
    (line,) = ran.stderr.splitlines()
    assert "emial" in line
    assert "Try: frt email" in line


def test_a_question_is_answered_as_it_stood_then(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path)):
        pass
    words = ("ask", "frt", "last", "month", "--at", "2026-11-01", "--json")
    ran = deskpulse(*words, environment=environment(tmp_path), folder=tmp_path)
    assert ran.returncode == 0
    answer = json.loads(ran.stdout)["result"]
    assert answer["window"]["label"] == "October 2026"
    assert answer["asked_at"] == "2026-11-01T00:00:00Z"


def test_before_the_first_sync_ask_says_so(tmp_path: Path) -> None:
    ran = deskpulse("ask", "frt", environment=environment(tmp_path), folder=tmp_path)
    assert ran.returncode == 4
    assert "There is no database" in ran.stderr
    assert "first sync" in ran.stderr


READING = (
    ("ask", "frt"),
    ("doctor",),
    ("import", "surveys", "surveys.csv", "--dry-run"),
    ("backup", "deskpulse.backup"),
    ("restore", "nowhere.backup"),
)


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_a_command_that_only_reads_makes_no_database(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    given = environment(tmp_path)
    if words[0] == "import":
        printed = deskpulse("import", "surveys", "--template", environment=given, folder=tmp_path)
        (tmp_path / "surveys.csv").write_text(printed.stdout)
    ran = deskpulse(*words, environment=given, folder=tmp_path)
    assert "Traceback" not in ran.stderr
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".csv"] == []
    if words[0] == "import":
        assert "2 rows new" in ran.stdout
    else:
        assert "There is no database" in ran.stdout + ran.stderr or "No such file" in ran.stderr


def test_a_back_up_is_made_and_put_back_in_a_line_each(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=50):
        pass
    given = environment(tmp_path)
    made = deskpulse("backup", "b.backup", environment=given, folder=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("Backed up to b.backup: ")
    assert made.stdout.endswith("0 receipts, 50 tickets.\n")
    again = deskpulse("backup", "b.backup", environment=given, folder=tmp_path)
    assert again.returncode == 1
    assert "There is a file b.backup already" in again.stderr
    elsewhere = environment(tmp_path / "new")
    back = deskpulse("restore", "b.backup", environment=elsewhere, folder=tmp_path)
    assert (back.returncode, back.stderr) == (0, "")
    asked = [
        deskpulse("ask", "frt", "--at", "2026-11-20", environment=one, folder=tmp_path).stdout
        for one in (given, elsewhere)
    ]
    assert asked[0] == asked[1] != ""
    copied = deskpulse("copy", "--to", "sqlite:///c.db", environment=given, folder=tmp_path)
    assert (copied.returncode, copied.stderr) == (0, "")
    assert "name the new one in DATABASE_URL" in copied.stdout


def test_a_back_up_for_which_there_is_no_room_leaves_no_file(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=500):
        pass
    small = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)); "
    code = f"{small}import sys; sys.argv = ['deskpulse', 'backup', 'x/b']; {COMMAND[-1]}"
    (tmp_path / "x").mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=patience.SECONDS,
        check=False,
    )
    assert ran.returncode == 1
    (line,) = ran.stderr.splitlines()
    assert line.startswith("x/b was not written. The ")
    assert "disk" in line
    assert list((tmp_path / "x").iterdir()) == []


def test_a_served_bot_answers_and_ends_cleanly_on_sigterm(tmp_path: Path) -> None:
    with Running(Workspace(patience.slack_settings())) as slack:
        settings = environment(
            tmp_path,
            SLACK_BOT_TOKEN="xoxb-sandbox",
            SLACK_APP_TOKEN="xapp-sandbox",
            SLACK_API_URL=slack.api_url,
            ZENDESK_URL="http://127.0.0.1:1",
            ZENDESK_EMAIL="a@acme.com",
            ZENDESK_API_TOKEN="zd-canary",
            DESKPULSE_PORT="0",
            DESKPULSE_LOG_LEVEL="DEBUG",
        )
        bot = subprocess.Popen(
            [*COMMAND, "serve"], env=settings, cwd=tmp_path, stderr=subprocess.PIPE, text=True
        )
        slack.wait_for_app()
        slack.command(ANNA.id, SUPPORT.id, "/kpi", "help")
        slack.workspace.wait_for(lambda: slack.workspace.messages(SUPPORT.id))
        bot.send_signal(signal.SIGTERM)
        _, log = bot.communicate(timeout=patience.SECONDS)
    assert bot.returncode == 0
    assert "Traceback" not in log
    for canary in ("xoxb-sandbox", "xapp-sandbox", "zd-canary", "/response/"):
        assert canary not in log


def test_help_names_every_command(tmp_path: Path) -> None:
    ran = deskpulse("--help", environment=environment(tmp_path), folder=tmp_path)
    assert ran.returncode == 0
    for name in (
        "serve",
        "sync",
        "import",
        "ask",
        "doctor",
        "setup",
        "docs",
        "demo",
        "backup",
        "restore",
        "copy",
    ):
        assert name in ran.stdout


def test_a_template_is_imported_as_it_is_printed(tmp_path: Path) -> None:
    given = environment(tmp_path)
    printed = deskpulse("import", "surveys", "--template", environment=given, folder=tmp_path)
    (tmp_path / "surveys.csv").write_text(printed.stdout)
    words = ("import", "surveys", "surveys.csv")
    ran = deskpulse(*words, environment=given, folder=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "surveys: 2 rows added, 0 corrected, 0 there already.\n"


def test_a_file_with_faults_is_a_line_each_and_exit_1(tmp_path: Path) -> None:
    (tmp_path / "tiers.csv").write_text("team,tier\nA,first\n")
    ran = deskpulse(
        "import", "tiers", "tiers.csv", environment=environment(tmp_path), folder=tmp_path
    )
    assert ran.returncode == 1
    first, last = ran.stderr.splitlines()
    assert first.startswith("tiers.csv line 2, column tier: 'first' is no plain number")
    assert last == "Nothing was imported."


IMPORTS = """
import sys
from bot.cli import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""
LATE = {
    *("alembic", "apscheduler", "holidays", "httpx", "matplotlib", "numpy", "sandbox"),
    *("slack_bolt", "slack_sdk", "sqlalchemy", "sqlmodel", "starlette", "metrics"),
}
"""What takes long to import, and no help needs. (Of some commands typer itself wants pydantic.)"""


@pytest.mark.parametrize(
    "words", [("--help",), ("--version",), ("ask", "--help"), ("source", "retire", "--help")]
)
def test_help_and_version_import_nothing_that_answers_need(words: tuple[str, ...]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", IMPORTS, *words], capture_output=True, text=True, check=True
    )
    assert ran.stdout
    assert LATE & set(ran.stderr.split()) == set()


def test_the_version_is_printed(tmp_path: Path) -> None:
    ran = deskpulse("--version", environment=environment(tmp_path), folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, f"deskpulse {VERSION}\n")
