"""The demo hands the bot its ordinary settings and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config import load
from sandbox.demo import FIRST_PHRASE, TOUR, settings
from sandbox.desks import DESKS
from sandbox.slack.people import PEOPLE
from sandbox.slack.server import Running
from sandbox.year import cast
from tests import patience

TEAM = "from sandbox import demo; demo.TICKETS_PER_WEEKDAY = 3; "
SMALL = f"{TEAM}from bot.cli import main; main()"
"""The command line of a demo with a small team: a large one shows no better what is held here."""
NO_FILES = f"{TEAM}demo.bring = lambda *_: None; from bot.cli import main; main()"
RECENT = {"DESKPULSE_SINCE": "40 days"}
"""The last weeks are read, and no whole year."""


def test_the_settings_are_the_bots_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Running() as slack:
        told = settings(tmp_path, {"zendesk": "http://127.0.0.1:1"}, slack)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    read = load()
    assert read.slack_api_url == slack.api_url
    assert [each.own.url for each in read.helpdesks()] == ["http://127.0.0.1:1"]
    assert read.targets.startswith(FIRST_PHRASE)


def test_one_card_is_printed_and_nothing_is_left_behind(tmp_path: Path) -> None:
    own = tmp_path / "deskpulse.env"
    own.write_text("DESKPULSE_TIMEZONE=Mars\n")  # the demo is no reader of it
    ran = subprocess.run(
        [sys.executable, "-c", SMALL, "demo", "--once", "csat last 30 days"],
        env={**os.environ, **RECENT},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=3 * patience.SECONDS,
        check=True,
    )
    assert "Customer satisfaction" in ran.stdout
    assert "data to " in ran.stdout
    assert list(tmp_path.iterdir()) == [own]


def test_a_word_that_it_does_not_know_is_answered_as_the_bot_answers_it(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", NO_FILES, "demo", "--once", "frobnicate email"],
        env={**os.environ, "DESKPULSE_SINCE": "2 days"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=3 * patience.SECONDS,
        check=False,
    )
    assert ran.returncode == 7  # as `ask` ends with what is not understood
    assert "I do not know" in ran.stderr
    assert "should not happen" not in ran.stderr
    assert "Traceback" not in ran.stderr


def test_all_helpdesks_are_read_side_by_side_each_with_a_team_of_its_own(tmp_path: Path) -> None:
    asked = ("--once", "volume last week by team")
    ran = subprocess.run(
        [sys.executable, "-c", SMALL, "demo", "--helpdesk", "all", *asked],
        env={**os.environ, "DESKPULSE_SINCE": "15 days"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=6 * patience.SECONDS,
        check=True,
    )
    for desk in DESKS.values():
        assert desk.title in ran.stdout
        assert re.search(rf"^{desk.team} +[█▉▊▋▌▍▎▏]* +\d+", ran.stdout, re.MULTILINE)


def test_a_helpdesk_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SMALL, "demo", "--helpdesk", "abacus"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=patience.SECONDS,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "'abacus'" in ran.stderr
    assert all(name in ran.stderr for name in (*DESKS, "all"))


def test_each_thing_to_try_is_ticked_off_by_what_it_does_and_by_none_of_those_after_it() -> None:
    assert len(TOUR) == 5
    for number, step in enumerate(TOUR):
        assert step.word in step.line
        assert not any(later.word in step.line for later in TOUR[number + 1 :])


def test_the_settings_name_who_is_who(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Running() as slack:
        told = settings(tmp_path, {"zendesk": "http://127.0.0.1:1"}, slack)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    read = load()
    parts = {person.id: person.part for person in PEOPLE}
    assert {parts[id] for id in read.leads()} == {"lead"}
    assert {parts[id] for id in read.admins()} == {"administrator"}
    assert {parts[id] for id in read.agent_ids()} == {"agent"}
    names = {str(agent.id): agent.name for agent in cast.AGENTS}
    people = {person.id: person.real_name for person in PEOPLE}
    assert [people[id] for id in read.agent_ids()] == [
        names[agent] for agent in read.agent_ids().values()
    ]


def test_every_part_is_played() -> None:
    assert [person.part for person in PEOPLE] == [
        *("lead", "administrator", "agent", "agent", "guest", "partner")
    ]
    assert next(person for person in PEOPLE if person.part == "administrator").is_admin
    assert next(person for person in PEOPLE if person.part == "partner").team
    assert not any(person.is_admin for person in PEOPLE if person.part != "administrator")


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [("sandbox", "The demo is not part of the image"), ("websockets", "needs the extra `demo`")],
)
def test_what_is_missing_for_the_demo_is_said_in_a_sentence(
    missing: str, sentence: str, tmp_path: Path
) -> None:
    code = f"import sys; sys.modules['{missing}'] = None; from bot.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", code, "demo", "--once", "csat"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=patience.SECONDS,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    (line,) = ended.stderr.splitlines()
    assert sentence in line
    assert "deskpulse[demo]" in line
