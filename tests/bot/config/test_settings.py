"""What the settings give to the rest."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.config import Settings, SettingsError


def settings(**given: str) -> Settings:
    return Settings.model_validate(given)


def test_a_bot_needs_its_token() -> None:
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN is not set"):
        settings(SLACK_APP_TOKEN="xapp-1").slack()


def test_a_bot_needs_a_socket_or_a_signing_secret() -> None:
    with pytest.raises(SettingsError, match="Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET"):
        settings(SLACK_BOT_TOKEN="xoxb-1").slack()


def test_either_of_them_will_do() -> None:
    for way in ({"SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_SIGNING_SECRET": "s"}):
        assert settings(SLACK_BOT_TOKEN="xoxb-1", **way).slack().get_secret_value() == "xoxb-1"


def test_slacks_address_ends_with_a_slash() -> None:
    assert settings(SLACK_API_URL="https://slack.com/api").slack_api_url.endswith("/api/")


def test_the_log_format_is_taken_in_any_case_and_is_one_of_two() -> None:
    assert settings().log_format == "text"
    assert settings(DESKPULSE_LOG_FORMAT="JSON").log_format == "json"
    with pytest.raises(ValidationError, match="DESKPULSE_LOG_FORMAT"):
        settings(DESKPULSE_LOG_FORMAT="xml")


def test_the_log_level_is_taken_in_any_case() -> None:
    assert settings(DESKPULSE_LOG_LEVEL="debug").log_level == "DEBUG"


def test_the_first_sync_reads_from_so_many_days_before_now() -> None:
    assert settings(DESKPULSE_SINCE="2 days").since_at(1_000_000) == 1_000_000 - 2 * 86400


def test_where_settings_lack_it_is_said_what_asks_for_them() -> None:
    for lacking in (settings().slack, settings().required_helpdesks):
        with pytest.raises(SettingsError, match=r"`deskpulse setup` asks for it[,.]"):
            lacking()
