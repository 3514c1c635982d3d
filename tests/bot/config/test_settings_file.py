"""The settings file, as it is changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.config import SettingsError, settings_file
from bot.config.settings_file import change

BEFORE = """\
# Ours, kept by Anna.

SLACK_BOT_TOKEN=xoxb-old   # the first one
export DESKPULSE_PORT=3001
DESKPULSE_TARGETS='frt 4h;
csat 90%'
not a setting at all
SLACK_BOT_TOKEN=xoxb-twice
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deskpulse.env"


def test_a_new_file_is_for_its_owner_alone(file: Path) -> None:
    change(file, {"SLACK_BOT_TOKEN": "xoxb-1", "DESKPULSE_PORT": ""})
    assert file.read_text() == "SLACK_BOT_TOKEN=xoxb-1\n"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_others_could_read_is_closed(file: Path) -> None:
    file.write_text("DESKPULSE_PORT=3001\n")
    file.chmod(0o644)
    change(file, {"SLACK_BOT_TOKEN": "xoxb-1"})
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_was_there_stays_with_its_comments(file: Path) -> None:
    file.write_text(BEFORE)
    change(file, {"SLACK_BOT_TOKEN": "xoxb-new", "DESKPULSE_TIMEZONE": "Europe/Berlin"})
    assert file.read_text() == (
        "# Ours, kept by Anna.\n\nSLACK_BOT_TOKEN=xoxb-new\nexport DESKPULSE_PORT=3001\n"
        "DESKPULSE_TARGETS='frt 4h;\ncsat 90%'\nnot a setting at all\n"
        "DESKPULSE_TIMEZONE=Europe/Berlin\n"
    )


def test_an_empty_text_takes_a_setting_out(file: Path) -> None:
    file.write_text("A=1\nB=2\nC=3")
    change(file, {"B": "", "D": "4"})
    assert file.read_text() == "A=1\nC=3\nD=4\n"


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "#C0SUPPORT weekly monday 09:00 Europe/Berlin",
        "weekly #C0SUPPORT",
        " spaces around ",
        "it's",
        'say "so"',
        "back\\slash 'n \\' more",
        "$HOME and $5",
        "tab\tand\nline",
        "ü ☃",
        "'quoted'",
        "a=b=c",
    ],
)
def test_what_is_written_is_read_back_as_it_was(file: Path, text: str) -> None:
    change(file, {"BEFORE": "1", "NAME": text, "AFTER": "2"})
    assert dotenv_values(file) == {"BEFORE": "1", "NAME": text, "AFTER": "2"}


def test_quotes_stand_only_where_they_must(file: Path) -> None:
    """`docker run --env-file` would take them for a part of the text."""
    change(file, {"A": "mon-fri 09:00-17:00", "B": "#C1 weekly monday", "C": "x #y"})
    assert file.read_text() == "A=mon-fri 09:00-17:00\nB=#C1 weekly monday\nC='x #y'\n"


def test_what_no_such_file_can_hold_is_refused_and_never_shown(file: Path) -> None:
    file.write_text("A=1\n")
    with pytest.raises(SettingsError, match="DESK_TOKEN cannot stand in a settings file") as caught:
        change(file, {"DESK_TOKEN": "canary${HOME}"})
    assert "canary" not in str(caught.value)
    assert file.read_text() == "A=1\n"


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be written"):
        change(tmp_path / "nowhere" / "deskpulse.env", {"A": "1"})
    (tmp_path / "odd.env").write_bytes(b"\xff\xfe=1\n")
    with pytest.raises(SettingsError, match="it is no text"):
        change(tmp_path / "odd.env", {"A": "1"})
    assert [each.name for each in tmp_path.iterdir()] == ["odd.env"]


def test_a_write_that_fails_halfway_leaves_the_old_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("A=1\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SettingsError, match="No space left on device"):
        change(file, {"A": "2"})
    assert file.read_text() == "A=1\n"
    assert list(file.parent.iterdir()) == [file]


def test_a_link_is_followed_and_stays_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, link = tmp_path / "real.env", tmp_path / "deskpulse.env"
    real.write_text("A=1\n")
    link.symlink_to(real)
    monkeypatch.setenv("DESKPULSE_SETTINGS", str(link))
    change(settings_file.path(), {"A": "2"})
    assert link.is_symlink()
    assert real.read_text() == "A=2\n"


def test_the_file_is_the_one_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DESKPULSE_SETTINGS", raising=False)
    assert settings_file.path() == tmp_path / "deskpulse.env"
    monkeypatch.setenv("DESKPULSE_SETTINGS", "other.env")
    assert settings_file.path() == tmp_path / "other.env"
