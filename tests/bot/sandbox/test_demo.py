"""The demo hands the bot its ordinary settings and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.config import load
from bot.sandbox.demo import FIRST_PHRASE, settings
from bot.sandbox.slack.server import Running
from tests import patience


def test_the_settings_are_the_bots_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Running() as slack:
        told = settings(tmp_path, "http://127.0.0.1:1", slack)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    read = load()
    assert read.slack_api_url == slack.api_url
    assert read.zendesk().url == "http://127.0.0.1:1"
    assert read.targets.startswith(FIRST_PHRASE)


def test_one_card_is_printed_and_nothing_is_left_behind(tmp_path: Path) -> None:
    code = "from bot.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "demo", "--once", "csat last month"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=3 * patience.SECONDS,
        check=True,
    )
    assert "Customer satisfaction" in ran.stdout
    assert "Based on" in ran.stdout
    assert list(tmp_path.iterdir()) == []
