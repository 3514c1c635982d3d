"""What most commands begin with: the settings, and the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.version import VERSION

if TYPE_CHECKING:
    from bot.config import Settings


def settings() -> Settings:
    """The settings, once the log keeps their secrets. Raises SettingsError."""
    from bot.cli.logs import log_to_stderr
    from bot.config import load, secrets

    loaded = load()
    hidden = secrets(loaded, loaded.account_secrets())
    log_to_stderr(loaded.log_level, hidden, as_json=loaded.log_format == "json")
    if loaded.sentry_dsn:
        from bot.cli.error_tracker import track_errors

        track_errors(loaded.sentry_dsn.get_secret_value(), VERSION)
    return loaded
