"""Settings read and checked, with one sentence for whoever wrote them wrong."""

from __future__ import annotations

from difflib import get_close_matches

from pydantic import ValidationError

from bot.config.checks import SettingsError
from bot.config.settings import Settings
from bot.config.sources import FILE_NAME, environment, secret_names, written

PREFIX = "DESKPULSE_"


def load() -> Settings:
    """Read the settings from the environment, the settings file and mounted secrets.

    Raises SettingsError with a sentence that names the setting, and never the value of a secret.
    """
    _refuse_typing_errors()
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _refuse_typing_errors() -> None:
    """Refuse what is no setting: anything in the file; in the environment what nearly is one."""
    secrets = (f"{name}_FILE" for name in secret_names(Settings))
    known = {
        *(str(f.validation_alias) for f in Settings.model_fields.values()),
        *secrets,
        FILE_NAME,
    }
    in_file = written()
    for name in [*in_file, *(n for n in environment() if n.startswith(PREFIX))]:
        near = get_close_matches(name, known, n=1, cutoff=0.85)
        if name not in known and (near or name in in_file):
            hint = f"Did you mean {near[0]}?" if near else "docs/settings.md names those there are."
            raise SettingsError(f"{name} is no setting. {hint}")


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0])
    field = next(f for key, f in Settings.model_fields.items() if name in (key, f.validation_alias))
    problem = first["msg"].removeprefix("Value error, ").removesuffix(".")
    return f"{name}: {problem}. Write for example {name}={(field.examples or [''])[0]}"
