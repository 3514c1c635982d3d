"""Settings as a whole: defaults, nonsense, typing errors."""

from __future__ import annotations

import pytest

from bot.config import SettingsError, load, secret_names
from bot.config.settings import Settings


def refused() -> str:
    with pytest.raises(SettingsError) as caught:
        load()
    return str(caught.value)


def test_with_nothing_set_the_defaults_hold() -> None:
    settings = load()
    assert settings.timezone == "UTC"
    assert settings.database_url.get_secret_value() == "sqlite:///deskpulse.db"
    assert settings.slack_bot_token is None
    assert (settings.workers, settings.queue) == (4, 200)


@pytest.mark.parametrize(
    ("name", "nonsense", "said"),
    [
        ("DESKPULSE_PORT", "abc", "DESKPULSE_PORT=3000"),
        ("DESKPULSE_PORT", "99999", "DESKPULSE_PORT=3000"),
        ("DESKPULSE_TIMEZONE", "Mars/Base", "'Mars/Base' is no time zone"),
        ("DESKPULSE_TIMEZONE", "../etc", "is no time zone"),
        ("DESKPULSE_BUSINESS_HOURS", "whenever", "DESKPULSE_BUSINESS_HOURS="),
        ("DESKPULSE_HOLIDAYS", "Narnia", "Narnia"),
        ("DESKPULSE_HOLIDAYS", "mon-fri", 'No public holidays are known for "mon"'),
        ("DESKPULSE_HOLIDAYS", "sat,sun", 'No public holidays are known for "sat"'),
        ("DESKPULSE_TARGETS", "speed 4h", "speed"),
        ("DESKPULSE_SINCE", "long ago", "neither a date nor a number of days"),
        ("DESKPULSE_ANSWERS", "everyone", "DESKPULSE_ANSWERS"),
        ("DESKPULSE_SYNC_MINUTES", "0", "DESKPULSE_SYNC_MINUTES=5"),
        ("DATABASE_URL", "mysql://x", "must start with sqlite: or postgresql:"),
        ("DATABASE_READ_URL", "sqlite:///copy.db", "must start with postgresql:"),
        ("DATABASE_READ_URL", "postgresql://x/y", "needs a PostgreSQL in DATABASE_URL"),
        ("ZENDESK_URL", "http://acme.zendesk.com", "must start with https://"),
        ("SLACK_API_URL", "ftp://slack.com", "is no web address"),
    ],
)
def test_nonsense_is_refused_with_the_name_and_what_to_write(
    monkeypatch: pytest.MonkeyPatch, name: str, nonsense: str, said: str
) -> None:
    monkeypatch.setenv(name, nonsense)
    sentence = refused()
    assert sentence.startswith(f"{name}: ")
    assert said in sentence
    assert "\n" not in sentence


def test_swapped_tokens_are_told_without_printing_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xapp-1-canary")
    sentence = refused()
    assert "must start with xoxb-" in sentence
    assert "swapped" in sentence
    assert "canary" not in sentence


def test_a_secret_is_never_in_the_words_of_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://user:canary@host/x")
    assert "canary" not in refused()


def test_a_nearly_right_name_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKPULSE_TIMEZON", "UTC")
    assert refused() == "DESKPULSE_TIMEZON is no setting. Did you mean DESKPULSE_TIMEZONE?"


def test_what_a_cluster_adds_to_the_environment_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKPULSE_SERVICE_HOST", "10.0.0.1")
    monkeypatch.setenv("DESKPULSE_PORT_3000_TCP", "tcp://10.0.0.1:3000")
    assert load().port == 3000


def test_an_empty_value_is_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "")
    monkeypatch.setenv("DESKPULSE_PORT", "")
    assert load().slack_app_token is None
    assert load().port == 3000


def test_the_secrets_are_the_tokens_and_the_database() -> None:
    assert set(secret_names(Settings)) == {
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_SIGNING_SECRET",
        "DATABASE_URL",
        "DATABASE_READ_URL",
        "SENTRY_DSN",
    }
