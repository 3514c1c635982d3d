"""Where settings come from: the environment, a settings file, mounted secrets."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from metrics.helpdesks.settings import SettingsError

DEFAULT_FILE = "deskpulse.env"
FILE_NAME = "DESKPULSE_SETTINGS"


def environment() -> Mapping[str, str]:
    """The process's environment; nothing else in the project reads it."""
    return os.environ  # noqa: TID251  the one place


@contextmanager
def without_environment(*names: str) -> Iterator[None]:
    """The environment without these, while a library looks that reads them on its own."""
    values = {name: os.environ.pop(name) for name in names if name in os.environ}  # noqa: TID251  as above
    try:
        yield
    finally:
        os.environ.update(values)  # noqa: TID251  as above


def settings_file() -> Path | None:
    """The settings file: the one named by DESKPULSE_SETTINGS, or deskpulse.env if it is there."""
    name = environment().get(FILE_NAME)
    path = Path(name or DEFAULT_FILE)
    if path.is_file():
        return path
    if name:
        raise SettingsError(f"{FILE_NAME} names {path}, which is no file. Correct the path.")
    return None


def file_values() -> dict[str, str]:
    """What the settings file says, without empty values."""
    path = settings_file()
    return {key: text for key, text in dotenv_values(path).items() if text} if path else {}


def all_values() -> dict[str, str]:
    """What the settings file and the environment say, without empty values."""
    return {**file_values(), **{key: text for key, text in environment().items() if text}}


def secret_names(settings: type[BaseModel]) -> tuple[str, ...]:
    """The settings that hold a secret; each can be read from the file its `<NAME>_FILE` names."""
    fields = settings.model_fields.values()
    return tuple(str(f.validation_alias) for f in fields if SecretStr.__name__ in str(f.annotation))


def secrets(settings: BaseSettings, more: Iterable[str] = ()) -> tuple[str, ...]:
    """The secrets themselves and `more`, so that the log can hide them."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    own = tuple(value.get_secret_value() for value in values if isinstance(value, SecretStr))
    return own + tuple(more)


class MountedSecrets(PydanticBaseSettingsSource):
    """Reads each secret from the file that `<NAME>_FILE` names."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        name = str(field.validation_alias)
        return read_secret(name, all_values()), field_name, False

    def __call__(self) -> dict[str, Any]:
        fields = self.settings_cls.model_fields.items()
        by_key = {
            key: f for key, f in fields if f.validation_alias in secret_names(self.settings_cls)
        }
        read = {key: self.get_field_value(field, key)[0] for key, field in by_key.items()}
        return {str(by_key[key].validation_alias): text for key, text in read.items() if text}


def read_secret(name: str, values: Mapping[str, str]) -> str | None:
    """What stands in the file that `<NAME>_FILE` names; None where it names none."""
    path = values.get(f"{name}_FILE")
    if path and name in values:
        raise SettingsError(f"Both {name} and {name}_FILE are set. Keep one of them.")
    return _secret(name, path) if path else None


def _secret(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise SettingsError(
            f"{name}_FILE names {path}, which cannot be read. Correct the path or its rights."
        ) from None
