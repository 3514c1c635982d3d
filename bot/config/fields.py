"""How a setting is declared: its name, what holds if it is not set, an example, and its words."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, Field, ValidationError

from bot.config.checks import SettingsError

OURS: Final = "DESKPULSE_"


def setting(name: str, default: object, example: str, description: str, **limits: Any) -> Any:
    """A setting by its full name."""
    return Field(
        default, validation_alias=name, description=description, examples=[example], **limits
    )


def ours(name: str, default: object, example: str, description: str, **limits: Any) -> Any:
    """A setting whose name begins with DESKPULSE_."""
    return setting(f"{OURS}{name}", default, example, description, **limits)


def missing_setting(settings: BaseModel, name: str, prefix: str = "") -> SettingsError:
    """The sentence that a setting is not set, and what it may look like."""
    fields = type(settings).model_fields.values()
    field = next(f for f in fields if f.validation_alias == name)
    example = (field.examples or [""])[0]
    return SettingsError(
        f"{prefix}{name} is not set. {field.description} Write for example {prefix}{name}={example}"
    )


def sentence(error: ValidationError, settings: type[BaseModel], prefix: str = "") -> str:
    """What is wrong with the first wrong setting, and what to write; never its value."""
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0])
    fields = settings.model_fields.items()
    field = next(f for key, f in fields if name in (key, f.validation_alias))
    problem = first["msg"].removeprefix("Value error, ").removesuffix(".")
    label = f"{prefix}{name.removeprefix(OURS)}" if prefix else name
    return f"{label}: {problem}. Write for example {label}={(field.examples or [''])[0]}"
