"""What of the machine is to be mended."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.cli import surroundings
from bot.cli.doctor import examine
from metrics.store.database import file_system
from tests.bot import desk


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DESKPULSE_SETTINGS", raising=False)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "deskpulse.env"
    file.write_text("DESKPULSE_WORKERS=7\n")
    file.chmod(0o600)
    return file


def test_a_settings_file_that_others_can_read_is_told(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    surroundings.warn(None)
    assert caplog.text == ""
    file.chmod(0o644)
    with caplog.at_level(logging.WARNING):
        surroundings.warn(None)
    assert "deskpulse.env holds tokens, and everybody on this machine can read it" in caplog.text
    assert "Run `chmod 600 deskpulse.env`." in caplog.text


def test_doctor_tells_a_file_on_a_network_with_what_mends_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = desk.settings(file.parent)
    with desk.services(chosen, tickets=0):
        pass
    mounts = file.parent / "mountinfo"
    mounts.write_text(f"30 22 0:40 / {file.parent} rw - nfs4 10.0.0.5:/export rw\n")
    monkeypatch.setattr(file_system, "MOUNTS", mounts)
    mends = [found.mend for found in examine(chosen, lambda: desk.NOW, live=False) if found.mend]
    assert "Move it to a disk of this machine, or use PostgreSQL." in mends


def test_where_there_is_nothing_to_mend_nothing_is_said(tmp_path: Path) -> None:
    assert list(surroundings.findings(tmp_path / "deskpulse.db")) == []
