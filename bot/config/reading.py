"""Settings read and checked, with one sentence for whoever wrote them wrong."""

from __future__ import annotations

from pydantic import ValidationError

from bot.config.account_values import names_of_accounts, prefix_of, short_names
from bot.config.settings import Settings
from bot.config.sources import FILE_NAME, all_values, environment, file_values, secret_names
from metrics.helpdesks.settings import OURS as PREFIX
from metrics.helpdesks.settings import SettingsError, sentence
from metrics.near import near


def load() -> Settings:
    """Read the settings from the environment, the settings file and mounted secrets.

    Raises SettingsError with a sentence that names the setting, and never the value of a secret.
    """
    _refuse_typing_errors()
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsError(sentence(error, Settings)) from None
    if settings.more_sources:
        settings.helpdesks()
    return settings


def _refuse_typing_errors() -> None:
    """Refuse what is no setting: anything in the file; in the environment what nearly is one."""
    in_file, others = file_values(), _further(all_values().get("DESKPULSE_SOURCES", ""))
    names = {
        *(str(f.validation_alias) for f in Settings.model_fields.values()),
        *(f"{name}_FILE" for name in secret_names(Settings)),
        *names_of_accounts(others),
        FILE_NAME,
    }
    prefixes = (PREFIX, *map(prefix_of, others))
    for name in [*in_file, *(n for n in environment() if n.startswith(prefixes))]:
        alike = near(name, names, 1, 0.85)
        if name not in names and (alike or name in in_file):
            listed = "`deskpulse docs` prints those there are into docs/settings.md."
            hint = f"Did you mean {alike[0]}?" if alike else listed
            raise SettingsError(f"{name} is no setting. {hint}")


def _further(text: str) -> tuple[str, ...]:
    """The short names of further accounts; none where they make no sense."""
    try:
        return short_names(text)
    except ValueError:
        return ()
