"""Settings read and checked, with one sentence for whoever wrote them wrong."""

from __future__ import annotations

from pydantic import ValidationError

from bot.config.accounts import SECRETS, names_of_others
from bot.config.checks import SettingsError
from bot.config.fields import OURS as PREFIX
from bot.config.fields import sentence
from bot.config.settings import Settings
from bot.config.sources import FILE_NAME, all_values, environment, file_values, secret_names
from bot.near import near


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
    secrets = (f"{name}_FILE" for name in secret_names(Settings))
    names = {
        *(str(f.validation_alias) for f in Settings.model_fields.values()),
        *secrets,
        FILE_NAME,
    }
    in_file = file_values()
    others = _of_others(all_values().get("DESKPULSE_SOURCES", ""))
    prefixes = tuple({PREFIX, *(name.partition("_")[0] + "_" for name in others)})
    names |= others
    for name in [*in_file, *(n for n in environment() if n.startswith(prefixes))]:
        alike = near(name, names, 1, 0.85)
        if name not in names and (alike or name in in_file):
            listed = "docs/settings.md names those there are."
            hint = f"Did you mean {alike[0]}?" if alike else listed
            raise SettingsError(f"{name} is no setting. {hint}")


def _of_others(text: str) -> set[str]:
    """The names of settings of further accounts; none where their short names make no sense."""
    try:
        names = names_of_others(text)
    except ValueError:
        return set()
    return {*names, *(f"{name}_FILE" for name, plain in names.items() if plain in SECRETS)}
