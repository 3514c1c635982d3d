"""The settings file and mounted secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings, SettingsError, load, secrets


def test_the_settings_file_in_the_working_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "deskpulse.env").write_text('DESKPULSE_TIMEZONE="Europe/Berlin"\n')
    assert load().timezone == "Europe/Berlin"


def test_another_settings_file_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.env").write_text("DESKPULSE_WORKERS=7\n")
    monkeypatch.setenv("DESKPULSE_SETTINGS", str(tmp_path / "other.env"))
    assert load().workers == 7


def test_a_named_file_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKPULSE_SETTINGS", "nowhere.env")
    with pytest.raises(SettingsError, match=r"DESKPULSE_SETTINGS names nowhere\.env"):
        load()


def test_the_environment_is_stronger_than_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deskpulse.env").write_text("DESKPULSE_WORKERS=7\n")
    monkeypatch.setenv("DESKPULSE_WORKERS", "3")
    assert load().workers == 3


def test_an_unknown_name_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deskpulse.env").write_text("COLOUR=red\n")
    with pytest.raises(SettingsError, match="COLOUR is no setting"):
        load()


def test_a_secret_is_read_from_the_file_its_setting_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text("xoxb-mounted\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "token"))
    token = load().slack_bot_token
    assert token is not None
    assert token.get_secret_value() == "xoxb-mounted"


def test_the_settings_file_may_name_a_mounted_secret(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret")
    (tmp_path / "deskpulse.env").write_text(f"SLACK_SIGNING_SECRET_FILE={tmp_path / 'secret'}\n")
    secret = load().slack_signing_secret
    assert secret is not None
    assert secret.get_secret_value() == "s3cret"


def test_a_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", "somewhere")
    with pytest.raises(SettingsError, match="Both SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE"):
        load()


def test_a_secret_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZENDESK_API_TOKEN_FILE", "gone")
    with pytest.raises(SettingsError, match="ZENDESK_API_TOKEN_FILE names gone"):
        load()


def test_secrets_do_not_show_but_the_log_can_be_told_them() -> None:
    settings = Settings.model_validate({"SLACK_BOT_TOKEN": "xoxb-canary"})
    assert "canary" not in repr(settings)
    assert "xoxb-canary" in secrets(settings)
